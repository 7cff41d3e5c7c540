"""Batch after batch in one walk: ``csrc/press.c`` and ``pack.c``."""

from __future__ import annotations

from ctypes import c_int32, c_uint32, c_void_p, py_object
from typing import Any

from .._core import ffi, lib
from ..contract import Joined, JoinRules, Pressed
from .deflate import Deflater
from .form import FORM_TABLE
from .index import MobileFilter
from .join import Joiner, Kernel, Room
from .marshal import address_of, locked

__all__ = ["Press"]

_press = locked("smscore_press", c_int32, *[c_void_p] * 4, c_uint32, py_object)

_ROOM = 16 << 20
"""Bytes of the lines; what is not written to costs no memory."""


class Press(Joiner):
    """A joiner that compresses on the way: for batches of so many rows, all of them good and no
    mobile twice in one.

    Of any other it only says that it is none, and nothing is added behind it. It knows the mobiles
    of its batch by itself and asks no index.
    """

    def __init__(self, rules: JoinRules) -> None:
        super().__init__(rules)
        self._own_room = Room()
        self._mobiles = MobileFilter()
        self._deflater = Deflater()
        batch = self._batch = ffi.new("smscore_batch *")
        batch.rules, batch.lines = self._rules, self._lines
        batch.context, batch.form_table = self._deflater.context, FORM_TABLE
        self._address = address_of(batch)
        self._goes_on = False
        self._values: list[tuple[bytes, int]] = []
        self.gave_up = False
        """There was no batch because rows have too little in common."""

    def begin(self, rows: int, dense: bool = False, insist: bool = False) -> None:
        """Batches of so many rows, which are added next."""
        batch = self._batch
        if rows != batch.rows:
            self._make_room(rows)
        batch.taken = 0
        batch.mode = dense * lib.SMSCORE_DENSE | insist * lib.SMSCORE_INSIST
        self._goes_on, self.gave_up, self._values = True, False, []

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
        """All of the rows or none."""
        if self._goes_on:
            template = kernel.template and address_of(kernel.template.struct)
            addresses = self._address, address_of(columns[0]), address_of(columns[-1]), template
            taken = _press(*addresses, rows, self._values)
            self._goes_on = taken == lib.SMSCORE_TAKEN
            self.gave_up = taken == lib.SMSCORE_GIVEN_UP
        return Joined(rows if self._goes_on else 0, ())

    @property
    def pressed(self) -> list[Pressed]:
        """The batches that are whole."""
        return [Pressed(*value) for value in self._values]

    @property
    def lines(self) -> memoryview:
        """Of the last of them, until rows are added."""
        return memoryview(ffi.buffer(self._lines.out, self._lines.size))
