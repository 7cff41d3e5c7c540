"""Where rows come from: two columns, lists or streams, handed on in slices.

A slice is what is marshalled to the core at once. Small enough to stay in cache and to keep memory
flat whatever the campaign's size, large enough that the call costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol, cast

from .._kernels import Fault, Joiner, MobileIndex
from ..errors import EncodeError

__all__ = ["SLICE", "Part", "Slice", "slices"]

SLICE = 1024


class Part(Protocol):
    """Some rows of the input, one after the other."""

    @property
    def first_row(self) -> int:
        """The number of the first of them, in the whole input."""
        ...

    def __len__(self) -> int: ...

    def cut(self, rows: int) -> tuple[Part, Part]:
        """The first so many rows or all there are, and the others."""
        ...

    def join(self, joiner: Joiner, index: MobileIndex) -> tuple[Fault, ...]:
        """Adds the rows that pass to the joiner; returns a fault for each of the others."""
        ...

    def row(self, at: int) -> tuple[str, str]:
        """Mobile and content of one row, counted from the first of the part."""
        ...


@dataclass(frozen=True, slots=True)
class Slice:
    """A part in Python's own strings: rows ``start`` up to ``stop`` of two lists."""

    first_row: int
    mobiles: list[str]
    contents: list[str]
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def cut(self, rows: int) -> tuple[Slice, Slice]:
        at = min(self.start + rows, self.stop)
        return (
            replace(self, stop=at),
            replace(self, first_row=self.first_row + at - self.start, start=at),
        )

    def join(self, joiner: Joiner, index: MobileIndex) -> tuple[Fault, ...]:
        columns = self.mobiles, self.contents
        try:
            return joiner.add(*columns, self.first_row, index, start=self.start, stop=self.stop)
        except TypeError:
            self._require_text()
            raise

    def row(self, at: int) -> tuple[str, str]:
        return self.mobiles[self.start + at], self.contents[self.start + at]

    def _require_text(self) -> None:
        """Raises ``TypeError`` at the first row that is not text, which the core does not name."""
        columns = cast("list[list[object]]", [self.mobiles, self.contents])
        rows = zip(*(column[self.start : self.stop] for column in columns), strict=True)
        for row, items in enumerate(rows, self.first_row):
            for name, item in zip(("mobile", "content"), items, strict=True):
                if not isinstance(item, str):
                    what = type(item).__name__
                    raise TypeError(f"{name} is {what}, not str - at `$[{row}].{name}`")


def slices(mobiles: Iterable[str], contents: Iterable[str]) -> Iterator[Slice]:
    """The rows of two columns, ``SLICE`` at a time and in step, so that both may be streams.

    Raises ``EncodeError`` at the row where one column ends before the other, and ``TypeError`` at
    the first that is not text.
    """
    if isinstance(mobiles, list) and isinstance(contents, list):
        rows = min(len(mobiles), len(contents))
        for row in range(0, rows, SLICE):
            yield Slice(row, mobiles, contents, row, min(row + SLICE, rows))
        _require_end(rows, mobiles[rows:], contents[rows:])
        return
    left, right = iter(mobiles), iter(contents)
    row = 0
    while True:
        some, others = list(islice(left, SLICE)), list(islice(right, SLICE))
        rows = min(len(some), len(others))
        if rows:
            yield Slice(row, some, others, 0, rows)
        row += rows
        _require_end(row, some[rows:], others[rows:])
        if not rows:
            return


def _require_end(row: int, mobiles: list[str], contents: list[str]) -> None:
    """Raises ``EncodeError`` where one column is longer than the other."""
    if mobiles or contents:
        short = "contents" if mobiles else "mobiles"
        reason = f"{short} end here and the other column goes on"
        raise EncodeError(reason, path=f"$[{row}]", row=row)
