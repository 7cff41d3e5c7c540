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


def split_lines(
    lines: bytes | memoryview, rules: SplitRules, max_rows: int
) -> Split[Table] | None:
    """Rows up to the first that cannot be read; ``None`` for more than ``max_rows`` line breaks."""
    data, size = as_bytes(lines), len(lines)
    all_utf8 = ffi.new("uint32_t *")
    breaks = lib.smscore_survey_lines(data, size, rules.portable, all_utf8)
    if breaks > max_rows:
        return None
    width = 8 if rules.wide or size > NARROW else 4
    offsets, past = width * (breaks + 2), lib.SMSCORE_STORED_PAST
    mobiles = min(lib.SMSCORE_MOBILE_BYTES * (breaks + 1), size)
    text = _TEXT[width]
    block = new_block(
        0,
        [
            (text, _MOBILE, 0, 3, [NO_BUFFER, offsets, mobiles + past]),
            (text, _CONTENT, 0, 3, [NO_BUFFER, offsets, size + past]),
        ],
    )
    left, right = block.columns[0], block.columns[1]
    places = (each for column in (left, right) for each in column.buffers[1:3])
    split = ffi.new("smscore_split *", tuple(places))
    lib.smscore_split_lines(
        ffi.new(
            "smscore_split_rules *",
            (
                LINE_BREAKS.index(rules.line_breaks),
                rules.strict,
                width == 8,
                all_utf8[0],
                rules.portable,
            ),
        ),
        data,
        size,
        split,
    )
    block.rows = split.rows
    for column in (left, right):
        ends = ffi.cast(f"int{8 * width}_t *", column.buffers[1])
        column.sizes[1:3] = width * (split.rows + 1), ends[split.rows]
    return Split(Table.of_block(block), None if split.stopped_at == size else split.stopped_at)
