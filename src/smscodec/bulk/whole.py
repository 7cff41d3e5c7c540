"""Batches that need no decision.

Nearly every batch is so many rows of one part, none of them faulty, with room for all. What it
holds depends on nothing but these rows, so one thread may make all of it, from the columns to the
form value, while others make the next. One that turns out otherwise is not made, and those begun
behind it, which may have to begin elsewhere, are not wanted: its rows are decided one after the
other, by ``filling``.
"""

from __future__ import annotations

from .._kernels import Joiner, JoinRules, MobileFilter, Press, encode_form
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
    bench.mobiles.expect(part.rows)
    made = bench.press(part, encoder) or bench.encode(part, encoder)
    if len(_benches) < _MOST_BENCHES and part.rows <= AT_ONCE:
        _benches.append(bench)
    return made


class _Bench:
    """What a thread works with."""

    def __init__(self, rules: JoinRules) -> None:
        self.rules = rules
        self.mobiles = MobileFilter()
        self._joiner = Joiner(rules)
        self._press = Press(rules)

    def press(self, part: Part, encoder: Encoder) -> list[Batch | Rejected] | None:
        """Joins and compresses at once."""
        self._press.gave_up = False
        if encoder.press is None:
            return None
        self._press.begin(part.rows, dense=encoder.press.dense, insist=encoder.press.insist)
        pressed = self._press.press(encode_form) if self._joins(part, self._press) else None
        return None if pressed is None else encoder.finish(pressed, part.numbers)

    def encode(self, part: Part, encoder: Encoder) -> list[Batch | Rejected] | None:
        """Joins first."""
        is_whole = self._joins(part, self._joiner)
        lines = self._joiner.take()
        if is_whole:
            return encoder.encode(lines, part.numbers, given_up=self._press.gave_up)
        lines.close()
        return None

    def _joins(self, part: Part, joiner: Joiner | Press) -> bool:
        """Whether all rows of the part go into the joiner."""
        try:
            while True:
                now = part.first(AT_ONCE)
                taken, faults = now.join(joiner, self.mobiles)
                is_whole = not faults and taken == now.rows
                if not is_whole or now is part:
                    return is_whole
                part = part.behind(taken)
        except Exception:  # it will be raised again, in its turn
            return False
        finally:
            self.mobiles.clear()


_benches: list[_Bench] = []
"""Those that nobody works at."""
_MOST_BENCHES = 8


def _bench(rules: JoinRules) -> _Bench:
    try:
        bench = _benches.pop()
    except IndexError:
        return _Bench(rules)
    return bench if bench.rules == rules else _Bench(rules)


class Whole:
    """The work of making one batch, unless one before it has ``failed`` by then."""

    def __init__(self, part: Part, rules: JoinRules, encoder: Encoder, failed: list[Whole]) -> None:
        self.part = part
        self._how = rules, encoder
        self._failed = failed
        self.is_whole: bool | None = None
        """Known only when it has been tried, and never where that failed for another reason."""

    def __call__(self) -> list[Batch | Rejected] | None:
        if any(other.part.first_row < self.part.first_row for other in self._failed):
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
