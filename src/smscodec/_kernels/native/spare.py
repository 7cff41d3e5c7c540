"""Memory that is used again: faulted in anew, it costs as much as the work that is done in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from .marshal import new

__all__ = ["Spare", "scratch"]

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


_LARGEST = 8 << 20

_buffers: Spare[Any] = Spare(lambda: new("uint8_t[]", 0))


class scratch:  # noqa: N801 - it is called like a function
    """So many bytes or more, whatever is in them, for as long as they are needed."""

    __slots__ = ("_buffer",)

    def __init__(self, size: int) -> None:
        buffer = _buffers.take()
        self._buffer = buffer if len(buffer) >= size else new("uint8_t[]", size * 3 // 2)

    def __enter__(self) -> Any:
        return self._buffer

    def __exit__(self, *_error: object) -> None:
        if len(self._buffer) <= _LARGEST:
            _buffers.give(self._buffer)
