"""From rows to the lines of a batch: ``csrc/join.c`` and ``csrc/utf8.c``."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from .._core import ffi, lib
from ..arrow import Column
from ..contract import LINE_BREAKS, Fault, JoinRules, Lines
from .gather import texts
from .index import MobileIndex
from .marshal import as_fault, described, new

__all__ = ["Joiner"]

_ROOMY = 24 << 20
"""Bytes from the second slice on, once and for all: what is not written to costs no memory."""

_MOST_SPARE = 8

_MOST_LINES = 2**32 - 1


class _Room:
    """The buffers of one batch: where its lines lie, where each ends and what it costs."""

    def __init__(self) -> None:
        self.out = new("uint8_t[]", 0)
        self.ends = new("uint32_t[]", 0)
        self.counts = new("uint32_t[]", 0)

    def reserve(self, size: int, rows: int, lines: Any) -> None:
        """Room for so many bytes and rows more than the lines there are, which stay."""
        needed = lines.size + size
        if needed > len(self.out):
            out = new("uint8_t[]", max(needed * 3 // 2, _ROOMY if lines.size else 0))
            ffi.memmove(out, self.out, lines.size)
            self.out = out
        if lines.rows + rows > len(self.ends):
            ends, counts = (new("uint32_t[]", (lines.rows + rows) * 2) for _ in range(2))
            ffi.memmove(ends, self.ends, 4 * lines.rows)
            ffi.memmove(counts, self.counts, 4 * lines.rows)
            self.ends, self.counts = ends, counts
        lines.out, lines.ends, lines.counts = self.out, self.ends, self.counts

    def give_back(self) -> None:
        """Lets the next batch use it."""
        if len(_spare) < _MOST_SPARE and len(self.out) <= _ROOMY:
            _spare.append(self)


_spare: list[_Room] = []
"""Buffers that wait for the next batch: memory faulted in anew costs as much as work."""


class Joiner:
    """The lines of one batch, growing slice by slice: ``mobile,content`` joined by CR LF, in UTF-8.

    A context, for one thread at a time.
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
        self._room: _Room | None = None
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

    def take(self) -> Lines:
        """The lines of the batch; the next one starts, in other buffers."""
        lines, room = self._lines, self._room
        if room is None:
            return Lines(b"", (), (), 0)
        taken = Lines(
            memoryview(ffi.buffer(room.out, lines.size)),
            memoryview(ffi.buffer(room.ends, 4 * lines.rows)).cast("I"),
            memoryview(ffi.buffer(room.counts, 4 * lines.rows)).cast("I"),
            lines.segments,
            room.give_back,
        )
        self._room = None
        lines.size = lines.rows = lines.segments = 0
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
        """Adds the rows that pass and returns a fault for each of the others."""
        stop = _as_many(mobiles, contents) if stop is None else stop
        faults: tuple[Fault, ...] = ()
        with texts() as left, texts() as right:
            while start < stop:
                some = right.gather(contents, start, start + left.gather(mobiles, start, stop))
                faults += self._join(left.column, right.column, some, first_row, index)
                start += some
                first_row += some
        return faults

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
        """``add`` of Arrow columns."""
        stop = _as_many(mobiles, contents) if stop is None else stop
        left, right = described(mobiles, start), described(contents, start)
        return self._join(left, right, stop - start, first_row, index)

    def _join(
        self, mobiles: Any, contents: Any, rows: int, first_row: int, index: MobileIndex | None
    ) -> tuple[Fault, ...]:
        bound = lib.smscore_join_bound(self._rules, contents, rows)
        if self.size + bound > _MOST_LINES and rows > 1:
            half = rows // 2
            faults = self._join(mobiles, contents, half, first_row, index)
            for column in (mobiles, contents):
                setattr(column, "from", getattr(column, "from") + half)
            return faults + self._join(mobiles, contents, rows - half, first_row + half, index)
        self._reserve(bound, rows)
        lib.smscore_join(
            self._rules,
            mobiles,
            contents,
            rows,
            first_row,
            ffi.NULL if index is None else index.reserve(rows),
            self._lines,
            self._faults,
            self._fault_count,
        )
        return tuple(map(as_fault, self._faults[0 : self._fault_count[0]]))

    def _reserve(self, size: int, rows: int) -> None:
        if self.size + size > _MOST_LINES:
            raise OverflowError("a batch with more than 4 GiB of lines")
        if self._room is None:
            self._room = _spare.pop() if _spare else _Room()
        self._room.reserve(size, rows, self._lines)
        if rows > len(self._faults):
            self._faults = new("smscore_fault[]", rows)


def _as_many(mobiles: Sized, contents: Sized) -> int:
    """The rows of two columns."""
    if len(mobiles) != len(contents):
        raise ValueError(f"{len(mobiles)} mobiles but {len(contents)} contents")
    return len(mobiles)
