"""From rows to batches (document 003, section 1.6), in their order and in flat memory.

Most batches need no decision, and any thread makes one from beginning to end (``whole``). Where
there is something to decide, rows are joined one batch after the other, and threads only encode
them (``filling``). So what a batch holds never depends on the number of threads.

A row that cannot be sent stops the job, or goes to ``on_rejected`` while all others are packed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from functools import partial

from .batch import Batch
from .conveyor import Alone, Conveyor, conveyor_of
from .encoder import Rejected
from .filling import Filled, Filling
from .parts import Part
from .plan import Plan
from .whole import RUN, Doubt, Whole

__all__ = ["Packer"]

Result = Batch | Rejected
Step = Whole | Filled | list[Result]


class Packer:
    """One job: what is under way of it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._conveyor: Alone[Result] | Conveyor[Result] = conveyor_of(plan.threads)
        self._parts: Generator[Part] | None = None
        self._doubt: Doubt | None = None
        self._filling: Filling | None = None

    def run(self, parts: Generator[Part]) -> Iterator[Batch]:
        """The batches of a job, which closes what it was given."""
        self._parts = parts
        try:
            for result in self._in_order(parts):
                if isinstance(result, Batch):
                    yield result
                elif self._plan.on_rejected is None:
                    raise result.error
                else:
                    self._plan.on_rejected(result)
        finally:
            if self._conveyor.close():
                parts.close()  # else the last who works on one of them does
            if self._filling:
                self._filling.close()

    def _in_order(self, parts: Iterable[Part]) -> Iterator[Result]:
        """Batches and rejected rows; an error comes after all that was begun before it, and before
        all that was begun after it."""
        steps, failure = self._steps(parts), None
        while True:
            try:
                step = next(steps, None)
            except Exception as error:
                step, failure = None, error
            if step is None:
                break
            if isinstance(step, Whole):
                yield from self._conveyor.put(step)
            elif isinstance(step, Filled):
                yield from self._conveyor.put(partial(self._plan.encoder.encode, *step))
            else:
                yield from self._conveyor.hand_on(step)
        yield from self._conveyor.drain()
        if failure:
            raise failure

    def _steps(self, parts: Iterable[Part]) -> Iterator[Step]:
        for part in parts:
            while part.rows:
                take = self._whole if self._is_likely_whole(part) else self._fill
                part = yield from take(part)
        if self._filling:
            yield from self._filling.finish()

    def _fill(self, part: Part) -> Generator[Step, None, Part]:
        """Decides some rows; returns those behind them."""
        self._filling = self._filling or Filling(self._plan)
        left = yield from self._filling.take(part)
        if self._doubt and self._filling.is_empty:
            self._doubt.go_on()
        return left

    # ---- whole batches ----------------------------------------------------------------------

    def _is_likely_whole(self, part: Part) -> bool:
        """Of a batch, or two where threads are to share them: the next part waits for this one."""
        batches = 2 if self._plan.threads > 1 else 1
        return (
            (part.is_last or part.rows >= batches * self._plan.max_rows)
            and self._plan.duplicates != "job"
            and (self._filling is None or self._filling.is_empty)
            and (self._doubt is None or self._doubt.allows_more)
        )

    def _whole(self, part: Part) -> Generator[Step, None, Part]:
        """Begins the batches of a part; returns the rows from the first on that were not whole.

        Before anything else is done with these rows, or the next part asked for, nobody reads them
        any more.
        """
        rules, encoder, most = self._plan.rules, self._plan.encoder, self._plan.max_rows
        begun: deque[Whole] = deque()
        failed: list[Whole] = []
        at = 0
        while part.rows - at >= most or (part.is_last and part.rows > at):
            some = part.between(at, self._at_once(part.rows - at))
            work = Whole(some, most, rules, encoder, failed, keeps=self._parts)
            at += some.rows
            begun.append(work)
            yield work
            if not self._are_whole(begun):
                break
        if begun:
            self._conveyor.wait()
        if not self._are_whole(begun):
            self._conveyor.drop(len(begun))
            self._doubt = self._doubt or Doubt()
            self._doubt.grow(sum(work.rows is not None for work in begun))
            made = begun[0].rows or 0
            self._doubt.go_on(made // most)
            at = begun[0].part.first_row + made - part.first_row
        return part.behind(at)

    def _at_once(self, rows: int) -> int:
        """Of so many rows, those that are worked on at once: of several batches, unless threads
        are to share them."""
        plan = self._plan
        batches = RUN if plan.threads == 1 and plan.encoder.presses_many else 1
        return min(batches, rows // plan.max_rows) * plan.max_rows or rows

    def _are_whole(self, begun: deque[Whole]) -> bool:
        """Strikes off the first of them, which were whole; says whether the next may be, too."""
        while begun and begun[0].is_whole:
            work = begun.popleft()
            if self._doubt:
                self._doubt.go_on(-(-work.part.rows // self._plan.max_rows))
        return not begun or begun[0].rows is None
