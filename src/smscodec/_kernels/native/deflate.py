"""Row-aware deflate: ``csrc/deflate.c``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._core import ffi, lib
from .marshal import as_bytes, new
from .spare import Spare

__all__ = ["deflate_rows", "group_rows"]


class Deflater:
    """What the core works in, used batch after batch. For one thread at a time."""

    def __init__(self, *, portable: int = 0) -> None:
        self.context = new("uint64_t[]", -(-lib.smscore_deflate_context_size() // 8))
        lib.smscore_deflate_init(self.context, portable)
        self._out = new("uint8_t[]", 0)

    def deflate(
        self,
        lines: bytes | memoryview,
        ends: Sequence[int],
        *,
        dense: bool,
        insist: bool,
    ) -> memoryview | None:
        """``deflate_rows``, in this context; the member lies in it until the next."""
        out = self.reserve(len(lines))
        mode = dense * lib.SMSCORE_DENSE | insist * lib.SMSCORE_INSIST
        size = lib.smscore_deflate(
            self.context,
            as_bytes(lines),
            len(lines),
            _as_numbers(ends),
            len(ends),
            mode,
            out,
        )
        return memoryview(ffi.buffer(out, size)) if size else None

    def reserve(self, size: int) -> Any:
        """Room for the member of so many bytes."""
        bound = lib.smscore_deflate_bound(size)
        if bound > len(self._out):
            self._out = new("uint8_t[]", bound)
        return self._out

    def group(self, lines: bytes | memoryview, ends: Sequence[int]) -> list[int]:
        """``group_rows``, in this context."""
        order, kinds = new("uint32_t[]", len(ends)), new("uint32_t[]", len(ends))
        done = lib.smscore_group_rows(
            self.context,
            as_bytes(lines),
            len(lines),
            _as_numbers(ends),
            len(ends),
            order,
            kinds,
        )
        return list(order) if done else list(range(len(ends)))


_spare = Spare(Deflater)
"""Contexts that nobody uses."""


def deflate_rows(
    lines: bytes | memoryview,
    ends: Sequence[int],
    finish: Callable[[bytes | memoryview], bytes] = bytes,
    *,
    dense: bool = False,
    insist: bool = False,
) -> bytes | None:
    """The lines of a batch as one gzip member, or None where rows have too little in common.

    ``ends`` has the offset behind each line; the next one begins two bytes further on. ``finish``
    makes the result of the member where it lies. ``dense`` makes it smaller and takes longer,
    ``insist`` never gives up.
    """
    deflater = _spare.take()
    member = deflater.deflate(lines, ends, dense=dense, insist=insist)
    finished = None if member is None else finish(member)
    _spare.give(deflater)
    return finished


def group_rows(lines: bytes | memoryview, ends: Sequence[int]) -> list[int]:
    """The numbers of the rows in an order that puts those of one template together.

    Rows of a template keep their order, and templates come in the order of their first rows.
    """
    deflater = _spare.take()
    order = deflater.group(lines, ends)
    _spare.give(deflater)
    return order


def _as_numbers(numbers: Sequence[int]) -> Any:
    """As they are where they lie in a buffer of unsigned 32-bit numbers."""
    try:
        return ffi.from_buffer("uint32_t[]", numbers)
    except TypeError:
        return new("uint32_t[]", numbers)
