"""Where rows come from: two columns, lists or streams, handed on in slices.

A slice is what is marshalled to the core at once. Small enough to stay in cache and to keep memory
flat whatever the campaign's size, large enough that the call costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    """A part in Python's own strings."""

    first_row: int
    mobiles: list[str]
    contents: list[str]

    def __len__(self) -> int:
        return len(self.mobiles)

    def cut(self, rows: int) -> tuple[Slice, Slice]:
        if rows >= len(self):
            return self, Slice(self.first_row + len(self), [], [])
        return (
            Slice(self.first_row, self.mobiles[:rows], self.contents[:rows]),
            Slice(self.first_row + rows, self.mobiles[rows:], self.contents[rows:]),
        )

    def join(self, joiner: Joiner, index: MobileIndex) -> tuple[Fault, ...]:
        try:
            return joiner.add(self.mobiles, self.contents, self.first_row, index)
        except TypeError:
            self._require_text()
            raise

    def row(self, at: int) -> tuple[str, str]:
        return self.mobiles[at], self.contents[at]

    def _require_text(self) -> None:
        """Raises ``TypeError`` at the first row that is not text, which the core does not name."""
        columns = cast("list[list[object]]", [self.mobiles, self.contents])
        for row, items in enumerate(zip(*columns, strict=True), self.first_row):
            for name, item in zip(("mobile", "content"), items, strict=True):
                if not isinstance(item, str):
                    what = type(item).__name__
                    raise TypeError(f"{name} is {what}, not str - at `$[{row}].{name}`")


def slices(mobiles: Iterable[str], contents: Iterable[str]) -> Iterator[Slice]:
    """The rows of two columns, ``SLICE`` at a time and in step, so that both may be streams.

    Raises ``EncodeError`` at the row where one column ends before the other, and ``TypeError`` at
    the first that is not text.
    """
    left, right = _parts(mobiles), _parts(contents)
    nothing: list[str] = []
    row = 0
    while True:
        part = Slice(row, next(left, nothing), next(right, nothing))
        if len(part.mobiles) != len(part.contents):
            row += min(len(part.mobiles), len(part.contents))
            short = "mobiles" if len(part.mobiles) < len(part.contents) else "contents"
            raise EncodeError(
                f"{short} end here and the other column goes on", path=f"$[{row}]", row=row
            )
        if not part.mobiles:
            return
        yield part
        row += len(part.mobiles)


def _parts(column: Iterable[str]) -> Iterator[list[str]]:
    """The column, ``SLICE`` at a time; a list is cut, which is faster than to walk through it."""
    if isinstance(column, list):
        for start in range(0, len(column), SLICE):
            yield column[start : start + SLICE]
    else:
        rest = iter(column)
        while part := list(islice(rest, SLICE)):
            yield part
