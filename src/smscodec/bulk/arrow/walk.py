"""Columns chunk by chunk, and two of them in step, however each is cut."""

from __future__ import annotations

from array import array as buffer_of
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from ctypes import c_char_p, c_void_p
from ctypes import cast as as_pointer
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import cast

from ..._kernels.arrow import ArrowArray, ArrowSchema, Column
from .exchange import ArrayLike, ArrowLike, Pieces, TakenArray, chunks, is_arrow
from .layouts import child_named, column_of, layout_of, require_rows

__all__ = [
    "NamedColumn",
    "called",
    "columns",
    "in_step",
    "of_texts",
    "read_arrays",
    "read_column",
    "read_table",
]


@dataclass(frozen=True, slots=True, eq=False)
class NamedColumn:
    """A column of a table."""

    source: ArrowLike | Pieces
    name: str

    @property
    def table(self) -> int:
        """The same for all columns of it: of a stream, two readers would get every other chunk."""
        return self.source.identity if isinstance(self.source, Pieces) else id(self.source)


def columns(source: ArrowLike | Iterable[ArrowLike], *names: str) -> tuple[NamedColumn, ...]:
    """Columns of a table, for ``pack``: ``bulk.pack(*bulk.columns(frame, "phone", "text"))``.

    ``source`` is a frame, a table, or a stream of record batches, such as a Parquet file's; or any
    iterable of those. It is read once, chunk by chunk, as batches are asked for.
    """
    table = source if is_arrow(source) else Pieces(cast(Iterable[ArrowLike], source))
    return tuple(NamedColumn(table, name) for name in names)


def read_column(source: ArrowLike, name: str, *, integers: bool) -> Generator[tuple[Column]]:
    """A column, chunk by chunk; what was yielded is gone when the next is asked for.

    ``name`` is what errors call it, ``integers`` whether it may be numbers. Close the iterator.
    """
    with closing(chunks(source, name)) as arrays:
        for schema, array in arrays:
            yield (_all_rows(schema, array, name, integers),)


def called(name: str) -> str:
    """A column in words: ``mobiles``, ``contents``, and variables as their errors name them."""
    return name if "." in name else f"{name}s"


def _all_rows(schema: ArrowSchema, array: ArrowArray, name: str, integers: bool) -> Column:
    layout = layout_of(schema, name, integers=integers)
    return column_of(array, layout, name, 0, array.length)


def read_arrays(
    sources: Mapping[str, ArrayLike], integers: Collection[str]
) -> Generator[tuple[Column, ...]]:
    """Columns by their names, each in one piece; those in ``integers`` may be numbers."""
    taken: list[TakenArray] = []
    columns: list[Column] = []
    try:
        for name, source in sources.items():
            each = TakenArray(source, called(name))
            taken.append(each)
            columns.append(_all_rows(each.schema, each.array, called(name), name in integers))
        yield tuple(columns)
    finally:
        for each in taken:
            each.release()


def read_table(
    source: ArrowLike | Pieces, *wanted: tuple[str, bool]
) -> Generator[tuple[Column, ...]]:
    """Columns of a table, each by its name and whether it may be integers; else as above."""
    with closing(chunks(source, wanted[0][0])) as tables:
        for schema, table in tables:
            some: list[Column] = []
            for name, integers in wanted:
                child = child_named(schema, name)
                layout = layout_of(schema.children[child][0], name, integers=integers)
                require_rows(table, schema.n_children, name)
                array = table.children[child][0]
                some.append(column_of(array, layout, name, table.offset, table.length))
            yield tuple(some)


Walk = Iterator[tuple[Column, ...]]
"""Columns of one length at a time."""


def in_step(walks: Mapping[Walk, int]) -> Walk:
    """The rows that all have, as many at once as lie in one chunk of each, walk by walk; each has
    so many columns. Where some end before the others, the last tuple is nothing of those and what
    is left of these."""
    nothing = {walk: (_NOTHING,) * width for walk, width in walks.items()}
    here = nothing
    while True:
        here = {
            walk: chunk if chunk[0].rows else next(filter(_has_rows, walk), nothing[walk])
            for walk, chunk in here.items()
        }
        sizes = [chunk[0].rows for chunk in here.values()]
        every = tuple(chain.from_iterable(here.values()))
        rows = min(sizes)
        if not rows:
            break
        if rows == max(sizes):
            yield every
            here = nothing
        else:
            yield tuple(column.part(0, rows) for column in every)
            here = {
                walk: tuple(column.part(rows, column.rows) for column in chunk)
                for walk, chunk in here.items()
            }
    if any(sizes):
        yield every


def _has_rows(chunk: tuple[Column, ...]) -> bool:
    return chunk[0].rows > 0


_NOTHING = Column(ArrowArray(), "n", 0, 0)


def of_texts(texts: Sequence[str]) -> Column:
    """Strings of Python as a column, for those that come beside one."""
    joined = "".join(texts)
    if joined.isascii():  # as mobiles and codes are
        data, sizes = joined.encode(), map(len, texts)
    else:
        items = [text.encode("utf-8", "surrogatepass") for text in texts]
        data, sizes = b"".join(items), map(len, items)
    offsets = buffer_of("q", accumulate(sizes, initial=0))
    array = ArrowArray(length=len(texts), n_buffers=3)
    address, _ = offsets.buffer_info()
    array.buffers = (c_void_p * 3)(None, address, as_pointer(c_char_p(data), c_void_p))
    array.holds = offsets, data  # for as long as the column itself
    return Column(array, "U", 0, len(texts))
