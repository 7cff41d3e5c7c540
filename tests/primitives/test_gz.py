"""gzip: one member, always the same bytes; read only within bounds."""

from __future__ import annotations

import gzip
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.streams import STREAMS

from smscodec import DecodeError, LimitError, TruncatedError
from smscodec._kernels import reference
from smscodec.primitives import gz
from smscodec.primitives.gz import ENGINES, MAX_BYTES, Engine, gunzip, gzip_member

ABC = gzip.compress(b"abc", mtime=0)


@pytest.mark.parametrize("engine", ENGINES)
@given(data=st.binary())
def test_members_inflate_everywhere(engine: Engine, data: bytes) -> None:
    """Plain zlib reads what each engine writes: one member, MTIME 0, the same bytes each time."""
    packed = gzip_member(data, engine)
    reader = zlib.decompressobj(31)
    assert reader.decompress(packed) == data
    assert reader.eof
    assert not reader.unused_data
    assert packed[4:8] == bytes(4)
    assert packed == gzip_member(data, engine)
    assert gunzip(packed) == data


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("level", [1, 2])
def test_any_thread_gives_the_same_bytes(engine: Engine, level: int) -> None:
    """Of short texts, too: igzip's one-shot ``compress`` did not, in one process of ten."""
    data = "10000000007,😀\r\n10000000001,r".encode()
    with ThreadPoolExecutor(3) as threads:
        packed = set(threads.map(lambda _: gzip_member(data, engine, level), range(200)))
    assert packed == {gzip_member(data, engine, level)}


@pytest.mark.parametrize("engine", ENGINES)
def test_levels_are_checked(engine: Engine) -> None:
    """A level or engine that does not exist is the caller's mistake."""
    assert gunzip(gzip_member(b"abc", engine, 0)) == b"abc"
    with pytest.raises(ValueError, match="levels 0 to"):
        gzip_member(b"", engine, 10)
    with pytest.raises(ValueError, match="no gzip engine 'lz4' here"):
        gzip_member(b"", "lz4")  # type: ignore[arg-type]


def test_second_member_is_refused_or_read() -> None:
    """.NET drops it in silence, so it is never taken by accident."""
    with pytest.raises(DecodeError, match="second gzip member") as caught:
        gunzip(ABC + ABC)
    assert caught.value.offset == len(ABC)
    assert gunzip(ABC + ABC, members="all") == b"abcabc"
    with pytest.raises(LimitError, match="more than 1000 gzip members"):
        gunzip(ABC * 1001, members="all")


@pytest.mark.parametrize("members", ["one", "all"])
def test_bytes_after_the_end_are_refused(members: str) -> None:
    """Whatever they are."""
    with pytest.raises(DecodeError) as caught:
        gunzip(ABC + b"\0\0", members=members)  # type: ignore[arg-type]
    assert caught.value.offset == len(ABC)


def test_thousandfold_bomb_is_stopped_at_its_cap() -> None:
    """By size, and by ratio; neither inflates it first."""
    bomb = gzip.compress(bytes(80 << 20), 9, mtime=0)
    assert len(bomb) * 1000 < 80 << 20
    with pytest.raises(LimitError, match="500-fold") as caught:
        gunzip(bomb)
    assert caught.value.limit == 500
    with pytest.raises(LimitError) as caught:
        gunzip(bomb, max_bytes=5_000_000)
    assert caught.value.limit == 5_000_000
    with pytest.raises(LimitError) as caught:
        gunzip(bomb, max_ratio=2000)
    assert caught.value.limit == MAX_BYTES


def test_short_texts_may_repeat_themselves() -> None:
    """Below ``ALWAYS_BYTES`` the ratio does not count; the size limit is exact."""
    packed = gzip.compress(b"a" * 1_000_000, 9, mtime=0)
    assert len(packed) * 900 < 1_000_000
    assert len(gunzip(packed)) == 1_000_000
    assert len(gunzip(packed, max_bytes=1_000_000)) == 1_000_000
    with pytest.raises(LimitError):
        gunzip(packed, max_bytes=999_999)


@pytest.mark.parametrize("size", range(len(ABC)))
def test_every_truncation_is_named(size: int) -> None:
    """With the place where the bytes end."""
    with pytest.raises(TruncatedError) as caught:
        gunzip(ABC[:size])
    assert caught.value.offset == size


@pytest.mark.parametrize("at", [-1, -5, -9])
def test_damage_is_found(at: int) -> None:
    """Length, CRC and data are checked."""
    broken = bytearray(ABC)
    broken[at] ^= 0xFF
    with pytest.raises(DecodeError):
        gunzip(bytes(broken))


def header(flags: int, fields: bytes) -> bytes:
    """``ABC`` with other flags, and what they say follows."""
    return ABC[:3] + bytes([flags]) + ABC[4:10] + fields + ABC[10:]


def with_crc(data: bytes) -> bytes:
    return data + (zlib.crc32(data) & 0xFFFF).to_bytes(2, "little")


HEAD = ABC[:3] + b"\x1e" + ABC[4:10] + b"\x03\0abcname\0comment\0"


@pytest.mark.parametrize(
    "packed",
    [
        header(1, b""),
        header(4, b"\x03\0abc"),
        header(8, b"name\0"),
        header(16, b"\0"),
        with_crc(HEAD) + ABC[10:],
    ],
)
def test_every_field_of_a_header_is_read(packed: bytes) -> None:
    """As zlib reads it; and cut off anywhere it is short."""
    assert zlib.decompress(packed, 31) == gunzip(packed) == b"abc"
    for size in range(len(packed)):
        with pytest.raises(TruncatedError) as caught:
            gunzip(packed[:size])
        assert caught.value.offset == size


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (ABC[:2] + b"\x07" + ABC[3:], "unknown compression method"),
        (header(0x20, b""), "unknown header flags set"),
        (header(0x80, b""), "unknown header flags set"),
        (HEAD + b"\0\0" + ABC[10:], "header crc mismatch"),
        (ABC[:10] + b"\x07" + ABC[11:], "invalid block type"),
        (ABC[:-8] + b"\0" + ABC[-7:], "incorrect data check"),
        (ABC[:-1] + b"\x01", "incorrect length check"),
    ],
)
def test_damage_is_worded_as_zlib_words_it(packed: bytes, words: str) -> None:
    """Also where isal would have read on."""
    with pytest.raises(zlib.error, match=words):
        zlib.decompress(packed, 31)
    with pytest.raises(DecodeError, match=words) as caught:
        gunzip(packed)
    assert caught.value.offset == 0


@given(st.one_of(st.binary(), st.binary().map(lambda tail: ABC[:12] + tail)))
def test_any_bytes_give_a_value_or_our_error(data: bytes) -> None:
    """Nothing else escapes, and an offset lies in the data."""
    try:
        gunzip(data)
    except LimitError:
        pass
    except DecodeError as error:
        assert error.offset is not None
        assert 0 <= error.offset <= len(data)


@st.composite
def members(draw: st.DrawFn) -> bytes:
    """One or two members, of anybody's, with bits turned, cut, with a lie about their size."""
    stream = draw(STREAMS)
    text = reference.inflate(stream, 0, 1 << 20, lambda inside, end, crc: bytes(inside)) or b""
    size = draw(st.sampled_from([len(text)] * 5 + [0, len(text) + 1, 2**32 - 1]))
    trailer = zlib.crc32(text).to_bytes(4, "little") + size.to_bytes(4, "little")
    data = bytearray(ABC[:10] + stream + trailer)
    for place in draw(st.lists(st.integers(0, 8 * len(data) - 1), max_size=2)):
        data[place // 8] ^= 1 << place % 8
    return bytes(data) + draw(st.sampled_from([b"", b"", b"", b"\0", ABC]))


def outcome(data: bytes, most: int, **options: Any) -> Any:
    try:
        return gunzip(data, max_bytes=most, **options)
    except DecodeError as error:
        return type(error), str(error), error.offset


@given(members(), st.sampled_from([2, 400, MAX_BYTES]), st.sampled_from(["one", "all"]))
def test_at_once_or_piece_by_piece(data: bytes, most: int, which: str) -> None:
    """The same bytes, or the same error, whether our own inflate is asked first or not."""
    found = outcome(data, most, members=which)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gz, "BACKEND", "reference")
        assert outcome(data, most, members=which) == found
