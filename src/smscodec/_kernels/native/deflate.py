"""Row-aware deflate: ``csrc/deflate.c``."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from .._core import ffi, lib
from .marshal import as_bytes, new

__all__ = ["deflate_rows", "group_rows"]


class Deflater:
    """What the core works in, used batch after batch. For one thread at a time."""

    def __init__(self, *, portable: bool = False) -> None:
        self._context = new("uint64_t[]", -(-lib.smscore_deflate_context_size() // 8))
        lib.smscore_deflate_init(self._context, portable)
        self._out = new("uint8_t[]", 0)

    def deflate(
        self, lines: bytes | memoryview, ends: Sequence[int], *, dense: bool, insist: bool
    ) -> bytes | None:
        """``deflate_rows``, in this context."""
        bound = lib.smscore_deflate_bound(len(lines))
        if bound > len(self._out):
            self._out = new("uint8_t[]", bound)
        mode = dense * lib.SMSCORE_DENSE | insist * lib.SMSCORE_INSIST
        size = lib.smscore_deflate(
            self._context, as_bytes(lines), len(lines), _as_ends(ends), len(ends), mode, self._out
        )
        return bytes(ffi.buffer(self._out, size)) if size else None

    def group(self, lines: bytes | memoryview, ends: Sequence[int]) -> list[int]:
        """``group_rows``, in this context."""
        order, kinds = new("uint32_t[]", len(ends)), new("uint32_t[]", len(ends))
        data, places = as_bytes(lines), _as_ends(ends)
        done = lib.smscore_group_rows(
            self._context, data, len(lines), places, len(ends), order, kinds
        )
        return list(order) if done else list(range(len(ends)))


_spare: list[Deflater] = []
"""Contexts that wait for the next batch."""

_MOST_SPARE = 8


def deflate_rows(
    lines: bytes | memoryview, ends: Sequence[int], *, dense: bool = False, insist: bool = False
) -> bytes | None:
    """The lines of a batch as one gzip member, or None where rows have too little in common.

    ``ends`` has the offset behind each line; the next one begins two bytes further on. ``dense``
    makes it smaller and takes longer, ``insist`` never gives up.
    """
    with _deflater() as deflater:
        return deflater.deflate(lines, ends, dense=dense, insist=insist)


def group_rows(lines: bytes | memoryview, ends: Sequence[int]) -> list[int]:
    """The numbers of the rows in an order that puts those of one template together.

    Rows of a template keep their order, and templates come in the order of their first rows.
    """
    with _deflater() as deflater:
        return deflater.group(lines, ends)


@contextmanager
def _deflater() -> Generator[Deflater]:
    """A context that nobody else uses meanwhile."""
    deflater = _spare.pop() if _spare else Deflater()
    yield deflater
    if len(_spare) < _MOST_SPARE:
        _spare.append(deflater)


def _as_ends(ends: Sequence[int]) -> Any:
    """As they are where they lie in a buffer of unsigned 32-bit numbers."""
    try:
        return ffi.from_buffer("uint32_t[]", ends)
    except TypeError:
        return new("uint32_t[]", ends)
