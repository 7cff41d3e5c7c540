"""From rows to the lines of a batch (document 003, section 1.6)."""

from __future__ import annotations

import re

from ..arrow import Column, OutsideError
from ..contract import Code, Fault, JoinRules, KernelFault, Lines
from .index import MobileIndex
from .segments import segments_of

__all__ = ["Joiner"]

_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""Half of a pair written as if it were a character: what some programs take for UTF-8."""


class Joiner:
    """The lines of one batch, growing slice by slice: ``mobile,content`` and CR LF, in UTF-8."""

    def __init__(self, rules: JoinRules) -> None:
        self._rules = rules
        self._lines: list[bytes] = []
        self._ends: list[int] = []
        self._counts: list[int] = []

    @property
    def rows(self) -> int:
        """Rows joined so far."""
        return len(self._lines)

    @property
    def size(self) -> int:
        """Bytes of the lines so far."""
        return self._ends[-1] if self._ends else 0

    def take(self) -> Lines:
        """The lines of the batch; the next one starts."""
        taken = Lines(b"\r\n".join(self._lines), self._ends, self._counts, sum(self._counts))
        self._lines, self._ends, self._counts = [], [], []
        return taken

    def add(
        self,
        mobiles: list[str],
        contents: list[str],
        first_row: int = 0,
        index: MobileIndex | None = None,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> tuple[Fault, ...]:
        """Adds the rows that pass and returns a fault for each of the others.

        ``start``, ``stop`` choose some of the rows. They are numbered from ``first_row``. With an
        index, a mobile that is in it already is a duplicate, and the mobile of each row that passes
        goes into it.
        """
        faults: list[Fault] = []
        rows = zip(mobiles[start:stop], contents[start:stop], strict=True)
        for row, (mobile, content) in enumerate(rows, first_row):
            try:
                self._check_mobile(mobile, row, index)
                self._put(mobile, content, row, index)
            except KernelFault as found:
                faults.append(found.fault)
        return tuple(faults)

    def add_columns(
        self,
        mobiles: Column,
        contents: Column,
        first_row: int = 0,
        index: MobileIndex | None = None,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> tuple[Fault, ...]:
        """``add`` of Arrow columns, whose contents may be null or no UTF-8, mobiles integers."""
        if len(mobiles) != len(contents):
            raise ValueError(f"{len(mobiles)} mobiles but {len(contents)} contents")
        faults: list[Fault] = []
        for row, at in enumerate(range(len(mobiles))[start:stop], first_row):
            try:
                mobile = _item(mobiles, at, row, Code.MOBILE_NULL, Code.MOBILE_OUTSIDE)
                self._check_mobile(mobile.decode("latin-1"), row, index)
                content = _item(contents, at, row, Code.CONTENT_NULL, Code.CONTENT_OUTSIDE)
                self._put_utf8(mobile.decode(), content, row, index)
            except KernelFault as found:
                faults.append(found.fault)
        return tuple(faults)

    def _put_utf8(self, mobile: str, content: bytes, row: int, index: MobileIndex | None) -> None:
        try:
            self._put(mobile, content.decode("utf-8", "surrogateescape"), row, index)
        except KernelFault as found:
            if found.fault.code != Code.LONE_SURROGATE or _SURROGATE.match(
                content, found.fault.offset
            ):
                raise
            raise KernelFault(found.fault._replace(code=Code.CONTENT_NOT_UTF8)) from None

    def _put(self, mobile: str, content: str, row: int, index: MobileIndex | None) -> None:
        """Adds a row whose mobile has passed."""
        line = f"{mobile},{self._escape(content, row)}".encode()
        self._ends.append(self.size + (2 if self._lines else 0) + len(line))
        self._lines.append(line)
        self._counts.append(segments_of(content, self._rules.code_points))
        if index is not None:
            index.add(mobile, row)

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


def _item(column: Column, at: int, row: int, null: Code, outside: Code) -> bytes:
    try:
        item = column.item(at)
    except OutsideError:
        raise KernelFault(Fault(outside, row, 0)) from None
    if item is None:
        raise KernelFault(Fault(null, row, 0))
    return item
