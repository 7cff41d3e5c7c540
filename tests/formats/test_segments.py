"""Billing: 70, then 67 each."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec import count_many_segments, count_segments, split_segments
from smscodec.formats.segments import count_units

RUN = st.tuples(st.sampled_from("字a😀\r\n\uffff"), st.integers(0, 60)).map(
    lambda run: run[0] * run[1]
)
TEXT = st.lists(RUN, max_size=6).map("".join)
UNITS = st.sampled_from(["utf16", "code_points"])


@pytest.mark.parametrize("case", cases("segments"))
def test_vectors(case: dict[str, Any]) -> None:
    """The document's known answers, and those of real clients."""
    text, value = case["bytes"].decode(), case["value"]
    assert count_units(text) == value["utf16_units"]
    assert count_units(text, "code_points") == value["code_points"]
    assert count_segments(text) == value["segments"]
    assert count_segments(text, "code_points") == value["segments_by_code_point"]


@given(st.lists(TEXT), UNITS)
def test_many_are_counted_as_each(texts: list[str], units: Any) -> None:
    """The core's count is the one defined here."""
    assert count_many_segments(texts, units) == [count_segments(text, units) for text in texts]


@given(TEXT, UNITS)
def test_pieces_are_the_text_and_none_is_too_long(text: str, units: Any) -> None:
    """Splitting loses nothing, never cuts a pair, and needs an extra piece only for emoji."""
    pieces = split_segments(text, units)
    assert "".join(pieces) == text
    assert all(pieces)
    assert len(pieces) >= count_segments(text, units)
    assert all(
        0 < count_units(piece, units) <= (70 if len(pieces) == 1 else 67) for piece in pieces
    )
    assert all(count_units(a, units) >= 66 for a in pieces[:-1])
    if "😀" not in text or units == "code_points":
        assert len(pieces) == count_segments(text, units)
    for piece in pieces:
        piece.encode("utf-16")  # a cut pair would not encode


def test_emoji_on_the_seam_costs_a_piece_more_than_is_billed() -> None:
    """67 is odd: a pair that would straddle it moves to the next piece."""
    text = "字" + "😀" * 67  # 135 units
    assert count_segments(text) == 3
    assert [count_units(piece) for piece in split_segments(text)] == [67, 66, 2]
