"""The commands together, and the one place where what fails becomes a message and an exit code."""

from __future__ import annotations

import signal
from importlib.metadata import version
from types import FrameType
from typing import Any

import click

from .. import BACKEND
from .explain import explain
from .mms import mms
from .pack import pack
from .preview import preview
from .report import InputError, Stopped, say_failure
from .sandbox import sandbox
from .unpack import unpack

__all__ = ["app", "run"]

_AS_JSON = f"{__name__}.as_json"


class _Commands(click.Group):
    """A group whose commands never end in a traceback for anything that users can cause."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # asked for here, because a command whose own options are wrong never gets to say it
        ctx.meta[_AS_JSON] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (InputError, OSError, KeyboardInterrupt, click.ClickException) as error:
            ctx.exit(say_failure(error, as_json=ctx.meta[_AS_JSON]))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("smscodec"), message=f"smscodec %(version)s, {BACKEND} core")
def app() -> None:
    """Payloads for China's white-label SMS platforms: batches in which each number has a text of
    its own, made from CSV, Parquet or Arrow and read back; and what a text will cost.

    Exit codes: 0 done, 1 bad data or a failing system, 2 wrong usage, 128 + n stopped by signal n.
    """


app.add_command(pack)
app.add_command(unpack)
app.add_command(preview)
app.add_command(mms)
app.add_command(explain)
app.add_command(sandbox)


def run() -> int:
    """Runs the command of this process's arguments; the exit code."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    try:
        app.main(prog_name="smscodec")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except OSError as error:  # --help and --version write before there is a command
        return say_failure(error, as_json=False)
    return 0


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)
