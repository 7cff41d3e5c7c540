"""Options that several commands have."""

from __future__ import annotations

from typing import get_args

import click

from .. import LineBreaks
from .source import CHARSETS

__all__ = ["as_json", "charset", "line_breaks", "units"]

charset = click.option(
    "--charset",
    type=click.Choice(CHARSETS),
    default="auto",
    show_default=True,
    help="Charset of the file.",
)
line_breaks = click.option(
    "--line-breaks",
    type=click.Choice(get_args(LineBreaks)),
    default="backslash",
    show_default=True,
    help="How CR and LF in a text are written.",
)
units = click.option(
    "--units",
    type=click.Choice(["utf16", "code_points"]),
    default="utf16",
    show_default=True,
    help="What segments count; an emoji is two of utf16.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
