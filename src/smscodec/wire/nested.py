"""Rows like those of ``tables``, for the few documents that need more than it has.

A list of texts, a list that is always empty, a reply inside a reply, and three that tell a table.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import DecodeError, EncodeError
from ..primitives.safejson import JsonNumber
from .tables import Const, OneOf, Pair, Tree, first, text_of

__all__ = ["const_number", "empty_list", "holding", "lacking", "maybe", "texts"]


def const_number(name: str, text: str) -> Const:
    """``const``, which in JSON is a number."""
    return Const(name, text, node=JsonNumber(text))


@dataclass(frozen=True, slots=True)
class Texts:
    """A tuple of texts, none of them empty: an array in JSON, in XML elements inside another."""

    name: str
    attribute: str
    item: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.attribute,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        said: tuple[str, ...] = getattr(thing, self.attribute)
        for number, text in enumerate(said):
            if not text:
                raise EncodeError("cannot write an empty text", path=f"$.{self.name}[{number}]")
        out.append((self.name, [(self.item, said)] if self.item else said))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found: Any = tree.get(self.name.lower())
        if self.item and isinstance(found, dict):
            found = found.get(self.item.lower())
        items: list[Any] = found if isinstance(found, list) else [found]
        heard = (text_of(item, f"{self.name}[{number}]") for number, item in enumerate(items))
        into[self.attribute] = tuple(text for text in heard if text)


def texts(name: str, attribute: str, item: str = "") -> Texts:
    """A tuple of texts, in XML each in an ``item``; what is empty or null is not read."""
    return Texts(name, attribute, item)


@dataclass(frozen=True, slots=True)
class EmptyList:
    """A list without items is written, and whatever stands there is read."""

    name: str
    attributes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        out.append((self.name, ()))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


def empty_list(name: str) -> EmptyList:
    """The list of a refusal, which has nothing in it."""
    return EmptyList(name)


@dataclass(frozen=True, slots=True)
class Maybe:
    """A thing one level deeper; ``None`` where the level is not there."""

    name: str
    attribute: str
    table: OneOf

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.attribute,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        inner = getattr(thing, self.attribute)
        if inner is None:
            return
        try:
            out.append((self.name, self.table.write(inner)))
        except EncodeError as error:
            raise error.under(f".{self.name}") from None

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found = first(tree, (self.name.lower(),))
        try:
            into[self.attribute] = self.table.read(found) if isinstance(found, dict) else None
        except DecodeError as error:
            raise error.under(f".{self.name}") from None


def maybe(name: str, attribute: str, table: OneOf) -> Maybe:
    """A thing one level deeper, if it is there at all."""
    return Maybe(name, attribute, table)


@dataclass(frozen=True, slots=True)
class Holding:
    """Nothing on the wire: one of these names is there, or nothing at all is."""

    known: tuple[str, ...]
    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return not tree or any(name.lower() in tree for name in self.known)

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        if not self.fits(tree):
            raise DecodeError(f"there is something, but no {self.known[0]}")


@dataclass(frozen=True, slots=True)
class Lacking:
    """Nothing on the wire: under none of these names stands anything with members."""

    unwanted: tuple[str, ...]
    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return not any(_has_members(tree.get(name.lower())) for name in self.unwanted)

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


def _has_members(found: Any) -> bool:
    """Whether a node, or one of several, is a thing and no text."""
    if isinstance(found, list):
        return any(map(_has_members, found))
    return isinstance(found, dict) and bool(found)


def lacking(*names: str) -> Lacking:
    """Keeps what is handed out only once from being lost in a refusal that stands beside it."""
    return Lacking(names)


def holding(*names: str) -> Holding:
    """Keeps what is something else from being read as a list without items."""
    return Holding(names)
