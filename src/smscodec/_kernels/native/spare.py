"""Memory that is used again: faulted in anew, it costs as much as the work that is done in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Spare"]

T = TypeVar("T")

_MOST = 8


class Spare(Generic[T]):
    """Things that wait for somebody to use them, a few of them. Any thread may come."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._things: list[T] = []

    def take(self) -> T:
        """One of them, as it was left, or a new one."""
        try:
            return self._things.pop()
        except IndexError:
            return self._make()

    def give(self, thing: T) -> None:
        """Takes one back."""
        if len(self._things) < _MOST:
            self._things.append(thing)
