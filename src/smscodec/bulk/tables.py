"""Rows as columns, which Arrow consumers read without a copy.

Polars, pyarrow, duckdb, pandas and others take them through the Arrow PyCapsule protocol::

    pl.DataFrame(columns)    pa.table(columns)    pa.array(columns.column("content"))

What they read is the memory the columns were decoded into; it stays as long as anybody has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._kernels import Table
from ..formats.batch import Entry
from ..primitives.columns import text_column, texts_of

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["ArrowColumn", "ArrowTable", "Columns"]


class ArrowTable:
    """Columns of one length, for Arrow consumers.

    Where the package was built without its core, lending them raises ``NotImplementedError``.
    """

    __slots__ = ("_table",)

    def __init__(self, table: Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def column(self, name: str) -> ArrowColumn:
        """One of the columns; ``KeyError`` where there is none of that name."""
        names = self._table.names
        if name not in names:
            raise KeyError(name)
        return ArrowColumn(self._table, names.index(name))

    def __arrow_c_schema__(self) -> object:
        return self._table.schema()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        """All rows as one struct array. Another schema may be requested, and is not heeded."""
        return self._table.schema(), self._table.array()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """All rows as one record batch. Another schema may be requested, and is not heeded."""
        return self._table.stream()


class ArrowColumn:
    """One column, for Arrow consumers."""

    __slots__ = ("_number", "_table")

    def __init__(self, table: Table, number: int) -> None:
        self._table, self._number = table, number

    def __len__(self) -> int:
        return len(self._table)

    def __arrow_c_schema__(self) -> object:
        return self._table.schema(self._number)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        """All rows as one array. Another schema may be requested, and is not heeded."""
        return self._table.schema(self._number), self._table.array(self._number)


class Columns(ArrowTable):
    """The rows of a batch: the columns ``mobile`` and ``content``, texts without nulls.

    Equal to others with the same rows, hashable, and never changed.
    """

    __slots__ = ("_contents", "_mobiles")

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._mobiles: tuple[str, ...] | None = None
        self._contents: tuple[str, ...] | None = None

    @classmethod
    def of(cls, mobiles: tuple[str, ...], contents: tuple[str, ...]) -> Self:
        """Columns of texts."""
        columns = text_column("mobile", mobiles), text_column("content", contents)
        return cls(Table(len(mobiles), columns))

    @property
    def mobiles(self) -> tuple[str, ...]:
        """The mobiles, made of the column when they are first asked for."""
        if self._mobiles is None:
            self._mobiles = tuple(texts_of(self._table.column(0)))
        return self._mobiles

    @property
    def contents(self) -> tuple[str, ...]:
        """The contents, made of the column when they are first asked for."""
        if self._contents is None:
            self._contents = tuple(texts_of(self._table.column(1)))
        return self._contents

    def rows(self) -> tuple[Entry, ...]:
        """The rows as ``(mobile, content)``."""
        return tuple(map(Entry, self.mobiles, self.contents))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Columns):
            return NotImplemented
        return (self.mobiles, self.contents) == (other.mobiles, other.contents)

    def __hash__(self) -> int:
        return hash((self.mobiles, self.contents))

    def __repr__(self) -> str:  # neither numbers nor texts
        return f"Columns({len(self)} rows)"

    def __reduce__(self) -> tuple[object, ...]:
        return Columns.of, (self.mobiles, self.contents)
