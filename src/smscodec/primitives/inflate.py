"""DEFLATE (RFC 1951) undone piece by piece, within bounds, by isal where it is installed, or zlib.

isal takes a third of the time. What it refuses, zlib is asked about again, so that a refusal is
worded alike everywhere. What it accepts is what zlib accepts, and more: a code that leaves patterns
unused. The checksums behind the data hold in either case.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from ..errors import DecodeError, LimitError, TruncatedError

__all__ = ["crc32", "inflate"]

_RAW = -zlib.MAX_WBITS


def _isal() -> Any:
    """isal's twin of the module ``zlib``, where its wheel is installed."""
    try:
        from isal import isal_zlib
    except ImportError:
        return None
    return isal_zlib


_ISAL = _isal()


crc32: Callable[[bytes, int], int] = _ISAL.crc32 if _ISAL else zlib.crc32


def inflate(
    data: bytes, at: int, most: int, *, expected: int | None = None, feed: int = 64 << 10
) -> tuple[list[bytes], int]:
    """The pieces of what the stream that begins at ``at`` holds, and where it ends.

    ``expected`` is a guess at the bytes that come out, ``feed`` how many go in at once. Raises
    ``LimitError`` after ``most`` bytes of output, ``TruncatedError`` or ``DecodeError``.
    """
    room = most if expected is None else min(most, expected)
    if _ISAL:
        try:
            return _inflate_with(_ISAL, data, at, most, room, feed)
        except (_ISAL.error, TruncatedError):
            pass
    try:
        return _inflate_with(zlib, data, at, most, room, feed)
    except zlib.error as error:
        # zlib says ``Error -3 while decompressing data: invalid block type``; the end will do
        words = str(error).rpartition(": ")[2]
        raise DecodeError(f"gzip stream is damaged: {words}", offset=at) from None


def _inflate_with(
    library: Any, data: bytes, start: int, most: int, room: int, feed: int
) -> tuple[list[bytes], int]:
    """With less ``room`` than ``most``, and so a buffer that fits, until the guess proves wrong."""
    stream = library.decompressobj(_RAW)
    view = memoryview(data)
    pieces: list[bytes] = []
    at, size, waiting = start, 0, view[:0]
    while not stream.eof:
        if not waiting:
            if at == len(data):
                raise TruncatedError("gzip stream ends too early", offset=at)
            waiting, at = view[at : at + feed], min(at + feed, len(data))
        pieces.append(stream.decompress(waiting, room - size + 1))
        waiting = memoryview(stream.unconsumed_tail)
        size += len(pieces[-1])
        if size > room:
            if room < most:
                return _inflate_with(library, data, start, most, most, feed)
            raise LimitError(f"more than {most} bytes", limit=most)
    return pieces, at - len(stream.unused_data)
