"""Each value is read as it was written, or not written at all."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smscodec.testing import amounts, contents, moments, numbers
from smscodec.wire.times import COMPACT_DATETIME, DATETIME, SOAP_DATETIME
from smscodec.wire.values import (
    DECIMAL,
    INTEGER,
    TEXT,
    TRIMMED,
    Value,
    at_most,
    blank,
    choice,
    counted,
    digits,
    flag,
    in_json_number,
    listed,
    mobiles,
    or_null,
    required,
    scaled,
    unset,
)

NEVER = unset(DATETIME, "", never=datetime.min)
CHOICE = choice("colour", {1: "Red", 2: "green"})
TEXTS = contents() | st.text(st.characters(), max_size=12)
SOME = st.lists(TEXTS | st.text("0123456789,", max_size=5), max_size=4).map(tuple)
TIMES = moments() | st.datetimes()

LAWS: list[tuple[Value[Any], st.SearchStrategy[Any]]] = [
    (TEXT, TEXTS),
    (TRIMMED, TEXTS),
    (digits(3), TEXTS | st.text("0123456789", max_size=5)),
    (at_most(3), TEXTS),
    (listed(","), SOME),
    (mobiles(), SOME),
    (INTEGER, st.integers() | numbers()),
    (DECIMAL, st.decimals(allow_nan=False) | amounts()),
    (counted(10), st.integers(-3, 20)),
    (scaled(10), st.integers(-50, 50) | st.integers()),
    (DATETIME, TIMES),
    (COMPACT_DATETIME, TIMES),
    (SOAP_DATETIME, TIMES),
    (blank(INTEGER), st.none() | numbers()),
    (blank(TRIMMED), st.none() | TEXTS),
    (NEVER, st.none() | TIMES | st.just(datetime(1, 1, 1))),
    (required(TEXT), TEXTS),
    (or_null(TRIMMED), TEXTS | st.sampled_from(["null", "NULL", "nulls"])),
    (flag("1"), st.booleans()),
    (CHOICE, st.integers(0, 3)),
]
NAMES = "text trimmed digits at_most listed mobiles integer decimal counted scaled datetime compact"
NAMES += " soap blank_integer blank_text unset required or_null flag choice"


@pytest.mark.parametrize(("value", "things"), LAWS, ids=NAMES.split())
def test_written_values_come_back(value: Value[Any], things: st.SearchStrategy[Any]) -> None:
    """Whatever is not refused."""

    @given(things)
    def law(thing: Any) -> None:
        try:
            text = value.write(thing)
        except ValueError:
            return
        assert value.read(text) == thing

    law()


@pytest.mark.parametrize(("value", "things"), LAWS, ids=NAMES.split())
def test_a_column_is_one_after_the_other(value: Value[Any], things: st.SearchStrategy[Any]) -> None:
    """The same texts, or refused as one of them is."""

    @given(st.lists(things, max_size=5))
    def law(column: list[Any]) -> None:
        try:
            texts = [value.write(thing) for thing in column]
        except ValueError:
            with pytest.raises(ValueError, match=r"cannot|only|outside"):
                value.write_all(column)
        else:
            assert value.write_all(column) == texts

    law()


@pytest.mark.parametrize(("value", "things"), LAWS, ids=NAMES.split())
def test_any_text_is_read_or_refused(value: Value[Any], things: st.SearchStrategy[Any]) -> None:
    """By ``ValueError`` and nothing else."""

    @given(TEXTS | st.text("0123456789-/: T+Z.", max_size=30))
    @example("99999999999999999999")
    @example("２０２４-01-01 00:00:00")
    def law(text: str) -> None:
        try:
            value.read(text)
        except ValueError as error:
            assert str(error)

    law()


@pytest.mark.parametrize(
    ("value", "text", "thing"),
    [
        (TEXT, " a ", " a "),
        (TRIMMED, " a\u3000\r\n", "a"),
        (digits(5), " 12 ", "12"),
        (digits(5), "NULL", ""),
        (digits(5), "too many, and no digits", "too many, and no digits"),
        (listed(), " a ,, b,", ("a", "b")),
        (mobiles(), "１３８,x", ("１３８", "x")),
        (mobiles(), "", ()),
        (INTEGER, " +007 ", 7),
        (INTEGER, "-235010", -235010),
        (scaled(10), "5000", 50000),
        (DECIMAL, " 12.50 ", Decimal("12.5")),
        (blank(INTEGER), " null ", None),
        (blank(INTEGER), "", None),
        (NEVER, "0001-01-01 00:00:00", None),
        (NEVER, "Null", None),
        (or_null(TRIMMED), " Null ", ""),
        (or_null(TRIMMED), " 7 ", "7"),
        (flag("1"), " 1 ", True),
        (flag("1"), "yes", False),
        (CHOICE, " RED ", 1),
    ],
)
def test_what_is_read(value: Value[Any], text: str, thing: object) -> None:
    """More than is written, where the field demands it."""
    assert value.read(text) == thing


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (INTEGER, ""),
        (INTEGER, "1.0"),
        (INTEGER, "1e5"),
        (INTEGER, "1_000"),
        (INTEGER, "１"),
        (INTEGER, "0x1"),
        (INTEGER, "9" * 19),
        (INTEGER, "9" * 5000),
        (DECIMAL, "NaN"),
        (DECIMAL, "1e5"),
        (required(TEXT), " "),
        (CHOICE, "blue"),
    ],
)
def test_what_is_refused_when_read(value: Value[Any], text: str) -> None:
    """Nothing is repaired."""
    with pytest.raises(ValueError, match=r"cannot read|nothing"):
        value.read(text)


@pytest.mark.parametrize(
    ("value", "thing"),
    [
        (TEXT, None),
        (TEXT, 5),
        (TRIMMED, " a"),
        (TRIMMED, "a\xa0"),
        (digits(5), "123456"),
        (digits(5), "１"),
        (digits(5), "1\n"),
        (at_most(2), "abc"),
        (listed(), ("a", "")),
        (listed(), ("a,b",)),
        (listed(), ("a ",)),
        (listed(), "abc"),
        (mobiles(), "13800138000"),
        (mobiles(), ("１３８",)),
        (mobiles(), ("138,139",)),
        (mobiles(), ("138\n",)),
        (INTEGER, 10**18),
        (INTEGER, -(10**18)),
        (DECIMAL, Decimal("NaN")),
        (DECIMAL, Decimal("1e30")),
        (counted(), 0),
        (counted(10), 11),
        (scaled(10), 15),
        (scaled(10), 10**19),
        (blank(TRIMMED), ""),
        (blank(TRIMMED), "Null"),
        (NEVER, datetime(1, 1, 1)),
        (required(TEXT), " "),
        (CHOICE, 3),
    ],
)
def test_what_is_refused_when_written(value: Value[Any], thing: object) -> None:
    """What readers would make something else of, and what no wire has room for."""
    with pytest.raises(ValueError, match=r"cannot|only"):
        value.write(thing)


def test_a_json_number_is_the_same_value() -> None:
    """Only told apart where JSON is made."""
    number = in_json_number(INTEGER)
    assert (number.json, INTEGER.json) == ("number", "string")
    assert number.read(number.write(5)) == 5
    assert blank(number).json == unset(number, "-").json == required(number).json == "number"


def test_a_choice_has_each_spelling_once() -> None:
    """Without case, as it is read: else it could not be read back."""
    with pytest.raises(TypeError, match="colour: two things"):
        choice("colour", {1: "Red", 2: "red"})
