"""From the lines of a batch to columns: ``csrc/lines.c``."""

from __future__ import annotations

from .._core import ffi, lib
from ..contract import LINE_BREAKS, NARROW, Split, SplitRules
from .marshal import as_bytes
from .table import NO_BUFFER, Table, new_block

__all__ = ["split_lines"]

_MOBILE, _CONTENT = ffi.new("char[]", b"mobile"), ffi.new("char[]", b"content")
_TEXT = {4: ffi.new("char[]", b"u"), 8: ffi.new("char[]", b"U")}
"""Formats by the bytes of an offset."""


_SAMPLE = 1 << 16
"""Bytes in which lines are counted to guess how many rows there are."""


class Rows:
    """Two columns in the making, with room for so many rows of so many bytes of lines."""

    def __init__(self, rules: SplitRules, size: int, room: int) -> None:
        self._width = 8 if rules.wide or size > NARROW else 4
        offsets, past = self._width * (room + 1), lib.SMSCORE_STORED_PAST
        mobiles = min(lib.SMSCORE_MOBILE_BYTES * room, size)
        text = _TEXT[self._width]
        self._block = new_block(
            0,
            [
                (text, _MOBILE, 0, 3, [NO_BUFFER, offsets, mobiles + past]),
                (text, _CONTENT, 0, 3, [NO_BUFFER, offsets, size + past]),
            ],
        )
        places = (place for each in self._block.columns[0:2] for place in each.buffers[1:3])
        self.split = ffi.new("smscore_split *", (*places, room))
        policy = LINE_BREAKS.index(rules.line_breaks)
        chosen = policy, rules.strict, self._width == 8, rules.portable
        self.rules = ffi.new("smscore_split_rules *", chosen)

    def table(self) -> Table:
        """The rows that were found."""
        found, block = self.split, self._block
        block.rows = found.rows
        sizes = found.mobile_size, found.content_size
        for column, size in zip(block.columns[0:2], sizes, strict=True):
            column.sizes[1:3] = self._width * (found.rows + 1), size
        return Table.of_block(block)


def rows_expected(breaks: int, seen: int, size: int) -> int:
    """How many rows to make room for, after so many line breaks in the first bytes of all."""
    return breaks + 1 if seen == size else (breaks + 1) * size // seen * 17 // 16


def split_lines(lines: bytes | memoryview, rules: SplitRules, max_rows: int) -> Split[Table] | None:
    """Rows up to the first that cannot be read; ``None`` for more than ``max_rows`` line breaks."""
    data, size = as_bytes(lines), len(lines)
    seen = min(size, _SAMPLE)
    breaks = lib.smscore_count_breaks(data, seen, rules.portable)
    rows = Rows(rules, size, min(rows_expected(breaks, seen, size), max_rows + 1))
    lib.smscore_split_lines(rows.rules, data, size, rows.split)
    # a guess that was too low, or rows that were not reached: then it takes the exact number
    if rows.split.full or rows.split.stopped_at < size or rows.split.rows > max_rows:
        breaks = lib.smscore_count_breaks(data, size, rules.portable)
        if breaks > max_rows:
            return None
        if rows.split.full:
            rows = Rows(rules, size, breaks + 1)
            lib.smscore_split_lines(rows.rules, data, size, rows.split)
    stopped_at = rows.split.stopped_at
    return Split(rows.table(), None if stopped_at == size else stopped_at)
