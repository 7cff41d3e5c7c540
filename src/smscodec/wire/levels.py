"""Rows that lead one level deeper: the same thing many times, or rows inside an element."""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import DecodeError, EncodeError
from .rows import Row
from .trees import Pair, Tree, first

if TYPE_CHECKING:
    from .tables import Table

__all__ = ["Inside", "Many", "inside", "many"]


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple of things, each a table of its own: repeated elements in XML, an array in JSON.

    An empty one says nothing, and is no thing.
    """

    name: str
    attribute: str
    table: Table
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.attribute,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        things = tuple(getattr(thing, self.attribute))
        try:
            out.append((self.name, self.table.write_all(things)))
        except EncodeError as error:
            raise error.under(f".{self.name}") from None

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found: Any = ()
        for name in self.names:
            found = tree.get(name.lower())
            if found:
                break
        items = found if isinstance(found, list) else [found] if found else []
        into[self.attribute] = tuple(self.things(items))

    def things(self, items: Iterable[Any], start: int = 0) -> Iterator[Any]:
        """What the items say; ``start`` is the number of the first."""
        for number, item in enumerate(items, start):
            try:
                if isinstance(item, dict) and item:
                    yield self.table.read(item)
                elif item and not (isinstance(item, str) and item.isspace()):
                    raise DecodeError("should have members")
            except DecodeError as error:
                raise error.under(f".{self.name}[{number}]") from None


def many(name: str, attribute: str, table: Table, *aliases: str) -> Many:
    """A tuple of things under one name."""
    return Many(name, attribute, table, aliases)


@dataclass(frozen=True, slots=True)
class Inside:
    """Rows that stand one level deeper; a table is known by the level being there."""

    name: str
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(attribute for row in self.rows for attribute in row.attributes)

    def _inner(self, tree: Tree) -> Tree | None:
        found = first(tree, (self.name.lower(),))
        return found if isinstance(found, dict) else None

    def fits(self, tree: Tree) -> bool:
        inner = self._inner(tree)
        return inner is not None and all(row.fits(inner) for row in self.rows)

    def write(self, thing: Any, out: list[Pair]) -> None:
        inner: list[Pair] = []
        try:
            for row in self.rows:
                row.write(thing, inner)
        except EncodeError as error:
            raise error.under(f".{self.name}") from None
        out.append((self.name, inner))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        try:
            for row in self.rows:
                row.read(self._inner(tree) or {}, into)
        except DecodeError as error:
            raise error.under(f".{self.name}") from None


def inside(name: str, *rows: Row) -> Inside:
    """Rows one level deeper; ``TypeError`` where two of them have the same name."""
    names = [each.lower() for row in rows for each in row.names]
    twice = {each for each in names if names.count(each) > 1}
    if twice:
        raise TypeError(f"{name}: wire name twice: {', '.join(sorted(twice))}")
    return Inside(name, rows)
