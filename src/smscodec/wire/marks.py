"""Rows with nothing of their own on the wire: they tell one table from another, or keep a rule."""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .trees import Pair, Tree, first

__all__ = ["Nothing", "Obeying", "Present", "When", "obeying"]


@dataclass(frozen=True, slots=True)
class When:
    """Nothing on the wire: tells a table by a word inside what another row reads."""

    name: str
    holds: Callable[[str], bool]

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        found = first(tree, (self.name.lower(),))
        return isinstance(found, str) and self.holds(found)

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Present:
    """Nothing on the wire: tells a table by a name that is there, be it empty."""

    name: str

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return self.name.lower() in tree

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Obeying:
    """Nothing on the wire: a rule about several attributes, which raises when it is broken."""

    rule: Callable[[Any], None]

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return True

    def write(self, thing: Any, out: list[Pair]) -> None:
        self.rule(thing)

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass


def obeying(rule: Callable[[Any], None]) -> Obeying:
    """A rule that what is written has to keep; what is read need not."""
    return Obeying(rule)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing on the wire: the table for no bytes, ``null`` and the like."""

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def fits(self, tree: Tree) -> bool:
        return not tree

    def write(self, thing: Any, out: list[Pair]) -> None:
        pass

    def read(self, tree: Tree, into: dict[str, Any]) -> None:
        pass
