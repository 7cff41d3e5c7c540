"""Threads whose results keep the order of the work."""

from __future__ import annotations

from _thread import _count
from functools import partial
from threading import Barrier, Event, Timer, current_thread, main_thread

import pytest

from smscodec.bulk.conveyor import Alone, Conveyor, conveyor_of


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_work(threads: int) -> None:
    """Whoever was faster, and with what needed no work in between."""
    conveyor: Alone[int] | Conveyor[int] = conveyor_of(threads)
    seen: list[int] = []
    for number in range(0, 200, 2):
        seen += conveyor.put(partial(list, [number]))
        seen += conveyor.hand_on([number + 1])
    seen += conveyor.drain()
    conveyor.close()
    assert seen == list(range(200))


def test_threads_that_are_never_begun_cost_nothing() -> None:
    """Only so many are as there is work."""
    conveyor = conveyor_of(10**30)
    assert list(conveyor.put(partial(list, [1]))) in ([], [1])
    list(conveyor.drain())
    conveyor.close()


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


def test_work_that_comes_to_nothing_is_to_be_dropped() -> None:
    """With all that was put in since: nothing behind it is handed on, neither before nor after."""
    conveyor = Conveyor[int](2)
    seen = list(conveyor.put(lambda: [1]))
    for work in (lambda: None, lambda: [2], lambda: [3]):
        seen += conveyor.put(work)
    conveyor.wait()
    seen += conveyor.hand_on([4])
    assert seen == [1]
    conveyor.drop(4)
    seen += [*conveyor.put(lambda: [5]), *conveyor.drain()]
    conveyor.close()
    assert seen == [1, 5]


def test_dropped_work_is_over() -> None:
    """What was not begun never is, what was has ended, and its error is nobody's."""
    conveyor = Conveyor[int](2)
    gate = Event()
    done: list[int] = []

    def work(number: int) -> list[int]:
        assert gate.wait(10)
        done.append(number)
        raise ValueError(number)

    for number in range(4):
        assert list(conveyor.put(partial(work, number))) == []
    opens = Timer(0.05, gate.set)
    opens.start()
    conveyor.drop(4)
    opens.join()
    assert set(done) <= {0, 1}
    before = list(done)
    assert list(conveyor.put(lambda: [5])) + list(conveyor.drain()) == [5]
    conveyor.close()
    assert done == before


def test_whoever_waits_works() -> None:
    """One thread less is begun than are asked for, and yet as many work at a time."""
    before = _count()
    conveyor = Conveyor[int](2)
    both = Barrier(2, timeout=10)
    here: list[bool] = []

    def work(number: int) -> list[int]:
        both.wait()
        here.append(current_thread() is main_thread())
        return [number]

    seen: list[int] = []
    for number in range(8):
        seen += conveyor.put(partial(work, number))
        assert _count() <= before + 1
    seen += conveyor.drain()
    conveyor.close()
    assert seen == list(range(8))
    assert sorted(here) == [False] * 4 + [True] * 4


def test_an_interrupt_does_not_wait_for_its_turn() -> None:
    """Where it comes to whoever waits, in work that is not the next to be handed on."""
    conveyor = Conveyor[int](2)
    begun, gate = Event(), Event()

    def first() -> list[int]:
        begun.set()
        assert gate.wait(10)
        return [1]

    def interrupted() -> list[int]:
        raise KeyboardInterrupt

    assert list(conveyor.put(first)) == []
    assert begun.wait(10)
    assert list(conveyor.put(interrupted)) == []
    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        seen += conveyor.drain()
    assert seen == []
    gate.set()
    conveyor.close()
