"""The sandbox's own time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from smscodec.primitives.beijing import BEIJING
from smscodec.sandbox.clock import Clock

NINE = datetime(2026, 1, 5, 9)


class Ticks:
    """Real seconds, made by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_clock_with_a_start_stands() -> None:
    """Until somebody moves it."""
    ticks = Ticks()
    clock = Clock(NINE, ticks=ticks)
    ticks.now += 60
    assert (clock.now(), clock.running) == (NINE, False)


def test_a_clock_without_a_start_runs_from_now() -> None:
    """In whole seconds, in Beijing."""
    before = datetime.now(BEIJING).replace(tzinfo=None, microsecond=0)
    clock = Clock()
    after = datetime.now(BEIJING).replace(tzinfo=None)
    assert clock.running
    assert before <= clock.now() <= after
    assert clock.now().microsecond == 0


def test_it_goes_on_when_it_is_let_go_and_stands_when_it_is_stopped() -> None:
    """What has passed meanwhile stays passed."""
    ticks = Ticks()
    clock = Clock(NINE, ticks=ticks)
    clock.run()
    ticks.now += 90.5
    clock.run(False)
    ticks.now += 1000
    assert clock.now() == NINE + timedelta(seconds=90)


def test_set_and_advance_keep_it_running_or_standing() -> None:
    """A moment with a zone is converted."""
    clock = Clock(NINE)
    clock.set(datetime(2026, 1, 5, 4, tzinfo=timezone.utc))
    assert clock.now() == datetime(2026, 1, 5, 12)
    clock.advance(timedelta(hours=-1))
    assert (clock.now(), clock.running) == (datetime(2026, 1, 5, 11), False)


def test_it_can_begin_again() -> None:
    """From its start, standing or running as it did then."""
    clock = Clock(NINE)
    clock.run()
    clock.advance(timedelta(days=3))
    clock.begin()
    assert (clock.now(), clock.running) == (NINE, False)


def test_it_stays_where_there_are_days_before_and_after() -> None:
    """The calendar ends at 1 and 9999."""
    clock = Clock(NINE)
    for year in (1, 1900, 9000, 9999):
        with pytest.raises(ValueError, match="too far away"):
            clock.set(NINE.replace(year=year))
    assert clock.now() == NINE


def test_listeners_are_told() -> None:
    """Whenever it is moved, let go or stopped."""
    told: list[str] = []
    clock = Clock(NINE)
    clock.listeners.append(lambda: told.append("moved"))
    clock.set(NINE)
    clock.advance(timedelta(1))
    clock.run()
    assert len(told) == 3


def test_seconds_until() -> None:
    """Nothing for what is past, ``None`` for what a standing clock never sees."""
    ticks = Ticks()
    clock = Clock(NINE, ticks=ticks)
    later = NINE + timedelta(seconds=10)
    assert clock.seconds_until(NINE) == 0
    assert clock.seconds_until(later) is None
    clock.run()
    ticks.now += 4
    assert clock.seconds_until(later) == 6
