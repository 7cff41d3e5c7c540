"""The sandbox's own time: it runs, stands still, jumps.

A clock that was given a start stands there until somebody moves it, so that a script sees the same
times whenever it runs; without one it begins at the real time and runs. All times are Beijing
time, without a zone and in whole seconds, as these platforms write them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from ..primitives.beijing import BEIJING, to_beijing

__all__ = ["Clock"]


class Clock:
    """A clock that can be set; ``listeners`` are told when somebody did."""

    def __init__(
        self, start: datetime | None = None, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._start, self._ticks = start, ticks
        self.listeners: list[Callable[[], None]] = []
        self.begin()

    def begin(self) -> None:
        """Once more from the start."""
        at = to_beijing(self._start or datetime.now(BEIJING))
        self._restart(at, running=self._start is None)

    @property
    def running(self) -> bool:
        """Whether it goes on by itself."""
        return self._since is not None

    def now(self) -> datetime:
        """The time, in Beijing."""
        return self._exactly().replace(microsecond=0)

    def set(self, at: datetime) -> None:
        """It is this time now; whether it runs does not change."""
        self._restart(to_beijing(at), self.running)

    def advance(self, by: timedelta) -> None:
        """So much later; earlier where it is negative."""
        self._restart(self._exactly() + by, self.running)

    def run(self, running: bool = True) -> None:
        """Lets it go, or stops it."""
        self._restart(self._exactly(), running)

    def seconds_until(self, at: datetime) -> float | None:
        """Real seconds until it is that time; ``None`` while it stands still before it."""
        left = (at - self._exactly()).total_seconds()
        if left <= 0:
            return 0.0
        return left if self.running else None

    def _exactly(self) -> datetime:
        if self._since is None:
            return self._base
        return self._base + timedelta(seconds=self._ticks() - self._since)

    def _restart(self, at: datetime, running: bool) -> None:
        if not 1900 < at.year < 9000:
            raise ValueError(f"the year {at.year} is too far away")
        self._base = at
        self._since: float | None = self._ticks() if running else None
        for listener in self.listeners:
            listener()
