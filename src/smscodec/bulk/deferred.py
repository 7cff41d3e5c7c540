"""Rows put off to a later batch because their number is in this one already.

One queue a number, so that its messages keep their order, and the numbers take turns. Each batch
takes at most one row of each, so the cost is one step a row, however often a number comes back.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

__all__ = ["Deferred", "DeferredRow"]


class DeferredRow(NamedTuple):
    """A row that waits."""

    row: int
    mobile: str
    content: str


class Deferred:
    """The rows that wait."""

    def __init__(self) -> None:
        self._queues: dict[str, deque[DeferredRow]] = {}
        self._turn: deque[str] = deque()
        self._taken: dict[str, None] = {}  # in the order of their taking

    def __bool__(self) -> bool:
        return bool(self._queues)

    def put(self, row: DeferredRow) -> None:
        """Lets a row wait; its number is in the batch now being made."""
        if row.mobile not in self._queues:
            self._queues[row.mobile] = deque()
            self._taken[row.mobile] = None
        self._queues[row.mobile].append(row)

    def take(self, most: int) -> list[DeferredRow]:
        """Rows for the batch now being made, no number twice."""
        some: list[DeferredRow] = []
        while self._turn and len(some) < most:
            mobile = self._turn.popleft()
            self._taken[mobile] = None
            some.append(self._queues[mobile].popleft())
        return some

    def give_back(self, rows: list[DeferredRow]) -> None:
        """The last of those taken, for which there was no room: they are the first next time."""
        for row in reversed(rows):
            self._queues[row.mobile].appendleft(row)
            del self._taken[row.mobile]
            self._turn.appendleft(row.mobile)

    def next_batch(self) -> None:
        """Every number may be taken again."""
        for mobile in self._taken:
            if self._queues[mobile]:
                self._turn.append(mobile)
            else:
                del self._queues[mobile]
        self._taken.clear()
