"""What happens, as it happens."""

from __future__ import annotations

import asyncio

from smscodec.sandbox.feed import KEPT, Feed


def test_events_have_numbers_and_are_kept() -> None:
    """The last so many; of one type or of all."""
    feed = Feed()
    for number in range(KEPT + 5):
        feed.publish("call" if number % 2 else "task", what=number)
    assert feed.last == KEPT + 5
    assert [each["number"] for each in feed.since(0)] == list(range(6, KEPT + 6))
    assert feed.since(KEPT + 4) == [{"number": KEPT + 5, "type": "task", "what": KEPT + 4}]
    assert {each["type"] for each in feed.since(0, "call")} == {"call"}
    feed.clear()
    assert (feed.since(0), feed.last) == ([], KEPT + 5)


def test_who_watches_gets_what_he_missed_and_what_comes() -> None:
    """Each once, in order; who stops watching is forgotten."""

    async def watch() -> list[int]:
        feed = Feed()
        feed.publish("one")
        feed.publish("two")
        seen: list[int] = []
        events = feed.watch(1)
        async for event in events:
            seen.append(event["number"])
            if len(seen) == 1:
                asyncio.get_running_loop().call_soon(feed.publish, "three")
            if len(seen) == 2:
                break
        await events.aclose()  # type: ignore[attr-defined]
        assert not feed._watchers
        return seen

    assert asyncio.run(watch()) == [2, 3]
