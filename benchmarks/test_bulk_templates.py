"""Many templates in one batch: shuffled, one after the other, and put together by ``reorder``.

A compressor looks back 32 KiB, which is some 150 rows. Where hundreds of templates are shuffled,
few rows find one of their own there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import mixes
from .race import Race, Rival
from .rivals import PACK_BY_HAND, Case, arrow, by_bulk, require_rows, total_size

ROWS = mixes.size(10_000)
RIVALS = (
    *PACK_BY_HAND,
    Rival("Arrow, auto", by_bulk(arrow), ours=True),
    Rival("Arrow, row 2", by_bulk(arrow, engine="row", level=2), ours=True),
    Rival("Arrow, isal 1", by_bulk(arrow, engine="isal", level=1), ours=True),
    Rival("Arrow, auto, reorder", by_bulk(arrow, reorder=True), ours=True),
)


@pytest.mark.parametrize("order", ["shuffled", "grouped"])
@pytest.mark.parametrize("templates", [32, 100, 300])
def test_templates(race: Callable[[Race], None], templates: int, order: str) -> None:
    """Every rival packs the same rows; ``reorder`` says where it put them."""

    def case(number: int) -> Case:
        return Case.of(mixes.campaign(templates, ROWS, number, grouped=order == "grouped"))

    race(
        Race(
            title=f"pack {templates} templates {order}, {ROWS:,} rows",
            rivals=RIVALS,
            rounds=11,
            item="row",
            items=ROWS,
            case=case,
            arguments=Case.fresh,
            check=require_rows,
            form_bytes=total_size,
        )
    )
