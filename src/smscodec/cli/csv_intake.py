"""Rows of a CSV file on their way: as mobile and text.

``pack`` numbers the rows it is given, and reads some way ahead. So every row of data goes in, in
order; one that could not be read goes in as an empty mobile, which is always refused. That makes
one numbering for the whole job, and one place where rows are refused.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import tee
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple

from ..bulk import Rejected
from .intake import Intake
from .recipients import Recipients
from .report import InputError
from .skipped import SkipFile
from .template import Render

__all__ = ["CsvIntake", "LineNumbers"]


class LineNumbers:
    """The line at which each row starts.

    Kept only where rows and lines stop going in step: nothing for most files, and 16 bytes for each
    row that spans several lines or follows an empty one.
    """

    def __init__(self) -> None:
        self._rows = array("Q")
        self._lines = array("Q")
        self._next_row = 0
        self._expected = -1

    def append(self, line: int) -> None:
        """The next row starts at ``line``."""
        if line != self._expected:
            self._rows.append(self._next_row)
            self._lines.append(line)
        self._next_row += 1
        self._expected = line + 1

    def __getitem__(self, row: int) -> int:
        run = bisect_right(self._rows, row) - 1
        return self._lines[run] + row - self._rows[run]


class _Fault(NamedTuple):
    reason: str
    broken: bool


class CsvIntake(Intake):
    """The rows of a CSV file.

    With a skip file it holds the bytes of those rows that are neither packed nor refused yet: a
    batch and a slice, and with ``duplicates="defer"`` the rows that wait.
    """

    place = "line"

    def __init__(
        self, recipients: Recipients, mobile: int, render: Render, size: int | None = None
    ) -> None:
        super().__init__(recipients.name)
        self.size = size
        self._recipients = recipients
        self._mobile = mobile
        self._render = render
        self._lines = LineNumbers()
        self._faults: dict[int, _Fault] = {}
        self._waiting: dict[int, list[bytes]] = {}

    @property
    def done(self) -> int:
        return self._recipients.bytes_read

    @property
    def facts(self) -> dict[str, Any]:
        read = self._recipients
        return {
            "bytes_in": read.bytes_read,
            "format": "csv",
            "reader": "csv",
            "charset": read.charset,
        }

    def columns(self) -> tuple[Iterator[str], Iterator[str]]:
        left, right = tee(self._rows())
        return map(itemgetter(0), left), map(itemgetter(1), right)

    def _rows(self) -> Iterator[tuple[str, str]]:
        recipients, mobile, render = self._recipients, self._mobile, self._render
        for row, fields in enumerate(recipients):
            self._lines.append(recipients.line)
            if self.skipped is not None:
                self._waiting[row] = recipients.raw
            if recipients.fault is None:
                yield fields[mobile], render(fields)
            else:
                self._faults[row] = _Fault(recipients.fault, recipients.broken)
                yield "", ""

    def list_refused(self, file: BinaryIO) -> None:
        read = self._recipients
        self.skipped = SkipFile(file, self.place, read.raw_header, read.charset, read.mark)

    def packed(self, rows: Iterable[int]) -> None:
        if self.skipped is not None:
            for row in rows:
                del self._waiting[row]

    def refused(self, rejected: Rejected) -> None:
        line = self._lines[rejected.row]
        fault = self._faults.pop(rejected.row, None) or _Fault(
            self._in_words_of_the_command(rejected.error, self._lines.__getitem__), broken=False
        )
        if self.skipped is None:
            raise InputError(fault.reason, file=self.name, line=line)
        raw = self._waiting.pop(rejected.row)
        self.skipped.add(line, fault.reason, b"".join(raw), broken=fault.broken)
