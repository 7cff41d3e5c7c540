"""Tables: columns of one length in Arrow's layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from ..contract import TableColumn

__all__ = ["Table"]


class Table:
    """Columns of one length. Without the C core nobody can be lent them, only given copies."""

    def __init__(self, rows: int, columns: Sequence[TableColumn]) -> None:
        self._rows = rows
        self.columns = tuple(columns)
        """What the columns hold."""

    def __len__(self) -> int:
        return self._rows

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def column(self, number: int) -> TableColumn:
        """What one column holds."""
        return self.columns[number]

    def schema(self, column: int | None = None) -> object:
        """A capsule with the type of all columns together, or of one."""
        _not_here()

    def array(self, column: int | None = None) -> object:
        """A capsule with all columns together, or one."""
        _not_here()

    def stream(self) -> object:
        """A capsule with a stream of one array: all columns together."""
        _not_here()


def _not_here() -> NoReturn:
    raise NotImplementedError("Arrow consumers are served by the C core, which is not built here")
