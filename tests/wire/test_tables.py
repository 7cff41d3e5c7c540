"""Tables check themselves, say only what they have words for, and read it back."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

import pytest

from smscodec.errors import DecodeError, EncodeError
from smscodec.primitives.safejson import JsonNumber
from smscodec.wire.tables import (
    Nothing,
    OneOf,
    Present,
    Row,
    Table,
    Tree,
    When,
    again,
    const,
    constant,
    field,
    first,
    inside,
    many,
    obeying,
    optional,
    spread,
    text_of,
)
from smscodec.wire.values import INTEGER, TEXT, TRIMMED, Value, blank, in_json_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    x: int
    y: int | None = None
    name: str = ""
    key: str = attribute(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    points: tuple[Point, ...] = ()


X, Y, NAME = field("X", "x", INTEGER), field("Y", "y", blank(INTEGER)), field("N", "name", TEXT)
POINT = Table(Point, X, Y)
PAIR: Value[tuple[Any, ...]] = Value(
    "pair", lambda pair: f"{pair[0]}/{pair[1]}", lambda text: (int(text[0]), text[2:])
)


# ---- built ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((X, field("Z", "x", INTEGER)), "Point: attribute twice: x"),
        ((X, field("x", "y", INTEGER)), "Point: wire name twice: x"),
        ((X, field("Z", "z", INTEGER)), "Point has no z"),
        ((Y,), r"Point\.x has no row"),
        ((X, field("Y", "y", INTEGER, "N"), NAME), "Point: wire name twice: n"),
        ((X, inside("In", field("Z", "x", INTEGER))), "Point: attribute twice: x"),
        ((spread("S", ("x", "y"), PAIR), Y), "Point: attribute twice: y"),
    ],
)
def test_tables_check_themselves(rows: tuple[Row, ...], words: str) -> None:
    """A typo fails where the table is made, not where it is used."""
    with pytest.raises(TypeError, match=words):
        Table(Point, *rows)


def test_names_inside_are_told_apart_too() -> None:
    """A level has names of its own: the same outside is another, the same twice inside is not."""
    assert Table(Point, X, inside("In", field("X", "y", INTEGER)))
    with pytest.raises(TypeError, match="wire name twice: a"):
        Table(Point, inside("In", field("a", "x", INTEGER), field("A", "y", INTEGER)))


# ---- fields --------------------------------------------------------------------------------------


def test_fields_are_written_in_their_order() -> None:
    """Under their names; what is optional is left out where it is empty."""
    table = Table(Point, X, optional("Y", "y", blank(INTEGER)), NAME)
    assert table.write(Point(x=1)) == [("X", "1"), ("N", "")]
    assert table.write(Point(x=1, y=2, name="a")) == [("X", "1"), ("Y", "2"), ("N", "a")]


@pytest.mark.parametrize("rows", [(X, Y), (X, optional("Y", "y", blank(INTEGER)))])
def test_absent_and_empty_are_alike(rows: tuple[Row, ...]) -> None:
    """When read, whichever is written."""
    table = Table(Point, *rows)
    for tree in ({"x": "1"}, {"x": "1", "y": ""}, {"x": "1", "y": None}, {"x": "1", "y": {}}):
        assert table.read(tree) == Point(x=1)


def test_numbers_of_json_are_numbers_or_texts() -> None:
    """Written as numbers where their text is one, read as either; a long one stays a text."""
    table = Table(Point, field("X", "x", in_json_number(INTEGER)))
    ((_, node),) = table.write(Point(x=-5))
    assert (type(node), node) == (JsonNumber, "-5")
    assert table.read({"x": JsonNumber("5")}) == table.read({"x": "5"}) == Point(x=5)
    ids = Table(Point, X, field("N", "name", in_json_number(TRIMMED)))
    for text in ("007", "-0", "", "1e5", "９", "9" * 19):
        assert type(ids.write(Point(x=1, name=text))[1][1]) is str
    assert type(ids.write(Point(x=1, name="9" * 18))[1][1]) is JsonNumber


def test_aliases_are_read() -> None:
    """The name itself goes first."""
    table = Table(Point, field("X", "x", INTEGER, "old", "older"))
    assert table.read({"older": "3"}) == Point(x=3)
    assert table.read({"older": "3", "old": "2", "x": "1"}) == Point(x=1)
    assert table.write(Point(x=1)) == [("X", "1")]


def test_what_is_said_twice_is_refused() -> None:
    """Two readers could take different ones; an array of one is that one."""
    with pytest.raises(DecodeError, match=r"is said twice - at `\$\.x`"):
        POINT.read({"x": ["1", "2"]})
    assert POINT.read({"x": ["1"]}) == Point(x=1)
    assert first({"x": []}, ("x",)) == ""


def test_a_leaf_is_a_text() -> None:
    """Or what stands for one: null is nothing, true and false are words."""
    assert [text_of(it, "a") for it in ("x", None, {}, True, False)] == [
        "x",
        "",
        "",
        "true",
        "false",
    ]
    with pytest.raises(DecodeError, match=r"a holds more than a text - at `\$\.a`"):
        text_of({"b": "c"}, "a")


def test_errors_say_where() -> None:
    """The reason is the value's, the place the row's; a sharper place inside is kept."""

    def fail(text: object) -> Any:
        raise DecodeError("stop", path="$[3]", offset=7)

    with pytest.raises(DecodeError, match=r"cannot read 'a' as a whole number - at `\$\.X`"):
        POINT.read({"x": "a"})
    with pytest.raises(EncodeError, match=r"more than 18 digits - at `\$\.X`"):
        POINT.write(Point(x=10**20))
    table = Table(Point, X, field("N", "name", Value("", fail, fail)))
    with pytest.raises(DecodeError, match=r"stop - at `\$\.N\[3\]`, byte 7"):
        table.read({"x": "1"})
    with pytest.raises(EncodeError, match=r"stop - at `\$\.N\[3\]`, byte 7"):
        table.write(Point(x=1))


def test_what_there_is_no_word_for_is_refused() -> None:
    """Another class, and an attribute without a row that is not at its default."""
    with pytest.raises(EncodeError, match="cannot say Line here, only Point"):
        POINT.write(Line())
    with pytest.raises(EncodeError, match=r"there is no word for name here - at `\$\.name`"):
        POINT.write(Point(x=1, name="a", key="b"))


def test_secrets_are_what_repr_leaves_out() -> None:
    """By their wire names, in lower case; what repeats a secret is one."""
    table = Table(Point, X, field("Key", "key", TEXT, "Pass"), again("Key2", "key", "Key"))
    assert table.secrets == {"key", "pass", "key2"}
    assert POINT.secrets == set()


# ---- other rows ----------------------------------------------------------------------------------


def test_constants_tell() -> None:
    """Without case and blanks, with their aliases; else they say what stands there."""
    table = Table(Point, const("A", "Go", "went"), X)
    assert table.write(Point(x=1)) == [("A", "Go"), ("X", "1")]
    assert all(table.fits({"a": text}) for text in ("Go", " GO ", "Went"))
    assert not any(table.fits(tree) for tree in ({}, {"a": "stay"}, {"a": {}}, {"b": "Go"}))
    with pytest.raises(DecodeError, match=r"is 'stay', not 'Go' - at `\$\.A`"):
        table.read({"a": "stay", "x": "1"})


def test_a_constant_need_not_tell() -> None:
    """It is written, and whatever stands there is read."""
    table = Table(Point, constant("A", "Go"), X)
    assert table.write(Point(x=1))[0] == ("A", "Go")
    assert table.fits({})
    assert table.read({"a": "stay", "x": "1"}) == Point(x=1)


def test_again_has_to_agree() -> None:
    """The same text once more."""
    table = Table(Point, X, NAME, again("N2", "name", "N"))
    assert table.write(Point(x=1, name="a"))[1:] == [("N", "a"), ("N2", "a")]
    assert table.read({"x": "1", "n": "a", "n2": "a"}).name == "a"
    with pytest.raises(DecodeError, match=r"differs from N - at `\$\.N2`"):
        table.read({"x": "1", "n": "a", "n2": "b"})


def test_spread_is_several_attributes_in_one_text() -> None:
    """All of them, or none."""
    table = Table(Point, spread("S", ("x", "name"), PAIR, "T"))
    assert table.write(Point(x=1, name="a")) == [("S", "1/a")]
    assert table.read({"t": "1/a"}) == Point(x=1, name="a")
    with pytest.raises(DecodeError, match=r"at `\$\.S`"):
        table.read({"s": "?"})


def test_many_are_a_tuple() -> None:
    """None, one and several; what is empty says nothing."""
    table = Table(Line, many("P", "points", POINT, "Q"))
    two = Line(points=(Point(x=1), Point(x=2)))
    assert table.write(Line()) == [("P", ())]
    ((name, grid),) = table.write(two)
    assert (name, grid.rows()) == ("P", ([("X", "1"), ("Y", "")], [("X", "2"), ("Y", "")]))
    assert table.read({"p": [{"x": "1"}, {"x": "2"}]}) == two
    assert table.read({"q": {"x": "1"}}) == Line(points=(Point(x=1),))
    for nothing in (None, "", [], {}, [""], ["\r\n "], [{}, None, ""]):
        assert table.read({"p": nothing}) == Line()


@pytest.mark.parametrize("item", ["x", JsonNumber("1"), True, [{}]])
def test_one_of_many_has_members(item: object) -> None:
    """Anything else is an error with its number."""
    table = Table(Line, many("P", "points", POINT))
    with pytest.raises(DecodeError, match=r"should have members - at `\$\.P\[1\]`"):
        table.read({"p": [{"x": "1"}, item]})


def test_errors_in_many_say_which() -> None:
    """By its number, both ways."""
    table = Table(Line, many("P", "points", POINT))
    with pytest.raises(DecodeError, match=r"at `\$\.P\[1\]\.X`"):
        table.read({"p": [{"x": "1"}, {"x": "a"}]})
    with pytest.raises(EncodeError, match=r"at `\$\.P\[1\]\.name`"):
        table.write(Line(points=(Point(x=1), Point(x=1, name="a"))))


def test_inside_is_a_level_deeper() -> None:
    """A table is known by the level being there; errors say the level."""
    table = Table(Point, inside("In", const("A", "1"), X), Y)
    assert table.write(Point(x=1)) == [("In", [("A", "1"), ("X", "1")]), ("Y", "")]
    assert table.read({"in": {"a": "1", "x": "5"}, "y": "2"}) == Point(x=5, y=2)
    assert table.fits({"in": {"a": "1"}})
    assert not any(table.fits(tree) for tree in ({}, {"in": "x"}, {"in": {"a": "2"}}))
    with pytest.raises(DecodeError, match=r"at `\$\.In\.X`"):
        table.read({"in": {"a": "1", "x": "a"}})
    with pytest.raises(EncodeError, match=r"at `\$\.In\.X`"):
        table.write(Point(x=10**20))


def test_rules_are_about_the_whole() -> None:
    """They raise what they like, when it is written."""

    def near(point: Point) -> None:
        if point.x > 9:
            raise EncodeError("too far", path="$.x")

    table = Table(Point, X, obeying(near))
    assert table.write(Point(x=9)) == [("X", "9")]
    with pytest.raises(EncodeError, match="too far"):
        table.write(Point(x=10))
    assert table.read({"x": "10"}) == Point(x=10)


# ---- several tables ------------------------------------------------------------------------------

NEAR = Table(Point, When("X", lambda text: len(text) < 2), X)
NAMED = Table(Point, Present("N"), X, NAME)
NOTHING = Table(Line, Nothing())
ANY = OneOf(NOTHING, NEAR, NAMED, POINT)


@pytest.mark.parametrize(
    ("tree", "thing"),
    [
        ({}, Line()),
        ({"x": "1", "n": "lost"}, Point(x=1)),
        ({"x": "10", "n": "a"}, Point(x=10, name="a")),
        ({"x": "10", "n": "", "y": "2"}, Point(x=10)),
        ({"x": "10", "y": "2"}, Point(x=10, y=2)),
    ],
)
def test_the_first_that_fits_reads(tree: Tree, thing: object) -> None:
    """The last takes what is left."""
    assert ANY.read(tree) == thing


@pytest.mark.parametrize(
    ("thing", "nodes"),
    [
        (Line(), []),
        (Point(x=1), [("X", "1")]),
        (Point(x=10, name="a"), [("X", "10"), ("N", "a")]),
        (Point(x=10, y=2), [("X", "10"), ("Y", "2")]),
    ],
)
def test_the_first_that_can_say_it_writes(thing: object, nodes: object) -> None:
    """One after which the same table would read it."""
    assert ANY.write(thing) == nodes


def test_what_would_be_read_otherwise_is_refused() -> None:
    """Every table of its class is tried; where none has words for all, the last one complains."""
    with pytest.raises(EncodeError, match="this would be read as another Point"):
        ANY.write(Point(x=1, y=2))
    with pytest.raises(EncodeError, match="there is no word for name here"):
        OneOf(NEAR, POINT).write(Point(x=1, y=2, name="a"))
    with pytest.raises(EncodeError, match="cannot say str here, only Line, Point"):
        ANY.write("x")


def test_a_table_that_refuses_leaves_it_to_the_next() -> None:
    """Only when none is left it is an error: that of the first that has words for everything."""
    short = Table(Point, const("S", "1"), field("X", "x", Value("", _short, int)))
    either = OneOf(short, POINT)
    assert either.write(Point(x=1)) == [("S", "1"), ("X", "1")]
    assert either.write(Point(x=10)) == [("X", "10"), ("Y", "")]
    with pytest.raises(EncodeError, match="too long for this"):
        either.write(Point(x=10**20))


def _short(number: int) -> str:
    if number > 9:
        raise ValueError("too long for this")
    return str(number)
