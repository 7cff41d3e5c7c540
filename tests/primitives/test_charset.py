"""Charsets: strict, exact, and the field's code page 936."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import DecodeError, EncodeError, decode_text, encode_text, unsendable

BMP = [chr(point) for point in range(0x10000) if not 0xD800 <= point <= 0xDFFF]


def test_every_gbk_character_returns() -> None:
    """Reading as GB 18030 gives back each of the characters that code page 936 can write."""
    written = [c for c in BMP if not unsendable(c, "gbk")]
    assert len(written) > 21_000 + 256
    assert all(decode_text(encode_text(c, "gbk"), "gbk") == c for c in written)
    assert all(len(encode_text(c, "gbk")) <= 2 for c in written)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xe9\x46", "镕"),  # in GBK, not in GB2312; the trail byte is the letter F
        (b"\x80", "€"),  # PHP, Windows, .NET
        (b"\xa2\xe3", "€"),  # Java
        (b"a\x80\x80b\x80", "a€€b€"),
        (b"\x81\x80", "亐"),  # 0x80 as a trail byte is no euro
        (b"\x94\x39\xfc\x36", "😀"),  # four bytes: only GB 18030 has it
    ],
)
def test_gbk_as_read(data: bytes, text: str) -> None:
    """What real clients send is read."""
    assert decode_text(data, "gbk") == text


def test_euro_is_written_as_the_platforms_write_it() -> None:
    """The single byte 0x80 of code page 936."""
    assert encode_text("1€2", "gbk") == b"1\x802"


@pytest.mark.parametrize(
    ("data", "charset", "offset"),
    [
        (b"ab\xff", "utf-8", 2),
        (b"\xed\xa0\x80", "utf-8", 0),  # a surrogate
        (b"\xc0\x80", "utf-8", 0),  # overlong
        ("验证码".encode("gbk"), "utf-8", 0),
        (b"ab\xff", "gbk", 2),
        (b"a\x80\xff", "gbk", 2),
        (b"\x81", "gbk", 0),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(
    data: bytes, charset: str, offset: int
) -> None:
    """Never a guess, never a replacement character."""
    with pytest.raises(DecodeError) as caught:
        decode_text(data, charset)  # type: ignore[arg-type]
    assert caught.value.offset == offset


def test_what_gbk_lacks_is_named_with_its_place() -> None:
    """Strict by default; the offset counts bytes, the path characters."""
    with pytest.raises(
        EncodeError, match=r"gbk cannot carry '😀' \(U\+1F600\) - at `\$\[2\]`"
    ) as e:
        encode_text("字a😀", "gbk")
    assert e.value.offset == 3
    assert encode_text("字a😀b", "gbk", "replace") == "字a?b".encode("gbk")
    assert encode_text("字a😀b", "gbk", "drop") == "字ab".encode("gbk")
    assert unsendable("字a😀b\u3042€ü", "gbk") == ((2, "😀"),)


def test_lone_surrogates_are_carried_by_nothing() -> None:
    """Not even by UTF-8."""
    assert unsendable("a\ud800", "utf-8") == ((1, "\ud800"),)
    with pytest.raises(EncodeError, match="lone surrogate"):
        encode_text("a\ud800", "utf-8")


@given(st.text(st.characters()), st.sampled_from(["utf-8", "gbk"]))
def test_unsendable_says_exactly_what_fails(text: str, charset: str) -> None:
    """Text without the listed characters encodes and returns; each listed one alone does not."""
    lost = unsendable(text, charset)  # type: ignore[arg-type]
    kept = "".join(c for at, c in enumerate(text) if (at, c) not in lost)
    assert decode_text(encode_text(kept, charset), charset) == kept  # type: ignore[arg-type]
    assert encode_text(text, charset, "drop") == encode_text(kept, charset)  # type: ignore[arg-type]
    for _, character in lost:
        with pytest.raises(EncodeError):
            encode_text(character, charset)  # type: ignore[arg-type]


@given(st.binary(), st.sampled_from(["utf-8", "gbk"]))
def test_any_bytes_give_text_or_our_error(data: bytes, charset: str) -> None:
    """And an error's offset lies in the data."""
    try:
        decode_text(data, charset)  # type: ignore[arg-type]
    except DecodeError as error:
        assert error.offset is not None
        assert 0 <= error.offset < len(data)
