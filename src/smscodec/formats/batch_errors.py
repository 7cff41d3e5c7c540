"""What is wrong with a row of a batch, in words, when it is written and when it is read."""

from __future__ import annotations

import re

from .._kernels import Code, Fault, LineBreaks
from ..errors import DecodeError, EncodeError
from ..primitives.charset import decode_text
from .numbers import MAX_WIDTH

__all__ = ["row_error", "row_unread"]

# ---- writing: the faults of the kernel -------------------------------------------------------

_MOBILE = {
    Code.MOBILE_NOT_DIGITS,
    Code.MOBILE_WIDTH,
    Code.DUPLICATE,
    Code.MOBILE_NULL,
    Code.MOBILE_OUTSIDE,
}
"""Faults of the mobile; the others are of the content."""

_REASON: dict[Code, str] = {
    Code.MOBILE_NOT_DIGITS: "mobile holds {character} where only digits 0-9 belong",
    Code.MOBILE_WIDTH: "mobile has {offset} digits, which is not the width of one",
    Code.DUPLICATE: "mobile stands in row {other} already, and a number may occur only once",
    Code.CONTENT_EMPTY: "content is empty, which the platform refuses",
    Code.LONE_SURROGATE: "content holds the lone surrogate {character}, which is half a character",
    Code.CONTROL_CHARACTER: "content holds the control character {character}",
    Code.LINE_BREAK: "content holds a line break and line_breaks is 'reject'",
    Code.AMBIGUOUS_ESCAPE: (
        "content holds a backslash before r or n, which would be read as a line break; "
        "line_breaks='reversible' can carry it"
    ),
    Code.MOBILE_NULL: "mobile is null",
    Code.CONTENT_NULL: "content is null",
    Code.CONTENT_NOT_UTF8: "content is not UTF-8",
    Code.MOBILE_OUTSIDE: "mobile lies outside the memory of its column, which is broken",
    Code.CONTENT_OUTSIDE: "content lies outside the memory of its column, which is broken",
}


def row_error(fault: Fault, mobile: str, content: str) -> EncodeError:
    """The kernel's fault in words. The number and the text themselves stay out of the message."""
    field = "mobile" if fault.code in _MOBILE else "content"
    reason = _REASON[fault.code]
    if fault.code == Code.CONTENT_NULL and fault.other >= 0:
        reason = f"content lacks its value number {fault.other + 1}, which is null"
    text = mobile if field == "mobile" else content
    before = text.encode("utf-8", "surrogatepass")[: fault.offset].decode("utf-8", "surrogatepass")
    character = f"U+{ord(text[len(before)]):04X}" if len(before) < len(text) else "nothing"
    error = EncodeError(
        reason.format(character=character, offset=fault.offset, other=fault.other),
        path=f"$[{fault.row}].{field}",
        row=fault.row,
        offset=fault.offset,
    )
    error.other_row = fault.other if fault.code == Code.DUPLICATE else None
    return error


# ---- reading ---------------------------------------------------------------------------------


def row_unread(
    lines: bytes, start: int, row: int, line_breaks: LineBreaks, strict: bool
) -> DecodeError:
    """Why the row that begins there cannot be read."""
    line = lines.removesuffix(b"\r\n")[start:].split(b"\r\n", 1)[0]
    reason, offset = _line_unread(line, line_breaks, strict)
    return DecodeError(reason, path=f"$[{row}]", row=row, offset=start + offset)


_ESCAPES = (b"\\\\", b"\\r", b"\\n")


def _line_unread(line: bytes, line_breaks: LineBreaks, strict: bool) -> tuple[str, int]:
    found = re.match(rb"([0-9]{1,%d})," % MAX_WIDTH, line)
    if not found:
        return _no_row(line)
    content = line[found.end() :]
    if strict and (stray := re.search(rb"[\r\n]", content)):
        return "a lone CR or LF inside a row", found.end() + stray.start()
    try:
        decode_text(content)
    except DecodeError as error:
        return error.reason, found.end() + (error.offset or 0)
    assert line_breaks == "reversible"
    stray = next(
        each for each in re.finditer(rb"\\.?", content, re.DOTALL) if each[0] not in _ESCAPES
    )
    return "a backslash that starts no known escape", found.end() + stray.start()


def _no_row(line: bytes) -> tuple[str, int]:
    digits = re.match(rb"[0-9]*", line)
    assert digits
    if digits.end() > MAX_WIDTH:
        what = f"has a mobile of more than {MAX_WIDTH} digits"
    elif not line:
        what = "is empty"
    elif b"," not in line:
        what = "has no comma"
    elif line.startswith(b","):
        what = "has no mobile"
    else:
        what = "has more than digits before its comma"
    return f"row {what}: it should be mobile,content", min(digits.end(), MAX_WIDTH)
