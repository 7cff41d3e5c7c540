"""A gzip member back to the lines of a batch: our own inflate alone, against general ones."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import pytest
from isal import igzip_lib, isal_zlib

from smscodec._kernels import deflate_rows
from smscodec.primitives.gz import gunzip, gunzipped

from . import mixes
from .race import Race, Rival
from .test_deflate import case_of

isal: Any = igzip_lib  # it is half typed

WRITERS: dict[str, Callable[[bytes, Any], bytes]] = {
    "zlib 6": lambda lines, ends: gzip.compress(lines, 6),
    "isal 1": lambda lines, ends: isal.compress(lines, 1, isal.COMP_GZIP),
    "row": lambda lines, ends: deflate_rows(lines, ends, insist=True) or b"",
}


class Case(NamedTuple):
    lines: bytes
    member: bytes


def others() -> Iterator[Rival]:
    """The libraries that happen to be installed."""
    if find_spec("zlib_ng"):
        zlib_ng = import_module("zlib_ng.zlib_ng")
        yield Rival("zlib-ng", partial(by_zlib, zlib_ng))
    if find_spec("deflate"):
        library = import_module("deflate")
        yield Rival("libdeflate", lambda case: bytes(library.gzip_decompress(case.member)))


def by_zlib(library: Any, case: Case) -> bytes:
    """With room that fits, as it is fastest."""
    found: bytes = library.decompress(case.member, zlib.MAX_WBITS | 16, len(case.lines))
    return found


RIVALS = (
    Rival("zlib", partial(by_zlib, zlib)),
    Rival("isal", partial(by_zlib, isal_zlib)),
    *others(),
    Rival("gunzip", lambda case: gunzip(case.member), ours=True),
    Rival("gunzip where it lies", lambda case: gunzipped(case.member, len), ours=True),
)
"""``gunzip`` gives new bytes, as all others do; what is unpacked is only read, and never copied."""


def require_lines(case: Case, found: bytes | int) -> None:
    assert found in (case.lines, len(case.lines))


@pytest.mark.parametrize(("most", "rounds"), [(10_000, 21), (200, 101)])
@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("mix", mixes.MIXES)
def test_inflate(
    race: Callable[[Race], None], mix: mixes.Mix, writer: str, most: int, rounds: int
) -> None:
    """What several compressors wrote; the sums behind it are checked by all."""
    rows = mixes.size(most)

    def case(number: int) -> Case:
        lines, ends = case_of(mixes.rows(mix, rows, number))
        return Case(lines, WRITERS[writer](lines, ends))

    race(
        Race(
            title=f"inflate {mix} of {writer}, {rows:,} rows",
            rivals=RIVALS,
            rounds=rounds,
            item="row",
            items=rows,
            case=case,
            arguments=lambda case: (Case(case.lines, bytes(bytearray(case.member))),),
            check=require_lines,
        )
    )
