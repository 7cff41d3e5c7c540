"""Between the file and ``bulk.pack``: rows go in, and are packed or refused.

What a file of whatever kind has to offer for that. Rows of data are numbered from 0 all through the
job; people are told the line of a row where there are lines, and its number where there are none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import click

from .. import EncodeError
from ..bulk import Rejected
from ..formats.text_template import TextTemplate
from .skipped import Place, SkipFile
from .template import of_column, parse_template

__all__ = ["Intake", "Wanted", "column_position"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the file."""

    mobile: str
    """The column of numbers."""
    content: str
    """The column of finished texts, unless there is a template."""
    template: str | None

    @property
    def text(self) -> TextTemplate:
        """How a text is made of columns; a usage error for a template that is none."""
        return of_column(self.content) if self.template is None else parse_template(self.template)


class Intake(ABC):
    """The rows of a job on their way."""

    place: Place
    """How people are told which row it is."""
    skipped: SkipFile | None = None
    """Where refused rows go; without it the first of them ends the job."""
    size: int | None
    """How much there is to read, in the measure of ``done``, where that is known."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    @abstractmethod
    def done(self) -> int:
        """How much has been read."""

    @property
    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """What is to be said of the file in the end: its bytes, format, reader and charset."""

    @abstractmethod
    def columns(self) -> tuple[Any, Any]:
        """Mobiles and contents, for ``bulk.pack``."""

    @abstractmethod
    def list_refused(self, file: BinaryIO) -> None:
        """Refused rows go to this file."""

    @abstractmethod
    def packed(self, rows: Iterable[int]) -> None:
        """These rows are in a batch."""

    @abstractmethod
    def refused(self, rejected: Rejected) -> None:
        """This row is in none: it goes to the skip file, or ends the job as ``InputError``."""

    def _in_words_of_the_command(self, error: EncodeError, place_of: Callable[[int], int]) -> str:
        """A reason of the library with places for rows, and options for arguments."""
        reason = error.reason
        if error.other_row is not None:
            place = f"{self.place} {place_of(error.other_row)}"
            reason = reason.replace(f"row {error.other_row} ", f"{place} ")
        return reason.replace("line_breaks", "--line-breaks").replace("max_bytes", "--max-bytes")


def column_position(column: str, names: Sequence[str]) -> int:
    """Where a column stands; a usage error if it does not, or twice."""
    found = [at for at, name in enumerate(names) if name == column]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.UsageError(f"column {column!r} stands in the header twice")
    there_are = ", ".join(map(repr, names))
    raise click.UsageError(f"there is no column {column!r}; there are {there_are}")
