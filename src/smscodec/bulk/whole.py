"""Batches that need no decision.

Nearly every batch is so many rows of one part, none of them faulty, with room for all. What it
holds depends on nothing but these rows, so one thread may make all of it, from the columns to the
form value, while others make the next. One that turns out otherwise is not made, and those begun
behind it, which may have to begin elsewhere, are not wanted: its rows are decided one after the
other, by ``packer``.
"""

from __future__ import annotations

from .._kernels import Joiner, JoinRules, Lines, MobileIndex
from .batch import Batch
from .encoder import Encoder, Rejected
from .sources import Part

__all__ = ["Confidence", "Maker", "Whole"]

AT_ONCE = 16_384
"""Rows that are joined by one call."""

FORGIVEN, BALANCE = 4, 16
"""Batches that are tried in vain anyway, and of how many others one more is."""


class Maker:
    """Makes whole batches. Any thread may call it."""

    def __init__(self, rules: JoinRules, encoder: Encoder, expected_rows: int) -> None:
        self._rules = rules
        self._encoder = encoder
        self._expected_rows = expected_rows
        self._spare = [self._new()]

    def _new(self) -> tuple[Joiner, MobileIndex]:
        """What one thread works with."""
        return Joiner(self._rules), MobileIndex(1, self._expected_rows)

    def make(self, part: Part) -> list[Batch | Rejected] | None:
        """All rows of the part as one batch, or as several where one would be too large; ``None``
        where a row would not be in it."""
        lines = self._join(part)
        return None if lines is None else self._encoder.encode(lines, part.numbers)

    def _join(self, part: Part) -> Lines | None:
        try:
            joiner, index = self._spare.pop()
        except IndexError:
            joiner, index = self._new()
        try:
            is_whole = _is_whole(part, joiner, index)
        except Exception:  # it will be raised again, in its turn
            is_whole = False
        lines = joiner.take()
        index.clear()
        self._spare.append((joiner, index))
        if is_whole:
            return lines
        lines.close()
        return None

    def close(self) -> None:
        """Gives memory back."""
        for _, index in self._spare:
            index.close()


def _is_whole(part: Part, joiner: Joiner, index: MobileIndex) -> bool:
    """Joins the rows, and says whether all are in the lines now."""
    while True:
        now = part.first(AT_ONCE)
        taken, faults = now.join(joiner, index)
        if faults or taken < now.rows:
            return False
        if now is part:
            return True
        part = part.behind(taken)


class Whole:
    """The work of making one batch."""

    def __init__(self, part: Part, maker: Maker) -> None:
        self.part = part
        self._maker = maker
        self.is_whole: bool | None = None
        """Known only when it has been tried, and never where that failed for another reason."""

    def __call__(self) -> list[Batch | Rejected] | None:
        made = self._maker.make(self.part)
        self.is_whole = made is not None
        return made


class Confidence:
    """Whether to try the next batch.

    Work that comes to nothing stays small beside the other, so that an input full of faults takes
    little longer than if nothing were tried.
    """

    def __init__(self) -> None:
        self._made = 0
        self._in_vain = 0
        self.is_shaken = False
        """The last that was tried was not whole, so the next is tried alone."""

    @property
    def is_there(self) -> bool:
        return self._in_vain <= FORGIVEN + self._made / BALANCE

    def gain(self) -> None:
        """A batch was whole."""
        self._made += 1
        self.is_shaken = False

    def lose(self, in_vain: int) -> None:
        """A batch was not, and so many have been worked on in vain."""
        self._in_vain += in_vain
        self.is_shaken = True

    def go_on(self) -> None:
        """A batch was made the other way."""
        self._made += 1
