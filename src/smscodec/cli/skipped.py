"""The file of rows that were left out: ``line``, ``reason``, then the columns as they were read.

A row of CSV stands in it byte for byte, in the charset of the input; one that is not even CSV is a
single quoted field. A row of Parquet or Arrow has a number, ``row``, instead of the line, and is
written as CSV. Once its rows are mended the file can be packed itself: columns that nobody asks for
do no harm.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Literal

import click

from .. import encode_text
from .report import naming
from .source import STDIN, Charset

__all__ = ["Place", "SkipFile", "replaceable_file"]

Place = Literal["line", "row"]
"""How people are told which row it is."""


def replaceable_file(path: Path, *, out: Path, source: str) -> Path:
    """The absolute path of a file to be made; a usage error where that would destroy something."""
    if path.exists() and not path.is_file():
        raise click.UsageError(f"--skip-bad {path} exists and is no ordinary file")
    if path.exists() and source != STDIN and path.samefile(source):
        raise click.UsageError(f"--skip-bad {path} is the input")
    target = path.resolve()
    if out.resolve() in (target, *target.parents):
        raise click.UsageError(f"--skip-bad {path} is or lies in --out, which holds batches only")
    return target


class SkipFile:
    """Writes rows that were left out, and counts them."""

    def __init__(
        self,
        file: BinaryIO,
        place: Place,
        header: bytes,
        charset: Charset = "utf-8",
        mark: bytes = b"",
    ) -> None:
        self._file = file
        self._charset: Charset = charset
        self.rows = 0
        self._write(mark, b"%s,reason," % place.encode(), header)

    def add(self, place: int, reason: str, row: bytes, *, broken: bool = False) -> None:
        """Writes a row: the line it started at or its number, what is wrong with it, its bytes."""
        self.rows += 1
        said = _quoted(encode_text(reason, self._charset, "replace"))
        self._write(b"%d,%s," % (place, said), _quoted(row.rstrip(b"\r\n")) if broken else row)

    def _write(self, *pieces: bytes) -> None:
        with naming(self._file.name):
            self._file.writelines(pieces)
            if not pieces[-1].endswith(b"\n"):
                self._file.write(b"\n")


def _quoted(text: bytes) -> bytes:
    return b'"%s"' % text.replace(b'"', b'""')
