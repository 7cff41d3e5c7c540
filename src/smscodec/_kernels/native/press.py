"""A whole batch in one walk: ``csrc/pack.c``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._core import ffi, lib
from ..contract import Joined, JoinRules, Pressed
from .deflate import Deflater
from .join import Joiner, Kernel, Room

__all__ = ["Press"]

_LINES = 16 << 20
"""Bytes; what is not written to costs no memory."""


class Press(Joiner):
    """A joiner that compresses on the way: for a batch of so many rows, all of them good.

    Of any other it only says that it is none.
    """

    def __init__(self, rules: JoinRules) -> None:
        super().__init__(rules)
        self._own_room = Room()
        self._deflater = Deflater()
        self._batch = ffi.new("smscore_batch *")
        self._batch.rules, self._batch.lines = self._rules, self._lines
        self._batch.context = self._deflater.context
        self._goes_on = False
        self.gave_up = False
        """There was no batch because rows have too little in common."""

    def begin(self, rows: int, *, dense: bool = False, insist: bool = False) -> None:
        """The batch to which rows are added next."""
        lines, batch = self._lines, self._batch
        lines.size = lines.rows = lines.segments = 0
        batch.rows = rows
        batch.mode = dense * lib.SMSCORE_DENSE | insist * lib.SMSCORE_INSIST
        self._goes_on, self.gave_up = True, False

    def _put(
        self, kernel: Kernel, columns: list[Any], rows: int, first_row: int, index: Any
    ) -> Joined:
        """All of the rows or none: then there is no batch."""
        batch, template = self._batch, kernel.template
        if self._goes_on and not self._lines.rows:
            batch.index = ffi.NULL if index is None else index.reserve(batch.rows)
            self._start()
        if not self._goes_on:
            return Joined(0, ())
        if template:
            taken = lib.smscore_add_rendered(batch, columns[0], template.struct, rows)
        else:
            taken = lib.smscore_add_joined(batch, *columns, rows)
        self._goes_on = taken == lib.SMSCORE_TAKEN
        self.gave_up = taken == lib.SMSCORE_GIVEN_UP
        return Joined(rows if self._goes_on else 0, ())

    def _start(self) -> None:
        batch = self._batch
        self._own_room.reserve(_LINES, batch.rows, self._lines)
        batch.member = self._deflater.reserve(self._lines.room)
        lib.smscore_begin_batch(batch)

    def press(self, finish: Callable[[bytes | memoryview], bytes] = bytes) -> Pressed | None:
        """The batch, if it is one; ``finish`` makes the result of the member where it lies."""
        lines, batch = self._lines, self._batch
        if not self._goes_on or lines.rows != batch.rows:
            return None
        size = lib.smscore_end_batch(batch)
        self.gave_up = not size
        if not size:
            return None
        packed = finish(memoryview(ffi.buffer(batch.member, size)))
        return Pressed(packed, memoryview(ffi.buffer(lines.out, lines.size)), lines.segments)
