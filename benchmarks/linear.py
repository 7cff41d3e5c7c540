"""How the time of every decoder grows when its input is doubled.

::

    PYTHONMALLOC=malloc python -m benchmarks.linear linear.json

The inputs are those of ``inputs``, ordinary and hostile, from a sixteenth of the largest to the
largest: 1 MiB, or as much as takes 20 ms; a search through a megabyte for each of its bytes would
take minutes. In each round every size is read once; growth is the median over the rounds of how
many times longer the double took than the single.

What counts is the last doubling. One before it may cost more, where an input outgrows a cache or
the first chunk of a decoder; where the last one does, up to three more follow it.

Processor time. The collector is off, as with ``timeit``: it walks through what others have made. So
is Python's own allocator, by ``PYTHONMALLOC``: from some size on it gives memory back and takes it
anew page by page, and what the system needs for that would be charged to the decoder.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from smscodec import SmsCodecError

from .heap import warm_heap
from .inputs import CASES, Case

LIMIT = 2.3
"""Times longer that the double may take."""

DOUBLINGS = 4
MORE_DOUBLINGS = 3
ROUNDS = 5
START_SIZE = 1 << 10
MAX_SIZE = 1 << 20
MAX_SECONDS = 0.02
LEAST_SECONDS = 0.002
"""What takes less is read as often as it takes."""


def outcome(case: Case, data: Any) -> str:
    """What comes of it: ``read`` or the name of the error."""
    try:
        case.read(data)
    except SmsCodecError as error:
        return type(error).__name__
    return "read"


def seconds(case: Case, data: Any, times: int) -> float:
    """For reading it once."""
    start = process_time()
    for _ in range(times):
        outcome(case, data)
    return (process_time() - start) / times


def times_to_read(case: Case, data: Any) -> int:
    """How often it has to be read for a clock to tell."""
    times = 1
    while times < 1 << 16 and seconds(case, data, times) * times < LEAST_SECONDS:
        times *= 2
    return times


def largest(case: Case) -> int:
    """The size to begin with."""
    size = START_SIZE << DOUBLINGS
    while size < MAX_SIZE and seconds(case, case.make(size), 1) < MAX_SECONDS / 2:
        size *= 2
    return size


def one_round(case: Case, inputs: list[Any], times: list[int]) -> list[float]:
    """The time of each input, the smallest first."""
    seconds(case, inputs[0], 1)  # the allocator tidies up after the largest of the round before
    return [seconds(case, data, often) for data, often in zip(inputs, times, strict=True)]


def measure(case: Case, size: int, more: int = MORE_DOUBLINGS) -> dict[str, Any]:
    """The outcome, the time of the largest input, and the growth from each size to the next."""
    gc.collect()
    inputs = [case.make(size >> step) for step in range(DOUBLINGS, -1, -1)]
    times = [times_to_read(case, data) for data in inputs]
    rounds = [one_round(case, inputs, times) for _ in range(ROUNDS)]
    growth = [
        median(taken[step + 1] / taken[step] for taken in rounds) for step in range(DOUBLINGS)
    ]
    limit = LIMIT**case.growing
    if growth[-1] >= limit and more:
        return measure(case, 2 * size, more - 1)
    return {
        "decoder": case.decoder,
        "input": case.title,
        "growing": case.growing,
        "outcome": outcome(case, inputs[-1]),
        "size": size,
        "seconds": median(taken[-1] for taken in rounds),
        "growth": growth,
        "limit": limit,
    }


def main(target: str) -> None:
    warm_heap()
    gc.disable()
    measured: list[dict[str, Any]] = []
    for case in CASES:
        found = measure(case, largest(case))
        measured.append(found)
        growth = " ".join(f"{times:.2f}" for times in found["growth"])
        print(
            f"{case.decoder:32} {case.title:30} {found['outcome']:14} {found['size']:>10,} "
            f"{found['seconds'] * 1e3:8.2f} ms  {growth}",
            "" if found["growth"][-1] < found["limit"] else " **",
            flush=True,
        )
    Path(target).write_text(json.dumps(measured, indent=4) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
