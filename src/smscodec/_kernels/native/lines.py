"""From the lines of a batch to columns: ``csrc/lines.c``."""

from __future__ import annotations

from typing import Any

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


def split_lines(lines: bytes | memoryview, rules: SplitRules, max_rows: int) -> Split[Table] | None:
    """Rows up to the first that cannot be read; ``None`` for more than ``max_rows`` line breaks."""
    data, size = as_bytes(lines), len(lines)
    sample = min(size, _SAMPLE)
    rows = lib.smscore_count_breaks(data, sample, rules.portable) + 1
    if sample < size:
        rows = rows * size // sample * 17 // 16
    split, block = _split(data, size, rules, min(rows, max_rows + 1))
    # a guess that was too low, or rows that were not reached: then it takes the exact number
    if split.full or split.stopped_at < size or split.rows > max_rows:
        breaks = lib.smscore_count_breaks(data, size, rules.portable)
        if breaks > max_rows:
            return None
        if split.full:
            split, block = _split(data, size, rules, breaks + 1)
    return Split(Table.of_block(block), None if split.stopped_at == size else split.stopped_at)


def _split(data: Any, size: int, rules: SplitRules, room: int) -> tuple[Any, Any]:
    """The rows as far as there is room for them, and the block of the table they are in."""
    width = 8 if rules.wide or size > NARROW else 4
    offsets, past = width * (room + 1), lib.SMSCORE_STORED_PAST
    mobiles = min(lib.SMSCORE_MOBILE_BYTES * room, size)
    text = _TEXT[width]
    block = new_block(
        0,
        [
            (text, _MOBILE, 0, 3, [NO_BUFFER, offsets, mobiles + past]),
            (text, _CONTENT, 0, 3, [NO_BUFFER, offsets, size + past]),
        ],
    )
    columns = block.columns[0:2]
    split = ffi.new(
        "smscore_split *", (*(place for c in columns for place in c.buffers[1:3]), room)
    )
    chosen = LINE_BREAKS.index(rules.line_breaks), rules.strict, width == 8, rules.portable
    lib.smscore_split_lines(ffi.new("smscore_split_rules *", chosen), data, size, split)
    block.rows = split.rows
    for column in columns:
        ends = ffi.cast(f"int{8 * width}_t *", column.buffers[1])
        column.sizes[1:3] = width * (split.rows + 1), ends[split.rows]
    return split, block
