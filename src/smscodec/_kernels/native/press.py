"""A whole batch in one walk: ``csrc/pack.c``."""

from __future__ import annotations

from typing import Any

from .._core import ffi, lib
from ..contract import Joined, JoinRules, Pressed
from .deflate import Deflater
from .form import FORM_TABLE
from .index import MobileFilter
from .join import Joiner, Kernel, Room
from .marshal import new

__all__ = ["Press"]

_ROOM = 16 << 20
"""Bytes of the lines, and of the form value, of which platforms take a quarter; what is not written
to costs no memory."""


class Press(Joiner):
    """A joiner that compresses on the way: for a batch of so many rows, all of them good and no
    mobile twice.

    Of any other it only says that it is none. It knows the mobiles of its batch by itself and asks
    no index.
    """

    def __init__(self, rules: JoinRules) -> None:
        super().__init__(rules)
        self._own_room = Room()
        self._mobiles = MobileFilter()
        self._deflater = Deflater()
        self._form = new("uint8_t[]", _ROOM)
        batch = self._batch = ffi.new("smscore_batch *")
        batch.rules, batch.lines = self._rules, self._lines
        batch.context, batch.form_table = self._deflater.context, FORM_TABLE
        batch.form, batch.form_room = self._form, _ROOM
        self._goes_on = False
        self.gave_up = False
        """There was no batch because rows have too little in common."""

    def begin(self, rows: int, dense: bool = False, insist: bool = False) -> None:
        """The batch to which rows are added next."""
        batch = self._batch
        if rows != batch.rows:
            self._make_room(rows)
        batch.taken = 0
        batch.mode = dense * lib.SMSCORE_DENSE | insist * lib.SMSCORE_INSIST
        self._goes_on, self.gave_up = True, False

    def _make_room(self, rows: int) -> None:
        lines, batch = self._lines, self._batch
        lines.size = lines.rows = 0
        self._own_room.reserve(_ROOM, rows, lines)
        self._mobiles.clear()
        batch.seen = self._mobiles.reserve(rows).seen
        batch.rows, batch.member = rows, self._deflater.reserve(lines.room)

    def _put(
        self, kernel: Kernel, columns: list[Any], rows: int, first_row: int, index: Any
    ) -> Joined:
        """All of the rows or none: then there is no batch."""
        if self._goes_on:
            if kernel.template:
                struct = kernel.template.struct
                taken = lib.smscore_add_rendered(self._batch, columns[0], struct, rows)
            else:
                taken = lib.smscore_add_joined(self._batch, *columns, rows)
            self._goes_on = taken == lib.SMSCORE_TAKEN
            self.gave_up = taken == lib.SMSCORE_GIVEN_UP
        return Joined(rows if self._goes_on else 0, ())

    def press(self) -> Pressed | None:
        """The batch, if it is one."""
        lines, batch = self._lines, self._batch
        if not self._goes_on or batch.taken < batch.rows:
            return None
        packed: bytes = ffi.buffer(batch.form, batch.form_size)[:]
        return Pressed(packed, memoryview(ffi.buffer(lines.out, lines.size)), lines.segments)
