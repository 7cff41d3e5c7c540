"""What both twins of the core share: codes, faults, rules. Its C side is ``csrc/smscore.h``."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, Literal, NamedTuple, TypeVar

__all__ = [
    "LINE_BREAKS",
    "Code",
    "Element",
    "Extent",
    "Fault",
    "JoinRules",
    "Joined",
    "KernelFault",
    "LineBreaks",
    "Lines",
]

LineBreaks = Literal["backslash", "reversible", "reject"]
LINE_BREAKS: tuple[LineBreaks, ...] = ("backslash", "reversible", "reject")  # by their numbers in C


class Code(IntEnum):
    """What may be wrong with a row of a batch or an element of a container."""

    MOBILE_NOT_DIGITS = 1
    MOBILE_WIDTH = 2
    DUPLICATE = 3
    CONTENT_EMPTY = 4
    LONE_SURROGATE = 5
    CONTROL_CHARACTER = 6
    LINE_BREAK = 7
    AMBIGUOUS_ESCAPE = 8
    MOBILE_NULL = 9
    CONTENT_NULL = 10
    CONTENT_NOT_UTF8 = 11
    MOBILE_OUTSIDE = 12
    CONTENT_OUTSIDE = 13
    TMS_NAME_EMPTY = 16
    TMS_NAME_NUL = 17
    TMS_DATA_LONG = 18
    TMS_NO_NUL = 19
    TMS_NO_LENGTH = 20
    TMS_OVERRUN = 21
    TMS_MANY = 22


class Fault(NamedTuple):
    """One thing wrong, and where. Words for people are made of it by the format it belongs to."""

    code: Code
    row: int
    """Number of the row or element."""
    offset: int
    """Bytes (of UTF-8) before the fault, in the mobile, content, name or container."""
    other: int = -1
    """The other row of a duplicate; the length claimed by an overrun; else -1."""


class KernelFault(Exception):  # noqa: N818 - not an error for users: formats turn it into one
    """A kernel that stops at the first fault says so with this."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


FULL_AT = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRules:
    """How rows become the lines of a batch."""

    min_width: int = 11
    max_width: int = 11
    """Digits of a mobile, 1 to ``MAX_WIDTH``."""
    line_breaks: LineBreaks = "backslash"
    refuse_controls: bool = False
    """Refuse U+0000-U+001F but TAB, CR and LF, and U+007F."""
    code_points: bool = False
    """Count segments in code points instead of UTF-16 units."""
    full_at: int = FULL_AT
    """Bytes of lines that a row is not added to pass, unless it is the only one."""


class Joined(NamedTuple):
    """What became of some rows."""

    taken: int
    """How many there were; the others wait until the lines, which are full, are taken away."""
    faults: tuple[Fault, ...]
    """One for each that was left out."""


MAX_WIDTH = 18
"""Digits that fit a 64-bit key behind a leading 1; E.164 allows 15."""


def escape(text: str, line_breaks: LineBreaks) -> str:
    """A content as it is written, if nothing in it is forbidden."""
    if line_breaks == "reversible":
        text = text.replace("\\", "\\\\")
    return text.replace("\r", "\\r").replace("\n", "\\n")


def units_of(text: str, code_points: bool) -> int:
    """What segments count."""
    return len(text) if code_points else len(text.encode("utf-16-le", "surrogatepass")) // 2


MOST_VARIABLES = 64
"""Places of a template where a value goes."""


class Lines:
    """The lines of a batch, ``mobile,content`` joined by CR LF, in UTF-8.

    Where they lie in the buffers of a joiner, ``close`` gives those back: nothing of the lines may
    be used after it.
    """

    __slots__ = ("_give_back", "counts", "data", "ends", "segments")

    def __init__(
        self,
        data: bytes | memoryview,
        ends: Sequence[int],
        counts: Sequence[int],
        segments: int,
        give_back: Callable[[], None] | None = None,
    ) -> None:
        self.data = data
        self.ends = ends
        """Of each row, the offset behind its last byte."""
        self.counts = counts
        """Of each row, the segments it is billed."""
        self.segments = segments
        """Of all rows."""
        self._give_back = give_back

    def __len__(self) -> int:
        """How many rows."""
        return len(self.ends)

    def part(self, start: int, stop: int) -> Lines:
        """The rows from ``start`` up to ``stop``, as far as there are, in the same buffers."""
        stop = min(stop, len(self))
        first = self.ends[start - 1] + 2 if start else 0
        ends = array("I", (end - first for end in self.ends[start:stop]))
        counts = self.counts[start:stop]
        return Lines(self.data[first : first + ends[-1]], ends, counts, sum(counts))

    def close(self) -> None:
        """Gives the buffers back."""
        if self._give_back:
            self._give_back()
            self._give_back = None


class Pressed(NamedTuple):
    """A batch whose lines were compressed as they came."""

    packed: bytes
    """The value of a form field."""
    segments: int


class Element(NamedTuple):
    """One entry of a TMS container."""

    name: bytes
    data: bytes


class Extent(NamedTuple):
    """Where one entry of a TMS container lies in it, in bytes."""

    name: int
    name_size: int
    data: int
    data_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRules:
    """How the lines of a batch become rows."""

    line_breaks: LineBreaks = "backslash"
    strict: bool = False
    """Stop at a lone CR or LF."""
    wide: bool = False
    """Offsets of 64 bits even where 32 are enough."""
    portable: bool = False
    """Leave special instructions alone, to test the path without them."""


class Member(NamedTuple):
    """What is said of a DEFLATE stream (RFC 1951) by what stands around it."""

    start: int
    end: int
    size: int
    """Bytes that it holds."""
    crc: int
    """Their CRC-32."""


NARROW = 2**31 - 1
"""Bytes of a column that offsets of 32 bits can reach."""


class TableColumn(NamedTuple):
    """A column in Arrow's layout: https://arrow.apache.org/docs/format/Columnar.html."""

    name: str
    format: str
    """As in the C data interface: ``u`` text, ``U`` text with wide offsets, ``l`` integers."""
    buffers: tuple[bytes | None, ...]
    """Bits of what is not null, or ``None`` where nothing is; then offsets and text, or values."""
    null_count: int = 0


_Table = TypeVar("_Table")


@dataclass(frozen=True, slots=True)
class Split(Generic[_Table]):
    """The rows of a batch as a table of the columns ``mobile`` and ``content``."""

    table: _Table
    stopped_at: int | None
    """Where the first row begins that cannot be read, in bytes of the lines."""
