"""Work done by several threads, its results handed on in the order the work came.

At most two jobs for each thread are under way, so whoever puts them in never runs far ahead of
whoever takes the results.

The threads are a conveyor's own and end with it. The standard library's threads and pools wait on
locks that are made in Python, and an interrupt at the wrong moment leaves them locked or broken;
here whatever waits is a single step.
"""

from __future__ import annotations

from _thread import start_new_thread
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar
from weakref import ref

__all__ = ["Conveyor"]

T = TypeVar("T")
Work = Callable[[], list[T]]

LOOK_UP = 1.0
"""Seconds after which a thread without work looks whether there can be more."""


class _Job(Generic[T]):
    """Some work, and where its outcome arrives."""

    def __init__(self, work: Work[T]) -> None:
        self._work = work
        self._outcome: SimpleQueue[list[T] | BaseException] = SimpleQueue()

    def run(self) -> None:
        try:
            outcome: list[T] | BaseException = self._work()
        except BaseException as error:
            outcome = error
        self._outcome.put(outcome)

    def is_done(self) -> bool:
        return not self._outcome.empty()

    def result(self) -> list[T]:
        """Waits for it; asked for once."""
        outcome = self._outcome.get()
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


class Conveyor(Generic[T]):
    """The threads and what is under way. With one thread, work is done where it is put in."""

    def __init__(self, threads: int) -> None:
        self._allowed = threads if threads > 1 else 0
        self._most = 2 * threads
        self._under_way: deque[Iterable[T] | _Job[T]] = deque()
        self._waiting = 0
        self._jobs: SimpleQueue[_Job[T] | None] = SimpleQueue()
        self._ended: SimpleQueue[None] = SimpleQueue()
        self._threads = 0

    def put(self, work: Work[T]) -> Iterator[T]:
        """Begins work; yields what has its turn by now."""
        job = _Job(work)
        self._under_way.append(job)
        self._waiting += 1
        if not self._allowed:
            job.run()
        else:
            self._jobs.put(job)
            if self._threads < self._allowed:
                start_new_thread(_work_off, (ref(self), self._jobs, self._ended))
                self._threads += 1
        return self._yield_what_is_due()

    def hand_on(self, results: Iterable[T]) -> Iterator[T]:
        """Takes results that need no work; yields what has its turn by now."""
        self._under_way.append(results)
        return self._yield_what_is_due()

    def _yield_what_is_due(self) -> Iterator[T]:
        while self._under_way:
            first = self._under_way[0]
            if self._waiting <= self._most and isinstance(first, _Job) and not first.is_done():
                return
            yield from self._next()

    def drain(self) -> Iterator[T]:
        """Yields all that is left."""
        while self._under_way:
            yield from self._next()

    def _next(self) -> Iterator[T]:
        first = self._under_way.popleft()
        if isinstance(first, _Job):
            self._waiting -= 1
            return iter(first.result())
        return iter(first)

    def close(self) -> None:
        """Ends the threads and waits for them; work not begun is dropped."""
        try:
            while True:
                self._jobs.get_nowait()
        except Empty:
            pass
        for _ in range(self._most):  # more than enough
            self._jobs.put(None)
        while self._threads:
            self._ended.get()
            self._threads -= 1


def _work_off(
    conveyor: ref[Conveyor[Any]], jobs: SimpleQueue[_Job[Any] | None], ended: SimpleQueue[None]
) -> None:
    job: _Job[Any] | None
    while conveyor():  # an interrupt may have kept ``close`` from its end, or from its beginning
        try:
            job = jobs.get(timeout=LOOK_UP)
        except Empty:
            continue
        if job is None:
            break
        job.run()
        del job  # and with it the last that holds the lines
    ended.put(None)
