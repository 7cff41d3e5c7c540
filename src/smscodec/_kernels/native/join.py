"""From rows to the lines of a batch: ``csrc/join.c``, ``render.c``, ``utf8.c``."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from typing import Any, NamedTuple

from .._core import ffi, lib
from ..arrow import Column
from ..contract import LINE_BREAKS, Fault, Joined, JoinRules, Lines
from .gather import texts
from .index import MobileFilter, MobileIndex
from .marshal import as_fault, described, new
from .spare import Spare
from .template import Template

__all__ = ["Joiner", "Kernel", "Room"]

_ROOMY = 24 << 20
"""Bytes from the second slice on, once and for all: what is not written to costs no memory."""

_MOST_LINES = 2**32 - 1


class Room:
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
        lines.room = len(self.out)

    def give_back(self) -> None:
        """Lets the next batch use it."""
        if len(self.out) <= _ROOMY:
            _spare.give(self)


_spare = Spare(Room)


class Kernel(NamedTuple):
    """A walk over rows, the bound of what it writes, and what contents are made of, if they are."""

    bound: Any
    put: Any
    template: Template | None = None


_JOIN = Kernel(lib.smscore_join_bound, lib.smscore_join)
_RENDER = Kernel(lib.smscore_render_bound, lib.smscore_render)


class Joiner:
    """The lines of one batch, growing slice by slice: ``mobile,content`` joined by CR LF, in UTF-8.

    A context, for one thread at a time.
    """

    def __init__(self, rules: JoinRules) -> None:
        self._given = rules
        self._template: Template | None = None
        """The last that rows were rendered from."""
        self._rules = ffi.new(
            "smscore_join_rules *",
            (
                rules.min_width,
                rules.max_width,
                LINE_BREAKS.index(rules.line_breaks),
                rules.refuse_controls,
                rules.code_points,
                rules.full_at,
                False,
            ),
        )
        self._lines = ffi.new("smscore_lines *")
        self._room: Room | None = None
        self._faults = new("smscore_fault[]", 0)
        self._fault_count = ffi.new("uint32_t *")
        self._some = ffi.new("uint32_t *")

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
        index: MobileFilter | MobileIndex | None = None,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> Joined:
        """Adds the rows that pass and returns a fault for each of the others."""
        stop = _as_many(mobiles, contents) if stop is None else stop
        asked, faults = stop - start, list[Fault]()
        with texts() as left, texts() as right:
            while start < stop:
                some = left.gather(mobiles, start, stop, expect_ascii=True)
                some = right.gather(contents, start, start + some)
                columns = [left.column, right.column]
                joined = self._put(_JOIN, columns, some, first_row, index)
                faults += joined.faults
                start += joined.taken
                first_row += joined.taken
                if joined.taken < some:
                    break
        return Joined(asked - (stop - start), tuple(faults))

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
        """``add`` of Arrow columns."""
        stop = _as_many(mobiles, contents) if stop is None else stop
        columns = [described(mobiles, start), described(contents, start)]
        return self._put(_JOIN, columns, stop - start, first_row, index)

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
        """``add_columns`` of contents with a value between each two of the literals."""
        stop = _as_many(mobiles, *variables) if stop is None else stop
        if self._template is None or self._template.literals != literals:
            self._template = Template(literals, self._given)
        columns = [described(mobiles, start), *self._template.fill(variables, start)]
        kernel = _RENDER._replace(template=self._template)
        return self._put(kernel, columns, stop - start, first_row, index)

    def _put(
        self, kernel: Kernel, columns: list[Any], rows: int, first_row: int, index: Any
    ) -> Joined:
        mobiles, lines, template = columns[0], self._lines, kernel.template
        contents = template.struct if template else columns[1]
        taken, faults = 0, list[Fault]()
        while taken < rows:
            self._some[0] = rows - taken
            lacking = max(self._given.full_at - lines.size, 0)
            bound = kernel.bound(self._rules, contents, lacking, self._some)
            some = self._some[0]
            self._reserve(bound, some)
            put = kernel.put(
                self._rules,
                mobiles,
                contents,
                some,
                first_row + taken,
                ffi.NULL if index is None else index.reserve(some),
                lines,
                self._faults,
                self._fault_count,
            )
            if self._fault_count[0]:
                faults += map(as_fault, self._faults[0 : self._fault_count[0]])
            taken += put
            if put < some:
                break
            if taken < rows:
                for column in columns:
                    setattr(column, "from", getattr(column, "from") + put)
        return Joined(taken, tuple(faults))

    def _reserve(self, size: int, rows: int) -> None:
        if self._lines.size + size > _MOST_LINES:
            raise OverflowError("a batch with more than 4 GiB of lines")
        if self._room is None:
            self._room = _spare.take()
        self._room.reserve(size, rows, self._lines)
        if rows > len(self._faults):
            self._faults = new("smscore_fault[]", rows)


def _as_many(mobiles: Sized, *columns: Sized) -> int:
    """The rows of columns."""
    for column in columns:
        if len(mobiles) != len(column):
            raise ValueError(f"{len(mobiles)} mobiles but {len(column)} contents")
    return len(mobiles)
