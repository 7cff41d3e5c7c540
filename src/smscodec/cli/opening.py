"""From the path of a file of recipients to its rows on their way, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import click

from .csv_intake import CsvIntake
from .intake import Intake, Wanted, column_position
from .recipients import Recipients
from .source import CharsetChoice, look_ahead, open_input, size_of
from .table_intake import TableIntake
from .tables import LONGEST_MAGIC, Reader, kind_of, open_table
from .template import bind

__all__ = ["open_intake"]


@contextmanager
def open_intake(
    path: str, wanted: Wanted, *, charset: CharsetChoice, reader: Reader, threads: int
) -> Generator[Intake, None, None]:
    """Opens a file of recipients; a usage error where it has not what is asked of it."""
    with open_input(path) as (opened, name):
        size = size_of(opened)
        head, file = look_ahead(opened, LONGEST_MAGIC)
        kind = kind_of(head)
        if kind == "csv":
            if reader not in ("auto", "csv"):
                raise click.UsageError(f"--reader {reader}: this is CSV, which is read with csv")
            yield _csv_intake(Recipients(file, name, charset), wanted, size)
        else:
            if charset == "gbk":
                raise click.UsageError("--charset gbk is for CSV: Parquet and Arrow are UTF-8")
            table = open_table(file, path, kind, reader=reader, threads=threads)
            yield TableIntake(table, kind, name, size, wanted)


def _csv_intake(source: Recipients, wanted: Wanted, size: int | None) -> CsvIntake:
    def position(column: str) -> int:
        return column_position(column, source.header)

    return CsvIntake(source, position(wanted.mobile), bind(wanted.text, position), size)
