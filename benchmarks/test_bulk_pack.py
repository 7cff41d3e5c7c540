"""Two lists to the finished values of ``content=``, one thread."""

from __future__ import annotations

import zlib
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import pytest

from . import mixes
from .race import Race
from .rivals import PACK, PACK_JOB


@pytest.mark.parametrize(("rows", "rounds"), [(10_000, 21), (1000, 61), (200, 201)])
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_pack(race: Callable[[Race], None], mix: mixes.Mix, rows: int, rounds: int) -> None:
    """One batch in a call, so that what a call costs by itself counts too."""
    race(
        Race(
            title=f"pack {mix}, {rows:,} rows",
            rivals=PACK,
            rounds=rounds,
            item="row",
            items=rows,
            case=lambda number: mixes.rows(mix, rows, number),
            arguments=mixes.Rows.fresh,
            check=require_rows,
            form_bytes=total_size,
        )
    )


@pytest.mark.parametrize("mix", mixes.MIXES)
def test_job(race: Callable[[Race], None], mix: mixes.Mix) -> None:
    """Five batches of 10,000 rows in a call, as in a campaign: buffers are used again."""
    rows = 50_000
    race(
        Race(
            title=f"job {mix}, {rows:,} rows",
            rivals=PACK_JOB,
            rounds=9,
            item="row",
            items=rows,
            case=lambda number: mixes.rows(mix, rows, number),
            arguments=mixes.Rows.fresh,
            check=require_rows,
            form_bytes=total_size,
        )
    )


def total_size(contents: list[bytes]) -> int:
    return sum(map(len, contents))


def require_rows(rows: mixes.Rows, contents: list[bytes]) -> None:
    """Plain zlib reads the rows back, from a single gzip member for each batch."""
    lines: list[str] = []
    for content in contents:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        data = member.decompress(b64decode(unquote_to_bytes(content), validate=True))
        assert member.eof
        assert not member.unused_data
        lines += data.decode().split("\r\n")
    assert lines == list(map(",".join, zip(*rows, strict=True)))
