"""Work done by several threads, its results handed on in the order the work came.

Whoever has to wait for a result works meanwhile, so one thread less is begun than there are to be.
At most two jobs for each are under way, so whoever puts them in never runs far ahead of whoever
takes the results. Work may come to nothing: then nothing behind it is handed on until whoever put
it in has dropped it, with all that was put in since.

The other threads are a conveyor's own and end with it. The standard library's threads and pools
wait on locks that are made in Python, and an interrupt at the wrong moment leaves them locked or
broken; here whatever waits is a single step.
"""

from __future__ import annotations

from _thread import start_new_thread
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar
from weakref import ref

__all__ = ["Alone", "Conveyor", "conveyor_of"]

T = TypeVar("T")
Work = Callable[[], list[T] | None]
"""``None`` is no result, not even an empty one."""

LOOK_UP = 1.0
"""Seconds after which a thread without work looks whether there can be more."""


class _Job(Generic[T]):
    """Some work, and where its outcome arrives."""

    def __init__(self, work: Work[T]) -> None:
        self._work = work
        self._arrivals: SimpleQueue[tuple[list[T] | BaseException | None]] = SimpleQueue()
        self._arrived: tuple[list[T] | BaseException | None] | None = None
        self.is_wanted = True

    def run(self) -> None:
        outcome: list[T] | BaseException | None = None
        try:
            if self.is_wanted:
                outcome = self._work()
        except BaseException as error:
            outcome = error
        self._arrivals.put((outcome,))

    def give_up(self) -> None:
        """Nobody has begun it, and nobody will."""
        self.is_wanted = False
        self.run()

    def is_done(self) -> bool:
        return self._arrived is not None or not self._arrivals.empty()

    def outcome(self) -> list[T] | BaseException | None:
        """Waits for it."""
        if self._arrived is None:
            self._arrived = self._arrivals.get()
        return self._arrived[0]


def conveyor_of(threads: int) -> Alone[T] | Conveyor[T]:
    """A conveyor, unless there is one thread alone."""
    return Conveyor(threads) if threads > 1 else Alone()


class Alone(Generic[T]):
    """What a conveyor of one thread would do: work is done where it is put in."""

    def put(self, work: Work[T]) -> Iterator[T]:
        """Does the work; yields what comes of it."""
        return iter(work() or ())

    def hand_on(self, results: Iterable[T]) -> Iterator[T]:
        """Yields the results."""
        return iter(results)

    def wait(self) -> None:
        """Nothing is under way."""

    def drop(self, jobs: int) -> None:
        """Work that came to nothing left nothing."""

    def drain(self) -> Iterator[T]:
        """Nothing is left."""
        return iter(())

    def close(self) -> bool:
        """There are no threads."""
        return True


class Conveyor(Generic[T]):
    """Two threads or more, and what is under way."""

    def __init__(self, threads: int) -> None:
        self._allowed = threads - 1
        self._most = 2 * threads
        self._under_way: deque[Iterable[T] | _Job[T]] = deque()
        self._given: deque[_Job[T]] = deque()
        self._waiting = 0
        self._jobs: SimpleQueue[_Job[T] | None] = SimpleQueue()
        self._ended: SimpleQueue[None] = SimpleQueue()
        self._threads = 0

    def put(self, work: Work[T]) -> Iterator[T]:
        """Begins work; yields what has its turn by now."""
        job = _Job(work)
        while self._given and self._given[0].is_done():
            self._given.popleft()
        self._given.append(job)
        self._under_way.append(job)
        self._waiting += 1
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
            if isinstance(first, _Job):
                if self._waiting <= self._most and not first.is_done():
                    return
                if self._outcome(first) is None:
                    return
            yield from self._next()

    def wait(self) -> None:
        """Until all work is done, though its results have not been handed on."""
        for job in self._under_way:
            if isinstance(job, _Job):
                self._outcome(job)

    def drop(self, jobs: int) -> None:
        """Hands on nothing of so much work, the last that was put in; when this returns, nobody is
        at it any more."""
        dropped = [self._under_way.pop() for _ in range(jobs)]
        self._waiting -= jobs
        unwanted = [job for job in dropped if isinstance(job, _Job)]
        for job in unwanted:
            job.is_wanted = False
        for job in unwanted:
            self._outcome(job)

    def drain(self) -> Iterator[T]:
        """Yields all that is left."""
        while self._under_way:
            yield from self._next()

    def _next(self) -> Iterable[T]:
        first = self._under_way.popleft()
        if not isinstance(first, _Job):
            return first
        self._waiting -= 1
        outcome = self._outcome(first)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome or ()

    def _outcome(self, job: _Job[T]) -> list[T] | BaseException | None:
        """Waits for it, or works while there is work that nobody has begun."""
        while not job.is_done():
            try:
                begun = self._jobs.get_nowait()
            except Empty:
                break
            if begun:
                _run_here(begun)
        return job.outcome()

    def close(self) -> bool:
        """Ends the threads and waits for them; work not begun is dropped.

        Says whether nobody is at work any more: an interrupt may have kept a thread from being
        counted. One that comes now leaves those that work, which end by themselves.
        """
        try:
            while True:
                job = self._jobs.get_nowait()
                if job:
                    job.give_up()
        except Empty:
            pass
        for _ in range(2 * self._threads + 1):  # more than enough
            self._jobs.put(None)
        while self._threads:
            self._ended.get()
            self._threads -= 1
        return all(job.is_done() for job in self._given)


def _run_here(job: _Job[Any]) -> None:
    """An interrupt does not wait for the turn of the job it came in."""
    job.run()
    error = job.outcome()
    if isinstance(error, BaseException) and not isinstance(error, Exception):
        raise error


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
