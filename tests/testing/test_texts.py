"""Drawn texts, numbers and times are what they claim, and reach their corners."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.drawing import drawn

from smscodec.testing import (
    amounts,
    contents,
    extensions,
    mobiles,
    moments,
    numbers,
    secrets,
    send_times,
    words,
)

GBK, UTF8 = contents("gbk"), contents()
XML, WORDS, SECRETS, MOMENTS, NUMBERS = contents(xml=True), words(), secrets(), moments(), numbers()
FIVE = extensions(5)


@given(GBK)
def test_texts_for_gbk_are_in_gbk(text: str) -> None:
    """Code page 936, so each is read as it was."""
    plain = text.replace("€", "")
    assert plain.encode("gbk").decode("gb18030") == plain


@given(UTF8, contents(min_size=3, max_size=5))
def test_texts_have_the_size_asked_for(text: str, short: str) -> None:
    """And no lone surrogates."""
    assert len(text.encode("utf-16-le")) <= 240
    assert 3 <= len(short) <= 5


@given(XML)
def test_texts_for_xml_are_legal_there(text: str) -> None:
    """lxml takes them."""
    etree.Element("a").text = text


@pytest.mark.parametrize(
    ("strategy", "corner"),
    [
        (UTF8, lambda text: text == ""),
        (UTF8, lambda text: text != text.strip()),
        (UTF8, lambda text: "\0" in text),
        (UTF8, lambda text: "\r" in text),
        (UTF8, lambda text: len(text.encode("utf-16-le")) > 2 * len(text)),
        (GBK, lambda text: "€" in text),
        (GBK, lambda text: any(byte < 0xA1 for byte in text.encode("gbk", "ignore")[1::2])),
        (GBK, lambda text: "\0" in text),
        (XML, lambda text: "]]>" in text),
        (XML, lambda text: "\t" in text),
        (WORDS, lambda text: text == ""),
        (WORDS, lambda text: text.isdigit() and len(text) > 15),
        (words("gbk"), lambda text: not text.isascii()),
        (SECRETS, lambda text: re.fullmatch("[0-9A-F]{32}", text)),
        (SECRETS, lambda text: re.fullmatch("[0-9a-f]{32}", text)),
        (SECRETS, lambda text: text != text.strip()),
        (mobiles(), lambda text: len(text) == 18),
        (FIVE, lambda text: text == ""),
        (FIVE, lambda text: len(text) == 5),
        (MOMENTS, lambda at: at.year == 1),
        (MOMENTS, lambda at: at == datetime(9999, 12, 31, 23, 59, 59)),
        (send_times(), lambda at: at is None),
        (NUMBERS, lambda number: number == 10**18 - 1),
        (NUMBERS, lambda number: number < 0),
        (amounts(), lambda number: number % 1),
    ],
)
def test_corners_are_reached(strategy: st.SearchStrategy[Any], corner: Any) -> None:
    """Each of them is drawn, and not only once in a blue moon."""
    assert any(map(corner, drawn(strategy, 300)))


@given(words(), words(xml=True))
def test_words_have_no_blanks_around(text: str, legal: str) -> None:
    """Readers would take them off."""
    assert text == text.strip()
    assert legal == legal.strip()


@given(mobiles(), extensions(5), extensions(0))
def test_numbers_are_digits(mobile: str, extension: str, none: str) -> None:
    """0-9, as many as there may be."""
    assert re.fullmatch("[0-9]{1,18}", mobile)
    assert re.fullmatch("[0-9]{0,5}", extension)
    assert none == ""


@given(moments())
def test_moments_are_whole_seconds_in_beijing(at: datetime) -> None:
    """Without a zone, as every wire has them."""
    assert at.microsecond == 0
    assert at.tzinfo is None


@given(secrets(digests=False))
def test_digests_can_be_left_out(secret: str) -> None:
    """Where only a password itself will do."""
    assert len(secret) <= 20
