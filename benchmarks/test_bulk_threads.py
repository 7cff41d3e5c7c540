"""Two threads against one, by the wall clock: ``process_time`` adds up what both of them work."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from . import mixes
from .race import Race, Rival
from .rivals import Case, by_bulk, require_rows, total_size

ROWS = mixes.size(100_000)


@lru_cache(1)
def cases(mix: mixes.Mix) -> list[Case]:
    """Inventing the rows takes far longer than the race, so its rounds share a few."""
    return [Case.of(mixes.rows(mix, ROWS, seed)) for seed in range(3)]


@pytest.mark.parametrize("engine", ["auto", "isal"])
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_threads(race: Callable[[Race], None], mix: mixes.Mix, engine: str) -> None:
    """Ten batches in a call, with the threads that it starts."""

    def rival(name: str, threads: int) -> Rival:
        run = by_bulk(lambda case: case.columns, engine=engine, threads=threads)
        return Rival(name, run, ours=threads > 1)

    race(
        Race(
            title=f"threads {mix}, {engine}, {ROWS:,} rows",
            rivals=(rival("1 thread", 1), rival("2 threads", 2)),
            rounds=11,
            item="row",
            items=ROWS,
            case=lambda number: cases(mix)[number % 3],
            arguments=lambda case: (case,),
            check=require_rows,
            form_bytes=total_size,
            wall_clock=True,
        )
    )
