"""PNG pictures, made and read without a library: for what a browser shows."""

from __future__ import annotations

import struct
import zlib
from collections import Counter

Colour = tuple[int, int, int]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def solid_png(width: int, height: int, colour: Colour) -> bytes:
    """A picture of one colour."""
    rows = (b"\0" + bytes(colour) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def colours(data: bytes) -> Counter[Colour]:
    """How many pixels of each colour a picture has: 8 bits, RGB or RGBA, not interlaced."""
    width, _, bits, kind, *_, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    assert (bits, interlaced) == (8, 0)
    step = {2: 3, 6: 4}[kind]
    packed, at = b"", len(_SIGNATURE)
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + size]
        at += size + 12
    raw = zlib.decompress(packed)
    stride = width * step
    found: Counter[Colour] = Counter()
    above = bytearray(stride)
    for start in range(0, len(raw), stride + 1):
        row = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], above, step)
        found.update(zip(row[0::step], row[1::step], row[2::step], strict=True))
        above = row
    return found


def _unfiltered(method: int, line: bytes, above: bytearray, step: int) -> bytearray:
    row = bytearray(line)
    for n in range(len(row)):
        left, up = (row[n - step] if n >= step else 0), above[n]
        if method == 1:
            row[n] = (row[n] + left) & 255
        elif method == 2:
            row[n] = (row[n] + up) & 255
        elif method == 3:
            row[n] = (row[n] + (left + up) // 2) & 255
        elif method == 4:
            corner = above[n - step] if n >= step else 0
            guess = left + up - corner
            row[n] = (row[n] + min(left, up, corner, key=lambda one: abs(guess - one))) & 255
    return row
