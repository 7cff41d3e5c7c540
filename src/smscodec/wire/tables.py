"""Tables: which attribute of a message stands under which name on a wire.

A ``Table`` binds a message class to rows. One row serves both directions: it writes an attribute
under its wire name, and reads it back. ::

    send = Table(Send,
        field("mobile",   "mobiles",   mobiles()),
        field("sendTime", "send_at",   blank(DATETIME)),
        optional("extno", "extension", digits(5)),
    )

A table knows nothing of bytes. It writes *nodes*: ``(name, node)`` pairs, where a node is a text, a
``JsonNumber``, a list of pairs (something inside), a tuple of such lists (the same thing many
times) or a ``Grid`` (the same, of nothing but texts). It reads *trees*: dicts from lower-case names
to texts, trees, or lists of either. Forms, XML and JSON are made of nodes and into trees in
``bodies``.

The kinds of rows are in ``rows``, ``levels`` and ``marks``; a dialect finds all of them here.

A table checks itself when it is built: an attribute mapped twice, one that does not exist, a
required one without a row, or a wire name used twice fails at import.

What stands on the wire twice where one text belongs is an error: two readers could take different
ones. An attribute that its class leaves out of ``repr`` is a secret: no error shows any of it.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields
from operator import attrgetter
from typing import Any

from ..errors import EncodeError
from .columns import Columns
from .levels import Inside, Many, inside, many
from .marks import Nothing, Obeying, Present, When, obeying
from .rows import Again, Const, Field, Row, Spread, again, const, constant, field, optional, spread
from .trees import Node, Pair, Tree, first, text_of, unreadable, unwritable

__all__ = [
    "Again",
    "Const",
    "Field",
    "Inside",
    "Many",
    "Node",
    "Nothing",
    "Obeying",
    "OneOf",
    "Pair",
    "Present",
    "Row",
    "Spread",
    "Table",
    "Tree",
    "When",
    "again",
    "const",
    "constant",
    "field",
    "first",
    "inside",
    "many",
    "obeying",
    "optional",
    "spread",
    "text_of",
    "unreadable",
    "unwritable",
]

_SILENT = (Field, Again, Spread, Many)
"""Rows that cannot tell whether a tree is one of their table's."""


class Table:
    """A message class and its rows."""

    def __init__(self, cls: type[Any], *rows: Row) -> None:
        self.cls = cls
        self.rows = rows
        mapped = [attribute for row in rows for attribute in row.attributes]
        known = {each.name: each for each in fields(cls)}
        names = [name.lower() for row in rows for name in row.names]
        for things, what in ((mapped, "attribute"), (names, "wire name")):
            twice = {thing for thing in things if things.count(thing) > 1}
            if twice:
                raise TypeError(f"{cls.__name__}: {what} twice: {', '.join(sorted(twice))}")
        if unknown := set(mapped) - set(known):
            raise TypeError(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
        self._others: dict[str, Any] = {}
        for name in known:
            if name in mapped:
                continue
            if known[name].default is MISSING:
                raise TypeError(f"{cls.__name__}.{name} has no row")
            self._others[name] = known[name].default
        self._telling = [row for row in rows if not isinstance(row, _SILENT)]
        self._columns = Columns(rows) if Columns.suits(rows) else None

    def fits(self, tree: Tree) -> bool:
        """Whether every row that can tell says that the tree is one of these."""
        for row in self._telling:  # noqa: SIM110 - a loop is half the price of a generator
            if not row.fits(tree):
                return False
        return True

    def unsaid(self, thing: Any) -> str | None:
        """What it says that there is no row for, if anything."""
        for name, default in self._others.items():
            if getattr(thing, name) != default:
                return name
        return None

    @property
    def secrets(self) -> frozenset[str]:
        """Wire names of what its class leaves out of ``repr``."""
        hidden = {each.name for each in fields(self.cls) if not each.repr}
        return frozenset(
            name.lower()
            for row in self.rows
            if hidden & {*row.attributes, row.attribute if isinstance(row, Again) else ""}
            for name in row.names
        )

    def write(self, thing: Any) -> list[Pair]:
        """Its nodes; ``EncodeError`` for what this table has no word for."""
        if type(thing) is not self.cls:
            raise EncodeError(f"cannot say {type(thing).__name__} here, only {self.cls.__name__}")
        unsaid = self.unsaid(thing)
        if unsaid is not None:
            raise EncodeError(f"there is no word for {unsaid} here", path=f"$.{unsaid}")
        out = self._columns.write(thing) if self._columns else None
        if out is None:
            out = []
            for row in self.rows:
                row.write(thing, out)
        return out

    def write_all(self, things: tuple[Any, ...]) -> Node:
        """One node for many things; the error of one is under its number."""
        if self._columns and self._alike(things):
            grid = self._columns.write_all(things)
            if grid is not None:
                return grid
        nodes: list[list[Pair]] = []
        for number, thing in enumerate(things):
            try:
                nodes.append(self.write(thing))
            except EncodeError as error:
                raise error.under(f"[{number}]") from None
        return tuple(nodes)

    def _alike(self, things: tuple[Any, ...]) -> bool:
        """Whether there are some, all of this class, which say only what there is a row for."""
        return set(map(type, things)) == {self.cls} and all(
            list(map(attrgetter(name), things)).count(default) == len(things)
            for name, default in self._others.items()
        )

    def read(self, tree: Tree) -> Any:
        """The message a tree says."""
        into = self._columns.read(tree) if self._columns else None
        if into is None:
            into = {}
            for row in self.rows:
                row.read(tree, into)
        return self.cls(**into)


class OneOf:
    """Several tables for what may be said in one place; the order decides where two would do."""

    def __init__(self, *tables: Table) -> None:
        self.tables: Sequence[Table] = tables

    def write(self, thing: Any) -> list[Pair]:
        """The nodes of the first table that can say it and would be found when they are read."""
        fault: EncodeError | None = None
        able = False  # whether the fault is that of a table that has words for everything
        for table in self.tables:
            if type(thing) is not table.cls:
                continue
            try:
                pairs = table.write(thing)
                found = self._table_of(_outline(pairs))
                if found is table:
                    return pairs
                raise EncodeError(f"this would be read as another {found.cls.__name__}")
            except EncodeError as error:
                if not able:
                    fault, able = error, table.unsaid(thing) is None
        if fault:
            raise fault
        names = ", ".join(dict.fromkeys(table.cls.__name__ for table in self.tables))
        raise EncodeError(f"cannot say {type(thing).__name__} here, only {names}")

    def read(self, tree: Tree) -> Any:
        """The message of the first table that fits, else of the last."""
        return self._table_of(tree).read(tree)

    def _table_of(self, tree: Tree) -> Table:
        for table in self.tables[:-1]:
            if table.fits(tree):
                return table
        return self.tables[-1]


def _outline(pairs: list[Pair]) -> Tree:
    """The tree these nodes would become, without what stands in it many times."""
    return {
        name.lower(): _outline(node) if isinstance(node, list) else "" if node == () else node
        for name, node in pairs
    }
