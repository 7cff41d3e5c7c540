"""Some rows of the input, in Python's own strings or in somebody else's columns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from .._kernels import Joined, Joiner, MobileFilter, MobileIndex
from .._kernels.arrow import Column

__all__ = ["ColumnSlice", "Part", "RenderedSlice", "Slice", "require_text"]


@dataclass(slots=True, eq=False)
class Part(ABC):
    """Some rows of the input, one after the other."""

    first_row: int
    """The number of the first of them, in the whole input."""
    start: int
    """Where the first of them is in the columns of the part."""
    rows: int
    """How many there are."""
    is_last: bool
    """Surely nothing follows them, and no error either."""

    @property
    def stop(self) -> int:
        """Where the first is that follows, in the columns."""
        return self.start + self.rows

    @property
    def numbers(self) -> range:
        """Of its rows, in the whole input."""
        return range(self.first_row, self.first_row + self.rows)

    def first(self, rows: int) -> Part:
        """So many rows, or all there are."""
        return self if rows >= self.rows else self.between(0, rows)

    def behind(self, rows: int) -> Part:
        """All but the first so many."""
        return self.between(rows, self.rows - rows)

    def cut(self, rows: int) -> tuple[Part, Part]:
        """The first so many, or all there are, and those behind them."""
        first = self.first(rows)
        return first, self.behind(first.rows)

    def only(self, at: int) -> Part:
        """One row of them."""
        return self.between(at, 1)

    def between(self, at: int, rows: int) -> Part:
        """So many rows, behind the first ``at``."""
        if rows == self.rows:
            return self
        is_last = self.is_last and at + rows == self.rows
        return self._with(self.first_row + at, self.start + at, rows, is_last)

    @abstractmethod
    def _with(self, first_row: int, start: int, rows: int, is_last: bool) -> Part:
        """Other rows of the same columns."""

    @abstractmethod
    def join(self, joiner: Joiner, index: MobileFilter | MobileIndex | None) -> Joined:
        """Adds the rows that pass to the joiner, until that is full."""

    @abstractmethod
    def row(self, at: int) -> tuple[str, str]:
        """Mobile and content of one row, counted from the first of the part."""


@dataclass(slots=True, eq=False)
class Slice(Part):
    """A part in Python's own strings."""

    mobiles: list[str]
    contents: list[str]

    def _with(self, first_row: int, start: int, rows: int, is_last: bool) -> Part:
        return Slice(first_row, start, rows, is_last, self.mobiles, self.contents)

    def join(self, joiner: Joiner, index: MobileFilter | MobileIndex | None) -> Joined:
        columns = self.mobiles, self.contents
        try:
            return joiner.add(*columns, self.first_row, index, start=self.start, stop=self.stop)
        except TypeError:
            mobiles, contents = (column[self.start : self.stop] for column in columns)
            require_text(self.first_row, mobile=mobiles, content=contents)
            raise

    def row(self, at: int) -> tuple[str, str]:
        return self.mobiles[self.start + at], self.contents[self.start + at]


@dataclass(slots=True, eq=False)
class ColumnSlice(Part):
    """A part in somebody else's columns, which are there until the next part is asked for."""

    mobiles: Column
    contents: Column

    def _with(self, first_row: int, start: int, rows: int, is_last: bool) -> Part:
        return ColumnSlice(first_row, start, rows, is_last, self.mobiles, self.contents)

    def join(self, joiner: Joiner, index: MobileFilter | MobileIndex | None) -> Joined:
        columns = self.mobiles, self.contents
        return joiner.add_columns(*columns, self.first_row, index, start=self.start, stop=self.stop)

    def row(self, at: int) -> tuple[str, str]:
        return self.mobiles.text(self.start + at), self.contents.text(self.start + at)


@dataclass(slots=True, eq=False)
class RenderedSlice(Part):
    """A part whose contents are a template with a value between each two of its literals."""

    mobiles: Column
    variables: Sequence[Column]
    literals: Sequence[str]

    def _with(self, first_row: int, start: int, rows: int, is_last: bool) -> Part:
        return RenderedSlice(
            first_row, start, rows, is_last, self.mobiles, self.variables, self.literals
        )

    def join(self, joiner: Joiner, index: MobileFilter | MobileIndex | None) -> Joined:
        pieces = self.literals, self.variables
        columns = self.mobiles, *pieces
        return joiner.add_rendered(
            *columns, self.first_row, index, start=self.start, stop=self.stop
        )

    def row(self, at: int) -> tuple[str, str]:
        values = [variable.text(self.start + at) for variable in self.variables]
        pieces = chain.from_iterable(zip(self.literals, [*values, ""], strict=True))
        return self.mobiles.text(self.start + at), "".join(pieces)


def require_text(first_row: int, **columns: list[str]) -> None:
    """Raises ``TypeError`` at the first row that is not text, which the core does not name."""
    for row, items in enumerate(zip(*columns.values(), strict=True), first_row):
        for name, item in zip(columns, items, strict=True):
            _require_str(item, row, name)


def _require_str(item: object, row: int, name: str) -> None:
    if not isinstance(item, str):
        raise TypeError(f"{name} is {type(item).__name__}, not str - at `$[{row}].{name}`")
