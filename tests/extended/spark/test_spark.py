"""``smscodec.spark`` on Spark itself, two tasks at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from support.batches import digest_of, lines_of, rows_of
from support.pages import examples

from smscodec import bulk, count_segments

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pyspark = pytest.importorskip("pyspark")
sql = pytest.importorskip("pyspark.sql")
sms: Any = import_module("smscodec.spark")

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java"),
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

COUNT = 60_000
TWICE = range(0, COUNT, 1000)
"""Rows whose number is that of the row before."""
WRONG = range(7, COUNT, 2500)
EMPTY = range(11, COUNT, 4000)
PARTITIONS = 5


@pytest.fixture(scope="module")
def rows() -> list[tuple[int, str | None, str | None]]:
    """Key, mobile and content, some of them hostile, in no order."""
    found: list[tuple[int, str | None, str | None]] = []
    for row in range(COUNT):
        number = row + 1 if row in TWICE else row
        mobile = f"1００{row:08}" if row in WRONG else f"100{number:08}"
        found.append((row, mobile, None if row in EMPTY else f"您的验证码：{row:06}【示例】"))
    return found[::-1]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Tasks may fail twice before the job does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        builder = sql.SparkSession.builder.master("local[2,3]")
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.memory": "1g",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "700",
        }
        session = builder.config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def frame(session: Any, rows: list[Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The rows from Parquet, in several files."""
    folder: Path = tmp_path_factory.mktemp("rows")
    columns = dict(zip(("id", "mobile", "content"), zip(*rows, strict=True), strict=True))
    table = pa.table({name: list(column) for name, column in columns.items()})
    for part in range(4):
        pq.write_table(table.slice(part * COUNT // 4, COUNT // 4), folder / f"{part}.parquet")
    return session.read.parquet(str(folder))


@pytest.fixture(scope="module")
def pack() -> Any:
    """The function of a partition."""
    return sms.packer(key="id", max_rows=2_000, engine="zlib")


@pytest.fixture(scope="module")
def batches(frame: Any, pack: Any) -> list[Any]:
    """What comes out."""
    return collected(pack.spread(frame, PARTITIONS).mapInArrow(pack, sms.SCHEMA))


def collected(frame: Any) -> list[Any]:
    """The rows of a frame, in no order of tasks."""
    return sorted(frame.collect(), key=lambda row: row.batch_id or "")


def test_every_row_is_accounted_for(batches: list[Any]) -> None:
    """In a batch or rejected, by its key, with the reason."""
    rejected = {each.key: each.reason for batch in batches for each in batch.rejected}
    assert sum(batch.rows + len(batch.rejected) for batch in batches) == COUNT
    bad = {*WRONG, *EMPTY, *(row + 1 for row in TWICE)}
    assert set(rejected) == {str(row) for row in bad}
    assert "already" in rejected["1"]
    assert "U+FF10" in rejected["7"]
    assert sum(batch.segments for batch in batches) == COUNT - len(bad)


def test_rows_are_those_of_a_job_on_one_machine(batches: list[Any], rows: list[Any]) -> None:
    """Each payload read again; the same rows, whatever their order."""
    _, mobiles, contents = zip(*sorted(rows), strict=True)
    good = [row for row in range(COUNT) if contents[row] is not None]
    alone = bulk.pack(
        [mobiles[row] for row in good],
        [contents[row] for row in good],
        duplicates="job",
        on_rejected=lambda rejected: None,
    )
    expected = digest_of(row for batch in alone for row in rows_of(batch.content))
    found = [row for batch in batches for row in rows_of(batch.content)]
    assert digest_of(found) == expected
    assert len({mobile for mobile, _ in found}) == len(found)
    assert sum(count_segments(text) for _, text in found) == sum(b.segments for b in batches)
    for batch in batches:
        assert [tuple(row) for row in bulk.unpack(batch.content).rows()] == rows_of(batch.content)
        assert lines_of(batch.content).count(b"\r\n") + 1 == batch.rows <= 2_000


def test_a_task_that_fails_and_runs_again_makes_the_same(
    frame: Any, pack: Any, batches: list[Any]
) -> None:
    """With the ids it had: the first attempt of each task dies at its end."""

    def dying(partition: Iterator[Any]) -> Iterator[Any]:
        yield from pack(partition)
        if pyspark.TaskContext.get().attemptNumber() == 0:
            raise RuntimeError("this attempt is lost")

    again = collected(pack.spread(frame, PARTITIONS).mapInArrow(dying, sms.SCHEMA))
    assert again == batches


def test_the_order_rows_come_in_does_not_matter(
    session: Any, frame: Any, pack: Any, batches: list[Any]
) -> None:
    """A shuffle hands them on in any order: here in two."""
    shuffled = frame.orderBy("content").repartition(7)
    assert collected(pack.spread(shuffled, PARTITIONS).mapInArrow(pack, sms.SCHEMA)) == batches


def test_batches_can_be_kept_and_read_again(
    session: Any, frame: Any, pack: Any, batches: list[Any], tmp_path: Path
) -> None:
    """In Parquet, as the page on campaigns has it."""
    target = str(tmp_path / "batches")
    pack.spread(frame, PARTITIONS).mapInArrow(pack, sms.SCHEMA).write.parquet(target)
    assert collected(session.read.parquet(target)) == batches


def test_a_partition_with_nothing_in_it(session: Any, frame: Any, pack: Any) -> None:
    """Makes nothing."""
    nobody = pack.spread(frame.where("id < 0"), 3).mapInArrow(pack, sms.SCHEMA)
    assert nobody.collect() == []


def test_the_page_on_campaigns_prints_what_it_says(tmp_path: Path) -> None:
    """Its programs for Spark, and those around them, in a folder where Java starts, too."""
    for name in ("duckdb", "polars"):
        pytest.importorskip(name)
    programs, expected = zip(*examples("docs/bulk.md"), strict=True)
    done = subprocess.run(
        [sys.executable, "-c", "".join(programs)],
        cwd=tmp_path,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("".join(expected), 0), done.stderr


def test_schema_is_what_spark_makes_of_arrows() -> None:
    """One schema in two languages."""
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    assert from_arrow_schema(sms.ARROW_SCHEMA) == StructType.fromDDL(sms.SCHEMA)
