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

from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from .._kernels import (
    FULL_AT,
    LINE_BREAKS,
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
from .batch_errors import row_error, row_unread
from .numbers import MAINLAND, Width, widths

__all__ = [
    "MAX_ROWS",
    "Entry",
    "LineBreaks",
    "join_rules",
    "pack_batch",
    "read_gzip",
    "read_lines",
    "read_table",
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


# ---- writing: rules for the kernel ---------------------------------------------------------


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
    if split is None or len(split.table) > max_rows:
        raise LimitError(f"a batch of more than {max_rows} rows", limit=max_rows)
    if strict:
        _require_unique(split.table, lines)
    if split.stopped_at is not None:
        raise row_unread(bytes(lines), split.stopped_at, len(split.table), line_breaks, strict)
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
    other = row_of[mobiles[row]]
    offset = sum(len(line) + 2 for line in before)
    reason = f"mobile stands in row {other} already"
    error = DecodeError(reason, path=f"$[{row}].mobile", row=row, offset=offset)
    error.other_row = other
    raise error
