"""Rows: the lines of a table, each a wire name and what stands under it.

``field`` and ``optional`` hold one attribute, ``spread`` several in one text, ``const`` a fixed
text by which a table is known, ``again`` the same text once more. Rows that lead one level deeper
are in ``levels``, those with nothing of their own on the wire in ``marks``.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import DecodeError
from .trees import (
    Node,
    Pair,
    Tree,
    first,
    number_or_text,
    reading,
    text_of,
    unreadable,
    unwritable,
    writing,
)
from .values import Value

__all__ = [
    "Again",
    "Const",
    "Field",
    "Row",
    "Spread",
    "again",
    "const",
    "constant",
    "field",
    "optional",
    "spread",
]


class Row(Protocol):
    """One line of a table."""

    @property
    def names(self) -> tuple[str, ...]:
        """Wire names it writes or reads."""
        ...

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes it fills."""
        ...

    def fits(self, tree: Tree) -> bool:
        """Whether the tree may be one of this table's; most rows cannot tell."""
        ...

    def write(self, thing: Any, out: list[Pair]) -> None: ...

    def read(self, tree: Tree, into: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute under one name."""

    name: str
    attribute: str
    value: Value[Any]
    aliases: tuple[str, ...] = ()
    left_out: bool = False
    """Left out when its text is empty, instead of written empty."""
    key: str = ""
    """The name in trees; filled in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.name.lower())

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.attribute,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        try:
            node = self.value.write(getattr(thing, self.attribute))
        except ValueError as error:
            raise unwritable(error, f".{self.name}") from None
        if self.value.json == "number":
            node = number_or_text(node)
        if node or not self.left_out:
            out.append((self.name, node))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found = tree.get(self.key)
        if not isinstance(found, str):  # a text is the rule, and reports have many
            found = text_of(first(tree, map(str.lower, self.names)), self.name)
        try:
            into[self.attribute] = self.value.read(found)
        except ValueError as error:
            raise unreadable(error, f".{self.name}") from None


def field(name: str, attribute: str, value: Value[Any], *aliases: str) -> Field:
    """An attribute that is always written, empty where it is unset; read absent or empty alike."""
    return Field(name, attribute, value, aliases)


def optional(name: str, attribute: str, value: Value[Any], *aliases: str) -> Field:
    """An attribute whose name is left out where it is unset."""
    return Field(name, attribute, value, aliases, left_out=True)


@dataclass(frozen=True, slots=True)
class Spread:
    """Several attributes in one text: the value writes and reads a tuple of them."""

    name: str
    attributes: tuple[str, ...]
    value: Value[tuple[Any, ...]]
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        things = tuple(getattr(thing, attribute) for attribute in self.attributes)
        out.append((self.name, writing(self.value, things, self.name)))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        found = first(tree, map(str.lower, self.names))
        things = reading(self.value, text_of(found, self.name), self.name)
        into.update(zip(self.attributes, things, strict=True))


def spread(
    name: str, attributes: tuple[str, ...], value: Value[tuple[Any, ...]], *aliases: str
) -> Spread:
    """Several attributes in one text."""
    return Spread(name, attributes, value, aliases)


@dataclass(frozen=True, slots=True)
class Const:
    """A fixed text: written always, and by it the table is known when reading."""

    name: str
    text: str
    aliases: tuple[str, ...] = ()
    told: bool = True
    """Whether a table is known by it."""
    node: Node = ""
    key: str = ""
    """The name in trees; filled in."""
    spellings: tuple[str, ...] = ()
    """All that is read, in lower case; filled in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.name.lower())
        object.__setattr__(self, "spellings", tuple(map(str.lower, (self.text, *self.aliases))))

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        return ()

    def fits(self, tree: Tree) -> bool:
        if not self.told:
            return True
        found = tree.get(self.key)
        if not isinstance(found, str):
            found = first(tree, (self.key,))
        return isinstance(found, str) and found.strip().lower() in self.spellings

    def write(self, thing: Any, out: list[Pair]) -> None:
        out.append((self.name, self.node or self.text))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        if not self.fits(tree):
            found = first(tree, (self.key,))
            raise DecodeError(f"is {found!r:.40}, not {self.text!r}", path=f"$.{self.name}")


def const(name: str, text: str, *aliases: str) -> Const:
    """A fixed text that tells one table from another; aliases are read too, all without case."""
    return Const(name, text, aliases)


def constant(name: str, text: str) -> Const:
    """A fixed text that is written, and whatever stands there is read."""
    return Const(name, text, told=False)


@dataclass(frozen=True, slots=True)
class Again:
    """The same text once more, as where a new password is typed twice."""

    name: str
    attribute: str
    of: str
    attributes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        out.append((self.name, getattr(thing, self.attribute)))

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        if first(tree, (self.name.lower(),)) != first(tree, (self.of.lower(),)):
            raise DecodeError(f"differs from {self.of}", path=f"$.{self.name}")


def again(name: str, attribute: str, of: str) -> Again:
    """What another row writes, once more; refused when read where the two differ."""
    return Again(name, attribute, of)
