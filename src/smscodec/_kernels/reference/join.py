"""From rows to the lines of a batch (document 003, section 1.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from ..arrow import Column, OutsideError
from ..contract import Code, Fault, Joined, JoinRules, KernelFault, Lines, escape
from .index import MobileFilter, MobileIndex
from .segments import segments_of

__all__ = ["Joiner"]

_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""Half of a pair written as if it were a character: what some programs take for UTF-8."""


Put = Callable[[int, int], bool]
"""Adds the row at a place, which has a number; says whether there was room for it."""


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
        index: MobileFilter | MobileIndex | None = None,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> Joined:
        """Adds the rows that pass, until the lines are full.

        ``start``, ``stop`` choose some of the rows. They are numbered from ``first_row``. With an
        index, a mobile that is in it already is a duplicate, and the mobile of each row that passes
        goes into it. ``TypeError`` where an item is no ``str``.
        """
        rows = list(zip(mobiles[start:stop], contents[start:stop], strict=True))
        items: Iterable[object] = chain.from_iterable(rows)
        if not all(isinstance(item, str) for item in items):
            raise TypeError("an item is not str")

        def put(at: int, row: int) -> bool:
            mobile, content = rows[at]
            self._check_mobile(mobile, row, index)
            return self._put(mobile, content, row, index)

        return self._walk(range(len(rows)), first_row, put)

    def add_columns(
        self,
        mobiles: Column,
        contents: Column,
        first_row: int = 0,
        index: MobileFilter | MobileIndex | None = None,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> Joined:
        """``add`` of Arrow columns, whose contents may be null or no UTF-8, mobiles integers."""
        if len(mobiles) != len(contents):
            raise ValueError(f"{len(mobiles)} mobiles but {len(contents)} contents")

        def put(at: int, row: int) -> bool:
            mobile = _item(mobiles, at, row, Code.MOBILE_NULL, Code.MOBILE_OUTSIDE)
            self._check_mobile(mobile.decode("latin-1"), row, index)
            content = _item(contents, at, row, Code.CONTENT_NULL, Code.CONTENT_OUTSIDE)
            self._escape_utf8(content, row)
            return self._put(mobile.decode(), content.decode(), row, index)

        return self._walk(range(len(mobiles))[start:stop], first_row, put)

    def add_rendered(
        self,
        mobiles: Column,
        literals: Sequence[str],
        variables: Sequence[Column],
        first_row: int = 0,
        index: MobileFilter | MobileIndex | None = None,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> Joined:
        """``add_columns`` of contents with a value between each two of the literals.

        The literals keep the rules. The ``other`` of a value that is not there is the number of
        its variable; ``offset`` counts bytes of the whole content.
        """

        def put(at: int, row: int) -> bool:
            mobile = _item(mobiles, at, row, Code.MOBILE_NULL, Code.MOBILE_OUTSIDE)
            self._check_mobile(mobile.decode("latin-1"), row, index)
            content = self._render(literals, variables, at, row)
            return self._put(mobile.decode(), content, row, index)

        return self._walk(range(len(mobiles))[start:stop], first_row, put)

    def _walk(self, places: range, first_row: int, put: Put) -> Joined:
        """Puts the rows that stand at these places, as many as there is room for."""
        faults: list[Fault] = []
        for row, at in enumerate(places, first_row):
            try:
                if not put(at, row):
                    return Joined(row - first_row, tuple(faults))
            except KernelFault as found:
                faults.append(found.fault)
        return Joined(len(places), tuple(faults))

    def _render(
        self, literals: Sequence[str], variables: Sequence[Column], at: int, row: int
    ) -> str:
        content = literals[0]
        for number, (variable, literal) in enumerate(zip(variables, literals[1:], strict=True)):
            value = _item(variable, at, row, Code.CONTENT_NULL, Code.CONTENT_OUTSIDE, number)
            content = self._join_pieces(content, value, row)
            content = self._join_pieces(content, literal.encode(), row)
        return content

    def _join_pieces(self, content: str, piece: bytes, row: int) -> str:
        """The content so far and one piece more, each of which keeps the rules by itself."""
        before = len(content.encode())
        seam = content[-1:] == "\\" and piece[:1] in (b"r", b"n")
        if seam and self._rules.line_breaks == "backslash":
            raise KernelFault(Fault(Code.AMBIGUOUS_ESCAPE, row, before - 1))
        try:
            if piece:
                self._escape_utf8(piece, row)
        except KernelFault as found:
            raise KernelFault(found.fault._replace(offset=before + found.fault.offset)) from None
        return content + piece.decode()

    def _escape_utf8(self, content: bytes, row: int) -> None:
        """That the content is UTF-8 and holds nothing forbidden."""
        try:
            self._escape(content.decode("utf-8", "surrogateescape"), row)
        except KernelFault as found:
            if found.fault.code != Code.LONE_SURROGATE or _SURROGATE.match(
                content, found.fault.offset
            ):
                raise
            raise KernelFault(found.fault._replace(code=Code.CONTENT_NOT_UTF8)) from None

    def _put(
        self, mobile: str, content: str, row: int, index: MobileFilter | MobileIndex | None
    ) -> bool:
        """Adds a row whose mobile has passed; says whether there was room for it."""
        line = f"{mobile},{self._escape(content, row)}".encode()
        end = self.size + (2 if self._lines else 0) + len(line)
        if self._lines and end > self._rules.full_at:
            return False
        self._ends.append(end)
        self._lines.append(line)
        self._counts.append(segments_of(content, self._rules.code_points))
        if index is not None:
            index.add(mobile, row)
        return True

    def _check_mobile(
        self, mobile: str, row: int, index: MobileFilter | MobileIndex | None
    ) -> None:
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
        return escape(content, rules.line_breaks)


def _item(column: Column, at: int, row: int, null: Code, outside: Code, number: int = -1) -> bytes:
    try:
        item = column.item(at)
    except OutsideError:
        raise KernelFault(Fault(outside, row, 0, number)) from None
    if item is None:
        raise KernelFault(Fault(null, row, 0, number))
    return item
