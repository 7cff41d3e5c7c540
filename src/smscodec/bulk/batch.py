"""A finished batch, and how to read one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from .._kernels import LineBreaks
from ..formats.batch import MAX_ROWS, read_gzip
from ..primitives.base64text import decode_form_value
from ..primitives.gz import MAX_BYTES, MAX_RATIO, Members, gunzip
from .tables import Columns

__all__ = ["Batch", "unpack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch: what goes behind ``content=``, and what it holds."""

    content: bytes
    """The finished form value: gzip as base64, percent-encoded. Post it as it is; an HTTP client
    that is given it in a dict would encode it again."""
    rows: Sequence[int]
    """The input rows it holds, in its order: a ``range`` unless rows were refused or deferred."""
    segments: int
    """What it will cost."""
    engine: str
    """The compressor that made it."""
    lines_sha256: str | None = field(default=None, repr=False, compare=False)
    """``digest``, if ``pack`` was asked to make it while the lines were at hand."""

    def __repr__(self) -> str:  # neither the content nor thousands of row numbers
        return (
            f"Batch({len(self.rows)} rows from {self.rows[0]} to {self.rows[-1]}, "
            f"segments={self.segments}, bytes={len(self.content)}, engine={self.engine!r})"
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the uncompressed lines, in hex: the same whatever compressed them.

        Unless ``pack`` made it, it is made by reading ``content`` back, which takes longer than
        packing did and proves that it can be read.
        """
        return self.lines_sha256 or sha256(gunzip(decode_form_value(self.content))).hexdigest()


def unpack(
    content: bytes | str,
    *,
    line_breaks: LineBreaks = "backslash",
    strict: bool = False,
    max_bytes: int = MAX_BYTES,
    max_ratio: int = MAX_RATIO,
    max_rows: int = MAX_ROWS,
    members: Members = "one",
) -> Columns:
    """Reads the form value of a batch: percent-encoding, base64, gzip, lines (document 003, 1.6).

    ``line_breaks`` has to be what the batch was packed with; the other arguments and the errors are
    those of ``formats.batch.unpack_batch``.
    """
    return Columns(
        read_gzip(
            decode_form_value(content),
            line_breaks,
            strict=strict,
            max_rows=max_rows,
            max_bytes=max_bytes,
            max_ratio=max_ratio,
            members=members,
        )
    )
