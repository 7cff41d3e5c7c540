"""Inflate: what zlib reads is read, to the same bytes, and nothing else; never a byte outside."""

from __future__ import annotations

import zlib
from importlib import import_module
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaigns import TABLES, joined, noise
from support.streams import STREAMS, TEXTS, Bits, deflated, dynamic, handmade

pytest.importorskip("smscodec._kernels.native", reason="built without the C core")

from smscodec._kernels import deflate_rows, reference
from smscodec._kernels.native.inflate import Inflater
from smscodec._kernels.native.marshal import new

ffi: Any = import_module("smscodec._kernels._core").ffi
SPECIAL, PORTABLE = Inflater(), Inflater(portable=True)
GUARD = b"\xa5" * 400

Found = tuple[bytes, int, int]


def by_zlib(data: bytes, start: int = 0, room: int = 1 << 24) -> Found | None:
    return reference.inflate(data, start, room, lambda inside, end, crc: (bytes(inside), end, crc))


def ours(inflater: Inflater, data: bytes, start: int, room: int) -> Found | None:
    """In exactly that room, behind which nothing may be written."""
    out = new("uint8_t[]", room + len(GUARD))
    memory = memoryview(ffi.buffer(out))
    memory[room:] = GUARD
    found = inflater.inflate(data, start, out, room)
    assert bytes(memory[room:]) == GUARD
    if found is None:
        return None
    return bytes(memory[: found.size]), start + found.taken, found.crc


def require_same(data: bytes, start: int = 0) -> Found | None:
    """As zlib, in the room that it takes, in more and in less; by both paths."""
    expected = by_zlib(data, start)
    size = 1000 if expected is None else len(expected[0])
    for inflater in (SPECIAL, PORTABLE):
        for room in {size, size + 1, size + 5000}:
            assert ours(inflater, data, start, room) == expected
        for room in {max(size - 1, 0), size // 2, 0} - {size}:
            assert ours(inflater, data, start, room) is None
    return expected


# ---- the laws ------------------------------------------------------------------------------------


@given(STREAMS)
def test_any_bytes_are_read_or_refused_as_zlib_does(data: bytes) -> None:
    """Streams of every kind, damaged, cut, or no streams at all."""
    require_same(data)


@given(TEXTS, st.binary(max_size=9), st.binary(max_size=20))
def test_a_stream_may_stand_anywhere(text: bytes, before: bytes, behind: bytes) -> None:
    """What is around it makes no difference."""
    stream = deflated(text)
    found = require_same(before + stream + behind, len(before))
    assert found == (text, len(before + stream), zlib.crc32(text))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_batches_of_all_compressors(name: str) -> None:
    """zlib's, igzip's and our own."""
    lines, ends = joined(TABLES[name])
    members = [deflate_rows(lines, ends, dense=dense, insist=True) for dense in (False, True)]
    streams = [deflated(lines, level) for level in (1, 6, 9)]
    streams += [member[10:] for member in members if member]
    isal = pytest.importorskip("isal.isal_zlib")
    for level in range(4):
        packer = isal.compressobj(level, isal.DEFLATED, -15)
        streams.append(packer.compress(lines) + packer.flush())
    for stream in streams:
        found = require_same(stream)
        assert found
        assert found[0] == lines


def test_most_that_is_made_by_hand_can_be_read() -> None:
    """Codes of fifteen bits, a distance alone, blocks that are empty, matches of all sizes."""
    found = [require_same(handmade(seed)) for seed in range(400)]
    assert sum(each is not None for each in found) > 200


def test_every_bit_of_a_head_matters_as_it_does_to_zlib() -> None:
    """Where most can go wrong: sets of lengths that leave patterns unused, or use some twice."""
    random = Random(8)
    text = "".join(f"1380013{random.randrange(10**4):04},{random.random()}" for _ in range(30))
    stream = deflated(text.encode())
    read = 0
    for place in range(8 * 90):
        data = bytearray(stream)
        data[place // 8] ^= 1 << place % 8
        read += require_same(bytes(data)) is not None
    assert read


def test_every_cut_is_noticed() -> None:
    stream = deflated(joined(TABLES["one row"] * 30)[0])
    for size in range(len(stream)):
        assert require_same(stream[:size]) is None


# ---- the corners ---------------------------------------------------------------------------------


@pytest.mark.parametrize("distance", [*range(1, 70), 255, 256, 257, 32_767, 32_768])
def test_matches_from_every_distance(distance: int) -> None:
    """Near ones reach into themselves; the farthest is a whole window away."""
    text = noise(max(distance, 40))
    for length in (3, 4, 8, 33, 96, 97, 160, 161, 258):
        match = (text[len(text) - distance :] * (length // distance + 1))[:length]
        for after in (0, 1, 1000):
            stream = deflated(text + match + bytes(after), 9)
            found = require_same(stream)
            assert found
            assert found[0] == text + match + bytes(after)


@pytest.mark.parametrize("before", [4, 31, 32, 33, 40, 700, 5000, 32_000])
def test_a_distance_that_is_too_far(before: int) -> None:
    """To the byte: to zlib there is one more before the first."""
    text = b"." + noise(before)
    for start in (1, 0):
        stream = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=b"dictionary" + text[:1])
        packed = stream.compress(text[1:] + text[start : start + 60]) + stream.flush()
        assert (require_same(packed) is None) == (start == 0)


ONE_LITERAL = [1, *[0] * 255, 1]
AND_LENGTH = [2, 2, *[0] * 254, 2, 2]
MATCH = (257, 0, 0, 0)


def block(
    literals: list[int], distances: list[int], symbols: list[int | tuple[int, ...]], more: str = ""
) -> bytes:
    """The only one of its stream; ``more`` are bits that stand where it ends."""
    bits = Bits()
    bits.put(1, 1)
    dynamic(bits, literals, distances, symbols, more)
    return bytes(bits)


@pytest.mark.parametrize(
    ("stream", "right"),
    [
        pytest.param(block([*[0] * 256, 1], [0], []), True, id="an end alone"),
        pytest.param(
            block([*[0] * 256, 1], [0], [], "1"), False, id="a pattern that is not the end"
        ),
        pytest.param(block([*[0] * 256, 2], [0], []), False, id="an end alone, of two bits"),
        pytest.param(block(ONE_LITERAL, [0], [0, 0, 0]), True, id="no distance, and none needed"),
        pytest.param(block(ONE_LITERAL, [1], [0, 0, 0]), True, id="one distance, and none needed"),
        pytest.param(block(ONE_LITERAL, [2], [0]), False, id="one distance, of two bits"),
        pytest.param(block(AND_LENGTH, [1], [0, 1, MATCH, 1] * 99), True, id="one distance"),
        pytest.param(block(AND_LENGTH, [1], [0], "111"), False, id="a pattern that is no distance"),
        pytest.param(block(AND_LENGTH, [0], [0], "110"), False, id="a length, and no distances"),
        pytest.param(block([1, *[0] * 255, 2], [0], [0]), False, id="a pattern left unused"),
        pytest.param(block([1, 1, *[0] * 254, 1], [0], [0]), False, id="a pattern used twice"),
        pytest.param(block(ONE_LITERAL, [1, 1, 1], [0]), False, id="of distances, too"),
        pytest.param(block(ONE_LITERAL, [2, 2, 2], [0]), False, id="and left unused"),
        pytest.param(block([1, 1, *[0] * 255], [0], [0]), False, id="no end"),
        pytest.param(block([*ONE_LITERAL, *[0] * 29], [0], [0]), True, id="286 literals"),
        pytest.param(block([*ONE_LITERAL, *[0] * 30], [0], [0]), False, id="287 literals"),
        pytest.param(block(ONE_LITERAL, [0] * 30, [0]), True, id="30 distances"),
        pytest.param(block(ONE_LITERAL, [0] * 31, [0]), False, id="31 distances"),
        pytest.param(b"\x03\0", True, id="fixed codes, nothing"),
        pytest.param(b"\x1b\x03", False, id="fixed codes, symbol 286"),
        pytest.param(b"\x63\x00\x3d\x00", False, id="fixed codes, distance 30"),
        pytest.param(b"\x01\0\0\xff\xff", True, id="stored, nothing"),
        pytest.param(b"\x01\x01\0\xfe\xffa", True, id="stored, a byte"),
        pytest.param(b"\x01\x01\0\xff\xffa", False, id="stored, another size turned around"),
        pytest.param(b"\x01\x02\0\xfd\xffa", False, id="stored, cut off"),
        pytest.param(b"\x07", False, id="no kind of block"),
    ],
)
def test_what_a_block_may_be(stream: bytes, right: bool) -> None:
    """As zlib has it, and as the RFC has it."""
    assert (require_same(stream) is not None) == right
