"""What a command says at its end: figures for people, one JSON object for machines, or what failed.

========= =====================================================================================
exit code meaning
========= =====================================================================================
0         done
1         bad data, or the system refused (no such file, disk full)
2         wrong usage
128 + n   stopped by signal n: 130 after Ctrl-C, 141 when the reader of a pipe has gone
========= =====================================================================================
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from os import PathLike
from typing import Any, NamedTuple

import click

__all__ = ["InputError", "Stopped", "naming", "say", "say_failure", "write"]

_SIGPIPE = 13  # Windows has no name for it


class InputError(Exception):
    """The input cannot be used: which file, which line (from 1) or row (from 0) of it, and why."""

    def __init__(
        self, reason: str, *, file: str, line: int | None = None, row: int | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.file = file
        self.line = line
        self.row = row


class Stopped(KeyboardInterrupt):
    """A signal asked for the end; like Ctrl-C, but it knows which signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def naming(path: str | PathLike[str]) -> Generator[None, None, None]:
    """Gives an ``OSError`` of a read or write the path that the system leaves out."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = os.fspath(path)
        raise


# ---- a result ------------------------------------------------------------------------------------


def say(facts: dict[str, Any], *, as_json: bool) -> None:
    """A command's result: one JSON object, or a line for each fact with the values aligned."""
    if as_json:
        write(json.dumps(facts) + "\n")
        return
    width = max(map(len, facts)) + 2
    lines = (f"{name.replace('_', ' '):<{width}}{_shown(value)}\n" for name, value in facts.items())
    write("".join(lines))


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def write(text: str | bytes) -> None:
    """Writes to standard output at once, as bytes: a failure is met here and not at exit."""
    with naming("<stdout>"):
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        if isinstance(text, str):
            text = text.encode(sys.stdout.encoding, "backslashreplace")
        click.echo(text, nl=False)


# ---- a failure -----------------------------------------------------------------------------------


class _Failure(NamedTuple):
    """What is said of a failure: the object of ``--json``, in the order of its keys."""

    error: str
    """``bad data``, ``system``, ``usage`` or ``interrupted``."""
    file: str | None
    line: int | None
    reason: str
    exit_code: int
    row: int | None = None


def say_failure(error: BaseException, *, as_json: bool) -> int:
    """Says what failed, as JSON on standard output or in words on standard error; the exit code."""
    if isinstance(error, BrokenPipeError):
        return 128 + _SIGPIPE  # the reader has gone: there is nobody to tell
    failure = _failure_of(error)
    if as_json:
        with suppress(OSError):
            write(json.dumps(failure._asdict()) + "\n")
    elif isinstance(error, click.UsageError):
        error.show()
    else:
        place = "".join(f"{part}:" for part in (failure.file, failure.line) if part is not None)
        row = "" if failure.row is None else f"row {failure.row}:"
        click.echo(" ".join(filter(None, ("smscodec:", place, row, failure.reason))), err=True)
    return failure.exit_code


def _failure_of(error: BaseException) -> _Failure:
    match error:
        case InputError():
            return _Failure("bad data", error.file, error.line, error.reason, 1, error.row)
        case click.ClickException():
            return _Failure("usage", None, None, error.format_message(), error.exit_code)
        case OSError():
            file = None if error.filename is None else os.fsdecode(error.filename)
            return _Failure("system", file, None, error.strerror or str(error), 1)
        case Stopped():
            return _Failure("interrupted", None, None, "interrupted", 128 + error.number)
        case KeyboardInterrupt():
            return _Failure("interrupted", None, None, "interrupted", 128 + signal.SIGINT)
        case _:
            raise error
