"""The directory of a job: ``00001.content``, ``00002.content``, …, and ``manifest.jsonl``.

Each content file holds exactly the bytes that follow ``content=`` in a request. The manifest has
one line for each of them:

=============== =================================================================================
``file``        its name
``first_row``   the first row in it: rows of data are numbered from 0, bad ones too
``last_row``    the last row in it
``rows``        how many it holds: less than the span where rows were skipped or deferred
``segments``    what it will cost
``bytes``       its size
``sha256``      of the uncompressed lines: the same whatever compressed them
``file_sha256`` of the file
``engine``      the compressor
=============== =================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import click

from ..bulk import Batch
from .partial import complete_file, complete_folder, write_out
from .report import naming

__all__ = ["BatchWriter", "free_folder", "writing_batches"]


def free_folder(path: Path) -> Path:
    """The absolute path of a folder to be made; a usage error where something is in the way."""
    if path.is_dir():
        if any(path.iterdir()):
            raise click.UsageError(f"--out {path} exists and is not empty")
        if path.samefile(Path.cwd()):
            raise click.UsageError(f"--out {path} is the directory you are in")
    elif path.exists():
        raise click.UsageError(f"--out {path} exists and is no directory")
    return path.absolute()


@contextmanager
def writing_batches(path: Path) -> Generator[BatchWriter, None, None]:
    """Where to put batches; the folder ``path`` appears when the block ends well."""
    with complete_folder(path) as folder, complete_file(folder / "manifest.jsonl") as manifest:
        yield BatchWriter(folder, manifest)


class BatchWriter:
    """Writes batches, and counts."""

    def __init__(self, folder: Path, manifest: BinaryIO) -> None:
        self._folder = folder
        self._manifest = manifest
        self.batches = self.rows = self.segments = self.bytes = 0

    def add(self, batch: Batch) -> None:
        """Writes a batch and its line of the manifest."""
        self.batches += 1
        self.rows += len(batch.rows)
        self.segments += batch.segments
        self.bytes += len(batch.content)
        path = self._folder / f"{self.batches:05}.content"
        with naming(path), path.open("xb") as file:
            file.write(batch.content)
            write_out(file)
        record = {
            "file": path.name,
            "first_row": min(batch.rows),
            "last_row": max(batch.rows),
            "rows": len(batch.rows),
            "segments": batch.segments,
            "bytes": len(batch.content),
            "sha256": batch.digest,
            "file_sha256": sha256(batch.content).hexdigest(),
            "engine": batch.engine,
        }
        with naming(self._manifest.name):
            self._manifest.write(json.dumps(record).encode() + b"\n")
