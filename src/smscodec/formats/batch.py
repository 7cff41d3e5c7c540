"""Point-to-point batches: many numbers, each with a text of its own (document 003, section 1.6).

Lines ``mobile,content`` joined by CR LF, in UTF-8, gzipped, as base64. Only the first comma of a
line separates; nothing is emitted after the last line, and a final CR LF is read.

What the document leaves open, and what is done here:

**CR and LF inside a content** need escaping, the document says; the form is published nowhere:

``backslash``
    The default: CR is written ``\\r``, LF ``\\n``. A text with a literal ``\\r`` or ``\\n`` is
    refused, since it would be read as a break.
``reversible``
    The same, and a backslash is written ``\\\\``. Carries every text.
``reject``
    A text with CR or LF is refused; all others are written and read as they are.

**The same number twice** breaks the document's rule (and its own example does it): refused when
packing with both rows named; when unpacking, only with ``strict=True``.

**A lone CR or LF in a line** that is read is content: the document separates by CR LF alone. Only
``strict=True`` refuses it. None is ever written.

A text of no characters is refused when packing (2001 ContentEmpty) and read when unpacking.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from .._kernels import (
    FULL_AT,
    LINE_BREAKS,
    Code,
    Fault,
    Joiner,
    JoinRules,
    LineBreaks,
    MobileIndex,
    SplitRules,
    Table,
    split_lines,
    unpack_rows,
)
from ..errors import DecodeError, EncodeError, LimitError
from ..primitives.base64text import decode_base64
from ..primitives.charset import decode_text
from ..primitives.columns import texts_of
from ..primitives.gz import (
    MAX_BYTES,
    MAX_RATIO,
    Engine,
    Members,
    gunzipped,
    gzip_member,
    plain_member,
)
from .numbers import MAINLAND, MAX_WIDTH, Width, widths

__all__ = [
    "MAX_ROWS",
    "Entry",
    "LineBreaks",
    "join_rules",
    "pack_batch",
    "read_gzip",
    "read_lines",
    "read_table",
    "row_error",
    "unpack_batch",
]


MAX_ROWS = 1_000_000
"""Rows of a batch that is read: of the shortest, a few KiB of gzip hold millions."""


class Entry(NamedTuple):
    """One row of a batch."""

    mobile: str
    content: str


def pack_batch(
    entries: Iterable[tuple[str, str]],
    line_breaks: LineBreaks = "backslash",
    *,
    mobile_width: Width = MAINLAND,
    engine: Engine | None = None,
    level: int | None = None,
) -> str:
    """The base64 text of a batch, not yet percent-encoded (an HTTP client's form does that).

    Raises ``EncodeError`` with ``row`` for the first row that cannot be sent. For many rows, and
    for batches cut to what a server takes, there is ``smscodec.bulk``.
    """
    rows = list(entries)
    joiner = Joiner(join_rules(line_breaks=line_breaks, mobile_width=mobile_width))
    joined = joiner.add([m for m, _ in rows], [c for _, c in rows], 0, MobileIndex())
    if joined.taken < len(rows):
        raise EncodeError("more than 1 GiB of lines in one batch", row=joined.taken)
    if joined.faults:
        first = joined.faults[0]
        raise row_error(first, *rows[first.row])
    return b64encode(gzip_member(joiner.take().data, engine, level)).decode("ascii")


def unpack_batch(
    content: str,
    line_breaks: LineBreaks = "backslash",
    *,
    strict: bool = False,
    max_bytes: int = MAX_BYTES,
    max_ratio: int = MAX_RATIO,
    max_rows: int = MAX_ROWS,
    members: Members = "one",
) -> tuple[Entry, ...]:
    """The rows of a batch's base64 text (as it is once a form reader has taken the percents out).

    Raises ``DecodeError``, ``TruncatedError`` or ``LimitError``; the bounds are those of
    ``primitives.gz``. ``strict`` also refuses a number that comes twice and a lone CR or LF.
    """
    read = partial(read_lines, line_breaks=line_breaks, strict=strict, max_rows=max_rows)
    packed = decode_base64(content)
    columns = gunzipped(packed, read, max_bytes=max_bytes, max_ratio=max_ratio, members=members)
    return tuple(map(Entry, *columns))


# ---- writing: rules for the kernel, words for its faults -----------------------------------


def join_rules(
    *,
    line_breaks: LineBreaks,
    mobile_width: Width = MAINLAND,
    refuse_controls: bool = False,
    code_points: bool = False,
    full_at: int = FULL_AT,
) -> JoinRules:
    """The rules the kernel works by; ``ValueError`` for a policy or width that does not exist."""
    _require(line_breaks)
    least, most = widths(mobile_width)
    return _rules(least, most, line_breaks, refuse_controls, code_points, full_at)


@lru_cache(maxsize=16)
def _rules(
    least: int,
    most: int,
    line_breaks: LineBreaks,
    refuse_controls: bool,
    code_points: bool,
    full_at: int,
) -> JoinRules:
    return JoinRules(
        min_width=least,
        max_width=most,
        line_breaks=line_breaks,
        refuse_controls=refuse_controls,
        code_points=code_points,
        full_at=full_at,
    )


def _require(line_breaks: LineBreaks) -> None:
    if line_breaks not in LINE_BREAKS:
        raise ValueError(f"line_breaks is one of {', '.join(LINE_BREAKS)}, not {line_breaks!r}")


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


# ---- reading -------------------------------------------------------------------------------


def read_table(
    lines: bytes | memoryview,
    line_breaks: LineBreaks,
    *,
    strict: bool = False,
    max_rows: int = MAX_ROWS,
) -> Table:
    """Uncompressed lines as the columns ``mobile`` and ``content``.

    Raises ``LimitError`` or ``DecodeError``; the errors of rows carry ``row`` and ``offset``.
    """
    _require(line_breaks)
    split = split_lines(lines, SplitRules(line_breaks=line_breaks, strict=strict), max_rows)
    if split is None:
        raise LimitError(f"a batch of more than {max_rows} rows", limit=max_rows)
    if strict:
        _require_unique(split.table, lines)
    if split.stopped_at is not None:
        raise _row_unread(bytes(lines), split.stopped_at, len(split.table), line_breaks, strict)
    return split.table


def read_gzip(
    packed: bytes,
    line_breaks: LineBreaks,
    *,
    strict: bool = False,
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
    max_ratio: int = MAX_RATIO,
    members: Members = "one",
) -> Table:
    """``read_table`` of ``gunzip``: in one go where nothing is wrong, else one after the other."""
    _require(line_breaks)
    member = plain_member(packed, max_bytes=max_bytes, max_ratio=max_ratio)
    if member and not strict:
        table = unpack_rows(packed, member, SplitRules(line_breaks=line_breaks), max_rows)
        if table is not None:
            return table
    read = partial(read_table, line_breaks=line_breaks, strict=strict, max_rows=max_rows)
    return gunzipped(packed, read, max_bytes=max_bytes, max_ratio=max_ratio, members=members)


def read_lines(
    lines: bytes | memoryview,
    line_breaks: LineBreaks,
    *,
    strict: bool = False,
    max_rows: int = MAX_ROWS,
) -> tuple[list[str], list[str]]:
    """``read_table`` as two lists."""
    mobiles, contents = read_table(lines, line_breaks, strict=strict, max_rows=max_rows).columns
    return texts_of(mobiles), texts_of(contents)


def _require_unique(table: Table, lines: bytes | memoryview) -> None:
    mobiles = texts_of(table.column(0))
    if len(set(mobiles)) == len(mobiles):
        return
    row_of: dict[str, int] = {}
    row = next(row for row, mobile in enumerate(mobiles) if row_of.setdefault(mobile, row) < row)
    before = bytes(lines).split(b"\r\n", row)[:row]
    raise DecodeError(
        f"mobile stands in row {row_of[mobiles[row]]} already",
        path=f"$[{row}].mobile",
        row=row,
        offset=sum(len(line) + 2 for line in before),
    )


def _row_unread(
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
