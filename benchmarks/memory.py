"""Peak memory of ``bulk.pack``: each job in a process of its own, rows made as they are asked for.

::

    python -m benchmarks.memory memory.json

The figure is the high-water mark of resident memory (``VmHWM``, so Linux only) less what it was
before the job, when everything was imported. A job of 100,000 rows has all the buffers that a job
of any size has; what further rows cost is the difference to it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import cast

from smscodec import bulk

from . import mixes

ROWS = (100_000, 1_000_000, 5_000_000)
DUPLICATES: tuple[bulk.Duplicates, ...] = ("batch", "job")
STATUS = Path("/proc/self/status")


def high_water_mark() -> int:
    """Bytes of resident memory at the highest so far."""
    found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())
    assert found
    return int(found[1]) << 10


def job(duplicates: bulk.Duplicates, rows: int) -> int:
    """Packs so many rows of mix A and returns the bytes that took."""
    before = high_water_mark()
    batches = bulk.pack(
        mixes.mobiles(rows, seed=0), mixes.contents("A", rows, seed=0), duplicates=duplicates
    )
    packed = sum(len(batch.rows) for batch in batches)
    assert packed == rows
    return high_water_mark() - before


def measure(duplicates: bulk.Duplicates, rows: int) -> int:
    """``job`` in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.memory", "job", duplicates, str(rows)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(target: str) -> None:
    if not STATUS.exists():
        sys.exit("memory: needs /proc, so Linux")
    measured: list[dict[str, object]] = []
    for duplicates in DUPLICATES:
        for rows in ROWS:
            size = measure(duplicates, rows)
            measured.append({"duplicates": duplicates, "rows": rows, "bytes": size})
            print(f"{duplicates:5} {rows:>9,} rows {size / 2**20:7.1f} MiB", flush=True)
    Path(target).write_text(json.dumps(measured, indent=4) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["job", duplicates, rows]:
            print(job(cast(bulk.Duplicates, duplicates), int(rows)))
        case [target]:
            main(target)
        case _:
            sys.exit(__doc__)
