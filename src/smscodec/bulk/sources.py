"""Where rows come from: two columns, lists or streams, handed on in slices.

A slice is what is marshalled to the core at once. Small enough to stay in cache and to keep memory
flat whatever the campaign's size, large enough that the call costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, cast

from ..errors import EncodeError

__all__ = ["SLICE", "Slice", "slices"]

SLICE = 1024


class Slice(NamedTuple):
    """Some rows of the input, one after the other."""

    first_row: int
    mobiles: list[str]
    contents: list[str]

    def cut(self, rows: int) -> tuple[Slice, Slice]:
        """The first so many rows or all there are, and the others."""
        if rows >= len(self.mobiles):
            return self, Slice(self.first_row + len(self.mobiles), [], [])
        return (
            Slice(self.first_row, self.mobiles[:rows], self.contents[:rows]),
            Slice(self.first_row + rows, self.mobiles[rows:], self.contents[rows:]),
        )


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


def require_text(part: Slice) -> None:
    """Raises ``TypeError`` at the first row that is not text, which the core says without a row."""
    columns = cast("list[list[object]]", [part.mobiles, part.contents])
    for row, items in enumerate(zip(*columns, strict=True), part.first_row):
        for name, item in zip(("mobile", "content"), items, strict=True):
            if not isinstance(item, str):
                raise TypeError(f"{name} is {type(item).__name__}, not str - at `$[{row}].{name}`")
