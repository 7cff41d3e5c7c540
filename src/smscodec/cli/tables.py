"""Parquet and Arrow files, read piece by piece with pyarrow or polars, whichever is installed.

A file's first bytes tell what it is, whatever its name. Parquet and Arrow files are read from where
their directory stands, so from no pipe; an Arrow stream is, but by pyarrow alone. Pieces of Parquet
are of ``PIECE`` rows, those of Arrow as large as its writer made them. None outlives its use here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO, Literal, NamedTuple

import click

from .report import InputError
from .source import STDIN

__all__ = ["READERS", "Kind", "Reader", "Table", "TableKind", "kind_of", "open_table"]

TableKind = Literal["parquet", "arrow", "arrow stream"]
Kind = Literal["csv"] | TableKind
Reader = Literal["auto", "csv", "pyarrow", "polars"]
READERS: tuple[Reader, ...] = ("auto", "csv", "pyarrow", "polars")

MAGIC: tuple[tuple[bytes, TableKind], ...] = (
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),  # encrypted, as its reader will say
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow stream"),
)
LONGEST_MAGIC = 6

PIECE = 8192
"""Rows."""

_NAMED = {"parquet": "Parquet", "arrow": "an Arrow file", "arrow stream": "an Arrow stream"}


class Table(NamedTuple):
    """An open file."""

    reader: str
    names: tuple[str, ...]
    rows: int | None
    """How many it has, where it says so beforehand."""
    pieces: Callable[[Sequence[str]], Iterator[Any]]
    """These columns and perhaps others, in record batches or frames."""
    values: Callable[[Any], list[Any]]
    """The row of a piece that has one."""


def kind_of(head: bytes) -> Kind:
    """What a file is that starts like this."""
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    return "csv"


def open_table(
    file: BinaryIO, path: str, kind: TableKind, *, reader: Reader = "auto", threads: int = 1
) -> Table:
    """Opens a file; a usage error where nothing that is installed reads it."""
    if kind != "arrow stream" and not file.seekable():
        raise click.UsageError(f"{_NAMED[kind]} is read from a file, not from a pipe")
    by_pyarrow = _chosen(kind, path, reader) == "pyarrow"
    with _naming_failures(kind, path, "pyarrow" if by_pyarrow else "polars"):
        table = _with_pyarrow(file, path, kind, threads) if by_pyarrow else _with_polars(path, kind)

    def pieces(names: Sequence[str]) -> Iterator[Any]:
        with _naming_failures(kind, path, table.reader):
            yield from table.pieces(names)

    def values(row: Any) -> list[Any]:
        with _naming_failures(kind, path, table.reader):
            return table.values(row)

    return table._replace(pieces=pieces, values=values)


def _chosen(kind: TableKind, path: str, reader: Reader) -> str:
    if reader == "csv":
        raise click.UsageError(f"--reader csv: this is {_NAMED[kind]}")
    able = ["pyarrow"] if kind == "arrow stream" or path == STDIN else ["pyarrow", "polars"]
    asked = able if reader == "auto" else [name for name in able if name == reader]
    for name in asked:
        if find_spec(name):
            return name
    needed = " or ".join(asked or able)
    where = " from standard input" if path == STDIN else ""
    raise click.UsageError(
        f'{_NAMED[kind]}{where} is read with {needed}: pip install "smscodec[parquet]"'
    )


@contextmanager
def _naming_failures(kind: TableKind, path: str, reader: str) -> Generator[None, None, None]:
    """What a library says of a file becomes ``InputError``; the system's own errors stay."""
    library = import_module(reader)
    theirs = library.ArrowException if reader == "pyarrow" else library.exceptions.PolarsError
    try:
        yield
    except (theirs, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        said = str(error).partition("\n")[0]
        raise InputError(f"cannot be read as {_NAMED[kind]}: {said}", file=path) from None


# ---- pyarrow -------------------------------------------------------------------------------------


def _with_pyarrow(file: BinaryIO, path: str, kind: TableKind, threads: int) -> Table:
    pa: Any = import_module("pyarrow")
    rows: int | None = None
    if kind == "parquet":
        parquet: Any = import_module("pyarrow.parquet")
        # else all that is to be read is read ahead, and kept
        table = parquet.ParquetFile(file if path == STDIN else path, pre_buffer=False)
        schema, rows = table.schema_arrow, table.metadata.num_rows

        def pieces(names: Sequence[str]) -> Iterator[Any]:
            yield from table.iter_batches(PIECE, columns=names, use_threads=threads > 1)

    elif kind == "arrow":
        source = pa.PythonFile(file, "r") if path == STDIN else pa.memory_map(path)
        schema = pa.ipc.open_file(source).schema

        def pieces(names: Sequence[str]) -> Iterator[Any]:
            wanted = [at for at, name in enumerate(schema.names) if name in names]
            options = pa.ipc.IpcReadOptions(included_fields=wanted, use_threads=threads > 1)
            batches = pa.ipc.open_file(source, options=options)
            return (_sound(batches.get_batch(at)) for at in range(batches.num_record_batches))

    else:
        stream = pa.ipc.open_stream(file)
        schema = stream.schema

        def pieces(names: Sequence[str]) -> Iterator[Any]:
            return map(_sound, stream)

    def values(row: Any) -> list[Any]:
        return [_plain(pa, column) for column in row.columns]

    return Table("pyarrow", tuple(schema.names), rows, pieces, values)


def _sound(batch: Any) -> Any:
    """What Arrow files say of sizes is believed by whoever reads them: a check of the outermost
    is for free, and the kernels check the others."""
    batch.validate()
    return batch


_BYTES_OF = {"string": "binary", "large_string": "large_binary", "string_view": "binary_view"}


def _plain(pa: Any, column: Any) -> Any:
    """The only value as Python's, with surrogates for bytes that are no UTF-8."""
    if pa.types.is_dictionary(column.type):
        key = column.indices[0].as_py()
        if key is not None and not 0 <= key < len(column.dictionary):
            raise pa.ArrowInvalid(f"{key} is no key of its dictionary")
        return None if key is None else _plain(pa, column.dictionary.slice(key, 1))
    kind = _BYTES_OF.get(str(column.type))
    column = column.view(getattr(pa, kind)()) if kind else column
    column.validate(full=True)
    value = column[0].as_py()
    return value.decode("utf-8", "surrogateescape") if kind and value is not None else value


# ---- polars --------------------------------------------------------------------------------------


def _with_polars(path: str, kind: TableKind) -> Table:
    pl: Any = import_module("polars")
    table = pl.scan_parquet(path, glob=False) if kind == "parquet" else pl.scan_ipc(path)
    names = tuple(table.collect_schema().names())
    rows = table.select(pl.len()).collect().item()

    def pieces(names: Sequence[str]) -> Iterator[Any]:
        return iter(table.select(names).collect_batches(chunk_size=PIECE, maintain_order=True))

    def values(row: Any) -> list[Any]:
        return list(row.row(0))

    return Table("polars", names, rows, pieces, values)
