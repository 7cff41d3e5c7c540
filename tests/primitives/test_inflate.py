"""DEFLATE: isal and zlib say the same."""

from __future__ import annotations

import zlib
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import DecodeError, LimitError, TruncatedError
from smscodec.primitives import inflate as module
from smscodec.primitives.inflate import inflate

isal = pytest.importorskip("isal.isal_zlib", reason="no isal for this machine")

MOST = 3000


def deflated(data: bytes, level: int) -> bytes:
    stream = zlib.compressobj(level, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


TEXT = st.lists(st.sampled_from(["验证码", "13800138000,", "\r\n", "7", "x" * 300])).map("".join)
STREAM = st.builds(deflated, TEXT.map(str.encode), st.sampled_from([0, 1, 6, 9]))


@st.composite
def hostile(draw: st.DrawFn) -> bytes:
    """A stream cut, with bits turned, something behind it, or no stream at all."""
    data = bytearray(draw(STREAM | st.binary(max_size=60)))
    for place in draw(st.lists(st.integers(0, 8 * len(data) - 1), max_size=3)) if data else ():
        data[place // 8] ^= 1 << place % 8
    end = draw(st.none() | st.integers(0, len(data)))
    return bytes(data[:end]) + draw(st.binary(max_size=4))


def outcome(data: bytes, **options: Any) -> Any:
    try:
        pieces, end = inflate(data, 0, MOST, **options)
        return b"".join(pieces), end
    except DecodeError as error:
        return type(error), str(error)


def by_zlib(data: bytes) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_ISAL", None)
        return outcome(data)


def leaves_patterns_unused(found: Any) -> bool:
    """What zlib refuses and isal reads: see the docstring of the module."""
    return found[0] is DecodeError and " set - at" in found[1]


@given(hostile(), st.none() | st.integers(0, 4000), st.sampled_from([1, 7, 64, 1 << 16]))
def test_isal_and_zlib_agree(data: bytes, expected: int | None, feed: int) -> None:
    """Same value, or same error in the same words; whatever is expected, however it is fed."""
    found = by_zlib(data)
    if not leaves_patterns_unused(found):
        assert outcome(data, expected=expected, feed=feed) == found


def test_isal_and_zlib_agree_on_many_turned_bits() -> None:
    """Every bit of the head of a block with codes of its own, where most can go wrong."""
    random = Random(8)
    text = "".join(
        f"1380013{random.randrange(10**4):04},验证码{random.random()}" for _ in range(30)
    )
    stream = deflated(text.encode(), 6)
    told: set[type] = set()
    for place in range(8 * 90):
        data = bytearray(stream)
        data[place // 8] ^= 1 << place % 8
        found = by_zlib(bytes(data))
        told.add(found[0] if isinstance(found[0], type) else bytes)
        if not leaves_patterns_unused(found):
            assert outcome(bytes(data)) == found
    assert told >= {bytes, DecodeError, TruncatedError}


@pytest.mark.parametrize("expected", [None, 0, 2999, 3000, 3001, 2**32])
def test_bound_is_exact(expected: int | None) -> None:
    """To the byte, whatever is expected."""
    just = deflated(b"x" * MOST, 6)
    pieces, end = inflate(just, 0, MOST, expected=expected)
    assert (b"".join(pieces), end) == (b"x" * MOST, len(just))
    with pytest.raises(LimitError):
        inflate(deflated(b"x" * (MOST + 1), 6), 0, MOST, expected=expected)


def test_place_is_that_in_the_data() -> None:
    """A stream may begin anywhere, and what is behind it is not looked at."""
    data = b"before" + deflated(b"abc", 6)
    assert inflate(data + b"behind", 6, MOST) == ([b"abc"], len(data))
    with pytest.raises(TruncatedError) as caught:
        inflate(data[:-1], 6, MOST)
    assert caught.value.offset == len(data) - 1
    with pytest.raises(DecodeError, match="invalid block type") as caught:
        inflate(b"before\x07", 6, MOST)
    assert caught.value.offset == 6
