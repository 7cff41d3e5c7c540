"""Many things at once are written as they would be one after the other, errors included."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smscodec.errors import EncodeError
from smscodec.testing import contents
from smscodec.wire.bodies import Json, Layout, Xml, elements, nil
from smscodec.wire.columns import Columns, Grid
from smscodec.wire.tables import Row, Table, const, field, many, optional
from smscodec.wire.times import DATETIME
from smscodec.wire.values import INTEGER, TEXT, TRIMMED, blank, in_json_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    name: str = ""
    code: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    items: tuple[Item, ...] = ()


NAME, CODE, AT = (
    field("Na", "name", TEXT),
    field("c", "code", TRIMMED),
    field("t", "at", blank(DATETIME)),
)
ITEM = Table(Item, NAME, CODE, AT)
STOCK = Table(Stock, many("It", "items", ITEM))
JSON, XML = Json(STOCK), Xml("r", STOCK, Layout("", "\n", ""))
TEXTS = contents() | st.text(max_size=9) | st.just("a%s{}\\")
THINGS = st.builds(
    Item,
    name=TEXTS | st.text(st.characters(), max_size=3),
    code=TEXTS.map(str.strip) | TEXTS,
    at=st.none() | st.datetimes().map(lambda at: at.replace(microsecond=0)) | st.datetimes(),
    note=st.sampled_from(("", "", "", "x")),
)


def outcome(run: Any, *arguments: Any) -> Any:
    """What comes of it: a value, or what an error says."""
    try:
        return run(*arguments)
    except EncodeError as error:
        return str(error)


def one_by_one(things: tuple[Item, ...]) -> Any:
    """The nodes of things, as the rows write them."""
    nodes: list[Any] = []
    for number, thing in enumerate(things):
        try:
            nodes.append(ITEM.write(thing))
        except EncodeError as error:
            raise error.under(f".It[{number}]") from None
    return tuple(nodes)


@given(st.lists(THINGS, max_size=4).map(tuple))
@example((Item(name="<"), Item(name="&", code='"')))
@example((Item(name="\0"), Item(name="\1", code="\2")))
@example((Item(), Item(code="\0"), Item(name="\1")))
@example((Item(code=" "), Item(note="x")))
def test_a_grid_is_what_its_rows_are(things: tuple[Item, ...]) -> None:
    """To the byte in XML and JSON; the first error of the first thing, with its place."""

    def xml() -> str:
        return "".join(["<r>", *elements([("It", one_by_one(things))], "\n"), "</r>"])

    def dumped() -> str:
        said = {"It": [dict(pairs) for pairs in one_by_one(things)]}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    stock = Stock(items=things)
    assert outcome(XML.write, stock, "utf-8") == outcome(xml)
    assert outcome(JSON.write, stock, "utf-8") == outcome(dumped)


def test_many_alike_are_a_grid() -> None:
    """Of names and columns, which gives its rows back."""
    grid = ITEM.write_all((Item(name="a"), Item(code="b")))
    assert grid == Grid(("Na", "c", "t"), (["a", ""], ["", "b"], ["", ""]))
    assert grid.rows() == (ITEM.write(Item(name="a")), ITEM.write(Item(code="b")))


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (NAME, const("x", "1")),
        (NAME, optional("c", "code", TRIMMED)),
        (NAME, field("c", "code", in_json_number(TRIMMED))),
    ],
)
def test_other_rows_are_no_columns(rows: tuple[Row, ...]) -> None:
    """Nor are none at all; what many of them write are lists of pairs."""
    table = Table(Item, *rows)
    assert not Columns.suits(rows)
    assert table.write_all((Item(), Item())) == (table.write(Item()), table.write(Item()))


def test_what_is_more_than_a_text_is_no_column() -> None:
    """Nothing, and said so, is an element of another kind; wrong types are for the rows to name."""
    table = Table(Item, field("t", "at", nil(DATETIME)))
    assert isinstance(table.write_all((Item(at=datetime(2024, 1, 1)),)), Grid)
    said = "".join(elements([("It", table.write_all((Item(),)))], ""))
    assert said == '<It><t xsi:nil="true"/></It>'
    for wrong in (5, None):
        thing: Any = Item(name="a", code=wrong)  # type: ignore[arg-type]
        with pytest.raises(EncodeError, match=r"cannot write \w+ as a text - at `\$\[1\]\.c`"):
            ITEM.write_all((Item(), thing))


def test_a_class_of_its_own_is_refused_by_number() -> None:
    """Though it has all the attributes."""
    other: Any = Stock()
    with pytest.raises(EncodeError, match=r"cannot say Stock here, only Item - at `\$\[1\]`"):
        ITEM.write_all((Item(), other))


def test_numbers_are_columns_of_texts() -> None:
    """Where JSON wants them as texts."""

    @dataclass(frozen=True)
    class Count:
        n: int

    table = Table(Count, field("n", "n", INTEGER))
    assert table.write_all((Count(1), Count(-2))) == Grid(("n",), (["1", "-2"],))
