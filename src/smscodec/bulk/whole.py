"""Batches that need no decision.

Nearly every batch is so many rows of one part, none of them faulty, with room for all. What it
holds depends on nothing but these rows, so one thread may make all of it, from the columns to the
form value, while others make the next. One that turns out otherwise is not made, and those begun
behind it, which may have to begin elsewhere, are not wanted: its rows are decided one after the
other, by ``filling``.
"""

from __future__ import annotations

from .._kernels import Joiner, JoinRules, MobileFilter, Press
from .batch import Batch
from .encoder import Encoder, Rejected
from .sources import Part

__all__ = ["Doubt", "Whole", "make"]

AT_ONCE = 16_384
"""Rows that are joined by one call; a batch of more takes memory that is not kept."""

FORGIVEN, BALANCE = 2, 16
"""Batches that are tried in vain anyway, and of how many others one more is."""


def make(part: Part, rules: JoinRules, encoder: Encoder) -> list[Batch | Rejected] | None:
    """All rows of the part as one batch, or as several where one would be too large; ``None`` where
    a row would not be in it. Any thread may call it."""
    bench = _bench(rules)
    made = bench.press(part, encoder) or bench.encode(part, encoder)
    if len(_benches) < _MOST_BENCHES and part.rows <= AT_ONCE:
        _benches.append(bench)
    return made


class _Bench:
    """What a thread works with."""

    def __init__(self, rules: JoinRules) -> None:
        self.rules = rules
        self._mobiles = MobileFilter()
        self._joiner = Joiner(rules)
        self._press = Press(rules)

    def press(self, part: Part, encoder: Encoder) -> list[Batch | Rejected] | None:
        """Joins and compresses at once."""
        mode, press = encoder.press, self._press
        press.gave_up = False
        if mode is None:
            return None
        press.begin(part.rows, *mode)
        pressed = press.press() if _takes(press, part, None) else None
        return None if pressed is None else encoder.finish(pressed, part.numbers)

    def encode(self, part: Part, encoder: Encoder) -> list[Batch | Rejected] | None:
        """Joins first."""
        self._mobiles.clear()
        self._mobiles.expect(part.rows)
        some = (part.behind(at).first(AT_ONCE) for at in range(0, part.rows, AT_ONCE))
        is_whole = all(_takes(self._joiner, each, self._mobiles) for each in some)
        lines = self._joiner.take()
        if is_whole:
            return encoder.encode(lines, part.numbers, given_up=self._press.gave_up)
        lines.close()
        return None


def _takes(joiner: Joiner | Press, part: Part, mobiles: MobileFilter | None) -> bool:
    """Whether all rows of the part go into the joiner."""
    try:
        taken, faults = part.join(joiner, mobiles)
    except Exception:  # it will be raised again, in its turn
        return False
    return not faults and taken == part.rows


_benches: list[_Bench] = []
"""Those that nobody works at."""
_MOST_BENCHES = 8


def _bench(rules: JoinRules) -> _Bench:
    try:
        bench = _benches.pop()
    except IndexError:
        return _Bench(rules)
    return bench if bench.rules is rules or bench.rules == rules else _Bench(rules)


class Whole:
    """The work of making one batch, unless one before it has ``failed`` by then."""

    def __init__(self, part: Part, rules: JoinRules, encoder: Encoder, failed: list[Whole]) -> None:
        self.part = part
        self._how = rules, encoder
        self._failed = failed
        self.is_whole: bool | None = None
        """Known only when it has been tried, and never where that failed for another reason."""

    def __call__(self) -> list[Batch | Rejected] | None:
        if self._failed and min(each.part.first_row for each in self._failed) < self.part.first_row:
            return None
        made = make(self.part, *self._how)
        self.is_whole = made is not None
        if made is None:
            self._failed.append(self)
        return made


class Doubt:
    """Whether to try the next batch, after one that was not whole.

    Work that comes to nothing stays small beside the other, so that an input full of faults takes
    little longer than if nothing were tried.
    """

    def __init__(self) -> None:
        self._made = 0
        self._in_vain = 0

    @property
    def allows_more(self) -> bool:
        """Whether to try at all."""
        return self._in_vain <= FORGIVEN + self._made / BALANCE

    def grow(self, in_vain: int) -> None:
        """A batch was not whole, and so many have been worked on in vain."""
        self._in_vain += in_vain

    def go_on(self) -> None:
        """A batch was made, whichever way."""
        self._made += 1
