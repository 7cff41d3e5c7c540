"""``smscodec pack``: a CSV file of recipients into batches that are ready to be posted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from .. import BACKEND, bulk
from ..formats.text_template import TextTemplate
from . import options
from .intake import Intake
from .output import free_folder, writing_batches
from .partial import complete_file
from .progress import Advance, progress
from .recipients import Recipients
from .report import say
from .skipped import SkipFile, replaceable_file
from .source import CharsetChoice, open_input
from .template import bind, of_column, parse_template

__all__ = ["pack"]

CONTENT = "content"


def _width(value: str) -> int | tuple[int, int]:
    """``11``, or ``7-15`` for the least and the most."""
    least, dash, most = value.partition("-")
    try:
        return (int(least), int(most)) if dash else int(least)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no number of digits, nor a range like 7-15"
        ) from None


@click.command(short_help="Make batches from a CSV file.")
@click.argument("recipients", metavar="RECIPIENTS.csv")
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
    help="Leave bad rows out and list them here: CSV with line, reason and the columns.",
)
@click.option(
    "--duplicates",
    type=click.Choice(bulk.DUPLICATES),
    default="job",
    show_default=True,
    help="A number that comes again is bad in the whole job, bad in its batch, or deferred to a "
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
    type=click.Choice(["auto", "isal", "zlib"]),
    default="auto",
    show_default=True,
    help="Compressor.",
)
@click.option("--level", type=int, metavar="N", help="Level of the compressor.")
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
    as_json: bool,
    **packing: Any,
) -> None:
    """Make batches from a CSV file with a header line (- is standard input).

    Writes DIR/00001.content and so on, each exactly the bytes that follow content= in a request,
    and DIR/manifest.jsonl with a line for each batch: file, first_row, last_row, rows, segments,
    bytes, sha256 (of the uncompressed lines), file_sha256, engine. Rows of data are numbered from
    0, bad ones too. DIR appears when all is done; until then there is DIR.partial.

    A bad row stops the job with its line and reason, or goes to the --skip-bad file.

    \b
    Example:
      smscodec pack people.csv --out job1 --template '{name}您好，取件码{code}【示例】'
    """
    out = free_folder(out)
    if skip_bad is not None:
        skip_bad = replaceable_file(skip_bad, out=out, source=recipients)
    text = _template(template, content)
    with open_input(recipients) as (file, name):
        source = Recipients(file, name, charset)
        intake = Intake(source, source.position(mobile), bind(text, source.position))
        try:  # the library checks its arguments at once, rows as they are reached
            batches = bulk.pack(
                *intake.columns(),
                control_characters="refuse",
                on_rejected=intake.refused,
                **packing,
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        with progress(file) as advance:
            facts = _write(batches, intake, source, out, skip_bad, advance)
    say(facts, as_json=as_json)


def _write(
    batches: Iterator[bulk.Batch],
    intake: Intake,
    source: Recipients,
    out: Path,
    skip_bad: Path | None,
    advance: Advance,
) -> dict[str, Any]:
    """Writes the batches, and the skip file before they appear; what is to be said of the job."""
    started = perf_counter()
    engine = None
    with writing_batches(out) as writer, ExitStack() as stack:
        if skip_bad is not None:
            intake.skipped = SkipFile(stack.enter_context(complete_file(skip_bad)), source)
        for batch in batches:
            writer.add(batch)
            intake.packed(batch.rows)
            advance(writer.rows, source.bytes_read)
            engine = batch.engine
    seconds = perf_counter() - started
    return {
        "rows": writer.rows,
        "batches": writer.batches,
        "rejected": intake.skipped.rows if intake.skipped else 0,
        "segments": writer.segments,
        "bytes_in": source.bytes_read,
        "bytes_out": writer.bytes,
        "seconds": round(seconds, 3),
        "rows_per_second": round(writer.rows / seconds),
        "out": str(out),
        "engine": engine,
        "backend": BACKEND,
        "charset": source.charset,
    }


def _template(template: str | None, content: str | None) -> TextTemplate:
    if template is None:
        return of_column(CONTENT if content is None else content)
    if content is not None:
        raise click.UsageError("--template and --content exclude each other")
    return parse_template(template)
