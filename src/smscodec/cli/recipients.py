"""Reads a CSV file of recipients (RFC 4180, with a header) as a stream, whatever its rows are like.

A bad row is that row's matter alone: it is handed out with what is wrong with it (``fault``) and
the bytes it was made of (``raw``). Bad are bytes that are no text in the file's charset, too many
or too few fields, and what the csv module refuses: text after a closing quote, a quote that never
closes, a field of more than 131,072 characters, a carriage return outside quotes. A row that is not
even CSV is one line; reading goes on with the next, however far an open quote had led.

Empty lines are skipped. A row of more than 1 MiB ends the job, as it belongs to no such file; so
memory stays flat whatever is read.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import BinaryIO

from .. import DecodeError, decode_text
from .report import InputError, naming
from .source import SNIFF, Charset, CharsetChoice, sniff

__all__ = ["Recipients"]

MAX_ROW = 1 << 20
BLOCK = 64
"""Lines decoded at once."""

_OPEN_QUOTE = "a quote opens in it and does not close as it should"
_CSV_REASONS = (
    ("unexpected end", _OPEN_QUOTE),
    ("larger than field limit", f"a field has more than {csv.field_size_limit()} characters"),
    ("new-line character", "a carriage return outside quotes"),
    ("expected after", "text after a closing quote"),
)
"""The csv module's words and ours."""


class Recipients:
    """An open file. Iterating gives the fields of each row; as with ``csv.reader.line_num``, the
    attributes ``line``, ``raw``, ``fault`` and ``broken`` speak of the row handed out last.
    """

    charset: Charset
    """What the file is read as."""
    line: int
    """Line the row starts at, from 1."""
    raw: list[bytes]
    """The lines the row was made of."""
    fault: str | None
    """What is wrong with the row."""
    broken: bool
    """Whether it is not even CSV."""

    def __init__(self, file: BinaryIO, name: str, charset: CharsetChoice = "auto") -> None:
        self.name = name
        with naming(name):
            head = file.read(SNIFF) + file.readline(MAX_ROW + 1)
        self.charset, self.mark = sniff(head, charset, name)
        self.bytes_read = len(self.mark)
        begun = BytesIO(head[len(self.mark) :])
        self._lines_read = 0
        self._raw_lines = chain(begun, iter(partial(file.readline, MAX_ROW + 1), b""))
        self._block: Iterator[tuple[bytes, str]] = iter(())
        self._again: deque[bytes] = deque()
        self._size = 0
        self._csv = csv.reader(self._text_lines(), strict=True)
        self.header = self._read_header()
        self.raw_header = b"".join(self.raw)

    def __iter__(self) -> Iterator[list[str]]:
        width = len(self.header)
        while (fields := self._next()) is not None:
            if len(fields) != width and self.fault is None:
                if not fields:  # an empty line
                    continue
                self.fault = f"fields in this row: {len(fields)}, in the header: {width}"
            yield fields

    def _read_header(self) -> tuple[str, ...]:
        while (fields := self._next()) is not None:
            if self.fault is not None:
                raise InputError(self.fault, file=self.name, line=self.line)
            if fields:
                return tuple(name.strip() for name in fields)
        reason = "file is empty; its first line should name the columns"
        raise InputError(reason, file=self.name, line=1)

    def _next(self) -> list[str] | None:
        """The fields of the next row, none for one that is not CSV; ``None`` at the end."""
        self.line = self._lines_read + 1
        self.raw, self.fault, self.broken = [], None, False
        self._size = 0
        try:
            fields = next(self._csv, None)
        except csv.Error as error:
            fields = []
            self._break_off(str(error))
        self._lines_read += len(self.raw)
        self.bytes_read += self._size
        return fields

    def _break_off(self, said: str) -> None:
        """The row is its first line, and is not CSV; the other lines are read again."""
        self.broken = True
        ours = (ours for theirs, ours in _CSV_REASONS if theirs in said)
        reason = _OPEN_QUOTE if len(self.raw) > 1 else next(ours, said)
        self.fault = f"row is not CSV: {reason}"
        self._again.extendleft(reversed(self.raw[1:]))
        del self.raw[1:]
        self._size = len(self.raw[0])
        self._csv = csv.reader(self._text_lines(), strict=True)

    # ---- from bytes to the lines the csv module reads --------------------------------------------

    def _text_lines(self) -> Iterator[str]:
        """Lines as text, each noted: those to be read again, then the file's."""
        while self._again:
            raw = self._again.popleft()
            text = self._decode_line(raw)
            self._note(raw)
            yield text
        while True:
            for raw, text in self._block:
                self._note(raw)
                yield text
            with naming(self.name):
                block = list(islice(self._raw_lines, BLOCK))
            if not block:
                return
            self._block = zip(block, self._decode(block), strict=True)

    def _note(self, raw: bytes) -> None:
        """The line belongs to the row that is being read."""
        self.raw.append(raw)
        self._size += len(raw)
        if self._size > MAX_ROW:
            raise InputError(f"row has more than {MAX_ROW} bytes", file=self.name, line=self.line)

    def _decode(self, block: list[bytes]) -> Iterable[str]:
        """The lines as text: all at once, or each by itself where one of them fails."""
        try:
            return StringIO(decode_text(b"".join(block), self.charset), newline="\n")
        except DecodeError:
            return map(self._decode_line, block)

    def _decode_line(self, raw: bytes) -> str:
        try:
            return decode_text(raw, self.charset)
        except DecodeError as error:
            if self.fault is None:
                at = self._size + (error.offset or 0) + 1
                self.fault = f"{error.reason} (byte {at} of the row)"
            # neither charset hides a comma, a quote or a line break inside a character
            return raw.decode("ascii", "replace")
