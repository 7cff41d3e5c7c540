"""What is being written stands beside its place as ``NAME.partial`` until it is complete.

So nothing half-written ever bears the final name. The partial one is made exclusively, which also
keeps a second run off the same place. A run that fails removes it; one that was killed leaves it,
to be seen.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .report import InputError, naming

__all__ = ["complete_file", "complete_folder", "write_out"]


@contextmanager
def complete_folder(path: Path) -> Generator[Path, None, None]:
    """A new folder to write in; it becomes ``path`` (or replaces an empty one) if all goes well."""
    partial = _partial_of(path)
    with _claiming(partial):
        partial.mkdir()
    try:
        yield partial
        _sync_folder(partial)
        if path.is_dir():
            path.rmdir()
        partial.rename(path)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _sync_folder(path.parent)


@contextmanager
def complete_file(path: Path) -> Generator[BinaryIO, None, None]:
    """A new file to write to; it becomes ``path``, in place of any other, if all goes well."""
    partial = _partial_of(path)
    with _claiming(partial):
        file = partial.open("xb")
    try:
        yield file
        write_out(file)
        file.close()
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            file.close()
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_out(file: BinaryIO) -> None:
    """Waits until what was written is on disk."""
    with naming(file.name):
        file.flush()
        os.fsync(file.fileno())


def _partial_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.partial")


@contextmanager
def _claiming(partial: Path) -> Generator[None, None, None]:
    try:
        yield
    except FileExistsError:
        reason = "exists: another run is at work or was killed; remove it and start again"
        raise InputError(reason, file=os.fspath(partial)) from None


def _sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on disk, where the system does that for folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
