"""How the lines of a batch are compressed: always one plain gzip member, as the value of a form.

``row``
    Ours, in the core alone. It knows rows and looks only where they may differ, so it is about
    twice as fast as igzip, and gives the same bytes on every machine. Level 1 is fast, level 2
    dense.
``isal``, ``zlib``
    The general compressors of ``primitives.gz``, with their levels.
``auto``
    ``row`` where rows have enough in common, which it finds out at the cost of a glance, else the
    fastest of the others. Each batch is asked by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Literal, NamedTuple

from .._kernels import BACKEND, Lines, deflate_rows, encode_form, group_rows
from ..primitives import gz

__all__ = ["ENGINES", "Compressor", "Encoded", "Engine", "Mode", "engine_for", "grouped"]

Engine = Literal["row", "isal", "zlib"]

_ROW: tuple[Engine, ...] = ("row",) if BACKEND == "native" else ()
ENGINES: tuple[Engine, ...] = (*_ROW, *gz.ENGINES)
"""What there is on this machine, fastest first."""


class Encoded(NamedTuple):
    """A gzip member as the value of a form, and what made it."""

    content: bytes
    engine: Engine


class Mode(NamedTuple):
    """How ``row`` works, see ``deflate_rows``."""

    dense: bool
    insist: bool


class Compressor(NamedTuple):
    """An engine and its level."""

    encode: Callable[[Lines], Encoded]
    press: Mode | None = None
    """How a press does the same while rows come, where one can."""
    otherwise: Callable[[Lines], Encoded] | None = None
    """What ``encode`` does with lines that a press has given up."""


def engine_for(engine: Literal["auto"] | Engine, level: int | None) -> Compressor:
    """The engine and its level, checked: ``ValueError`` for what is not there."""
    if engine == "auto":
        if level is not None:
            raise ValueError("a level is one of an engine's: name the engine, too")
        return _AUTO
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r} here; there is {', '.join(ENGINES)}")
    if engine == "row":
        return _by_rows(level)
    return _by_bytes(engine, level)


def _by_bytes(engine: gz.Engine, level: int | None) -> Compressor:
    compress = gz.compressor(engine, level)

    def encode(lines: Lines) -> Encoded:
        return Encoded(encode_form(compress(lines.data)), engine)

    return Compressor(encode)


def _by_rows(level: int | None) -> Compressor:
    if level not in (None, 1, 2):
        raise ValueError(f"row has levels 1 to 2, not {level}")
    mode = Mode(dense=level == 2, insist=True)

    def encode(lines: Lines) -> Encoded:
        content = deflate_rows(lines.data, lines.ends, encode_form, dense=mode.dense, insist=True)
        assert content is not None  # it was not to give up
        return Encoded(content, "row")

    return Compressor(encode, mode)


def _auto(lines: Lines) -> Encoded:
    content = deflate_rows(lines.data, lines.ends, encode_form)
    return _fastest(lines) if content is None else Encoded(content, "row")


def _fastest(lines: Lines) -> Encoded:
    return Encoded(encode_form(gz.gzip_member(lines.data)), gz.ENGINES[0])


_AUTO = Compressor(_auto, Mode(dense=False, insist=False) if _ROW else None, _fastest)


# ---- rows in another order -------------------------------------------------------------------


def grouped(lines: Lines) -> tuple[Lines, list[int]]:
    """The lines with the rows of each template together, and where each of them was."""
    order = group_rows(lines.data, lines.ends)
    starts = [0, *(end + 2 for end in lines.ends)]
    bounds = [(start, after - 2) for start, after in pairwise(starts)]
    data = b"\r\n".join([lines.data[slice(*bounds[at])] for at in order])
    ends: list[int] = []
    end = -2
    for at in order:
        start, stop = bounds[at]
        end += 2 + stop - start
        ends.append(end)
    return Lines(data, ends, [lines.counts[at] for at in order], lines.segments), order
