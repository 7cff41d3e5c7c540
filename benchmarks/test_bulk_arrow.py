"""The same rows from every kind of column, and the join of them alone; one thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
import pytest

from smscodec._kernels import Joiner, JoinRules, MobileFilter
from smscodec.bulk.sources import slices

from . import mixes
from .race import Race, Rival
from .rivals import BY_HAND, batch_by_batch, by_bulk, require_rows, total_size

ROWS = mixes.size(10_000)


class Case(NamedTuple):
    """The same rows as lists and as columns."""

    rows: mixes.Rows
    utf8: tuple[Any, Any]
    views: tuple[Any, Any]
    integers: tuple[Any, Any]

    def fresh(self) -> Case:
        """The same in new strings and new columns."""
        return Case.of(self.rows)

    @classmethod
    def of(cls, rows: mixes.Rows) -> Case:
        mobiles, contents = map(pa.array, rows.fresh())
        views = rows.fresh()
        return cls(
            rows.fresh(),
            (mobiles, contents),
            (pl.Series(views.mobiles), pl.Series(views.contents)),
            (mobiles.cast(pa.int64()), contents),
        )


def case(mix: mixes.Mix, number: int) -> Case:
    return Case.of(mixes.rows(mix, ROWS, number))


# ---- the whole way ---------------------------------------------------------------------------

PACK = (
    Rival("P1", batch_by_batch(BY_HAND["P1"])),
    Rival("bulk.pack, lists", by_bulk(lambda each: each.rows), ours=True),
    Rival("bulk.pack, pyarrow", by_bulk(lambda each: each.utf8), ours=True),
    Rival("bulk.pack, polars", by_bulk(lambda each: each.views), ours=True),
    Rival("bulk.pack, integers", by_bulk(lambda each: each.integers), ours=True),
)


@pytest.mark.parametrize("mix", mixes.MIXES)
def test_pack_columns(race: Callable[[Race], None], mix: mixes.Mix) -> None:
    """One batch in a call, by ``auto``."""
    race(
        Race(
            title=f"pack columns {mix}, {ROWS:,} rows",
            rivals=PACK,
            rounds=15,
            item="row",
            items=ROWS,
            case=lambda number: case(mix, number),
            arguments=lambda each: (each.fresh(),),
            check=require_rows,
            form_bytes=total_size,
        )
    )


# ---- the join alone --------------------------------------------------------------------------


MOBILES = MobileFilter()


def join(columns: Callable[[Case], Any]) -> Callable[[Case, bytes], bytes | memoryview]:
    """Checks, duplicates, escapes, segments and the lines, into buffers used before."""

    def run(each: Case, lines: bytes) -> bytes | memoryview:
        joiner = Joiner(JoinRules())
        MOBILES.expect(ROWS)
        for part in slices(*columns(each)):
            assert not part.join(joiner, MOBILES).faults
        MOBILES.clear()
        taken = joiner.take()
        try:
            return taken.data
        finally:
            taken.close()

    return run


JOIN = (
    Rival("copy of the same bytes", lambda each, lines: bytearray(lines)),
    Rival("join, lists", join(lambda each: each.rows), ours=True),
    Rival("join, pyarrow", join(lambda each: each.utf8), ours=True),
    Rival("join, polars", join(lambda each: each.views), ours=True),
    Rival("join, integers", join(lambda each: each.integers), ours=True),
)


def lines_of(each: Case) -> bytes:
    return "\r\n".join(map(",".join, zip(*each.rows, strict=True))).encode()


def require_lines(each: Case, lines: bytes | memoryview) -> None:
    assert lines == lines_of(each)


@pytest.mark.parametrize("mix", mixes.MIXES)
def test_join_columns(race: Callable[[Race], None], mix: mixes.Mix) -> None:
    """Against a copy of the lines, which nobody can do without."""
    race(
        Race(
            title=f"join columns {mix}, {ROWS:,} rows",
            rivals=JOIN,
            rounds=25,
            item="row",
            items=ROWS,
            case=lambda number: case(mix, number),
            arguments=lambda each: (each.fresh(), lines_of(each)),
            check=require_lines,
        )
    )
