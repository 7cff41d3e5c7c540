"""The lines of a batch to a gzip member: the row-aware compressor alone, against general ones."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from typing import Any

import pytest
from isal import igzip_lib

from smscodec._kernels import deflate_rows, encode_form

from . import mixes
from .race import Race, Rival

isal: Any = igzip_lib  # it is half typed


def deflated(lines: bytes, ends: list[int], dense: bool) -> bytes:
    """As ``engine="auto"`` does it: igzip where rows have too little in common."""
    member = deflate_rows(lines, ends, dense=dense)
    return isal.compress(lines, 1, isal.COMP_GZIP) if member is None else member


def by_isal(level: int) -> Callable[[bytes, list[int]], bytes]:
    return lambda lines, ends: isal.compress(lines, level, isal.COMP_GZIP)


def by_zlib(lines: bytes, ends: list[int]) -> bytes:
    return zlib.compress(lines, 6, wbits=zlib.MAX_WBITS | 16)


RIVALS = (
    Rival("isal 1", by_isal(1)),
    Rival("isal 2", by_isal(2)),
    Rival("zlib 6", by_zlib),
    Rival("row", partial(deflated, dense=False), ours=True),
    Rival("row dense", partial(deflated, dense=True), ours=True),
)
Case = tuple[bytes, Any]


def case_of(rows: mixes.Rows) -> Case:
    lines = list(map(",".join, zip(*rows, strict=True)))
    sizes = (len(line.encode()) + 2 for line in lines)
    ends = b"".join((end - 2).to_bytes(4, "little") for end in accumulate(sizes))
    return "\r\n".join(lines).encode(), memoryview(ends).cast("I")


def require_lines(case: Case, member: bytes) -> None:
    assert zlib.decompress(member, zlib.MAX_WBITS | 16) == case[0]


def deflating(title: str, rows: int, rounds: int, make: Callable[[int], mixes.Rows]) -> Race:
    return Race(
        title=f"deflate {title}, {rows:,} rows",
        rivals=RIVALS,
        rounds=rounds,
        item="row",
        items=rows,
        case=lambda number: case_of(make(number)),
        arguments=lambda case: (bytes(bytearray(case[0])), case[1]),
        check=require_lines,
        form_bytes=lambda member: len(encode_form(member)),
    )


SIZES = pytest.mark.parametrize(("rows", "rounds"), [(10_000, 15), (1000, 41), (200, 101)])


@SIZES
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_mix(race: Callable[[Race], None], mix: mixes.Mix, rows: int, rounds: int) -> None:
    race(deflating(mix, rows, rounds, lambda number: mixes.rows(mix, rows, number)))


@SIZES
@pytest.mark.parametrize("grouped", [False, True], ids=["shuffled", "grouped"])
@pytest.mark.parametrize("templates", [32, 100, 300])
def test_many_templates(
    race: Callable[[Race], None], templates: int, grouped: bool, rows: int, rounds: int
) -> None:
    order = "grouped" if grouped else "shuffled"
    make = partial(mixes.campaign, templates, rows, grouped=grouped)
    race(deflating(f"{templates} templates {order}", rows, min(rounds, 15), make))
