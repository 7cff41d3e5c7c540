"""The value of ``content=`` back to two columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from smscodec import bulk

from . import mixes
from .race import Race
from .rivals import UNPACK, pack_s6


class Case(NamedTuple):
    rows: mixes.Rows
    content: bytes


@pytest.mark.parametrize(("most", "rounds"), [(10_000, 21), (200, 101)])
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_unpack(race: Callable[[Race], None], mix: mixes.Mix, most: int, rounds: int) -> None:
    """Every rival reads what the standard library wrote, and finds the rows that went in."""
    rows = mixes.size(most)

    def case(number: int) -> Case:
        made = mixes.rows(mix, rows, number)
        return Case(made, pack_s6(*made))

    race(
        Race(
            title=f"unpack {mix}, {rows:,} rows",
            rivals=UNPACK,
            rounds=rounds,
            item="row",
            items=rows,
            case=case,
            arguments=lambda case: (bytes(bytearray(case.content)),),
            check=lambda case, result: require_rows(case.rows, result),
        )
    )


def require_rows(rows: mixes.Rows, result: Any) -> None:
    if isinstance(result, bulk.Columns):
        result = result.mobiles, result.contents
    elif isinstance(result[0], tuple) and len(result) == len(rows.mobiles):
        result = zip(*result, strict=True)
    mobiles, contents = result
    assert list(mobiles) == rows.mobiles
    assert list(contents) == rows.contents
