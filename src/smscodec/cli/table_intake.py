"""Rows of a Parquet or Arrow file on their way: as columns, of which no text is made here.

A row that is refused is looked up again for the skip file; so with one, and only then, all columns
are read, and a piece is kept until the last of its rows is packed or refused.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, BinaryIO

from .. import bulk
from ..bulk import Rejected
from .intake import Intake, Wanted, column_position
from .report import InputError
from .skipped import SkipFile
from .tables import Table, TableKind

__all__ = ["Pieces", "TableIntake"]

_NULL_VALUE = re.compile(r"content lacks its value number (\d+), which is null")


class TableIntake(Intake):
    """The rows of a table."""

    place = "row"

    def __init__(
        self, table: Table, kind: TableKind, name: str, bytes_in: int | None, wanted: Wanted
    ) -> None:
        super().__init__(name)
        self.size = table.rows
        self._table = table
        self._wanted = wanted
        self._values = wanted.text.names
        self._columns = tuple(dict.fromkeys((wanted.mobile, *self._values)))
        for column in self._columns:
            column_position(column, table.names)
        self._rows = 0
        self._pieces = Pieces()
        self._facts = {"bytes_in": bytes_in, "format": kind, "reader": table.reader}

    @property
    def done(self) -> int:
        return self._rows

    @property
    def facts(self) -> dict[str, Any]:
        return {**self._facts, "charset": "utf-8"}

    def columns(self) -> tuple[Any, Any]:
        columns = bulk.columns(self._read(), *self._columns)
        by_name = dict(zip(self._columns, columns, strict=True))
        mobiles, template = by_name[self._wanted.mobile], self._wanted.template
        if template is None:
            return mobiles, by_name[self._wanted.content]
        return mobiles, bulk.rendered(template, by_name)

    def _read(self) -> Iterator[Any]:
        names = self._columns if self.skipped is None else self._table.names
        for piece in self._table.pieces(names):
            self._rows += len(piece)
            if self.skipped is not None:
                self._pieces.add(piece)
            yield piece
        if self._rows != (self._table.rows or self._rows):
            reason = f"has {self._table.rows} rows, of which {self._rows} could be read"
            raise InputError(reason, file=self.name)

    # ---- what became of them ---------------------------------------------------------------------

    def list_refused(self, file: BinaryIO) -> None:
        self.skipped = SkipFile(file, self.place, _csv_row(self._table.names))

    def packed(self, rows: Iterable[int]) -> None:
        if self.skipped is not None:
            self._pieces.account(rows)

    def refused(self, rejected: Rejected) -> None:
        reason = self._in_words_of_the_command(rejected.error, lambda row: row)
        null = _NULL_VALUE.fullmatch(reason)
        if null:
            reason = f"column {self._values[int(null[1]) - 1]!r} is null"
        if self.skipped is None:
            raise InputError(reason, file=self.name, row=rejected.row)
        values = self._table.values(self._pieces.row(rejected.row))
        self._pieces.account((rejected.row,))
        self.skipped.add(rejected.row, reason, _csv_row(values))


def _csv_row(values: Sequence[Any]) -> bytes:
    """A row of CSV, in which nothing is nothing; bytes that are no UTF-8 stay what they are."""
    out = StringIO(newline="")
    csv.writer(out).writerow(values)  # CR LF, as csv quotes a lone CR only then
    return out.getvalue().encode("utf-8", "surrogateescape")


@dataclass(slots=True)
class _Piece:
    table: Any
    first_row: int
    rows_left: int


class Pieces:
    """The pieces of a table of which not all rows are accounted for."""

    def __init__(self) -> None:
        self._first_rows: list[int] = []
        self._pieces: list[_Piece] = []
        self._rows = 0

    def __len__(self) -> int:
        return len(self._pieces)

    def add(self, table: Any) -> None:
        """The next rows."""
        if len(table):
            self._first_rows.append(self._rows)
            self._pieces.append(_Piece(table, self._rows, len(table)))
            self._rows += len(table)

    def row(self, row: int) -> Any:
        """The piece of a piece that is one row."""
        piece = self._pieces[self._at(row)]
        return piece.table.slice(row - piece.first_row, 1)

    def account(self, rows: Iterable[int]) -> None:
        """These rows will not be asked for any more."""
        runs = [rows] if isinstance(rows, range) else (range(row, row + 1) for row in rows)
        for run in runs:
            start = run.start
            while start < run.stop:
                at = self._at(start)
                piece = self._pieces[at]
                stop = min(run.stop, piece.first_row + len(piece.table))
                piece.rows_left -= stop - start
                start = stop
                if not piece.rows_left:
                    del self._first_rows[at], self._pieces[at]

    def _at(self, row: int) -> int:
        return bisect_right(self._first_rows, row) - 1
