"""What happens, as it happens: the last calls, and events for whoever watches.

Events are small dicts with a ``type``: ``call`` (somebody called), ``task`` (messages were taken),
``inbound``, ``report``, ``push``, ``clock``, ``template``, ``reset``. They are kept in memory only,
the last ``KEPT`` of them, so that a watcher who was away can catch up.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, TypeAlias

__all__ = ["KEPT", "Event", "Feed"]

KEPT = 1000
Event: TypeAlias = dict[str, Any]


class Feed:
    """The last events, and those who wait for the next."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._number = 0
        self._watchers: set[asyncio.Event] = set()
        self._ended = False

    def publish(self, type: str, **facts: Any) -> None:
        """Tells everybody who watches."""
        self._number += 1
        self._events.append({"number": self._number, "type": type, **facts})
        for watcher in self._watchers:
            watcher.set()

    def clear(self) -> None:
        """Forgets what was; the numbers go on."""
        self._events.clear()

    def since(self, number: int, type: str = "") -> list[Event]:
        """What is kept of the events behind a number, of one type or any."""
        return [
            each for each in self._events if each["number"] > number and type in ("", each["type"])
        ]

    @property
    def last(self) -> int:
        """The number of the last event."""
        return self._number

    def end(self) -> None:
        """Sends everybody away who watches: the server goes."""
        self._ended = True
        for watcher in self._watchers:
            watcher.set()

    async def watch(self, after: int) -> AsyncIterator[Event]:
        """Every event behind a number, until the end."""
        news = asyncio.Event()
        self._watchers.add(news)
        try:
            while not self._ended:
                news.clear()
                for event in self.since(after):
                    yield event
                    after = event["number"]
                await news.wait()
        finally:
            self._watchers.discard(news)
