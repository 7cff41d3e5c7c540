"""Whose row it was: the key column's values, kept until their rows are accounted for."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

__all__ = ["Keys"]


class Keys:
    """The key column as it goes by, piece by piece; the pieces are Arrow's, none is copied."""

    def __init__(self) -> None:
        self._first_rows: list[int] = []
        self._pieces: list[Any] = []
        self._rows = 0

    def __len__(self) -> int:
        return len(self._pieces)

    def add(self, piece: Any) -> None:
        """The next rows' keys."""
        if len(piece):
            self._first_rows.append(self._rows)
            self._pieces.append(piece)
            self._rows += len(piece)

    def of(self, row: int) -> str | None:
        """A row's key as text, if it has one."""
        if not self._pieces:
            return None
        at = bisect_right(self._first_rows, row) - 1
        assert at >= 0, f"row {row} has been let go"
        value = self._pieces[at][row - self._first_rows[at]].as_py()
        return None if value is None else str(value)

    def drop(self, row: int) -> None:
        """Lets go of the pieces in front of the one with a row."""
        done = bisect_right(self._first_rows, row) - 1
        if done > 0:
            del self._first_rows[:done], self._pieces[:done]
