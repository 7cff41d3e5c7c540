"""From rows to the lines of a batch: ``csrc/join.c`` and ``csrc/content.c``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._core import ffi, lib
from ..contract import LINE_BREAKS, Fault, JoinRules
from .index import MobileIndex
from .marshal import SEPARATORS, as_bytes, as_fault, new, utf16

__all__ = ["Joiner"]

_spare: list[Any] = []
"""Output buffers that wait for the next joiner: memory faulted in anew costs as much as work."""

_MOST_SPARE = 4

_ROOMY = 24 << 20
"""Bytes from the second slice on, once and for all: what is not written to costs no memory."""


class Joiner:
    """The lines of one batch, growing slice by slice: ``mobile,content`` joined by CR LF, in UTF-8.

    A context: it keeps its buffers from batch to batch, so use one for each thread.
    """

    def __init__(self, rules: JoinRules) -> None:
        self._rules = ffi.new(
            "smscore_join_rules *",
            (
                rules.min_width,
                rules.max_width,
                LINE_BREAKS.index(rules.line_breaks),
                rules.refuse_controls,
                rules.code_points,
                False,
            ),
        )
        self._lines = ffi.new("smscore_lines *")
        try:
            self._out = _spare.pop()
        except IndexError:
            self._out = new("uint8_t[]", 0)
        self._lines.out = self._out
        self._faults = new("smscore_fault[]", 0)
        self._fault_count = ffi.new("uint32_t *")

    @property
    def rows(self) -> int:
        """Rows joined so far."""
        return int(self._lines.rows)

    @property
    def size(self) -> int:
        """Bytes of the lines so far."""
        return int(self._lines.size)

    @property
    def segments(self) -> int:
        """Segments billed for the rows so far."""
        return int(self._lines.segments)

    def lines(self) -> memoryview:
        """The lines so far, until the next ``add`` or ``clear``."""
        return memoryview(ffi.buffer(self._out, self._lines.size))

    def clear(self) -> None:
        """Starts the next batch."""
        self._lines.size = self._lines.rows = self._lines.segments = 0

    def close(self) -> None:
        """Gives the buffer back; the joiner is empty then, and would begin with a new one."""
        self.clear()
        if len(_spare) < _MOST_SPARE and 0 < len(self._out) <= _ROOMY:
            _spare.append(self._out)
        self._out = self._lines.out = new("uint8_t[]", 0)

    def add(
        self,
        mobiles: Sequence[str],
        contents: Sequence[str],
        first_row: int = 0,
        index: MobileIndex | None = None,
    ) -> tuple[Fault, ...]:
        """Adds the rows that pass and returns a fault for each of the others."""
        rows = len(mobiles)
        if rows != len(contents):
            raise ValueError(f"{rows} mobiles but {len(contents)} contents")
        for separator in SEPARATORS:
            left = separator.join(mobiles).encode("utf-8", "surrogatepass")
            right = utf16(separator.join(contents))
            self._reserve(lib.smscore_join_bound(len(left), len(right) // 2, rows), rows)
            status = lib.smscore_join(
                self._rules,
                as_bytes(left),
                len(left),
                as_bytes(right),
                len(right) // 2,
                ord(separator),
                rows,
                first_row,
                ffi.NULL if index is None else index.reserve(rows),
                self._lines,
                self._faults,
                self._fault_count,
            )
            if status == lib.SMSCORE_OK:
                return tuple(map(as_fault, self._faults[0 : self._fault_count[0]]))
        half = rows // 2
        return self.add(mobiles[:half], contents[:half], first_row, index) + self.add(
            mobiles[half:], contents[half:], first_row + half, index
        )

    def _reserve(self, size: int, rows: int) -> None:
        needed = self.size + size
        if needed > len(self._out):
            out = new("uint8_t[]", max(needed * 3 // 2, _ROOMY if self.size else 0))
            ffi.memmove(out, self._out, self.size)
            self._out = self._lines.out = out
        if rows > len(self._faults):
            self._faults = new("smscore_fault[]", rows)
