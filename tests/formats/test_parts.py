"""Text parts of multimedia messages."""

from __future__ import annotations

import pytest

from smscodec.errors import DecodeError, EncodeError
from smscodec.formats.parts import Part, part_text, text_part


def test_the_text_of_the_document() -> None:
    """Document 002 prints zsSxvg==, which is 文本."""
    assert text_part("文本") == Part("txt", bytes.fromhex("CEC4B1BE"))
    assert part_text(Part("txt", bytes.fromhex("CEC4B1BE"))) == "文本"


def test_texts_are_gbk_and_not_only_gb2312() -> None:
    """镕 is in GBK alone; the euro sign is one byte."""
    assert part_text(text_part("镕€")) == "镕€"


def test_what_gbk_lacks_is_an_error_or_a_policy() -> None:
    """Strict by default; replaced or dropped if asked for."""
    with pytest.raises(EncodeError, match="gbk cannot carry"):
        text_part("好😀")
    assert part_text(text_part("好😀", "replace")) == "好?"
    assert part_text(text_part("好😀", "drop")) == "好"


def test_a_picture_is_no_text() -> None:
    """The type decides, not the bytes."""
    with pytest.raises(DecodeError, match="'jpg' is no text"):
        part_text(Part("jpg", b"abc"))


def test_bytes_that_are_not_gbk_are_refused() -> None:
    """With the offset inside the part."""
    with pytest.raises(DecodeError) as caught:
        part_text(Part("txt", b"abc\xff"))
    assert caught.value.offset == 3
