"""Many templates in one batch: shuffled, one after the other, and put together by ``reorder``.

A compressor looks back 32 KiB, which is some 150 rows. Where hundreds of templates are shuffled,
few rows find one of their own there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import mixes
from .race import Race
from .rivals import PACK_BY_HAND, Case, from_columns, require_rows, total_size

ROWS = mixes.size(10_000)
RIVALS = (
    *PACK_BY_HAND,
    from_columns("auto"),
    from_columns("row 2", engine="row", level=2),
    from_columns("isal 1", engine="isal", level=1),
    from_columns("auto, reorder", reorder=True),
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
