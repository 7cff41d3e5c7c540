"""From the lines of a batch to the batch: compressed, as base64, percent-encoded.

How large it will be is known only then, so one that turns out larger than ``max_bytes`` is cut into
even parts, and so is one whose lines exceed ``MAX_LINES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from .._kernels import LineBreaks, Lines, Press, Pressed
from ..errors import EncodeError
from ..formats.batch import read_lines
from ..primitives.gz import ALWAYS_BYTES
from .batch import Batch
from .engines import Compressor, Encoded, Mode, grouped

__all__ = ["MAX_LINES", "Encoder", "Rejected"]

MAX_LINES = ALWAYS_BYTES
"""Bytes of a batch's uncompressed lines: what a reader with our default bounds always takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that was left out, and why."""

    row: int
    mobile: str = field(repr=False)
    content: str = field(repr=False)
    error: EncodeError


class Encoder(NamedTuple):
    """How lines are encoded. It holds nothing between two calls, so any thread may call it."""

    engine: Compressor
    reorder: bool
    max_bytes: int
    line_breaks: LineBreaks
    digests: bool

    def encode(
        self, lines: Lines, rows: Sequence[int], *, given_up: bool = False
    ) -> list[Batch | Rejected]:
        """The lines as one batch or several; ``rows`` are the input's. Gives up the lines.

        ``given_up``: a press has tried them, and found that rows have too little in common.
        """
        try:
            if self.reorder:
                regrouped, order = grouped(lines)
                return self._encode(regrouped, tuple(rows[at] for at in order))
            return self._encode(lines, rows, self.engine.otherwise if given_up else None)
        finally:
            lines.close()

    def _encode(
        self,
        lines: Lines,
        rows: Sequence[int],
        encode: Callable[[Lines], Encoded] | None = None,
    ) -> list[Batch | Rejected]:
        packed, engine = (encode or self.engine.encode)(lines)
        parts = max(-(-len(packed) // self.max_bytes), -(-len(lines.data) // MAX_LINES))
        if parts > 1 and len(rows) > 1:
            return list(chain.from_iterable(self._encode_parts(lines, rows, parts)))
        if parts > 1:
            return [self._too_large(rows[0], lines, len(packed))]
        return [self._batch(Pressed(packed, lines.segments), lines.data, rows, engine)]

    def _batch(
        self, pressed: Pressed, lines: bytes | memoryview, rows: Sequence[int], engine: str
    ) -> Batch:
        packed, segments = pressed
        digest = sha256(lines).hexdigest() if self.digests else None
        return Batch(
            content=packed, rows=rows, segments=segments, engine=engine, lines_sha256=digest
        )

    @property
    def press(self) -> Mode | None:
        """How a press makes these batches, if one can."""
        return None if self.reorder else self.engine.press

    @property
    def presses_many(self) -> bool:
        """Whether nothing is asked of the lines of a batch once the next is begun."""
        return self.press is not None and not self.digests

    def finish(
        self, pressed: Pressed, press: Press, rows: Sequence[int]
    ) -> list[Batch | Rejected] | None:
        """What a press has made as a batch, unless it is too large."""
        if len(pressed.packed) > self.max_bytes:
            return None
        lines = press.lines if self.digests else b""
        return [self._batch(pressed, lines, rows, "row")]

    def _encode_parts(
        self, lines: Lines, rows: Sequence[int], parts: int
    ) -> Iterator[list[Batch | Rejected]]:
        size = -(-len(rows) // parts)
        for start in range(0, len(rows), size):
            stop = start + size
            yield self._encode(lines.part(start, stop), rows[start:stop])

    def _too_large(self, row: int, lines: Lines, packed_size: int) -> Rejected:
        reason = (
            f"content alone makes a batch of {packed_size} bytes, and max_bytes is {self.max_bytes}"
            if packed_size > self.max_bytes
            else f"content alone has {len(lines.data)} bytes, and a batch has room for {MAX_LINES}"
        )
        [mobile], [content] = read_lines(bytes(lines.data), self.line_breaks)
        error = EncodeError(reason, path=f"$[{row}].content", row=row)
        return Rejected(row=row, mobile=mobile, content=content, error=error)
