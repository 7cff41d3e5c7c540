"""``smscodec unpack``: batches back into CSV."""

from __future__ import annotations

import csv
import json
from io import StringIO

import click

from .. import DecodeError, LineBreaks, bulk
from . import options
from .report import InputError, naming, write
from .source import open_input

__all__ = ["unpack"]


@click.command(short_help="Turn batches back into CSV.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.line_breaks
@click.option(
    "--strict",
    is_flag=True,
    help="Refuse a number that comes twice in a batch, and a lone CR or LF in a row.",
)
@options.as_json
def unpack(*, files: tuple[str, ...], line_breaks: LineBreaks, strict: bool, as_json: bool) -> None:
    """Read batches (what follows content= in a request; - is standard input) and write their rows
    to standard output: CSV with the columns mobile and content in UTF-8, or with --json an object a
    line. Values are written as they are: for spreadsheets, beware of texts that begin with =.

    \b
    Example:
      smscodec unpack job1/*.content > rows.csv
    """
    if not as_json:
        write(b"mobile,content\r\n")
    for path in files:
        with open_input(path) as (file, name), naming(name):
            content = file.read()
        try:
            columns = bulk.unpack(content, line_breaks=line_breaks, strict=strict)
        except DecodeError as error:
            raise InputError(str(error), file=name) from None
        write((_as_json if as_json else _as_csv)(columns))


def _as_csv(columns: bulk.Columns) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(columns.rows())  # CR LF, as csv quotes a lone CR only then
    return out.getvalue().encode()


def _as_json(columns: bulk.Columns) -> bytes:
    return "".join(json.dumps(row._asdict()) + "\n" for row in columns.rows()).encode()
