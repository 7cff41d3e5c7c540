"""A whole batch in one walk."""

from __future__ import annotations

from collections.abc import Callable

from ..contract import JoinRules, Pressed
from .deflate import deflate_rows
from .join import Joiner

__all__ = ["Press"]


class Press(Joiner):
    """A joiner that compresses on the way: for a batch of so many rows, all of them good.

    Of any other it only says that it is none.
    """

    def __init__(self, rules: JoinRules) -> None:
        super().__init__(rules)
        self._asked = 0, False, False
        self.gave_up = False
        """There was no batch because rows have too little in common."""

    def begin(self, rows: int, *, dense: bool = False, insist: bool = False) -> None:
        """The batch to which rows are added next."""
        self.take()
        self._asked = rows, dense, insist
        self.gave_up = False

    def press(self, finish: Callable[[bytes | memoryview], bytes] = bytes) -> Pressed | None:
        """The batch, if it is one; ``finish`` makes the result of the member where it lies."""
        rows, dense, insist = self._asked
        lines = self.take()
        if len(lines) < rows:
            return None
        packed = deflate_rows(lines.data, lines.ends, finish, dense=dense, insist=insist)
        self.gave_up = packed is None
        return None if packed is None else Pressed(packed, lines.data, lines.segments)
