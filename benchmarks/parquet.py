"""A campaign from Parquet to files: peak memory, and every row accounted for.

::

    python -m benchmarks.parquet parquet.json 10000000

The packing runs in a process of its own, whose high-water mark of resident memory is shown (Linux
only). pyarrow is told not to read ahead: with ``pre_buffer`` it keeps the whole file in memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from smscodec import bulk

from . import mixes
from .memory import high_water_mark

SOURCE = "rows.parquet"
GROUP = 100_000
"""Rows of a row group, which repeat their contents: to invent others takes longer than all else."""


def write(file: Path, rows: int) -> None:
    """Mobiles as integers, contents of mix A."""
    contents = pa.array(list(mixes.contents("A", min(rows, GROUP), seed=0)))
    schema = pa.schema({"content": pa.string(), "mobile": pa.int64()})
    with pq.ParquetWriter(file, schema) as writer:
        for start in range(0, rows, GROUP):
            count = min(GROUP, rows - start)
            numbers = map(int, mixes.mobiles(count, seed=start))
            mobiles = pa.array(numbers, pa.int64(), size=count)
            writer.write_table(pa.table([contents.slice(0, count), mobiles], schema))


def pack(file: Path, folder: Path, duplicates: bulk.Duplicates) -> tuple[int, int]:
    """Rows and bytes of the job, one file for each batch."""
    reading = pq.ParquetFile(file, pre_buffer=False)
    stream = pa.RecordBatchReader.from_batches(reading.schema_arrow, reading.iter_batches(10_000))
    rows = size = 0
    for number, batch in enumerate(
        bulk.pack(*bulk.columns(stream, "mobile", "content"), duplicates=duplicates)
    ):
        (folder / f"{number:06}.form").write_bytes(batch.content)
        rows += len(batch.rows)
        size += len(batch.content)
    return rows, size


def measure(folder: Path, rows: int, duplicates: bulk.Duplicates) -> dict[str, Any]:
    """``pack`` in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.parquet", "pack", str(folder / SOURCE), duplicates]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    packed, size, peak = map(int, done.stdout.split())
    assert packed == rows
    return {"duplicates": duplicates, "rows": rows, "size": size, "peak": peak}


def main(target: str, rows: int) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder, SOURCE), rows)
        measured = [measure(Path(folder), rows, duplicates) for duplicates in ("batch", "job")]
    for job in measured:
        print(f"{job['duplicates']:5} {rows:>10,} rows {job['peak'] / 2**20:6.1f} MiB")
    Path(target).write_text(json.dumps(measured, indent=4) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pack", file, ("batch" | "job") as duplicates]:
            print(*pack(Path(file), Path(file).parent, duplicates), high_water_mark())
        case [target, rows]:
            main(target, int(rows))
        case _:
            sys.exit(__doc__)
