"""Tables that Arrow consumers share: ``csrc/table.c`` and ``csrc/capsule.c``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._core import ffi, lib
from ..arrow import new_capsule
from ..contract import TableColumn
from .marshal import address_of

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["NO_BUFFER", "Table", "new_block"]

NO_BUFFER = lib.SMSCORE_NO_BUFFER
_ALL = lib.SMSCORE_ALL_COLUMNS
_SCHEMA, _ARRAY, _STREAM = lib.SMSCORE_SCHEMA, lib.SMSCORE_ARRAY, lib.SMSCORE_STREAM


class Table:
    """Columns of one length in Arrow's layout, in memory that is shared with whoever reads them."""

    def __init__(self, rows: int, columns: Sequence[TableColumn]) -> None:
        self._block = new_block(rows, [_shape(column) for column in columns])
        for number, column in enumerate(columns):
            for place, buffer in zip(self._block.columns[number].buffers, column.buffers):  # noqa: B905
                if buffer is not None:
                    ffi.memmove(place, buffer, len(buffer))

    @classmethod
    def of_block(cls, block: Any) -> Self:
        """A table that the core has filled."""
        table = cls.__new__(cls)
        table._block = block
        return table

    def __len__(self) -> int:
        return int(self._block.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(map(_name, self._block.columns[0 : self._block.n_columns]))

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """A copy of what the columns hold."""
        return tuple(map(self.column, range(self._block.n_columns)))

    def column(self, number: int) -> TableColumn:
        """A copy of what one column holds."""
        parts = self._block.columns[number]
        buffers = [
            None if size == NO_BUFFER else bytes(ffi.buffer(place, size))
            for place, size in zip(parts.buffers, parts.sizes[0 : parts.n_buffers])  # noqa: B905
        ]
        format_ = ffi.string(parts.format).decode()
        return TableColumn(_name(parts), format_, tuple(buffers), parts.null_count)

    def schema(self, column: int | None = None) -> object:
        """A capsule with the type of all columns together, or of one."""
        return _capsule(lib.smscore_lend_schema(self._block, _which(column)), _SCHEMA)

    def array(self, column: int | None = None) -> object:
        """A capsule with all columns together, or one."""
        return _capsule(lib.smscore_lend_array(self._block, _which(column)), _ARRAY)

    def stream(self) -> object:
        """A capsule with a stream of one array: all columns together."""
        return _capsule(lib.smscore_lend_stream(self._block), _STREAM)


def new_block(rows: int, shapes: Sequence[tuple[Any, ...]]) -> Any:
    """A table of the core's: of each column format, name, nulls, and its buffers' number and sizes.

    Whoever has it, holds it.
    """
    block = lib.smscore_make_table(rows, ffi.new("smscore_column_parts[]", shapes), len(shapes))
    if not block:
        raise MemoryError
    return ffi.gc(block, lib.smscore_drop_table)


def _shape(column: TableColumn) -> tuple[Any, ...]:
    sizes = [NO_BUFFER if buffer is None else len(buffer) for buffer in column.buffers]
    format_, name = (
        ffi.from_buffer(text.encode() + b"\0") for text in (column.format, column.name)
    )
    return format_, name, column.null_count, len(sizes), sizes


def _name(parts: Any) -> str:
    return str(ffi.string(parts.name), "utf-8")


def _which(column: int | None) -> int:
    return int(_ALL) if column is None else column


def _capsule(structure: Any, kind: int) -> object:
    if not structure:
        raise MemoryError
    return new_capsule(
        address_of(structure), lib.smscore_capsule_name(kind), lib.smscore_capsule_destructor(kind)
    )
