"""JSON from strangers is parsed without a loss or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.errors import DecodeError
from smscodec.primitives.safejson import JsonNumber, JsonObject, json_parser, parse_json


@pytest.mark.parametrize("text", ["0", "-0", "1.50", "1e400", "-12", "9" * 5000, "0.1E-7"])
def test_numbers_are_the_characters_they_are_written_in(text: str) -> None:
    """Through no float, and past no limit on digits."""
    number = parse_json(text)
    assert (type(number), number) == (JsonNumber, text)


def test_objects_are_pairs() -> None:
    """Nothing said twice is lost."""
    parsed = parse_json('{"a":1,"b":[{"c":null}],"a":"2","":true}')
    assert parsed == [("a", "1"), ("b", [[("c", None)]]), ("a", "2"), ("", True)]
    assert type(parsed) is type(parsed[1][1][0]) is JsonObject


def test_objects_may_be_made_otherwise() -> None:
    """From the innermost outwards, and numbers too."""
    made: list[list[tuple[str, Any]]] = []
    parse = json_parser(lambda pairs: made.append(pairs) or len(made), float)
    assert parse('\ufeff{"a":{"b":1.50}}') == 2
    assert made == [[("b", 1.5)], [("a", 1)]]


@pytest.mark.parametrize(
    ("text", "offset"),
    [("", 0), ("{", 1), ('{"字":x}', 7), ('\ufeff{"字":x}', 10), ("{} {}", 3), ('{"a":"\n"}', 6)],
)
def test_errors_have_a_byte(text: str, offset: int) -> None:
    """Of the text in UTF-8, the mark in front counted."""
    with pytest.raises(DecodeError, match="not JSON: ") as caught:
        parse_json(text)
    assert caught.value.offset == offset


@pytest.mark.parametrize("text", ["NaN", "[-Infinity]", '{"a":Infinity}'])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Though Python reads it."""
    with pytest.raises(DecodeError, match="is no value"):
        parse_json(text)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "[{}," * 100_000])
def test_nesting_is_bounded(text: str) -> None:
    """By an error of ours."""
    with pytest.raises(DecodeError):
        parse_json(text)


@given(st.text(st.characters()) | st.text('{}[]",:\\u0d8f1 -.eE', max_size=20))
def test_any_text_is_a_value_or_our_error(text: str) -> None:
    """A value just where Python's own reader has one, but for what is said above."""

    def python_reads() -> bool:
        try:
            json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse)
        except ValueError:
            return False
        return True

    try:
        parse_json(text)
    except DecodeError:
        assert not python_reads()
    else:
        assert python_reads()


def _refuse(name: str) -> Any:
    raise ValueError(name)
