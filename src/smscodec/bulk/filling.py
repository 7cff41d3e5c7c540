"""How a batch is filled, where there is something to decide.

A batch is full at ``max_rows`` rows, or when one more would make its lines longer than a reader
takes, wherever the parts of a source begin and end. Rows are checked and joined one after the
other, by one thread. A row that cannot be sent stops the job, or is handed out as rejected.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from .._kernels import Code, Fault, Joiner, Lines, MobileIndex
from ..formats.batch_errors import row_error
from .batch import Batch
from .deferred import Deferred, DeferredRow
from .encoder import Rejected
from .parts import Part, Slice
from .plan import Plan

__all__ = ["Filled", "Filling"]

AT_ONCE = 8192
"""Rows that are joined by one call: so many that the call costs nothing, so few that what it
rejects, and the room it makes for numbers, stay small."""

JOB_SHARDS = 16

Result = Batch | Rejected


class Filled(NamedTuple):
    """A batch whose rows are known."""

    lines: Lines
    rows: Sequence[int]


class Filling:
    """The batch being filled, and the numbers and rows that outlive it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._joiner = Joiner(plan.rules)
        shards = JOB_SHARDS if plan.duplicates == "job" else 1
        self._index = MobileIndex(shards, plan.expected_mobiles)
        self._deferred = Deferred()
        self._rows: list[Sequence[int]] = []

    @property
    def is_empty(self) -> bool:
        """Whether the next row begins a batch, and whatever batch it is."""
        return not self._joiner.rows and not self._deferred

    def take(self, part: Part) -> Generator[Filled | list[Result], None, Part]:
        """Takes some rows, and hands out what is full then; returns the other rows."""
        now = part.first(min(self._room(), AT_ONCE))
        taken, rejected = self._add(now, now.numbers)
        if rejected:
            yield rejected
        if taken < now.rows or not self._room():
            yield from self._next_batch()
        return part.behind(taken)

    def finish(self) -> Iterator[Filled | list[Result]]:
        """Hands out all that is left."""
        while not self.is_empty:
            yield from self._next_batch()

    def close(self) -> None:
        """Gives memory back."""
        self._index.close()

    def _room(self) -> int:
        """Rows that the batch lacks."""
        return self._plan.max_rows - self._joiner.rows

    def _next_batch(self) -> Iterator[Filled | list[Result]]:
        """Hands out the batch and starts the next, with the rows that were deferred to it: no row
        may pass one of its number that waits."""
        full = True
        while full:
            if self._joiner.rows:
                yield Filled(self._joiner.take(), _one_range(self._rows))
            self._rows = []
            if self._plan.duplicates != "job":
                self._index.clear()
            self._deferred.next_batch()
            full, rejected = self._take_deferred()
            if rejected:
                yield rejected

    def _take_deferred(self) -> tuple[bool, list[Result]]:
        """Joins the rows that waited; says whether the lines are full before all of them."""
        rejected: list[Result] = []
        while waiting := self._deferred.take(min(self._room(), AT_ONCE)):
            rows, mobiles, contents = map(list, zip(*waiting, strict=True))
            taken, refused = self._add(Slice(0, 0, len(rows), False, mobiles, contents), rows)
            rejected += refused
            if taken < len(waiting):
                self._deferred.give_back(waiting[taken:])
                return True, rejected
        return False, rejected

    def _add(self, part: Part, rows: Sequence[int]) -> tuple[int, list[Result]]:
        """Joins rows, as many as there is room for; those that fail are deferred, rejected or the
        end of the job."""
        taken, faults = part.join(self._joiner, self._index)
        rejected: list[Result] = []
        start = 0
        for fault in faults:
            at = fault.row - part.first_row
            self._rows.append(rows[start:at])
            start = at + 1
            rejected += self._refuse(fault, rows[at], part.only(at))
        self._rows.append(rows[start:taken])
        return taken, rejected

    def _refuse(self, fault: Fault, row: int, part: Part) -> list[Rejected]:
        mobile, content = part.row(0)
        if fault.code == Code.DUPLICATE and self._plan.duplicates == "defer":
            other = self._other_fault(part)
            if other is None:
                self._deferred.put(DeferredRow(row, mobile, content))
                return []
            fault = other
        error = row_error(fault._replace(row=row), mobile, content)
        if self._plan.on_rejected is None:
            raise error
        return [Rejected(row=row, mobile=mobile, content=content, error=error)]

    def _other_fault(self, part: Part) -> Fault | None:
        """What is wrong with a row beside its number having come already: it would not be seen in
        the text that waits, where a null is nothing and what is no UTF-8 is replaced."""
        alone = Joiner(self._plan.rules)
        joined = part.join(alone, MobileIndex())
        alone.take().close()
        return joined.faults[0] if joined.faults else None


def _one_range(pieces: list[Sequence[int]]) -> Sequence[int]:
    """The rows of a batch as a range where they are one."""
    kept = [piece for piece in pieces if piece]
    first, last = kept[0][0], kept[-1][-1]
    total = sum(map(len, kept))
    if last - first == total - 1 and all(isinstance(piece, range) for piece in kept):
        return range(first, last + 1)
    return tuple(chain.from_iterable(kept))
