"""The blocks of a deflate stream (RFC 1951), read slowly: zlib tells nothing of them."""

from __future__ import annotations

__all__ = ["dynamic_blocks"]

_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
_REPEATS = {16: (2, 3), 17: (3, 3), 18: (7, 11)}
_FIXED = [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8, [5] * 30


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def ahead(self) -> int:
        start = self.at >> 3
        return int.from_bytes(self._data[start : start + 4], "little") >> (self.at & 7)

    def take(self, bits: int) -> int:
        value = self.ahead() & ((1 << bits) - 1)
        self.at += bits
        return value

    def symbol(self, codes: dict[tuple[int, int], int]) -> int:
        """Section 3.2.2: the first bit of a code is the highest."""
        code, bits = 0, self.ahead()
        for length in range(1, 16):
            code, bits = code << 1 | bits & 1, bits >> 1
            if (length, code) in codes:
                self.at += length
                return codes[length, code]
        raise AssertionError("no code begins like this")


def _codes(lengths: list[int]) -> dict[tuple[int, int], int]:
    codes, code = {}, 0
    for length in range(1, 16):
        code <<= 1
        for symbol in (s for s, bits in enumerate(lengths) if bits == length):
            codes[length, code] = symbol
            code += 1
    return codes


def _lengths(reader: _Reader) -> tuple[list[int], list[int]]:
    """Section 3.2.7."""
    literals, distances, given = reader.take(5) + 257, reader.take(5) + 1, reader.take(4) + 4
    of = [0] * 19
    for symbol in _ORDER[:given]:
        of[symbol] = reader.take(3)
    codes, lengths = _codes(of), list[int]()
    while len(lengths) < literals + distances:
        symbol = reader.symbol(codes)
        bits, least = _REPEATS.get(symbol, (0, 1))
        value = symbol if symbol < 16 else lengths[-1] if symbol == 16 else 0
        lengths += [value] * (least + reader.take(bits))
    return lengths[:literals], lengths[literals:]


def _skip(reader: _Reader, lengths: tuple[list[int], list[int]]) -> None:
    """Section 3.2.5: to the end of the block."""
    literals, distances = map(_codes, lengths)
    while (symbol := reader.symbol(literals)) != 256:
        if symbol < 256:
            continue
        reader.take(0 if symbol < 265 or symbol == 285 else (symbol - 261) // 4)
        reader.take(max(reader.symbol(distances) // 2 - 1, 0))


def dynamic_blocks(member: bytes) -> int:
    """How many sets of codes a gzip member has, whose header has no optional fields."""
    reader, count, last = _Reader(member[10:]), 0, 0
    while not last:
        last, kind = reader.take(1), reader.take(2)
        if kind == 0:
            reader.at = (reader.at + 7) // 8 * 8
            size = reader.take(16)
            reader.at += 16 + 8 * size
        else:
            count += kind == 2
            _skip(reader, _lengths(reader) if kind == 2 else _FIXED)
    return count
