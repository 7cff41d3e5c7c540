"""Pages: replies that say one thing thousands of times, read as columns.

Reports come by the thousand, all spelt alike: the same names in the same order, nothing escaped.
Here such a stretch is taken apart by one pattern made after its first thing, which has to cover it
to the last character. All else of the page, with that first thing left in it, is read as any reply
is, so that whatever a reply may say is said, and checked, in one place.

Where anything is out of the ordinary there is no page (``None``), and the reply is to be read
whole. What is found is what reading it whole would find.
"""

from __future__ import annotations

import re
from re import Pattern
from typing import Any, NamedTuple

from ..errors import DecodeError
from .bodies import Json, Xml
from .endpoint import Endpoint
from .levels import Many
from .rows import Field
from .tables import OneOf

__all__ = ["Page", "read_page"]


MAX_TEXT = 1 << 20
"""Characters of a text: of ten million, parsers say that it is too long."""


class Page(NamedTuple):
    """A reply taken apart."""

    reply: Any
    """What it says, with the first of the things only."""
    columns: dict[str, list[Any]]
    """The things, attribute by attribute."""


class _Stretch(NamedTuple):
    """Where the things stand in a text, and their texts by name."""

    start: int
    first: int
    """Where the first of them ends."""
    end: int
    rows: int
    texts: dict[str, list[str]]


def read_page(endpoint: Endpoint[Any, Any, Any], text: str, cls: type[Any]) -> Page | None:
    """The page of things of a class that a reply is, if it is one."""
    body = endpoint.body_of(text)
    many = _many_of(body, cls)
    if many is None:
        return None
    stretch = (_in_xml if isinstance(body, Xml) else _in_json)(text, many)
    if stretch is None:
        return None
    try:
        rest = text[: stretch.first] + text[stretch.end :]
        reply = body.read(rest)
        columns = {
            row.attribute: _read(row, stretch) for row in many.table.rows if isinstance(row, Field)
        }
    except (DecodeError, ValueError):
        return None
    things = getattr(reply, many.attribute, ())
    return Page(reply, columns) if len(things) == 1 else None


def _many_of(body: Any, cls: type[Any]) -> Many | None:
    """The row for things of the class, where they have nothing but plain fields."""
    if not isinstance(body, (Xml, Json)):
        return None
    tables = body.table.tables if isinstance(body.table, OneOf) else (body.table,)
    for row in (row for table in tables for row in table.rows):
        if isinstance(row, Many) and row.table.cls is cls:
            plain = all(isinstance(each, Field) for each in row.table.rows)
            return row if plain else None
    return None


def _read(row: Field, stretch: _Stretch) -> list[Any]:
    for name in row.names:
        if name.lower() in stretch.texts:
            return row.value.read_all(stretch.texts[name.lower()])
    return [row.value.read("")] * stretch.rows


# ---- XML -------------------------------------------------------------------------------------

_BLANK = r"[ \t\r\n]*"
_XML_TEXT = "[^<]*"
_XML_SPECIAL = re.compile("[&>\r\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Where a text says something else than it is, or may not be."""
_XML_LEAF = re.compile(rf"<([A-Za-z_][A-Za-z0-9_]*)(?: ?/>|>{_XML_TEXT}</\1>)")


def _in_xml(text: str, many: Many) -> _Stretch | None:
    box = re.search(f"<({_any_of(many)})>", text, re.IGNORECASE)
    if not box:
        return None
    closing = f"</{box[1]}>"
    first, last = text.find(closing, box.end()), text.rfind(closing)
    if first < 0:
        return None
    names = _XML_LEAF.findall(text, box.end(), first)
    leaves = _BLANK.join(f"<{name}(?: ?/>|>({_XML_TEXT})</{name}>)" for name in names)
    row = f"{re.escape(box[0])}{_BLANK}{leaves}{_BLANK}{re.escape(closing)}{_BLANK}"
    ends = first + len(closing), last + len(closing)
    return _taken_apart(text, box.start(), *ends, row, names, _XML_SPECIAL)


# ---- JSON ------------------------------------------------------------------------------------

_JSON_TEXT = '[^"]*'
_JSON_SPECIAL = re.compile(r"[\\\0-\x1f]")
_JSON_MEMBER = re.compile(f'"([A-Za-z_]+)"{_BLANK}:{_BLANK}"{_JSON_TEXT}"')


def _in_json(text: str, many: Many) -> _Stretch | None:
    list_ = re.search(f'"(?:{_any_of(many)})"{_BLANK}:{_BLANK}\\[{_BLANK}{{', text, re.IGNORECASE)
    if not list_:
        return None
    start = list_.end() - 1
    first, last = text.find("}", start) + 1, text.rfind("}", start, text.rfind("]")) + 1
    if not 0 < first <= last:
        return None
    names = _JSON_MEMBER.findall(text, start, first)
    members = f"{_BLANK},{_BLANK}".join(
        f'"{name}"{_BLANK}:{_BLANK}"({_JSON_TEXT})"' for name in names
    )
    row = rf"\{{{_BLANK}{members}{_BLANK}\}}{_BLANK}(?:,{_BLANK}|\Z)"
    return _taken_apart(text, start, first, last, row, names, _JSON_SPECIAL)


# ---- both ------------------------------------------------------------------------------------


def _any_of(many: Many) -> str:
    return "|".join(map(re.escape, many.names))


def _taken_apart(
    text: str, start: int, first: int, end: int, row: str, names: list[str], special: Pattern[str]
) -> _Stretch | None:
    """The stretch from ``start`` to ``end``, where ``row`` covers it again and again."""
    keys = [name.lower() for name in names]
    if not keys or len(set(keys)) < len(keys):
        return None
    parts = re.split(row, text[start:end])
    between, *columns = [parts[at :: 1 + len(keys)] for at in range(1 + len(keys))]
    if any(between):
        return None
    texts = {
        key: [each or "" for each in column] if None in column else column
        for key, column in zip(keys, columns, strict=True)
    }
    if any(max(map(len, column)) > MAX_TEXT for column in texts.values()):
        return None
    if any(special.search("".join(column)) for column in texts.values()):
        return None
    return _Stretch(start, first, end, len(between) - 1, texts)
