"""Rows for lists of texts, replies inside replies and what tells a table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.errors import DecodeError, EncodeError
from smscodec.primitives.safejson import JsonNumber
from smscodec.wire.bodies import Json, Layout, Xml
from smscodec.wire.nested import const_number, empty_list, holding, lacking, maybe, texts
from smscodec.wire.tables import OneOf, Table, field
from smscodec.wire.values import TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    words: tuple[str, ...] = ()
    inner: Inner | None = None


BARE = Layout("", "", "")
IN_JSON = Json(Table(Outer, texts("Words", "words")))
IN_XML = Xml("r", Table(Outer, texts("Words", "words", item="string")), BARE)
NESTED = Xml(
    "r", Table(Outer, maybe("In", "inner", OneOf(Table(Inner, field("w", "word", TEXT))))), BARE
)
WORDS = st.lists(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1))


@given(WORDS.map(tuple))
def test_texts_come_back(words: tuple[str, ...]) -> None:
    """From an array."""
    assert IN_JSON.read(IN_JSON.write(Outer(words=words), "utf-8")) == Outer(words=words)


def test_texts_are_an_array_or_elements_in_another() -> None:
    """One, several or none of them."""
    for words, array, items in (
        ((), "[]", ""),
        (("a",), '["a"]', "<string>a</string>"),
        (("a", "b"), '["a","b"]', "<string>a</string><string>b</string>"),
    ):
        thing = Outer(words=words)
        assert IN_JSON.write(thing, "utf-8") == f'{{"Words":{array}}}'
        xml = IN_XML.write(thing, "utf-8")
        assert xml == f"<r><Words>{items}</Words></r>"
        assert IN_XML.read(xml) == thing


@pytest.mark.parametrize("said", ["{}", '{"Words":null}', '{"words":[null,""]}', '{"Words":""}'])
def test_nothing_is_no_texts(said: str) -> None:
    """Null, missing, empty; one text without its array is one."""
    assert IN_JSON.read(said) == Outer()
    assert (
        IN_JSON.read('{"Words":"a"}') == IN_JSON.read('{"Words":[null,"a"]}') == Outer(words=("a",))
    )


def test_texts_are_texts() -> None:
    """An empty one is not written, as it would not be read; an object is none."""
    with pytest.raises(EncodeError, match=r"empty text - at `\$.Words\[1\]`"):
        IN_JSON.write(Outer(words=("a", "")), "utf-8")
    with pytest.raises(DecodeError, match=r"\$.Words\[1\]"):
        IN_JSON.read('{"Words":["a",{"b":1}]}')
    with pytest.raises(EncodeError, match=r"U\+0007 - at `\$.Words.string`"):
        IN_XML.write(Outer(words=("\x07",)), "utf-8")


def test_a_thing_inside_is_there_or_not() -> None:
    """With its level."""
    for inner, xml in ((None, "<r></r>"), (Inner(word="a"), "<r><In><w>a</w></In></r>")):
        assert NESTED.write(Outer(inner=inner), "utf-8") == xml
        assert NESTED.read(xml) == Outer(inner=inner)
    assert NESTED.read("<r><In/></r>") == Outer()
    for broken, path in (("<w/><w/>", "$.In.w"), ("<w><x/></w>", "$.In.w")):
        with pytest.raises(DecodeError) as caught:
            NESTED.read(f"<r><In>{broken}</In></r>")
        assert caught.value.path == path
    with pytest.raises(EncodeError, match=r"\$.In.w"):
        NESTED.write(Outer(inner=Inner(word="\x07")), "utf-8")


def test_empty_list_is_written_and_not_read() -> None:
    """Whatever stands there."""
    body = Json(Table(Outer, empty_list("Rows")))
    assert body.write(Outer(), "utf-8") == '{"Rows":[]}'
    assert body.read('{"Rows":[1,2]}') == body.read("{}") == Outer()


def test_number_tells_a_table() -> None:
    """Written as one, read as text too."""
    table = Table(Inner, const_number("Code", "1"))
    assert Json(table).write(Inner(), "utf-8") == '{"Code":1}'
    assert table.fits({"code": JsonNumber("1")})
    assert table.fits({"code": " 1 "})
    assert not table.fits({"code": "2"})


def test_lacking_wants_nothing_with_members() -> None:
    """What is there and empty is not, and a text is another thing by the same name."""
    table = Table(Outer, lacking("Words", "Word"), texts("In", "words"))
    for tree in ({}, {"words": " "}, {"word": ["", "a"]}, {"words": None, "word": {}}):
        assert table.fits(tree)
    for tree in (
        {"words": {"a": "b"}},
        {"word": ["", {"a": ""}]},
        {"words": "", "word": {"": "b"}},
    ):
        assert not table.fits(tree)


def test_holding_wants_its_name_or_nothing() -> None:
    """What is something else is no list without items."""
    table = Table(Outer, holding("Words", "Word"), texts("Words", "words"))
    for tree in ({}, {"words": "a"}, {"word": "a"}, {"words": "a", "other": "b"}):
        assert table.fits(tree)
        table.read(tree)
    assert not table.fits({"other": "b"})
    with pytest.raises(DecodeError, match="something, but no Words"):
        table.read({"other": "b"})
