"""Where rows come from: columns, of Python's strings or Arrow's, handed on part by part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from typing import TypeGuard

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
from .parts import ColumnSlice, Part, RenderedSlice, Slice, require_text
from .rendered import Rendered, Source

__all__ = ["SLICE", "slices"]

SLICE = 1024
"""Rows that are taken from an iterator at once."""


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
                require_text(row, **{name: part})
            yield (of_texts(part),)
            row += len(part)
