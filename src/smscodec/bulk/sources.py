"""Where rows come from: two columns, of Python's strings or Arrow's, handed on in slices.

A slice is what is marshalled to the core at once. Small enough to stay in cache and to keep memory
flat whatever the campaign's size, large enough that the call costs nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Generic, TypeGuard, TypeVar

from .._kernels import Fault, Joiner, MobileIndex
from .._kernels.arrow import Column
from ..errors import EncodeError
from .arrow import ArrowLike, NamedColumn, in_step, is_arrow, of_texts, read_column, read_table

__all__ = ["SLICE", "Part", "Slice", "Source", "slices"]

SLICE = 1024

Source = Iterable[str] | ArrowLike | NamedColumn
C = TypeVar("C", list[str], Column)


@dataclass(frozen=True, slots=True)
class Part(ABC, Generic[C]):
    """Some rows of the input, one after the other: ``start`` up to ``stop`` of two columns."""

    first_row: int
    """The number of the first of them, in the whole input."""
    mobiles: C
    contents: C
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def cut(self, rows: int) -> tuple[Part[C], Part[C]]:
        """The first so many rows or all there are, and the others."""
        at = min(self.start + rows, self.stop)
        return (
            replace(self, stop=at),
            replace(self, first_row=self.first_row + at - self.start, start=at),
        )

    @abstractmethod
    def join(self, joiner: Joiner, index: MobileIndex) -> tuple[Fault, ...]:
        """Adds the rows that pass to the joiner; returns a fault for each of the others."""

    @abstractmethod
    def row(self, at: int) -> tuple[str, str]:
        """Mobile and content of one row, counted from the first of the part."""


class Slice(Part[list[str]]):
    """A part in Python's own strings."""

    __slots__ = ()

    def join(self, joiner: Joiner, index: MobileIndex) -> tuple[Fault, ...]:
        columns = self.mobiles, self.contents
        try:
            return joiner.add(*columns, self.first_row, index, start=self.start, stop=self.stop)
        except TypeError:
            mobiles, contents = (column[self.start : self.stop] for column in columns)
            _require_text(self.first_row, mobile=mobiles, content=contents)
            raise

    def row(self, at: int) -> tuple[str, str]:
        return self.mobiles[self.start + at], self.contents[self.start + at]


class ColumnSlice(Part[Column]):
    """A part in somebody else's columns, which are there until the next part is asked for."""

    __slots__ = ()

    def join(self, joiner: Joiner, index: MobileIndex) -> tuple[Fault, ...]:
        columns = self.mobiles, self.contents
        return joiner.add_columns(*columns, self.first_row, index, start=self.start, stop=self.stop)

    def row(self, at: int) -> tuple[str, str]:
        return self.mobiles.text(self.start + at), self.contents.text(self.start + at)


def slices(mobiles: Source, contents: Source) -> Generator[Part[Any]]:
    """The rows of two columns in step, so that both may be streams; none goes past a multiple of
    ``SLICE``.

    Raises ``EncodeError`` at the row where one column ends before the other or for a column that is
    no text, and ``TypeError`` at the first row of an iterable that is not text. Close it.
    """
    if _is_plain(mobiles) and _is_plain(contents):
        return _of_texts(mobiles, contents)
    return _of_columns(mobiles, contents)


def _is_plain(source: Source) -> TypeGuard[Iterable[str]]:
    return not isinstance(source, NamedColumn) and not is_arrow(source)


def _require_end(row: int, mobiles: int, contents: int) -> None:
    """Raises ``EncodeError`` where one column has rows left and the other has not."""
    if mobiles or contents:
        short = "contents" if mobiles else "mobiles"
        reason = f"{short} end here and the other column goes on"
        raise EncodeError(reason, path=f"$[{row}]", row=row)


# ---- lists and streams of strings ------------------------------------------------------------


def _of_texts(mobiles: Iterable[str], contents: Iterable[str]) -> Generator[Part[Any]]:
    if isinstance(mobiles, list) and isinstance(contents, list):
        rows = min(len(mobiles), len(contents))
        for row in range(0, rows, SLICE):
            yield Slice(row, mobiles, contents, row, min(row + SLICE, rows))
        _require_end(rows, len(mobiles) - rows, len(contents) - rows)
        return
    left, right = iter(mobiles), iter(contents)
    row = 0
    while True:
        some, others = list(islice(left, SLICE)), list(islice(right, SLICE))
        rows = min(len(some), len(others))
        if rows:
            yield Slice(row, some, others, 0, rows)
        row += rows
        _require_end(row, len(some) - rows, len(others) - rows)
        if not rows:
            return


def _require_text(first_row: int, **columns: list[str]) -> None:
    """Raises ``TypeError`` at the first row that is not text, which the core does not name."""
    for row, items in enumerate(zip(*columns.values(), strict=True), first_row):
        for name, item in zip(columns, items, strict=True):
            _require_str(item, row, name)


def _require_str(item: object, row: int, name: str) -> None:
    if not isinstance(item, str):
        raise TypeError(f"{name} is {type(item).__name__}, not str - at `$[{row}].{name}`")


# ---- columns ---------------------------------------------------------------------------------


def _of_columns(mobiles: Source, contents: Source) -> Generator[Part[Any]]:
    row = 0
    with ExitStack() as open_ones:
        for left, right in _pairs(mobiles, contents, open_ones):
            start, both = 0, min(len(left), len(right))
            while start < both:
                stop = min(start + SLICE - row % SLICE, both)
                yield ColumnSlice(row, left, right, start, stop)
                row += stop - start
                start = stop
            _require_end(row, len(left) - both, len(right) - both)


def _pairs(mobiles: Source, contents: Source, open_ones: ExitStack) -> Iterator[tuple[Column, ...]]:
    if (
        isinstance(mobiles, NamedColumn)
        and isinstance(contents, NamedColumn)
        and mobiles.source is contents.source
    ):
        wanted = (mobiles.name, True), (contents.name, False)
        return open_ones.enter_context(closing(read_table(mobiles.source, *wanted)))
    left = open_ones.enter_context(closing(_column(mobiles, "mobile")))
    right = open_ones.enter_context(closing(_column(contents, "content")))
    return in_step(left, right)


def _column(source: Source, name: str) -> Generator[Column]:
    """One column, chunk by chunk."""
    integers = name == "mobile"
    if isinstance(source, NamedColumn):
        for [column] in read_table(source.source, (source.name, integers)):
            yield column
    elif is_arrow(source):
        yield from read_column(source, f"{name}s", integers=integers)
    elif _is_plain(source):
        row, items = 0, iter(source)
        while part := list(islice(items, SLICE)):
            _require_text(row, **{name: part})
            yield of_texts(part)
            row += len(part)
