"""Inputs as functions of their size in bytes, and the decoders they are given to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["NEVER", "Case", "Make", "encoded", "filled", "inputs", "numbered"]

NEVER = 1 << 40
"""A limit that nothing here reaches."""

Make = Callable[[int], Any]
"""The input, of about so many bytes."""


class Case(NamedTuple):
    """An input that grows, and the decoder it is given to."""

    decoder: str
    title: str
    read: Callable[[Any], object]
    make: Make
    growing: int = 1
    """How many arguments grow with the size: with two, time may grow with their product."""


def inputs(decoder: str, read: Callable[[Any], object], /, **makes: Make) -> list[Case]:
    """A case for each input, which is called as its argument."""
    return [Case(decoder, title.replace("_", " "), read, make) for title, make in makes.items()]


def filled(unit: Any, before: Any = None, after: Any = None) -> Make:
    """A text or bytes: a unit again and again, between what stands before it and after it."""
    nothing = unit[:0]
    return lambda size: (before or nothing) + unit * (size // len(unit)) + (after or nothing)


def numbered(unit: str, before: str = "", after: str = "") -> Make:
    """A text: the same, each ``{0}`` in the unit counted from 1."""

    def make(size: int) -> str:
        count = size // len(unit.format(10_000))
        return before + "".join(map(unit.format, range(1, count + 1))) + after

    return make


def encoded(make: Make, charset: str = "utf-8") -> Make:
    """The bytes of a text."""
    return lambda size: make(size).encode(charset)
