"""From the tables of an endpoint to strategies: whatever its rows can say.

A row is asked for what it has: a table of its own, rows inside, a value, or several attributes in
one text. The last are made by reading texts, as they follow from each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from ..primitives.charset import Charset
from ..wire.bodies import Body, Json, Plain
from ..wire.tables import When
from .attributes import Spot, attribute
from .sayings import sayings

__all__ = ["body_things", "table_things"]

Said = dict[str, Any]


def body_things(body: Body, charset: Charset, *, only: type[Any] | None = None) -> list[Any]:
    """A strategy for each table of a body; for those of one class."""
    if isinstance(body, Plain):
        read = _readable(body.value.read)
        return [sayings(read).map(read).filter(lambda it: only is None or isinstance(it, only))]
    table: Any = getattr(body, "table", None)
    return [
        table_things(each, charset, xml=not isinstance(body, Json))
        for each in tables_of(table)
        if only is None or each.cls is only
    ]


def tables_of(table: Any) -> tuple[Any, ...]:
    """The tables of a ``OneOf``, or the one."""
    return tuple(getattr(table, "tables", (table,)))


def table_things(table: Any, charset: Charset, *, xml: bool) -> st.SearchStrategy[Any]:
    """What one table says; what it has no row for stays at its default."""
    rows = [_row(row, table, charset, xml) for row in _flat(table.rows) if row.attributes]

    def build(parts: Iterable[Said]) -> Any:
        return table.cls(**{name: held for part in parts for name, held in part.items()})

    return st.tuples(*rows).map(build)


def _flat(rows: Iterable[Any]) -> list[Any]:
    """Rows, and those that stand inside others."""
    return [each for row in rows for each in (_flat(row.rows) if hasattr(row, "rows") else [row])]


def _row(row: Any, table: Any, charset: Charset, xml: bool) -> st.SearchStrategy[Said]:
    if len(row.attributes) > 1:
        return _spread(row, table, charset, xml)
    (name,) = row.attributes
    optional = any(each.name == name and "None" in str(each.type) for each in fields(table.cls))
    if hasattr(row, "table"):
        inner = [table_things(each, charset, xml=xml) for each in tables_of(row.table)]
        one = st.one_of(inner)
        things: st.SearchStrategy[Any] = (
            st.none() | one if optional else st.lists(one, max_size=3).map(tuple)
        )
    else:
        takes = _takes(row.value.write) if hasattr(row, "value") else _anything
        things = attribute(table.cls, name, Spot(charset, xml, takes))
        if optional and takes(None):
            things = st.none() | things
    return things.map(lambda thing: {name: thing})


def _spread(row: Any, table: Any, charset: Charset, xml: bool) -> st.SearchStrategy[Said]:
    readable = _readable(row.value.read)
    conditions = [
        each.holds
        for each in _flat(table.rows)
        if isinstance(each, When) and each.name.lower() == row.name.lower()
    ]

    def read(text: str) -> Any:
        return readable(text) if all(holds(text) for holds in conditions) else None

    texts = sayings(read, charset, xml=xml)
    return texts.map(lambda text: dict(zip(row.attributes, read(text), strict=True)))


def _anything(thing: object) -> bool:
    return True


def _takes(write: Callable[[Any], str]) -> Callable[[Any], bool]:
    def takes(thing: Any) -> bool:
        try:
            write(thing)
        except (ValueError, TypeError, AttributeError):
            return False
        return True

    return takes


def _readable(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """The same, but ``None`` for a text that is refused."""

    def attempt(text: str) -> Any:
        try:
            return read(text)
        except ValueError:
            return None

    return attempt
