"""Where rows come from: columns, of Python's strings or Arrow's, handed on part by part."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeGuard

from .._kernels import Joined, Joiner, MobileFilter, MobileIndex
from .._kernels.arrow import Column
from ..errors import EncodeError
from .arrow import (
    ArrayLike,
    NamedColumn,
    called,
    in_step,
    is_array,
    is_arrow,
    of_texts,
    read_arrays,
    read_column,
    read_table,
)
from .rendered import Rendered, Source

__all__ = ["SLICE", "Part", "Slice", "slices"]

SLICE = 1024
"""Rows that are taken from an iterator at once."""


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
            _require_text(self.first_row, mobile=mobiles, content=contents)
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


def slices(mobiles: Source, contents: Source | Rendered) -> Generator[Part]:
    """The rows of two columns in step, so that both may be streams.

    Raises ``EncodeError`` at the row where one column ends before the other or for a column that is
    no text, and ``TypeError`` at the first row of an iterable that is not text. Close it.
    """
    if isinstance(contents, Rendered):
        return _of_variables(mobiles, contents)
    if _is_plain(mobiles) and _is_plain(contents):
        return _of_texts(mobiles, contents)

    def part(row: int, rows: int, is_last: bool, columns: Sequence[Column]) -> Part:
        return ColumnSlice(row, 0, rows, is_last, *columns)

    return _of_columns({"mobile": mobiles, "content": contents}, {"mobile"}, part)


def _of_variables(mobiles: Source, contents: Rendered) -> Generator[Part]:
    """Every column may be of integers."""
    places = [list(contents.variables).index(name) + 1 for name in contents.names]

    def part(row: int, rows: int, is_last: bool, columns: Sequence[Column]) -> Part:
        values = [columns[place] for place in places]
        return RenderedSlice(row, 0, rows, is_last, columns[0], values, contents.literals)

    variables = {f"variables.{name}": column for name, column in contents.variables.items()}
    sources = {"mobile": mobiles, **variables}
    return _of_columns(sources, sources.keys(), part)


def _is_plain(source: Source) -> TypeGuard[Iterable[str]]:
    return not isinstance(source, NamedColumn) and not is_arrow(source)


def _require_end(row: int, left: Mapping[str, int]) -> None:
    """Raises ``EncodeError`` where some columns have rows left and another has not."""
    if any(left.values()):
        short = next(name for name, rows in left.items() if not rows)
        reason = f"{called(short)} end here and the other column goes on"
        raise EncodeError(reason, path=f"$[{row}]", row=row)


# ---- lists and streams of strings ------------------------------------------------------------


def _of_texts(mobiles: Iterable[str], contents: Iterable[str]) -> Generator[Part]:
    if isinstance(mobiles, list) and isinstance(contents, list):
        rows = min(len(mobiles), len(contents))
        yield Slice(0, 0, rows, len(mobiles) == len(contents), mobiles, contents)
        _require_end(rows, {"mobile": len(mobiles) - rows, "content": len(contents) - rows})
        return
    left, right = iter(mobiles), iter(contents)
    row = 0
    while True:
        some, others = list(islice(left, SLICE)), list(islice(right, SLICE))
        rows = min(len(some), len(others))
        if rows:
            yield Slice(row, 0, rows, False, some, others)
        row += rows
        _require_end(row, {"mobile": len(some) - rows, "content": len(others) - rows})
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


_MakePart = Callable[[int, int, bool, Sequence[Column]], Part]


def _of_columns(
    sources: Mapping[str, Source], integers: Collection[str], part: _MakePart
) -> Generator[Part]:
    """Columns in step; those in ``integers`` may be of integers."""
    row = 0
    in_one_piece = False
    if _are_arrays(sources):
        in_one_piece, walk = True, read_arrays(sources, integers)
    else:
        walk = _in_step(sources, integers)
    try:
        for columns in walk:
            sizes = [column.rows for column in columns]
            rows = min(sizes)
            all_end = rows == max(sizes)
            if rows and all_end:
                yield part(row, rows, in_one_piece, columns)
            elif rows:
                yield part(row, rows, False, [column.part(0, rows) for column in columns])
            row += rows
            if not all_end:
                left = (size - rows for size in sizes)
                _require_end(row, dict(zip(sources, left, strict=True)))
    finally:
        walk.close()


def _are_arrays(sources: Mapping[str, Source]) -> TypeGuard[Mapping[str, ArrayLike]]:
    """Whether each comes in one piece."""
    return all(map(is_array, sources.values()))


def _in_step(
    sources: Mapping[str, Source], integers: Collection[str]
) -> Generator[tuple[Column, ...]]:
    """The columns chunk by chunk: those of one table are read together."""
    tables: dict[int | str, dict[str, Source]] = {}
    for name, source in sources.items():
        table = source.table if isinstance(source, NamedColumn) else name
        tables.setdefault(table, {})[name] = source
    with ExitStack() as open_ones:
        walks: dict[Iterator[tuple[Column, ...]], int] = {
            open_ones.enter_context(closing(_table(some, integers))): len(some)
            for some in tables.values()
        }
        if len(walks) == 1:
            yield from next(iter(walks))
            return
        order = [name for some in tables.values() for name in some]
        places = [order.index(name) for name in sources]
        for columns in in_step(walks):
            yield tuple(columns[place] for place in places)


def _table(
    columns: Mapping[str, Source], integers: Collection[str]
) -> Generator[tuple[Column, ...]]:
    """Columns of one table, or one that is of none, chunk by chunk."""
    (name, first), *_ = columns.items()
    if not isinstance(first, NamedColumn):
        yield from _column(first, name, name in integers)
        return
    wanted = [
        (each.name, name in integers)
        for name, each in columns.items()
        if isinstance(each, NamedColumn)
    ]
    yield from read_table(first.source, *wanted)


def _column(source: Source, name: str, integers: bool) -> Generator[tuple[Column]]:
    """A column that is of no table, chunk by chunk."""
    if is_arrow(source):
        yield from read_column(source, called(name), integers=integers)
    elif _is_plain(source):
        row, items = 0, iter(source)
        while part := list(islice(items, SLICE)):
            if set(map(type, part)) != {str}:  # far faster than to look at each
                _require_text(row, **{name: part})
            yield (of_texts(part),)
            row += len(part)
