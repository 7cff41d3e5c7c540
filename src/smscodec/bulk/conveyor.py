"""Work done by several threads, its results handed on in the order the work came.

At most two jobs for each thread are under way, so whoever puts them in never runs far ahead of
whoever takes the results.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

__all__ = ["Conveyor"]

T = TypeVar("T")


class Conveyor(Generic[T]):
    """The threads and what is under way. With one thread, work is done where it is put in."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, "smscodec") if threads > 1 else None
        self._most = 2 * threads
        self._under_way: deque[Iterable[T] | Future[list[T]]] = deque()
        self._jobs = 0

    def put(self, work: Callable[[], list[T]]) -> Iterator[T]:
        """Begins work; yields what has its turn by now."""
        if self._pool:
            self._under_way.append(self._pool.submit(work))
            self._jobs += 1
        else:
            self._under_way.append(work())
        while self._under_way and (self._jobs > self._most or self._is_done(self._under_way[0])):
            yield from self._next()

    def hand_on(self, results: Iterable[T]) -> Iterator[T]:
        """Takes results that need no work; yields what has its turn by now."""
        self._under_way.append(results)
        while self._under_way and self._is_done(self._under_way[0]):
            yield from self._next()

    def drain(self) -> Iterator[T]:
        """Yields all that is left."""
        while self._under_way:
            yield from self._next()

    def _is_done(self, first: Iterable[T] | Future[list[T]]) -> bool:
        return not isinstance(first, Future) or first.done()

    def _next(self) -> Iterator[T]:
        first = self._under_way.popleft()
        if isinstance(first, Future):
            self._jobs -= 1
            first = first.result()
        yield from first

    def close(self) -> None:
        """Ends the threads; work not begun is dropped."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
