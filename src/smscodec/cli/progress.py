"""How far a job is, for whoever watches a terminal: a bar, rows a second, the time that remains."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import perf_counter
from typing import BinaryIO

__all__ = ["Advance", "progress"]

Advance = Callable[[int, int], None]
"""Called with the rows packed and the bytes read so far."""


@contextmanager
def progress(source: BinaryIO) -> Generator[Advance, None, None]:
    """Shows a bar on standard error while the block reads ``source``, if that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda rows, bytes_read: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    size = os.fstat(source.fileno())
    total = size.st_size if stat.S_ISREG(size.st_mode) else None  # of a pipe nobody knows
    started = perf_counter()
    with Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} rows/s, remaining"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=total, rows=0, rate=0)

        def advance(rows: int, bytes_read: int) -> None:
            rate = rows / (perf_counter() - started)
            bar.update(task, completed=bytes_read, rows=rows, rate=rate)

        yield advance
