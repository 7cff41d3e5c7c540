"""The lines of a batch to a gzip member: the row-aware compressor alone, against general ones."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
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


def by_zlib(level: int, library: Any = zlib) -> Callable[[bytes, list[int]], bytes]:
    return lambda lines, ends: library.compress(lines, level, wbits=zlib.MAX_WBITS | 16)


def by_libdeflate(library: Any, level: int) -> Callable[[bytes, list[int]], bytes]:
    return lambda lines, ends: bytes(library.gzip_compress(lines, level))


def others() -> Iterator[Rival]:
    """Levels that are no rivals for speed, and the libraries that happen to be installed."""
    yield from (Rival(f"isal {level}", by_isal(level)) for level in (0, 3))
    yield from (Rival(f"zlib {level}", by_zlib(level)) for level in (1, 9))
    if find_spec("zlib_ng"):
        zlib_ng = import_module("zlib_ng.zlib_ng")
        yield from (Rival(f"zlib-ng {level}", by_zlib(level, zlib_ng)) for level in (1, 6, 9))
    if find_spec("deflate"):
        library = import_module("deflate")
        for level in (1, 6, 12):
            yield Rival(f"libdeflate {level}", by_libdeflate(library, level))


RIVALS = (
    Rival("isal 1", by_isal(1)),
    Rival("isal 2", by_isal(2)),
    Rival("zlib 6", by_zlib(6)),
    Rival("row", partial(deflated, dense=False), ours=True),
    Rival("row dense", partial(deflated, dense=True), ours=True),
)
ALL = (*RIVALS, *others())
Case = tuple[bytes, Any]


def case_of(rows: mixes.Rows) -> Case:
    lines = list(map(",".join, zip(*rows, strict=True)))
    sizes = (len(line.encode()) + 2 for line in lines)
    ends = b"".join((end - 2).to_bytes(4, "little") for end in accumulate(sizes))
    return "\r\n".join(lines).encode(), memoryview(ends).cast("I")


def require_lines(case: Case, member: bytes) -> None:
    assert zlib.decompress(member, zlib.MAX_WBITS | 16) == case[0]


def deflating(
    title: str,
    most: int,
    rounds: int,
    make: Callable[[int, int], mixes.Rows],
    rivals: Sequence[Rival] = RIVALS,
) -> Race:
    """``make`` takes how many rows, and the number of the round."""
    rows = mixes.size(most)
    return Race(
        title=f"deflate {title}, {rows:,} rows",
        rivals=rivals,
        rounds=rounds,
        item="row",
        items=rows,
        case=lambda number: case_of(make(rows, number)),
        arguments=lambda case: (bytes(bytearray(case[0])), case[1]),
        check=require_lines,
        form_bytes=lambda member: len(encode_form(member)),
    )


@pytest.mark.parametrize("mix", mixes.MIXES)
def test_levels(race: Callable[[Race], None], mix: mixes.Mix) -> None:
    """A whole batch, by everything there is: what time buys in size."""
    race(deflating(mix, 10_000, 9, partial(mixes.rows, mix), ALL))


@pytest.mark.parametrize(("rows", "rounds"), [(1000, 31), (200, 61)])
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_small(race: Callable[[Race], None], mix: mixes.Mix, rows: int, rounds: int) -> None:
    race(deflating(mix, rows, rounds, partial(mixes.rows, mix)))


@pytest.mark.parametrize("rows", [10_000, 1000, 200])
@pytest.mark.parametrize("grouped", [False, True], ids=["shuffled", "grouped"])
@pytest.mark.parametrize("templates", [32, 100, 300])
def test_many_templates(
    race: Callable[[Race], None], templates: int, grouped: bool, rows: int
) -> None:
    order = "grouped" if grouped else "shuffled"
    make = partial(mixes.campaign, templates, grouped=grouped)
    race(deflating(f"{templates} templates {order}", rows, 9, make))
