"""Batch after batch in one walk."""

from __future__ import annotations

from ..contract import Joined, JoinRules, KernelFault, Pressed
from .deflate import deflate_rows
from .form import encode_form
from .index import MobileFilter
from .join import Joiner, Put

__all__ = ["Press"]


class Press(Joiner):
    """A joiner that compresses on the way: for batches of so many rows, all of them good and no
    mobile twice in one.

    Of any other it only says that it is none, and nothing is added behind it. It knows the mobiles
    of its batch by itself and asks no index.
    """

    def __init__(self, rules: JoinRules) -> None:
        super().__init__(rules)
        self._asked = 0, False, False
        self._mobiles = MobileFilter()
        self._goes_on = False
        self.gave_up = False
        """There was no batch because rows have too little in common."""
        self.pressed: list[Pressed] = []
        """Those that are whole."""
        self.lines: bytes | memoryview = b""
        """Of the last of them, until rows are added."""

    def begin(self, rows: int, dense: bool = False, insist: bool = False) -> None:
        """Batches of so many rows, which are added next."""
        self.take()
        self._mobiles.clear()
        self._asked = rows, dense, insist
        self._goes_on, self.gave_up, self.pressed = True, False, []

    def _check_mobile(self, mobile: str, row: int, index: object) -> None:
        super()._check_mobile(mobile, row, self._mobiles)

    def _put(self, mobile: str, content: str, row: int, index: object) -> bool:
        return super()._put(mobile, content, row, self._mobiles)

    def _walk(self, places: range, first_row: int, put: Put) -> Joined:
        """All of the rows or none."""
        for row, at in enumerate(places, first_row):
            try:
                self._goes_on = self._goes_on and put(at, row)
            except KernelFault:
                self._goes_on = False
            if self._goes_on and self.rows == self._asked[0]:
                self._press()
            if not self._goes_on:
                return Joined(0, ())
        return Joined(len(places), ())

    def _press(self) -> None:
        _, dense, insist = self._asked
        lines = self.take()
        packed = deflate_rows(lines.data, lines.ends, encode_form, dense=dense, insist=insist)
        self._mobiles.clear()
        self.lines = lines.data
        if packed is None:
            self._goes_on, self.gave_up = False, True
        else:
            self.pressed.append(Pressed(packed, lines.segments))
