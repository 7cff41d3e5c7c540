"""A whole batch in one walk."""

from __future__ import annotations

from ..contract import JoinRules, Pressed
from .deflate import deflate_rows
from .form import encode_form
from .index import MobileFilter
from .join import Joiner

__all__ = ["Press"]


class Press(Joiner):
    """A joiner that compresses on the way: for a batch of so many rows, all of them good and no
    mobile twice.

    Of any other it only says that it is none. It knows the mobiles of its batch by itself and asks
    no index.
    """

    def __init__(self, rules: JoinRules) -> None:
        super().__init__(rules)
        self._asked = 0, False, False
        self._mobiles = MobileFilter()
        self.gave_up = False
        """There was no batch because rows have too little in common."""

    def begin(self, rows: int, dense: bool = False, insist: bool = False) -> None:
        """The batch to which rows are added next."""
        self.take()
        self._mobiles.clear()
        self._asked = rows, dense, insist
        self.gave_up = False

    def _check_mobile(self, mobile: str, row: int, index: object) -> None:
        super()._check_mobile(mobile, row, self._mobiles)

    def _put(self, mobile: str, content: str, row: int, index: object) -> bool:
        return super()._put(mobile, content, row, self._mobiles)

    def press(self) -> Pressed | None:
        """The batch, if it is one."""
        rows, dense, insist = self._asked
        lines = self.take()
        if len(lines) != rows:
            return None
        packed = deflate_rows(lines.data, lines.ends, encode_form, dense=dense, insist=insist)
        self.gave_up = packed is None
        return None if packed is None else Pressed(packed, lines.data, lines.segments)
