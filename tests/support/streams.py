"""DEFLATE streams (RFC 1951) of every kind: other people's, made by hand, damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from random import Random

from hypothesis import strategies as st

from .campaigns import ONE, OTHER, campaign, joined, noise

__all__ = ["STREAMS", "TEXTS", "Bits", "deflated", "dynamic", "handmade", "lengths"]

_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
_LENGTH_EXTRA = [*[0] * 8, *(extra for extra in range(1, 6) for _ in range(4)), 0]
_DISTANCE_EXTRA = [0, 0, *(extra for extra in range(14) for _ in range(2))]


def deflated(data: bytes, level: int = 6, strategy: int = 0, memory: int = 8) -> bytes:
    """By zlib; a smaller memory makes smaller blocks."""
    stream = zlib.compressobj(level, zlib.DEFLATED, -15, memory, strategy)
    return stream.compress(data) + stream.flush()


class Bits:
    """A stream that grows bit by bit."""

    def __init__(self) -> None:
        self._bits = self._count = 0

    def put(self, value: int, count: int) -> None:
        self._bits |= value << self._count
        self._count += count

    def put_code(self, code: tuple[int, int]) -> None:
        """A code and its length: the first bit is the highest."""
        value, count = code
        self.put(int(f"{value:0{count}b}"[::-1], 2) if count else 0, count)

    def align(self) -> None:
        self._count += -self._count % 8

    def __bytes__(self) -> bytes:
        return self._bits.to_bytes(-(-self._count // 8), "little")


def canonical(sizes: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The code of each symbol and its length, by the lengths (section 3.2.2)."""
    codes: dict[int, tuple[int, int]] = {}
    code = 0
    for size in range(1, 16):
        code <<= 1
        for symbol, own in enumerate(sizes):
            if own == size:
                codes[symbol] = code, size
                code += 1
    return codes


def lengths(symbols: Iterable[int], count: int, random: Random) -> list[int]:
    """Lengths of a code that leaves no pattern unused, up to 15 bits, some as long as can be."""
    order = list(symbols)
    random.shuffle(order)
    found = [0]
    while len(found) < len(order):
        shorter = [at for at, size in enumerate(found) if size < 15]
        at = shorter[-1] if random.random() < 0.5 else random.choice(shorter)
        found[at] += 1
        found.append(found[at])
    sizes = [0] * count
    for symbol, size in zip(order, found, strict=True):
        sizes[symbol] = max(size, 1)
    return sizes


def dynamic(
    bits: Bits,
    literals: Sequence[int],
    distances: Sequence[int],
    symbols: Iterable[int | tuple[int, ...]],
    more: str = "",
) -> None:
    """A block behind its first bit: codes of these lengths, then literals, and matches.

    A match is two symbols and the extra bits of each. ``more`` are bits before the end.
    """
    bits.put(2, 2)
    bits.put(len(literals) - 257, 5)
    bits.put(len(distances) - 1, 5)
    bits.put(15, 4)
    for symbol in _ORDER:
        bits.put(4 if symbol < 16 else 0, 3)  # sixteen lengths, each with a code of four bits
    for size in (*literals, *distances):
        bits.put_code((size, 4))
    code, far = canonical(literals), canonical(distances)
    for each in symbols:
        if isinstance(each, int):
            bits.put_code(code[each])
            continue
        length, extra, distance, further = each
        bits.put_code(code[length])
        bits.put(extra % (1 << _LENGTH_EXTRA[length - 257]), _LENGTH_EXTRA[length - 257])
        bits.put_code(far[distance])
        bits.put(further % (1 << _DISTANCE_EXTRA[distance]), _DISTANCE_EXTRA[distance])
    for bit in more:
        bits.put(int(bit), 1)
    if 256 in code:
        bits.put_code(code[256])


def handmade(seed: int) -> bytes:
    """Blocks of all kinds with codes and matches that no compressor makes; most can be read."""
    random = Random(seed)
    bits, blocks = Bits(), random.choice((1, 1, 2, 9))
    for left in reversed(range(blocks)):
        bits.put(left == 0, 1)
        kind = random.randrange(8)
        if kind == 0:
            _stored(bits, random.randbytes(random.choice((0, 1, 300))))
        else:
            _coded(bits, random, most=random.choice((0, 3, 40, 2000)))
    return bytes(bits) + random.randbytes(random.choice((0, 0, 1, 20)))


def _stored(bits: Bits, data: bytes) -> None:
    bits.put(0, 2)
    bits.align()
    bits.put(len(data), 16)
    bits.put(len(data) ^ 0xFFFF, 16)
    bits.put(int.from_bytes(data, "little"), 8 * len(data))


def _coded(bits: Bits, random: Random, most: int) -> None:
    texts = random.sample(range(256), random.choice((0, 1, 2, 10, 90, 256)))
    matches = random.sample(range(257, 286), random.choice((0, 1, 3, 29)))
    far = random.sample(range(30), random.choice((1, 1, 2, 7, 30))) if matches else []
    literals = lengths([256, *texts, *matches], 286, random)
    distances = lengths(far, 30, random) if far else [0]
    symbols: list[int | tuple[int, ...]] = []
    for _ in range(random.randrange(most + 1)):
        if matches and symbols and random.random() < 0.6:
            near = min(far) if random.random() < 0.9 else random.choice(far)
            more = random.getrandbits(5)
            symbols.append((random.choice(matches), more, near, random.getrandbits(13)))
        elif texts:
            symbols.append(random.choice(texts))
    dynamic(bits, literals, distances, symbols)


LARGE: dict[str, bytes] = {
    "one byte": b"a" * 70_000,
    "two bytes": b"ab" * 40_000,
    "three bytes": b"abc" * 5000,
    "every byte": bytes(range(256)) * 300,
    "noise": noise(70_000),
    "noise from a window away": noise(32_768) * 2,
    "rows": joined(campaign([ONE, OTHER], 1500))[0],
    "rows and noise": joined(campaign([ONE], 200))[0] + noise(3000),
}
TEXTS = st.one_of(
    st.binary(max_size=400),
    st.sampled_from(sorted(LARGE)).map(LARGE.__getitem__),
    st.lists(st.sampled_from(["验证码", "13800138000,", "\r\n", "7", "x" * 300])).map(
        lambda texts: "".join(texts).encode()
    ),
)


@st.composite
def _turned(draw: st.DrawFn, streams: st.SearchStrategy[bytes]) -> bytes:
    """A stream with bits turned, cut, or with something behind it."""
    data = bytearray(draw(streams))
    for place in draw(st.lists(st.integers(0, 8 * len(data) - 1), max_size=3)) if data else ():
        data[place // 8] ^= 1 << place % 8
    end = draw(st.none() | st.integers(0, len(data)))
    return bytes(data[:end]) + draw(st.binary(max_size=4))


_WHOLE = st.one_of(
    st.builds(
        deflated,
        TEXTS,
        level=st.sampled_from([0, 1, 6, 9]),
        strategy=st.sampled_from([0, 1, 2, 3, 4]),
        memory=st.sampled_from([1, 8, 9]),
    ),
    st.integers(0, 2**32).map(handmade),
)
STREAMS = st.one_of(_WHOLE, _turned(_WHOLE), st.binary(max_size=80))
