"""Threads whose results keep the order of the work."""

from __future__ import annotations

from _thread import _count
from functools import partial
from threading import Event

import pytest

from smscodec.bulk.conveyor import Conveyor


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_work(threads: int) -> None:
    """Whoever was faster, and with what needed no work in between."""
    conveyor = Conveyor[int](threads)
    seen: list[int] = []
    for number in range(0, 200, 2):
        seen += conveyor.put(partial(list, [number]))
        seen += conveyor.hand_on([number + 1])
    seen += conveyor.drain()
    conveyor.close()
    assert seen == list(range(200))


def test_a_slow_job_holds_back_the_others() -> None:
    """Two for each thread wait; one more is taken only when the first is done."""
    conveyor = Conveyor[int](2)
    gate = Event()
    first = conveyor.put(lambda: [gate.wait(10) and 0])
    assert list(first) == []
    for number in (1, 2, 3):
        assert list(conveyor.put(partial(list, [number]))) == []
    assert list(conveyor.hand_on([9])) == []
    fifth = conveyor.put(partial(list, [4]))
    gate.set()
    assert [*fifth, *conveyor.drain()] == [0, 1, 2, 3, 9, 4]
    conveyor.close()


def test_an_error_comes_in_its_turn() -> None:
    """What was put in before it is handed on first, and the threads end."""
    before = _count()
    conveyor = Conveyor[int](2)
    seen: list[int] = []

    def fail() -> list[int]:
        raise ValueError("third")

    def run() -> None:
        for work in (partial(list, [1]), partial(list, [2]), fail, partial(list, [4])):
            for result in conveyor.put(work):
                seen.append(result)
        for result in conveyor.drain():
            seen.append(result)

    with pytest.raises(ValueError, match="third"):
        run()
    conveyor.close()
    assert seen == [1, 2]
    assert _count() == before
