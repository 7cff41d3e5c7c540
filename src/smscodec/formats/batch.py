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
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .._kernels import FULL_AT, Code, Fault, Joiner, JoinRules, LineBreaks, MobileIndex
from ..errors import DecodeError, EncodeError, LimitError
from ..primitives.base64text import decode_base64
from ..primitives.charset import decode_text
from ..primitives.gz import MAX_BYTES, MAX_RATIO, Engine, Members, gunzip, gzip_member
from .numbers import MAINLAND, MAX_WIDTH, Width, widths

__all__ = [
    "MAX_ROWS",
    "Entry",
    "LineBreaks",
    "join_rules",
    "pack_batch",
    "read_lines",
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
    packed = decode_base64(content)
    lines = gunzip(packed, max_bytes=max_bytes, max_ratio=max_ratio, members=members)
    columns = read_lines(lines, line_breaks, strict=strict, max_rows=max_rows)
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
    if line_breaks not in _UNESCAPE:
        raise ValueError(f"line_breaks is one of {', '.join(_UNESCAPE)}, not {line_breaks!r}")
    least, most = widths(mobile_width)
    return JoinRules(
        min_width=least,
        max_width=most,
        line_breaks=line_breaks,
        refuse_controls=refuse_controls,
        code_points=code_points,
        full_at=full_at,
    )


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

_LINE = re.compile(rb"([0-9]{1,%d}),(.*)" % MAX_WIDTH, re.DOTALL)


def read_lines(
    lines: bytes, line_breaks: LineBreaks, *, strict: bool = False, max_rows: int = MAX_ROWS
) -> tuple[list[str], list[str]]:
    """The mobiles and the contents of uncompressed lines; errors carry ``row`` and ``offset``."""
    if lines.count(b"\r\n") > max_rows:
        raise LimitError(f"a batch of more than {max_rows} rows", limit=max_rows)
    columns = _read_all(lines, line_breaks, strict)
    if columns is None:
        entries = list(_read_each(lines, _UNESCAPE[line_breaks], strict))
        columns = [mobile for mobile, _ in entries], [content for _, content in entries]
    return columns


def _read_all(
    lines: bytes, line_breaks: LineBreaks, strict: bool
) -> tuple[list[str], list[str]] | None:
    """All rows at once; ``None`` where anything is unusual, which is then read row by row."""
    try:
        rows = [row.partition(",") for row in lines.decode().removesuffix("\r\n").split("\r\n")]
    except UnicodeDecodeError:
        return None
    mobiles, commas, contents = map(list, zip(*rows, strict=True))
    widths_seen, digits = set(map(len, mobiles)), "".join(mobiles)
    usual = digits.isascii() and digits.isdigit() and all(commas)
    if not usual or min(widths_seen) < 1 or max(widths_seen) > MAX_WIDTH or strict:
        return None
    if line_breaks != "reject" and b"\\" in lines:
        if line_breaks == "reversible":
            return None
        contents = [_unescape_backslash(content) for content in contents]
    return mobiles, contents


def _read_each(
    lines: bytes, unescape: Callable[[str], str], strict: bool
) -> Iterator[tuple[str, str]]:
    """Row by row, and so with the place of whatever is wrong."""
    row_of: dict[str, int] = {}
    start = 0
    rows = lines.removesuffix(b"\r\n").split(b"\r\n") if lines else ()
    for row, line in enumerate(rows):
        try:
            entry = _read_line(line, unescape, strict)
        except DecodeError as error:
            raise DecodeError(
                error.reason, path=f"$[{row}]", row=row, offset=start + (error.offset or 0)
            ) from None
        first = row_of.setdefault(entry.mobile, row) if strict else row
        if first != row:
            path = f"$[{row}].mobile"
            reason = f"mobile stands in row {first} already"
            raise DecodeError(reason, path=path, row=row, offset=start)
        yield entry
        start += len(line) + 2


def _read_line(line: bytes, unescape: Callable[[str], str], strict: bool) -> Entry:
    found = _LINE.fullmatch(line)
    if not found:
        raise _no_row(line)
    content = found[2]
    if strict and (stray := re.search(rb"[\r\n]", content)):
        raise DecodeError("a lone CR or LF inside a row", offset=found.start(2) + stray.start())
    try:
        return Entry(found[1].decode("ascii"), unescape(decode_text(content)))
    except DecodeError as error:
        raise DecodeError(error.reason, offset=found.start(2) + (error.offset or 0)) from None


def _no_row(line: bytes) -> DecodeError:
    digits = re.match(rb"[0-9]*", line)
    assert digits
    offset = min(digits.end(), MAX_WIDTH)
    if digits.end() > MAX_WIDTH:
        what = f"has a mobile of more than {MAX_WIDTH} digits"
    elif not line:
        what = "is empty"
    elif b"," not in line:
        what = "has no comma"
    elif offset == 0 and line.startswith(b","):
        what = "has no mobile"
    else:
        what = "has more than digits before its comma"
    return DecodeError(f"row {what}: it should be mobile,content", offset=offset)


def _unescape_backslash(text: str) -> str:
    return text.replace("\\r", "\r").replace("\\n", "\n")


_ESCAPED = {"\\\\": "\\", "\\r": "\r", "\\n": "\n"}


def _unescape_reversible(text: str) -> str:
    def plain(found: re.Match[str]) -> str:
        if found[0] not in _ESCAPED:
            offset = len(text[: found.start()].encode())
            raise DecodeError("a backslash that starts no known escape", offset=offset)
        return _ESCAPED[found[0]]

    return re.sub(r"\\.?", plain, text, flags=re.DOTALL)


_UNESCAPE: dict[LineBreaks, Callable[[str], str]] = {
    "backslash": _unescape_backslash,
    "reversible": _unescape_reversible,
    "reject": str,
}
