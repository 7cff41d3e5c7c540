"""DEFLATE undone at once: ``csrc/inflate.c``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .._core import ffi, lib
from .marshal import as_bytes, new
from .spare import Spare, scratch

__all__ = ["inflate"]

T = TypeVar("T")


class Inflater:
    """What the core works in, used stream after stream. For one thread at a time."""

    def __init__(self, *, portable: bool = False) -> None:
        self._context = new("uint64_t[]", -(-lib.smscore_inflate_context_size() // 8))
        lib.smscore_inflate_init(self._context, portable)

    def inflate(self, data: bytes | memoryview, start: int, out: Any, room: int) -> Any:
        """What was found, or None; the bytes are in ``out``."""
        found = ffi.new("smscore_inflated *")
        stream, size = as_bytes(data) + start, len(data) - start
        return found if lib.smscore_inflate(self._context, stream, size, out, room, found) else None


_spare = Spare(Inflater)


def inflate(
    data: bytes | memoryview,
    start: int,
    room: int,
    finish: Callable[[memoryview, int, int], T],
) -> T | None:
    """What ``finish`` makes of the bytes that the stream at ``start`` holds, where they lie.

    It is given them, where the stream ends, and their CRC-32. None where zlib would not read the
    stream to its end, or where it holds more than ``room`` bytes.
    """
    with scratch(room) as out:
        inflater = _spare.take()
        found = inflater.inflate(data, start, out, room)
        _spare.give(inflater)
        if found is None:
            return None
        return finish(memoryview(ffi.buffer(out, found.size)), start + found.taken, found.crc)
