"""DEFLATE undone at once."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TypeVar

__all__ = ["inflate"]

T = TypeVar("T")


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
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = stream.decompress(memoryview(data)[start:], room + 1)
    except zlib.error:
        return None
    if not stream.eof or len(found) > room:
        return None
    return finish(memoryview(found), len(data) - len(stream.unused_data), zlib.crc32(found))
