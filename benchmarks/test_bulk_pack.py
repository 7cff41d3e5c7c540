"""Rows to the finished values of ``content=``, one thread: from Arrow columns and from lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from . import mixes
from .race import Race
from .rivals import PACK, Case, require_rows, total_size

OF_FEW_ROWS = ("P1 with checks", "Arrow, row 1", "Arrow, row 2", "Arrow, zlib 6")
"""Left out of what takes long: ``job`` has them."""


@pytest.mark.parametrize(("rows", "rounds"), [(10_000, 15), (1000, 41), (200, 101)])
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_pack(race: Callable[[Race], None], mix: mixes.Mix, rows: int, rounds: int) -> None:
    """One batch in a call, so that what a call costs by itself counts too."""
    race(packing("pack", mix, rows, rounds))


@pytest.mark.parametrize("mix", mixes.MIXES)
def test_job(race: Callable[[Race], None], mix: mixes.Mix) -> None:
    """Five batches of 10,000 rows in a call: buffers are used again."""
    race(packing("job", mix, 50_000, 11))


@pytest.mark.parametrize("mix", mixes.MIXES)
def test_campaign(race: Callable[[Race], None], mix: mixes.Mix) -> None:
    """Twenty batches: what a call costs by itself is little beside its rows."""
    most = tuple(rival for rival in PACK if rival.name not in OF_FEW_ROWS)
    race(replace(packing("campaign", mix, 200_000, 7), rivals=most))


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
