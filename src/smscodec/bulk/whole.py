"""Batches that need no decision.

Nearly every batch is so many rows of one part, none of them faulty, with room for all. What it
holds depends on nothing but these rows, so one thread may make all of it, from the columns to the
form value, while others make the next; one thread alone makes several by one call. One that turns
out otherwise is not made, and those begun behind it, which may have to begin elsewhere, are not
wanted: its rows are decided one after the other, by ``filling``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .._kernels import Joiner, JoinRules, MobileFilter, Press, Pressed
from .batch import Batch
from .encoder import Encoder, Rejected
from .parts import Part

__all__ = ["Doubt", "Whole", "make"]

AT_ONCE = 16_384
"""Rows that are joined by one call; a batch of more takes memory that is not kept."""

RUN = 8
"""Batches that one thread alone makes before the first of them is handed on."""

FORGIVEN, BALANCE = 2, 16
"""Batches that are tried in vain anyway, and of how many others one more is."""


class Made(NamedTuple):
    """The first batches of some rows."""

    results: list[Batch | Rejected]
    rows: int
    """How many of the rows are in them."""


def make(part: Part, most: int, rules: JoinRules, encoder: Encoder) -> Made:
    """The part as batches of so many rows, or several where one would be too large; up to one that
    a row would not be in. Any thread may call it."""
    bench = _bench(rules)
    results: list[Batch | Rejected] = []
    rows = 0
    try:
        for made in bench.batches(part, most, encoder):
            if made is None:
                break
            results += made
            rows = min(rows + most, part.rows)
    except Exception:  # it will be raised again, in its turn
        return Made(results, rows)
    if len(_benches) < _MOST_BENCHES and most <= AT_ONCE:
        _benches.append(bench)
    return Made(results, rows)


class _Bench:
    """What a thread works with."""

    def __init__(self, rules: JoinRules) -> None:
        self.rules = rules
        self._mobiles = MobileFilter()
        self._joiner = Joiner(rules)
        self._press = Press(rules)

    def batches(
        self, part: Part, most: int, encoder: Encoder
    ) -> Iterator[list[Batch | Rejected] | None]:
        """Each as one or several; ``None`` is one that a row would not be in."""
        while part.rows:
            at = 0
            for pressed in self._pressed(part, most, encoder):
                rows = part.numbers[at : at + most]
                made = encoder.finish(pressed, self._press, rows)
                yield made or self._encoded(part.between(at, len(rows)), encoder)
                at += len(rows)
            part = part.behind(at)
            if part.rows:
                first, part = part.cut(most)
                yield self._encoded(first, encoder, given_up=self._press.gave_up)

    def _pressed(self, part: Part, most: int, encoder: Encoder) -> list[Pressed]:
        """Joined and compressed at once: as many as go well."""
        press, mode = self._press, encoder.press
        press.gave_up = False
        if mode is None:
            return []
        press.begin(min(most, part.rows), *mode)
        _takes(press, part if encoder.presses_many else part.first(most), None)
        return press.pressed

    def _encoded(
        self, part: Part, encoder: Encoder, *, given_up: bool = False
    ) -> list[Batch | Rejected] | None:
        """Joined first; ``given_up`` where the press did."""
        self._mobiles.clear()
        self._mobiles.expect(part.rows)
        some = (part.behind(at).first(AT_ONCE) for at in range(0, part.rows, AT_ONCE))
        is_whole = all(_takes(self._joiner, each, self._mobiles) for each in some)
        lines = self._joiner.take()
        if is_whole:
            return encoder.encode(lines, part.numbers, given_up=given_up)
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
    """The work of making some batches, unless one before them has ``failed`` by then."""

    def __init__(
        self,
        part: Part,
        most: int,
        rules: JoinRules,
        encoder: Encoder,
        failed: list[Whole],
        *,
        keeps: object,
    ) -> None:
        """``keeps``: what gives the part's memory back when it goes. Where an interrupt ends the
        job before the work, it goes with the work."""
        self.part = part
        self._keeps = keeps
        self._how = most, rules, encoder
        self._failed = failed
        self.rows: int | None = None
        """Of the part, those in batches that were made. Known only when it has been tried, and
        never where that failed for another reason."""

    @property
    def is_whole(self) -> bool:
        """All of them were made."""
        return self.rows == self.part.rows

    def __call__(self) -> list[Batch | Rejected] | None:
        if self._failed and min(each.part.first_row for each in self._failed) < self.part.first_row:
            return None
        made = make(self.part, *self._how)
        self.rows = made.rows
        if not self.is_whole:
            self._failed.append(self)
        return made.results or None


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

    def go_on(self, made: int = 1) -> None:
        """So many batches were made, whichever way."""
        self._made += made
