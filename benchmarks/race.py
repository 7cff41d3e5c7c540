"""Rivals side by side: in each round every rival runs once, on fresh inputs, in a new order.

What one leaves behind in the caches, the next one pays for: who always followed the same one would
be measured with it.

A machine's clock wanders by half within seconds, so a rival measured a minute after another was
measured on another machine. What lasts is the ratio of two rivals inside one round, and how much
that differs from round to round.

pytest-benchmark times one function to its end before the next one starts. Here it keeps the clock,
the statistics, the table and the JSON; only the order of the calls is ours. It has no public way to
do that, hence the few private names of it below.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from random import Random
from statistics import fmean
from time import perf_counter
from typing import Any, NamedTuple

import pybase64

__all__ = ["Race", "Rival", "each", "run"]


class Rival(NamedTuple):
    """One way of doing the work."""

    name: str
    run: Callable[..., Any]
    ours: bool = False
    arguments: Callable[[Any], tuple[Any, ...]] | None = None
    """Those of the race, unless it takes others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """Some work, and the rivals that do it."""

    title: str
    rivals: Sequence[Rival]
    rounds: int
    item: str
    """What is counted: ``row``, ``text``, ``container``."""
    items: int
    """How many of them one run does."""
    case: Callable[[int], Any]
    """The work of a round, by its number."""
    arguments: Callable[[Any], tuple[Any, ...]]
    """The arguments of one run, made of the case: new objects each time, and just before the run,
    so that they lie in the caches for all alike."""
    check: Callable[[Any, Any], None]
    """Takes the case and a result; fails unless it is right."""
    form_bytes: Callable[[Any], int] | None = None
    """Bytes of a result that is a form value."""
    wall_clock: bool = False
    """Time that passes, not what a processor works: where threads share the work."""


def each(run: Callable[..., Any], *more: Any) -> Callable[[Sequence[Any]], list[Any]]:
    """Runs a function on each of many: on one alone it is over before a clock ticks."""
    return lambda many: [run(one, *more) for one in many]


_SOME = bytes(96)


class _Entrant:
    """A rival with a ``benchmark`` of its own: the same options, other name and statistics."""

    def __init__(self, race: Race, rival: Rival, benchmark: Any) -> None:
        self._race, self._rival = race, rival
        self._benchmark = copy(benchmark)
        self._benchmark.name = rival.name
        self._benchmark.fullname = f"{benchmark.fullname}::{rival.name}"
        self._benchmark.group = race.title
        if race.wall_clock:
            self._benchmark._timer = perf_counter
        self._benchmark.extra_info = {
            "rival": rival.name, "ours": rival.ours, "item": race.item, "items": race.items
        }  # fmt: skip
        self._sizes: list[int] = []
        self._seconds: list[float] = []

    def run(self, case: Any) -> None:
        """One run, and its result checked before its time counts."""
        arguments = (self._rival.arguments or self._race.arguments)(case)
        runner = self._benchmark._make_runner(self._rival.run, arguments, {})
        gc.collect()  # nobody pays for another's garbage,
        pybase64.b64encode(_SOME)  # nor for its registers: README.md, "isal's wake"
        seconds, result = runner(None)
        self._race.check(case, result)
        self._seconds.append(seconds)
        if self._race.form_bytes:
            self._sizes.append(self._race.form_bytes(result))

    def forget(self) -> None:
        """What was run so far was practice."""
        self._seconds.clear()
        self._sizes.clear()

    def report(self) -> None:
        """Hands the times to pytest-benchmark, with the form bytes beside them."""
        if self._sizes:
            size = fmean(self._sizes) / self._race.items
            self._benchmark.extra_info["form_bytes"] = size
            self._benchmark.name += f" ({size:.1f} B/{self._race.item})"
        statistics = self._benchmark._make_stats(iterations=1)
        for seconds in self._seconds:
            statistics.update(seconds)


def run(race: Race, benchmark: Any) -> None:
    """Runs a race on the fixture ``benchmark``.

    A practice round comes first; with ``--benchmark-disable`` there is no other.
    ``BENCHMARK_ROUNDS`` is for a run that only shows it runs: where it is 1, practice counts.
    """
    rounds = min(race.rounds, int(os.environ.get("BENCHMARK_ROUNDS", race.rounds)))
    entrants = [_Entrant(race, rival, benchmark) for rival in race.rivals]
    benchmark._mode = "race"  # it is used up, by its copies
    gc.collect()
    gc.freeze()  # what the tests hold is not walked again at each collection
    try:
        _run_round(entrants, race.case(-1), 0)
        if benchmark.disabled:
            return
        if rounds > 1:
            _run_rounds(entrants, race.case, rounds)
    finally:
        gc.unfreeze()
    for entrant in entrants:
        entrant.report()


def _run_rounds(entrants: list[_Entrant], case: Callable[[int], Any], rounds: int) -> None:
    for entrant in entrants:
        entrant.forget()
    for number in range(rounds):
        _run_round(entrants, case(number), number)


def _run_round(entrants: list[_Entrant], case: Any, number: int) -> None:
    for entrant in Random(number).sample(entrants, len(entrants)):
        entrant.run(case)
