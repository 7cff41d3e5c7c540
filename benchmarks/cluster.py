"""A campaign from a Parquet file to batches on disk: on one machine, and the same on Spark.

::

    python -m benchmarks.cluster FOLDER 10000000

Needs pyarrow and, for Spark, pyspark and Java; each job in a process of its own, one after the
other, three times. Rows are of mix A with a key. Told are the medians: rows a second from the file
to the files (the least and the most in brackets), and the high-water mark of resident memory
(``VmHWM``, so Linux only; on Spark that of the largest Python worker). In the end all payloads are
read again by the standard library, and a digest of the rows in any order is compared: the jobs hold
exactly the same rows, or the run fails.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import unquote_to_bytes

from smscodec import bulk

from . import mixes
from .memory import high_water_mark

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")

GROUP = 100_000
SOURCE = "rows.parquet"
JOBS = ("alone-1", "alone-2", "spark-2")
ROUNDS = 3


def make(folder: Path, count: int) -> None:
    """The campaign, as row groups of a size that is usual."""
    columns = zip(mixes.mobiles(count, 0), mixes.contents("A", count, 0), strict=True)
    schema = pa.schema({"id": pa.int64(), "mobile": pa.string(), "content": pa.string()})
    with pq.ParquetWriter(folder / SOURCE, schema) as writer:
        for start in range(0, count, GROUP):
            mobiles, contents = zip(*islice(columns, GROUP), strict=True)
            ids = range(start, start + len(mobiles))
            writer.write_table(
                pa.table([list(ids), list(mobiles), list(contents)], schema=schema), GROUP
            )


def alone(folder: Path, threads: int) -> None:
    """One machine, each batch a file."""
    out = folder / f"alone-{threads}"
    out.mkdir()
    file = pq.ParquetFile(folder / SOURCE, pre_buffer=False)
    started = perf_counter()
    names = ["mobile", "content"]
    source = pa.RecordBatchReader.from_batches(
        pa.schema([file.schema_arrow.field(name) for name in names]),
        file.iter_batches(batch_size=10_000, columns=names, use_threads=False),
    )
    batches = bulk.pack(*bulk.columns(source, *names), duplicates="job", threads=threads)
    for number, batch in enumerate(batches, 1):
        (out / f"{number:05}.content").write_bytes(batch.content)
    rows = file.metadata.num_rows
    tell(rows, perf_counter() - started, high_water_mark())


def on_spark(folder: Path, cores: int) -> None:
    """Spark on this machine, its batches in Parquet."""
    from smscodec.spark import SCHEMA, packer

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = import_module("pyspark.sql").SparkSession.builder.master(f"local[{cores}]")
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    session: Any = builder.config(map=quiet).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    rows = session.read.parquet(str(folder / SOURCE))
    count = rows.count()
    pack = packer(key="id")
    started = perf_counter()
    marks = folder / "marks"
    marks.mkdir(exist_ok=True)

    def watched(partition: Iterator[Any]) -> Iterator[Any]:
        yield from pack(partition)
        (marks / str(os.getpid())).write_text(str(high_water_mark()))

    batches = pack.spread(rows, max(cores, -(-count // 500_000))).mapInArrow(watched, SCHEMA)
    batches.write.parquet(str(folder / f"spark-{cores}"))
    seconds = perf_counter() - started
    peak = max(int(mark.read_text()) for mark in marks.iterdir())
    tell(count, seconds, peak)
    session.stop()


def tell(rows: int, seconds: float, peak: int) -> None:
    """To the process that began the job."""
    print(json.dumps([rows / seconds, seconds, peak / 2**20]))


# ---- the same rows? ---------------------------------------------------------------------------


def contents_of(folder: Path) -> Iterator[bytes]:
    """The payloads of a job."""
    for path in sorted(folder.glob("*.content")):
        yield path.read_bytes()
    for path in sorted(folder.glob("*.parquet")):
        for some in pq.ParquetFile(path).iter_batches(batch_size=10, columns=["content"]):
            yield from filter(None, some.column("content").to_pylist())


def digest_of(contents: Iterable[bytes]) -> tuple[int, str]:
    """How many rows, and the sum of their digests, which no order changes."""
    rows = total = 0
    for content in contents:
        for line in gzip.decompress(b64decode(unquote_to_bytes(content))).split(b"\r\n"):
            rows += 1
            total += int.from_bytes(sha256(line).digest(), "big")
    return rows, f"{total % 2**256:064x}"


def measure(folder: Path, job: str) -> list[float]:
    """A job in a process of its own, on a disk without what it wrote before."""
    shutil.rmtree(folder / job, ignore_errors=True)
    command = [sys.executable, "-m", __spec__.name, folder, job]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def main(folder: Path, count: int) -> None:
    folder.mkdir()
    make(folder, count)
    rounds = [[measure(folder, job) for job in JOBS] for _ in range(ROUNDS)]
    for job, results in zip(JOBS, zip(*rounds, strict=True), strict=True):
        speed, seconds, peak = map(median, zip(*results, strict=True))
        least, *_, most = sorted(int(each[0]) for each in results)
        print(f"{job:9} {speed:>9,.0f} rows/s ({least:,} to {most:,})", end=" ")
        print(f"{seconds:5.1f} s {peak:4.0f} MiB", flush=True)
    found = {digest_of(contents_of(folder / job)) for job in JOBS}
    assert len(found) == 1, found
    [(rows, digest)] = found
    assert rows == count
    print(f"the same {rows:,} rows in each, {digest[:16]}…")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [target, job] if job.startswith("alone-"):
            alone(Path(target), int(job.removeprefix("alone-")))
        case [target, job] if job.startswith("spark-"):
            on_spark(Path(target), int(job.removeprefix("spark-")))
        case [target, rows]:
            main(Path(target), int(rows))
        case _:
            sys.exit(__doc__)
