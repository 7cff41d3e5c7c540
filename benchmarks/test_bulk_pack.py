"""Rows to the finished values of ``content=``, one thread: from Arrow columns and from lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import mixes
from .race import Race
from .rivals import PACK, Case, require_rows, total_size


@pytest.mark.parametrize(("rows", "rounds"), [(10_000, 15), (1000, 41), (200, 101)])
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_pack(race: Callable[[Race], None], mix: mixes.Mix, rows: int, rounds: int) -> None:
    """One batch in a call, so that what a call costs by itself counts too."""
    race(packing("pack", mix, rows, rounds))


@pytest.mark.parametrize("mix", mixes.MIXES)
def test_job(race: Callable[[Race], None], mix: mixes.Mix) -> None:
    """Five batches of 10,000 rows in a call, as in a campaign: buffers are used again."""
    race(packing("job", mix, 50_000, 11))


def packing(work: str, mix: mixes.Mix, most: int, rounds: int) -> Race:
    rows = mixes.size(most)
    return Race(
        title=f"{work} {mix}, {rows:,} rows",
        rivals=PACK,
        rounds=rounds,
        item="row",
        items=rows,
        case=lambda number: Case.of(mixes.rows(mix, rows, number)),
        arguments=Case.fresh,
        check=require_rows,
        form_bytes=total_size,
    )
