"""The function of a partition, as pyarrow, polars, duckdb and Ray call it; Spark is in
``extended``."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.batches import digest_of, lines_of, rows_of

from smscodec import EncodeError, bulk

pa = pytest.importorskip("pyarrow")
spark: Any = import_module("smscodec.spark")

COUNT = 3000
MOBILES = [f"100{row:08}" for row in range(COUNT)]
CONTENTS = [f"您的验证码：{row * 7919 % 10**6:06}【示例】" for row in range(COUNT)]
ROWS = pa.table({"id": [f"r{row}" for row in range(COUNT)], "mobile": MOBILES, "content": CONTENTS})


def cut(table: Any, *sizes: int) -> Iterator[Any]:
    """The record batches of a table, of these sizes and then the rest."""
    start = 0
    for size in (*sizes, table.num_rows):
        yield from table.slice(start, size).combine_chunks().to_batches()
        start += size


def packed(packing: Any, table: Any, *sizes: int) -> list[dict[str, Any]]:
    """What comes out for a partition."""
    return [row for some in packing(cut(table, *sizes)) for row in some.to_pylist()]


@settings(max_examples=40)
@given(sizes=st.lists(st.integers(0, 700), max_size=8))
def test_batches_fill_up_across_record_batches(sizes: list[int]) -> None:
    """However the partition is cut, batches are those of ``bulk.pack``, to the byte."""
    options: dict[str, Any] = {"max_rows": 1100, "engine": "zlib", "level": 1}
    found = packed(spark.packer(key="id", **options), ROWS, *sizes)
    expected = list(bulk.pack(MOBILES, CONTENTS, **options))
    assert [row["content"] for row in found] == [batch.content for batch in expected]
    for row, batch in zip(found, expected, strict=True):
        assert range(row["first_row"], row["last_row"] + 1) == batch.rows
        assert (row["rows"], row["segments"]) == (len(batch.rows), batch.segments)
        assert row["sha256"] == sha256(lines_of(row["content"])).hexdigest()
        assert row["rejected"] == []
    assert digest_of(r for row in found for r in rows_of(row["content"])) == digest_of(
        zip(MOBILES, CONTENTS, strict=True)
    )


HOSTILE = pa.table(
    {
        "id": [70, 71, None, 73, 74, 75, 76],
        "mobile": [*MOBILES[:2], MOBILES[0], None, "1380013800２", MOBILES[2], MOBILES[3]],
        "content": ["a", "b", "c", "d", "e", None, "g"],
    }
)


@pytest.mark.parametrize("size", range(1, 8))
def test_hostile_rows_are_rejected_not_lost(size: int) -> None:
    """Nulls, duplicates, wrong numbers: each by its row and its key, and why."""
    found = packed(spark.packer(key="id", max_rows=2), HOSTILE, *[size] * 7)
    assert [row for batch in found for row in rows_of(batch["content"])] == [
        (MOBILES[0], "a"),
        (MOBILES[1], "b"),
        (MOBILES[3], "g"),
    ]
    rejected = [each for batch in found for each in batch["rejected"]]
    assert [(each["row"], each["key"]) for each in rejected] == [
        (2, None),
        (3, "73"),
        (4, "74"),
        (5, "75"),
    ]
    assert "row 0 already" in rejected[0]["reason"]
    assert "U+FF12" in rejected[2]["reason"]
    assert rejected[3]["reason"].endswith("at `$[5].content`, byte 0")
    assert not any(mobile in str(rejected) for mobile in MOBILES)


def test_rejected_rows_without_a_batch_have_a_row_of_their_own() -> None:
    """After the last batch, and before it when there are too many of them."""
    bad = 2 * spark.MOST_REJECTED + 5
    table = pa.table({"mobile": ["x"] * bad + MOBILES[:1] + ["y"], "content": ["text"] * (bad + 2)})
    found = packed(spark.packer(max_rows=1), table)
    assert [(row["rows"], len(row["rejected"])) for row in found] == [
        (0, spark.MOST_REJECTED),
        (0, spark.MOST_REJECTED),
        (1, 5),
        (0, 1),
    ]
    assert sum(row["rows"] + len(row["rejected"]) for row in found) == table.num_rows
    numbers = [each["row"] for row in found for each in row["rejected"]]
    assert numbers == [*range(bad), bad + 1]
    for row in found:
        empty = [row[name] is None for name in ("batch_id", "first_row", "content", "sha256")]
        assert empty == [row["rows"] == 0] * 4


def test_a_partition_without_rows_has_no_batches() -> None:
    """No record batch, or one of no rows: what Spark gives for an empty partition."""
    assert list(spark.packer()(iter([]))) == []
    assert packed(spark.packer(key="id"), ROWS.slice(0, 0), 0) == []


def test_batches_come_as_soon_as_they_are_full() -> None:
    """No more of the partition is held than a batch needs."""
    taken = 0

    def endless() -> Iterator[Any]:
        nonlocal taken
        while True:
            mobiles = [f"100{row:08}" for row in range(taken * 500, taken * 500 + 500)]
            taken += 1
            yield from pa.table({"mobile": mobiles, "content": ["text"] * 500}).to_batches()

    batches = spark.packer(max_rows=2000)(endless())
    assert taken == 0
    assert [next(batches)["last_row"].to_pylist() for _ in range(3)] == [[1999], [3999], [5999]]
    assert taken <= 13


def test_deferred_rows_keep_their_keys() -> None:
    """A row put off goes on its own way, and is still found when it is rejected at last."""
    noise = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
    table = pa.table(
        {
            "id": list(range(100, 110)),
            "mobile": [MOBILES[0]] * 3 + MOBILES[1:8],
            "content": ["a", "b", noise, *"cdefghi"],
        }
    )
    packing = spark.packer(key="id", duplicates="defer", max_rows=4, max_bytes=1000)
    found = packed(packing, table, 3, 3)
    assert sum(row["rows"] for row in found) == 9
    assert [each["key"] for row in found for each in row["rejected"]] == ["102"]


# ---- again ------------------------------------------------------------------------------------


def test_ids_are_the_same_when_a_task_runs_again() -> None:
    """From a pickle, cut in another way, compressed by another engine."""
    packing = spark.packer(key="id", max_rows=1000, engine="zlib")
    first = packed(packing, ROWS)
    assert packed(pickle.loads(pickle.dumps(packing)), ROWS, 7, 1500) == first
    ids = [row["batch_id"] for row in first]
    assert len(set(ids)) == 3
    other = packed(spark.packer(key="id", max_rows=1000, engine="zlib", level=9), ROWS)
    assert other[0]["content"] != first[0]["content"]
    assert [row["batch_id"] for row in other] == ids


def test_ids_tell_batches_apart() -> None:
    """By their lines, and the same lines by whose they are."""
    packing = spark.packer(key="id")

    def name(key: object, content: str) -> str:
        table = pa.table({"id": [key], "mobile": MOBILES[:1], "content": [content]})
        return packed(packing, table)[0]["batch_id"]

    assert len({name("1", "a"), name("2", "a"), name("1", "b"), name(None, "a")}) == 4
    assert name(1, "a") == name("1", "a")


# ---- whoever calls ----------------------------------------------------------------------------


def test_a_table_for_a_table() -> None:
    """The convention of Ray's ``map_batches``."""
    found = spark.packer(max_rows=1000)(ROWS)
    assert found.schema == spark.ARROW_SCHEMA
    assert found["rows"].to_pylist() == [1000] * 3


def test_an_iterator_for_a_reader() -> None:
    """And what comes out makes a reader again."""
    packing = spark.packer(max_rows=1000)
    batches = packing(ROWS.to_reader(max_chunksize=700))
    assert isinstance(batches, Iterator)
    out = pa.RecordBatchReader.from_batches(spark.ARROW_SCHEMA, batches).read_all()
    assert out == packing(ROWS) == pa.Table.from_batches(packing(ROWS.to_batches()))


def test_polars() -> None:
    """A frame, its pieces, and a step of a lazy one."""
    pl = pytest.importorskip("polars")
    frame, packing = pl.from_arrow(ROWS), spark.packer(max_rows=1000, key="id")
    expected = packing(ROWS)
    assert packing(frame) == expected
    pieces = frame.iter_slices(700)
    assert pa.Table.from_batches(packing(pieces)) == expected
    schema = pl.DataFrame(spark.ARROW_SCHEMA.empty_table()).schema
    step = frame.lazy().map_batches(lambda some: pl.DataFrame(packing(some)), schema=schema)
    assert step.collect().to_dicts() == expected.to_pylist()


def test_duckdb() -> None:
    """A query in, and a query over what comes out."""
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as database:
        query = database.from_arrow(ROWS).order("id")
        found = database.from_arrow(spark.packer(max_rows=1000, key="id")(query))
        assert found.aggregate("sum(rows), count(*)").fetchall() == [(COUNT, 3)]


# ---- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mobile", "content", "key"])
def test_a_missing_column_is_named(name: str) -> None:
    """With those that are there."""
    options = {"key": "id", name: "nobody"}
    with pytest.raises(EncodeError, match=r"no column 'nobody' among 'id', 'mobile', 'content'"):
        packed(spark.packer(**options), ROWS)


def test_options_are_checked_at_once() -> None:
    """Where the job is written, not on an executor."""
    with pytest.raises(ValueError, match="duplicates is one of"):
        spark.packer(duplicates="never")
    with pytest.raises(TypeError, match="max_row"):
        spark.packer(max_row=5)
    with pytest.raises(TypeError, match="on_rejected"):
        spark.packer(on_rejected=print)


def test_an_error_of_the_source_is_its_own() -> None:
    """It goes through C and comes back as it was, after the batches that were full."""

    def failing() -> Iterator[Any]:
        yield from cut(ROWS, 1500)
        raise LookupError("the disk is gone")

    batches = spark.packer(max_rows=2000)(failing())
    next(batches)
    with pytest.raises(LookupError, match="the disk is gone"):
        next(batches)


def test_spread_puts_rows_in_an_order_of_their_own() -> None:
    """By mobile into partitions, there by key, and where keys are equal by what is sent."""

    class Frame:
        def __init__(self) -> None:
            self.calls: list[tuple[Any, ...]] = []

        def __getattr__(self, name: str) -> Any:
            def call(*args: Any) -> Frame:
                self.calls.append((name, *args))
                return self

            return call

    frame = Frame()
    spark.packer(mobile="phone", key="id").spread(frame, 8)
    spark.packer(key="mobile").spread(frame, 8)
    assert frame.calls == [
        ("select", "id", "phone", "content"),
        ("repartition", 8, "phone"),
        ("sortWithinPartitions", "id", "phone", "content"),
        ("select", "mobile", "content"),
        ("repartition", 8, "mobile"),
        ("sortWithinPartitions", "mobile", "content"),
    ]
