"""Bodies: written to the byte, read from what platforms, proxies and strangers send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.errors import DecodeError, EncodeError, LimitError
from smscodec.testing import contents, words
from smscodec.wire.bodies import Body, Json, Layout, Plain, Xml
from smscodec.wire.tables import OneOf, Table, const, field, inside, many
from smscodec.wire.values import INTEGER, TEXT, TRIMMED, Value, blank, in_json_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    name: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    items: tuple[Item, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class No:
    why: str


ITEM = Table(
    Item, field("Name", "name", TEXT), field("Size", "size", blank(in_json_number(INTEGER)))
)
STOCK = Table(Stock, many("Item", "items", ITEM))
NOTED = Table(Stock, field("Note", "note", TRIMMED), many("Item", "items", ITEM))
REFUSED = Table(No, inside("No", field("Why", "why", TEXT)))
LAYOUT = Layout('<?xml version="1.0" encoding="{charset}" ?>', "\r\n ", "\r\n")
XML = Xml("r", OneOf(REFUSED, STOCK), LAYOUT)
JSON = Json(OneOf(REFUSED, NOTED))
TWO = Stock(items=(Item(name="a", size=1), Item(name="b")))


# ---- XML -----------------------------------------------------------------------------------------


def test_xml_is_laid_out() -> None:
    """White space before each child and before the root's end, and the charset as declared."""
    assert XML.write(TWO, "gbk") == (
        '<?xml version="1.0" encoding="gb2312" ?><r>'
        "\r\n <Item>\r\n <Name>a</Name>\r\n <Size>1</Size>\r\n </Item>"
        "\r\n <Item>\r\n <Name>b</Name>\r\n <Size></Size>\r\n </Item>\r\n</r>"
    )
    assert XML.write(Stock(), "utf-8") == '<?xml version="1.0" encoding="utf-8" ?><r>\r\n</r>'
    assert Xml("r", ITEM, Layout("", "", "")).write(Item(name="a"), "utf-8") == (
        "<r><Name>a</Name><Size></Size></r>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<r><Item><Name>a</Name><Size>1</Size></Item><Item><Name>b</Name></Item></r>",
        "<R xmlns='urn:x'><item><NAME>a</NAME><size> 1\n</size></item>"
        "<ITEM><name>b</name></ITEM></R>",
        "<x:r xmlns:x='urn:x'><x:Item><Size>1</Size><Name>a</Name></x:Item>"
        "<Item><Name>b</Name></Item></x:r>",
        "<r>-----<Item>--<Name>a</Name>-- a name\n<Size>1</Size></Item>--\n"
        "<Item><Name>b</Name></Item>--</r>",
        "<!-- x --><r><!-- y --><Item><Name><!-- z -->a</Name><Size>1<!-- --></Size></Item>"
        "<?php?><Item><Name>b</Name></Item></r><!-- end -->",
        "<r><Item><Name><![CDATA[a]]></Name><Size><![CDATA[1]]></Size></Item>"
        "<Item><Name>&#98;</Name><Other><Deep/></Other></Item></r >",
        '<?xml version=\\"1.0\\"?>\n<r><Item><Name a="x">a</Name><Size>1</Size></Item>'
        "<Item><Name>b</Name></Item><more>1</more><more>2</more></r>\n",
    ],
)
def test_xml_is_read_in_many_dresses(text: str) -> None:
    """Case, order, namespaces, remarks, comments, CDATA, unknown names carry no meaning."""
    assert XML.read(text) == TWO


@pytest.mark.parametrize(
    "text", ["", " \r\n", "<r/>", "<r></r>", "<r>\r\n</r>", "<r>nothing new</r>", "<r><Item/></r>"]
)
def test_nothing_in_xml_is_nothing_new(text: str) -> None:
    """No bytes, an empty or closed root, an empty box."""
    assert XML.read(text) == Stock()


@given(contents(xml=True), st.lists(st.integers(-99, 99) | st.none(), max_size=3))
def test_xml_comes_back(text: str, sizes: list[int | None]) -> None:
    """Any text that XML can hold, to the character."""
    stock = Stock(items=tuple(Item(name=text, size=size) for size in sizes))
    assert XML.read(XML.write(stock, "utf-8")) == stock
    assert XML.read(XML.write(No(why=text), "utf-8")) == No(why=text)


def test_only_what_has_to_be_is_escaped() -> None:
    """Carriage returns too, which parsers would make line feeds."""
    why = "<&>\"']]>\r\n\t\x7f"
    written = XML.write(No(why=why), "utf-8")
    assert "<Why>&lt;&amp;&gt;\"']]&gt;&#13;\n\t\x7f</Why>" in written
    assert XML.read(written) == No(why=why)


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_hold_is_refused(character: str) -> None:
    """With the place, at any depth."""
    bad = Stock(items=(Item(), Item(name=f"a{character}")))
    with pytest.raises(EncodeError, match=f"XML cannot hold U\\+{ord(character):04X}") as caught:
        XML.write(bad, "utf-8")
    assert caught.value.path == "$.Item[1].Name"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><body>502</body></html>", "the root is <html>, not <r>"),
        ("<r>", "not well formed: tag not finished"),
        ("<r><a></r>", "not well formed: tag name mismatch"),
        ("502 Bad Gateway", "not well formed"),
        ("<r>&nbsp;</r>", "not well formed: undeclared entity"),
        ("<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "DOCTYPE is refused"),
        (
            "<r><Item><Name>a<b/></Name></Item></r>",
            r"holds more than a text - at `\$.Item\[0\].Name`",
        ),
        ("<r><Item><Size>a</Size></Item></r>", r"cannot read 'a' .* at `\$.Item\[0\].Size`"),
        (
            "<r><Item><Size>1</Size><SIZE>2</SIZE></Item></r>",
            r"is said twice - at `\$.Item\[0\].size`",
        ),
        ("<r><Item>a</Item></r>", r"should have members - at `\$.Item\[0\]`"),
        ("<r>" + "<a>" * 16 + "</a>" * 16 + "</r>", "more than 16 deep"),
    ],
)
def test_what_is_no_such_xml(text: str, words: str) -> None:
    """An error with the place."""
    with pytest.raises(DecodeError, match=words):
        XML.read(text)


# ---- JSON ----------------------------------------------------------------------------------------


def test_json_is_written_without_blanks() -> None:
    """Numbers as numbers, characters unescaped."""
    stock = Stock(items=(Item(name='镕"\\/\n😀\x7f', size=-1), Item()), note="ok")
    assert JSON.write(stock, "utf-8") == (
        '{"Note":"ok","Item":[{"Name":"镕\\"\\\\/\\n😀\x7f","Size":-1},{"Name":"","Size":""}]}'
    )
    assert JSON.write(No(why="x"), "utf-8") == '{"No":{"Why":"x"}}'


@pytest.mark.parametrize(
    "text",
    [
        '{"Note":"ok","Item":[{"Name":"a","Size":1},{"Name":"b"}]}',
        ' {"ITEM" : [ {"size":"1", "name":"\\u0061"}, {"Name":"b","Size":null} ], "note":"ok\\n"} ',
        '{"Note":" ok ","Item":[{"Name":"a","Size":"01"},{"Name":"b","Size":""}],"x":{"y":[1,{}]}}',
        '\ufeff{"Note":"ok","Item":[{"Name":"a","Size":1},{},{"Name":"b","Size":{}}]}',
    ],
)
def test_json_is_read_in_many_dresses(text: str) -> None:
    """Case, order, numbers as texts, null, escapes, unknown members carry no meaning."""
    assert JSON.read(text) == Stock(items=TWO.items, note="ok")


@pytest.mark.parametrize("text", ["", "\r\n", "null", "[]", "{}", '{"Item":[]}', '{"Item":null}'])
def test_nothing_in_json_is_nothing_new(text: str) -> None:
    """No bytes, null, an empty object or list."""
    assert JSON.read(text) == Stock()


@given(st.text(), words(), st.lists(st.integers(-99, 99) | st.none(), max_size=3))
def test_json_comes_back(text: str, note: str, sizes: list[int | None]) -> None:
    """Any text, to the character."""
    stock = Stock(items=tuple(Item(name=text, size=size) for size in sizes), note=note)
    assert JSON.read(JSON.write(stock, "utf-8")) == stock


def test_ids_of_any_length_survive() -> None:
    """They pass through no float, and no limit on digits."""
    ids: Json = Json(Table(Item, field("Id", "name", in_json_number(TRIMMED))))
    for text in ("1504080852350206", "9" * 18, "9" * 19, "9" * 5000, "007", "-0", "-12"):
        assert ids.read(ids.write(Item(name=text), "utf-8")) == Item(name=text)
        assert ids.read(f'{{"id":"{text}"}}') == Item(name=text)
    assert ids.write(Item(name="9" * 18), "utf-8") == f'{{"Id":{"9" * 18}}}'
    assert ids.write(Item(name="9" * 19), "utf-8") == f'{{"Id":"{"9" * 19}"}}'
    assert ids.read(f'{{"Id":{"9" * 5000}}}').name == "9" * 5000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"Note":"a","Note":"a"}', r"member is said twice - at `\$.Note`"),
        ('{"Note":"a","NOTE":"b"}', r"member is said twice - at `\$.NOTE`"),
        ('{"Item":[{},{"Size":1,"size":2}]}', r"member is said twice - at `\$.Item\[1\].size`"),
        ('{"x":{"y":1,"Y":2}}', r"member is said twice - at `\$.x.Y`"),
        ('{"Note":["a","b"]}', r"is said twice - at `\$.note`"),
        ('{"Note":{"a":1}}', r"holds more than a text - at `\$.Note`"),
        ('{"Note":[["a"]]}', r"holds more than a text - at `\$.Note`"),
        ('{"Item":"a"}', r"should have members - at `\$.Item\[0\]`"),
        ('{"Item":[1]}', r"should have members - at `\$.Item\[0\]`"),
        ('{"Item":[{"Size":1.0}]}', r"cannot read '1.0' .* at `\$.Item\[0\].Size`"),
        ('{"Item":[{"Size":1e3}]}', r"cannot read '1e3'"),
        ('{"Item":[{"Size":true}]}', r"cannot read 'true'"),
        ('{"Note":NaN}', "not JSON: NaN is no value"),
        ('{"Note":"\\ud800"}', r"a lone surrogate, .* at `\$.Note`"),
        ('{"Item":[{"Name":"\\udc00\\ud800"}]}', r"a lone surrogate, .* at `\$.Item\[0\].Name`"),
        ('{"Note":"a"', "not JSON"),
        ('{"Note":"a"}x', "not JSON"),
        ("[1]", "not a JSON object"),
        ('"a"', "not a JSON object"),
        ("1", "not a JSON object"),
        ("[" * 100_000, "JSON is nested too deep"),
        ('{"Note":' * 100_000, "JSON is nested too deep"),
    ],
)
def test_what_is_no_such_json(text: str, words: str) -> None:
    """An error with the place."""
    with pytest.raises(DecodeError, match=words):
        JSON.read(text)


@pytest.mark.parametrize("depth", [16, 17, 50, 300])
def test_nesting_that_nobody_looks_at_is_no_matter(depth: int) -> None:
    """Whether or not something in it is escaped; what no table reads cannot go wrong."""
    twice = '{"b":"\\u0061","B":1}'
    for deep in ("[" * depth + "]" * depth, '{"a":' * depth + twice + "}" * depth):
        assert JSON.read(f'{{"Note":"ok","x":{deep}}}') == Stock(note="ok")


# ---- plain text ----------------------------------------------------------------------------------


def _fail(text: Any) -> Any:
    raise LimitError("too much", limit=3, path="$[1]")


def test_plain_text_is_one_value() -> None:
    """Errors are those of the value, said once."""
    number = Plain(INTEGER)
    assert number.read(" 5\r\n") == 5
    assert number.write(5, "utf-8") == "5"
    with pytest.raises(DecodeError) as read:
        number.read("five")
    assert str(read.value) == "cannot read 'five' as a whole number - at `$`"
    with pytest.raises(EncodeError) as written:
        number.write(10**18, "utf-8")
    assert str(written.value) == "cannot write a whole number of more than 18 digits - at `$`"
    failing = Plain(Value("", _fail, _fail))
    with pytest.raises(LimitError) as kept:
        failing.read("x")
    assert str(kept.value) == "too much - at `$[1]`"
    with pytest.raises(EncodeError) as turned:
        failing.write("x", "utf-8")
    assert str(turned.value) == "too much - at `$[1]`"


# ---- all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [XML, JSON, Plain(TEXT), Json(Table(No, const("a", "b"),
                                  field("Why", "why", TEXT)))])  # fmt: skip
@given(text=st.text(st.characters(), max_size=30))
def test_any_text_is_read_or_refused(body: Body, text: str) -> None:
    """By an error of ours."""
    try:
        body.read(text.encode("utf-8", "replace").decode())
    except DecodeError:
        pass
