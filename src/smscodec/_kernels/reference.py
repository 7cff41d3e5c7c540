"""The kernels in plain Python: the specification of the C core, and what runs where there is none.

Written to be read. ``native.py`` has the same names with the same behaviour, faults included; the
tests hold the two together over everything Hypothesis can think of.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence

from .contract import Code, Element, Extent, Fault, JoinRules, KernelFault

__all__ = ["Joiner", "MobileIndex", "count_segments", "encode_form", "pack_tms", "scan_tms"]


class MobileIndex:
    """The mobiles seen so far, each with the row it was first seen in.

    ``shards``, ``expected``: in how many parts (a power of two) the native twin grows, and for how
    many mobiles it makes room at first; here they mean nothing.
    """

    def __init__(self, shards: int = 1, expected: int = 0) -> None:
        self._row_of: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._row_of)

    def clear(self) -> None:
        self._row_of.clear()

    def get(self, mobile: str) -> int | None:
        return self._row_of.get(mobile)

    def add(self, mobile: str, row: int) -> None:
        self._row_of[mobile] = row


class Joiner:
    """The lines of one batch, growing slice by slice: ``mobile,content`` and CR LF, in UTF-8."""

    def __init__(self, rules: JoinRules) -> None:
        self._rules = rules
        self._lines: list[bytes] = []
        self.size = 0
        """Bytes of the lines so far."""
        self.segments = 0
        """Segments billed for the rows so far."""

    @property
    def rows(self) -> int:
        """Rows joined so far."""
        return len(self._lines)

    def lines(self) -> bytes:
        """The lines so far."""
        return b"\r\n".join(self._lines)

    def clear(self) -> None:
        """Starts the next batch."""
        self._lines.clear()
        self.size = self.segments = 0

    def close(self) -> None:
        """Gives up what it holds; it is empty then."""
        self.clear()

    def add(
        self,
        mobiles: Sequence[str],
        contents: Sequence[str],
        first_row: int = 0,
        index: MobileIndex | None = None,
    ) -> tuple[Fault, ...]:
        """Adds the rows that pass and returns a fault for each of the others.

        Rows are numbered from ``first_row``. With an index, a mobile that is in it already is a
        duplicate, and the mobile of each row that passes goes into it.
        """
        faults: list[Fault] = []
        for row, (mobile, content) in enumerate(zip(mobiles, contents, strict=True), first_row):
            try:
                self._check_mobile(mobile, row, index)
                line = f"{mobile},{self._escape(content, row)}".encode()
            except KernelFault as stop:
                faults.append(stop.fault)
                continue
            self.size += len(line) + (2 if self._lines else 0)
            self._lines.append(line)
            self.segments += _segments(content, self._rules.code_points)
            if index is not None:
                index.add(mobile, row)
        return tuple(faults)

    def _check_mobile(self, mobile: str, row: int, index: MobileIndex | None) -> None:
        rules = self._rules
        stray = re.search("[^0-9]", mobile)
        if stray:
            raise KernelFault(Fault(Code.MOBILE_NOT_DIGITS, row, stray.start()))
        if not rules.min_width <= len(mobile) <= rules.max_width:
            raise KernelFault(Fault(Code.MOBILE_WIDTH, row, len(mobile)))
        seen = index.get(mobile) if index is not None else None
        if seen is not None:
            raise KernelFault(Fault(Code.DUPLICATE, row, 0, seen))

    def _escape(self, content: str, row: int) -> str:
        rules = self._rules
        if not content:
            raise KernelFault(Fault(Code.CONTENT_EMPTY, row, 0))
        forbidden = [("[\ud800-\udfff]", Code.LONE_SURROGATE)]
        if rules.refuse_controls:
            forbidden.append(("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]", Code.CONTROL_CHARACTER))
        if rules.line_breaks == "reject":
            forbidden.append(("[\r\n]", Code.LINE_BREAK))
        if rules.line_breaks == "backslash":
            forbidden.append((r"\\[rn]", Code.AMBIGUOUS_ESCAPE))
        found = [(match.start(), code) for p, code in forbidden if (match := re.search(p, content))]
        if found:
            start, code = min(found)
            raise KernelFault(Fault(code, row, len(content[:start].encode())))
        if rules.line_breaks == "reversible":
            content = content.replace("\\", "\\\\")
        return content.replace("\r", "\\r").replace("\n", "\\n")


def _segments(text: str, code_points: bool) -> int:
    size = len(text) if code_points else len(text.encode("utf-16-le", "surrogatepass")) // 2
    return 0 if size == 0 else 1 if size <= 70 else -(-size // 67)


def count_segments(texts: Sequence[str], code_points: bool = False) -> list[int]:
    """Segments billed for each text: 0 for none, 1 up to 70 units, else one for every 67 begun."""
    return [_segments(text, code_points) for text in texts]


def encode_form(data: bytes) -> bytes:
    """base64, with ``+ / =`` percent-encoded: the finished value of a form field."""
    text = b64encode(data)
    return text.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")


def pack_tms(elements: Sequence[Element]) -> bytes:
    """A TMS container: for each element name, 00, unsigned 32-bit little-endian length, data."""
    out: list[bytes] = []
    for number, (name, data) in enumerate(elements):
        if not name:
            raise KernelFault(Fault(Code.TMS_NAME_EMPTY, number, 0))
        if 0 in name:
            raise KernelFault(Fault(Code.TMS_NAME_NUL, number, name.index(0)))
        if len(data) >= 2**32:
            raise KernelFault(Fault(Code.TMS_DATA_LONG, number, 0, len(data)))
        out += (name, b"\0", len(data).to_bytes(4, "little"), data)
    return b"".join(out)


def scan_tms(data: bytes, max_elements: int) -> list[Extent]:
    """Where the elements of a TMS container lie."""
    extents: list[Extent] = []
    at = 0
    while at < len(data):
        number = len(extents)
        nul = data.find(0, at)
        if nul < 0:
            raise KernelFault(Fault(Code.TMS_NO_NUL, number, len(data)))
        if nul == at:
            raise KernelFault(Fault(Code.TMS_NAME_EMPTY, number, at))
        start = nul + 5
        if start > len(data):
            raise KernelFault(Fault(Code.TMS_NO_LENGTH, number, len(data)))
        size = int.from_bytes(data[nul + 1 : start], "little")
        if size > len(data) - start:
            raise KernelFault(Fault(Code.TMS_OVERRUN, number, nul + 1, size))
        if number == max_elements:
            raise KernelFault(Fault(Code.TMS_MANY, number, at))
        extents.append(Extent(at, nul - at, start, size))
        at = start + size
    return extents
