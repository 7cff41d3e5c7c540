"""A stream straight to columns: as if it were inflated first, then split; wherever pieces end."""

from __future__ import annotations

import zlib
from random import Random
from typing import Any

import pytest
from support.campaigns import ONE, OTHER, campaign
from support.streams import deflated

pytest.importorskip("smscodec._kernels.native", reason="built without the C core")

from smscodec._kernels import Member, SplitRules, reference
from smscodec._kernels.native.unpack import Unpacker

SPECIAL, PORTABLE = Unpacker(), Unpacker(portable=True)
MANY = 10**6


def columns_of(table: Any) -> Any:
    return table and table.columns


def unpacked(lines: bytes, stream: bytes, rules: SplitRules) -> Any:
    """By both paths, which agree."""
    member = Member(2, 2 + len(stream), len(lines), zlib.crc32(lines))
    data = b"..."[:2] + stream + b"behind"
    first, second = (
        columns_of(each.unpack(data, member, rules, MANY)) for each in (SPECIAL, PORTABLE)
    )
    assert first == second
    found = columns_of(reference.unpack_rows(data, member, rules, MANY))
    assert first in (found, None)
    return first


def rows_of_all_sizes(seed: int, most: int) -> list[bytes]:
    random = Random(seed)
    return [
        b"1%010d," % random.randrange(10**10) + "字".encode() * random.randrange(most // 3)
        for _ in range(900_000 // most)
    ]


BATCHES = {
    "a campaign": campaign([ONE, OTHER], 6000),
    "short rows": [b"1%010d,x" % row for row in range(60_000)],
    "long rows": rows_of_all_sizes(1, 30_000),
    "rows of all sizes": rows_of_all_sizes(2, 1500),
}
WRITERS = {"stored": (0, 0), "fast": (1, 0), "usual": (6, 0), "fixed codes": (6, 4), "runs": (6, 3)}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("batch", BATCHES)
def test_pieces_make_no_difference(batch: str, writer: str) -> None:
    """Neither does what a stream is made of; with CR LF behind the last row and without."""
    for end in (b"", b"\r\n"):
        lines = b"\r\n".join(BATCHES[batch]) + end
        stream = deflated(lines, *WRITERS[writer])
        assert unpacked(lines, stream, SplitRules()) is not None


@pytest.mark.parametrize("place", [0, 1, 2999, 5998])
@pytest.mark.parametrize("bad", [b"x", b"", b"1,\xff", b"1\r,a", b"12345678901234567890,a"])
def test_a_row_that_cannot_be_read_is_never_taken(bad: bytes, place: int) -> None:
    """Wherever it stands."""
    rows = list(BATCHES["a campaign"])
    rows[place] = bad
    lines = b"\r\n".join(rows)
    assert unpacked(lines, deflated(lines), SplitRules()) is None


def test_escapes_are_undone_in_every_piece() -> None:
    rows = [row + rb"\n\\\r" for row in BATCHES["a campaign"]]
    lines = b"\r\n".join(rows)
    for rules in (SplitRules(), SplitRules(line_breaks="reversible", strict=True, wide=True)):
        assert unpacked(lines, deflated(lines), rules) is not None


@pytest.mark.parametrize("size", [60_000, 66_000, 131_000, 140_000, 400_000])
def test_a_row_that_fills_the_window(size: int) -> None:
    """It may be left to others, and is not read wrongly."""
    for before in (0, 1, 700):
        rows = [*BATCHES["a campaign"][:before], b"1," + b"y" * size, b"2,z"]
        lines = b"\r\n".join(rows)
        unpacked(lines, deflated(lines), SplitRules())
        unpacked(lines, deflated(lines, 0), SplitRules())


def test_what_is_said_has_to_be_true() -> None:
    """Where the stream ends, what it holds, and its sum."""
    lines = b"\r\n".join(BATCHES["a campaign"])
    stream = deflated(lines)
    right = Member(0, len(stream), len(lines), zlib.crc32(lines))
    assert SPECIAL.unpack(stream, right, SplitRules(), MANY) is not None
    for wrong in ({"end": 9}, {"size": len(lines) - 1}, {"size": len(lines) + 1}, {"crc": 0}):
        assert SPECIAL.unpack(stream, right._replace(**wrong), SplitRules(), MANY) is None
    assert SPECIAL.unpack(stream, right, SplitRules(), 5999) is None
    assert SPECIAL.unpack(stream[:-1], right, SplitRules(), MANY) is None
