"""Columns: the rows of a table of nothing but plain fields, in one go.

Reports come by the thousand, all alike. Here their tables read one in a single loop and write all
of them attribute by attribute, each column checked and escaped as a whole.

Everything here gives up, with ``None``, where something is not just a text or is refused: then the
rows themselves are asked, which know all there is to know and say what is wrong where.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import attrgetter
from re import Pattern
from typing import Any, TypeGuard

from .rows import Field, Row
from .trees import Pair, Tree

__all__ = ["Columns", "Grid"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A node: the same plain texts, one at least, many times, as columns."""

    names: tuple[str, ...]
    columns: tuple[list[str], ...]

    def rows(self) -> tuple[list[Pair], ...]:
        """As lists of pairs."""
        return tuple(
            list(zip(self.names, row, strict=True)) for row in zip(*self.columns, strict=True)
        )

    def fill(
        self, pieces: Iterable[str], special: Pattern[str], escape: Callable[[str], str]
    ) -> str:
        """Every row with ``pieces`` in front of, between and behind its texts.

        A column without anything ``special`` is taken as it is, the texts of others are escaped.
        """
        columns = [
            list(map(escape, column)) if special.search("".join(column)) else column
            for column in self.columns
        ]
        *before, last = map(repeat, pieces)
        parts = chain.from_iterable(zip(before, columns, strict=True))  # piece, column, piece, ...
        return "".join(chain.from_iterable(zip(*parts, last, strict=False)))


class Columns:
    """What a table of plain fields does at once."""

    def __init__(self, rows: Sequence[Field]) -> None:
        self._names = tuple(row.name for row in rows)
        self._writes = [(row.name, row.attribute, row.value.write) for row in rows]
        self._writes_all = [(attrgetter(row.attribute), row.value) for row in rows]
        self._reads = [(row.key, row.attribute, row.value.read) for row in rows]

    @staticmethod
    def suits(rows: Sequence[Row]) -> TypeGuard[tuple[Field, ...]]:
        """Whether there are rows, all of them plain fields."""
        return bool(rows) and all(
            isinstance(row, Field) and not row.left_out and row.value.json == "string"
            for row in rows
        )

    def write(self, thing: Any) -> list[Pair] | None:
        """The nodes of one thing."""
        try:
            return [(name, w(getattr(thing, attribute))) for name, attribute, w in self._writes]
        except ValueError:
            return None

    def write_all(self, things: Sequence[Any]) -> Grid | None:
        """One node for many things, which are all of the table's class."""
        columns: list[list[str]] = []
        try:
            for get, value in self._writes_all:
                texts = value.write_all(list(map(get, things)))
                if set(map(type, texts)) != {str}:  # ``Nil``, or a class of the caller's
                    return None
                columns.append(texts)
        except (AttributeError, TypeError, ValueError):
            return None
        return Grid(self._names, tuple(columns))

    def read(self, tree: Tree) -> dict[str, Any] | None:
        """The attributes of one thing."""
        into: dict[str, Any] = {}
        try:
            for key, attribute, read in self._reads:
                text = tree.get(key)
                if not isinstance(text, str):
                    return None
                into[attribute] = read(text)
        except ValueError:
            return None
        return into
