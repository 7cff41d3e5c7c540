"""``smscodec pack``: a file of recipients into batches that are ready to be posted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any, get_args

import click

from .. import BACKEND, EncodeError, bulk
from ..bulk import Engine
from . import options
from .intake import Intake, Wanted
from .opening import open_intake
from .output import free_folder, writing_batches
from .partial import complete_file
from .progress import Advance, progress
from .report import InputError, say
from .skipped import replaceable_file
from .source import CharsetChoice
from .tables import READERS, Reader

__all__ = ["pack"]

CONTENT = "content"
ENGINES = ("auto", *get_args(Engine))
MOST_THREADS = 4
"""By default: rows are joined by one thread, which has no work for many more."""


def _processors() -> int:
    """Those that this process may use, at most ``MOST_THREADS``."""
    some = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(some, MOST_THREADS)


def _width(value: str) -> int | tuple[int, int]:
    """``11``, or ``7-15`` for the least and the most."""
    least, dash, most = value.partition("-")
    try:
        return (int(least), int(most)) if dash else int(least)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no number of digits, nor a range like 7-15"
        ) from None


@click.command(short_help="Make batches from CSV, Parquet or Arrow.")
@click.argument("recipients", metavar="RECIPIENTS")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Directory to be made.",
)
@click.option(
    "--template",
    metavar="TEXT",
    help="Text with {column} where a value goes; {{ and }} are braces.",
)
@click.option(
    "--mobile",
    default="mobile",
    show_default=True,
    metavar="COLUMN",
    help="Column of the numbers.",
)
@click.option(
    "--content",
    metavar="COLUMN",
    help=f"Column of finished texts, instead of a template.  [default: {CONTENT}]",
)
@click.option(
    "--max-rows",
    type=click.IntRange(1),
    default=10_000,
    show_default=True,
    metavar="N",
    help="Rows of a batch.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1),
    default=3_500_000,
    show_default=True,
    metavar="N",
    help="Bytes of a content file.",
)
@options.line_breaks
@click.option(
    "--skip-bad",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Leave bad rows out and list them here: CSV with line or row, reason and the columns.",
)
@click.option(
    "--duplicates",
    type=click.Choice(bulk.DUPLICATES),
    default="job",
    show_default=True,
    help="A number that comes again is bad in its batch, bad in the whole job, or deferred to a "
    "later batch.",
)
@click.option(
    "--mobile-width",
    type=_width,
    default="11",
    show_default=True,
    metavar="N[-N]",
    help="Digits of a number.",
)
@options.charset
@options.units
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="Compressor.",
)
@click.option("--level", type=int, metavar="N", help="Level of the compressor.")
@click.option(
    "--reorder",
    is_flag=True,
    default=False,
    help="Put the rows of each template together inside a batch: smaller where many are mixed.",
)
@click.option(
    "--threads",
    type=click.IntRange(1),
    default=_processors,
    show_default=f"processors, at most {MOST_THREADS}",
    metavar="N",
    help="Batches compressed at the same time. They are the same with any number.",
)
@click.option(
    "--reader",
    type=click.Choice(READERS),
    default="auto",
    show_default=True,
    help="What reads Parquet and Arrow; auto takes pyarrow, else polars.",
)
@options.as_json
def pack(
    *,
    recipients: str,
    out: Path,
    template: str | None,
    mobile: str,
    content: str | None,
    skip_bad: Path | None,
    charset: CharsetChoice,
    reader: Reader,
    threads: int,
    as_json: bool,
    **packing: Any,
) -> None:
    """Make batches from a file with a header line: CSV, Parquet or Arrow, which its first bytes
    tell (- is standard input).

    Writes DIR/00001.content and so on, each exactly the bytes that follow content= in a request,
    and DIR/manifest.jsonl with a line for each batch: file, first_row, last_row, rows, segments,
    bytes, sha256 (of the uncompressed lines), file_sha256, engine. Rows of data are numbered from
    0, bad ones too. DIR appears when all is done; until then there is DIR.partial.

    A bad row stops the job with its line and reason, or goes to the --skip-bad file. Rows of
    Parquet and Arrow have no lines: they go by their numbers.

    \b
    Example:
      smscodec pack people.csv --out job1 --template '{name}您好，取件码{code}【示例】'
    """
    out = free_folder(out)
    if skip_bad is not None:
        skip_bad = replaceable_file(skip_bad, out=out, source=recipients)
    if template is not None and content is not None:
        raise click.UsageError("--template and --content exclude each other")
    content = CONTENT if content is None else content
    wanted = Wanted(mobile=mobile, content=content, template=template)
    reading = open_intake(recipients, wanted, charset=charset, reader=reader, threads=threads)
    with reading as intake:
        try:  # the library checks its arguments at once, rows as they are reached
            batches = bulk.pack(
                *intake.columns(),
                control_characters="refuse",
                threads=threads,
                digests=True,
                on_rejected=intake.refused,
                **packing,
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        with progress(intake.size) as advance:
            try:
                facts = _write(batches, intake, out, skip_bad, advance)
            except EncodeError as error:  # a column as a whole
                raise InputError(error.reason, file=intake.name) from None
    say(facts, as_json=as_json)


def _write(
    batches: Iterator[bulk.Batch],
    intake: Intake,
    out: Path,
    skip_bad: Path | None,
    advance: Advance,
) -> dict[str, Any]:
    """Writes the batches, and the skip file before they appear; what is to be said of the job."""
    started = perf_counter()
    engines = set[str]()
    with writing_batches(out) as writer, ExitStack() as stack:
        if skip_bad is not None:
            intake.list_refused(stack.enter_context(complete_file(skip_bad)))
        for batch in batches:
            writer.add(batch)
            intake.packed(batch.rows)
            advance(writer.rows, intake.done)
            engines.add(batch.engine)
    seconds = perf_counter() - started
    return {
        "rows": writer.rows,
        "batches": writer.batches,
        "rejected": intake.skipped.rows if intake.skipped else 0,
        "segments": writer.segments,
        **intake.facts,
        "bytes_out": writer.bytes,
        "seconds": round(seconds, 3),
        "rows_per_second": round(writer.rows / seconds),
        "out": str(out),
        "engine": ", ".join(sorted(engines)) or None,
        "backend": BACKEND,
    }
