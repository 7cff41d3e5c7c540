"""How far a job is, for whoever watches a terminal: a bar, rows a second, the time that remains."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import perf_counter

__all__ = ["Advance", "progress"]

Advance = Callable[[int, int], None]
"""Called with the rows packed so far, and how much has been read."""


@contextmanager
def progress(size: int | None) -> Generator[Advance, None, None]:
    """Shows a bar on standard error while the block works, if that is a terminal.

    ``size`` is how much there is to read, bytes or rows, where that is known: of a pipe it is not.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda rows, done: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    started = perf_counter()
    with Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} rows/s, remaining"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=size, rows=0, rate=0)

        def advance(rows: int, done: int) -> None:
            rate = rows / (perf_counter() - started)
            bar.update(task, completed=done, rows=rows, rate=rate)

        yield advance
