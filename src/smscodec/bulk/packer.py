"""How batches are cut.

A batch is full at ``max_rows`` rows. Its encoded size is known only once it is compressed, so one
that turns out larger than ``max_bytes`` is cut into even parts, and so is one whose lines exceed
``MAX_LINES``.

A row that cannot be sent stops the job, or goes to ``on_rejected`` while all others are packed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from .._kernels import Code, Fault, Joiner, JoinRules, MobileIndex, count_segments, encode_form
from ..errors import EncodeError
from ..formats.batch import row_error
from ..primitives.gz import ALWAYS_BYTES, Engine
from .batch import Batch
from .deferred import Deferred, DeferredRow
from .sources import SLICE, Slice, require_text

__all__ = ["DUPLICATES", "MAX_LINES", "Duplicates", "OnRejected", "Packer", "Plan", "Rejected"]

Duplicates = Literal["batch", "job", "defer"]
DUPLICATES: tuple[Duplicates, ...] = ("batch", "job", "defer")

MAX_LINES = ALWAYS_BYTES
"""Bytes of a batch's uncompressed lines: what a reader with our default bounds always takes."""

JOB_SHARDS = 16
MOST_EXPECTED = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that was left out, and why."""

    row: int
    mobile: str = field(repr=False)
    content: str = field(repr=False)
    error: EncodeError


OnRejected = Callable[[Rejected], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the caller of ``pack`` asked for, checked."""

    max_rows: int
    max_bytes: int
    expected_rows: int
    """Of the whole job, as far as that can be known: a guess to make room by."""
    duplicates: Duplicates
    rules: JoinRules
    engine: Engine
    compress: Callable[[bytes | memoryview], bytes]
    on_rejected: OnRejected | None


class Packer:
    """One job: the batch being filled, and what outlives it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._joiner = Joiner(plan.rules)
        expected = min(plan.max_rows, plan.expected_rows, MOST_EXPECTED)
        self._index = MobileIndex(JOB_SHARDS if plan.duplicates == "job" else 1, expected)
        self._deferred = Deferred()
        self._rows: list[Sequence[int]] = []
        self._contents: list[str] = []

    def run(self, parts: Iterable[Slice]) -> Iterator[Batch]:
        """The batches of a job."""
        try:
            for part in parts:
                while part.mobiles:
                    now, part = part.cut(self._plan.max_rows - self._joiner.rows)
                    self._add(now.mobiles, now.contents, range(now.first_row, part.first_row))
                    if self._full():
                        yield from self._finish_batch()
            while self._joiner.rows or self._deferred:
                yield from self._finish_batch()
        finally:
            self._joiner.close()

    def _full(self) -> bool:
        return self._joiner.rows >= self._plan.max_rows or self._joiner.size >= MAX_LINES

    # ---- filling a batch --------------------------------------------------------------------

    def _add(self, mobiles: list[str], contents: list[str], rows: range | list[int]) -> None:
        """Joins rows; those that fail are deferred, handed over or the end of the job."""
        first = rows.start if isinstance(rows, range) else 0
        try:
            faults = self._joiner.add(mobiles, contents, first, self._index)
        except TypeError:
            require_text(Slice(first, mobiles, contents))
            raise
        if not faults:
            self._rows.append(rows)
            self._contents += contents
            return
        start = 0
        for fault in faults:
            at = fault.row - first
            self._rows.append(rows[start:at])
            self._contents += contents[start:at]
            start = at + 1
            self._refuse(fault._replace(row=rows[at]), mobiles[at], contents[at])
        self._rows.append(rows[start:])
        self._contents += contents[start:]

    def _refuse(self, fault: Fault, mobile: str, content: str) -> None:
        if fault.code == Code.DUPLICATE and self._plan.duplicates == "defer":
            self._deferred.put(DeferredRow(fault.row, mobile, content))
        else:
            self._reject(row_error(fault, mobile, content), fault.row, mobile, content)

    def _reject(self, error: EncodeError, row: int, mobile: str, content: str) -> None:
        if self._plan.on_rejected is None:
            raise error
        self._plan.on_rejected(Rejected(row=row, mobile=mobile, content=content, error=error))

    # ---- finishing it -----------------------------------------------------------------------

    def _finish_batch(self) -> Iterator[Batch]:
        """Hands out the batch and starts the next, with the rows that were deferred to it."""
        if self._joiner.rows:
            lines = self._joiner.lines()
            rows = _one_range(self._rows)
            yield from self._encode(lines, rows, self._contents, self._joiner.segments)
        self._joiner.clear()
        self._rows, self._contents = [], []
        if self._plan.duplicates != "job":
            self._index.clear()
        self._deferred.next_batch()
        while not self._full():
            waiting = self._deferred.take(min(SLICE, self._plan.max_rows - self._joiner.rows))
            if not waiting:
                break
            rows, mobiles, contents = map(list, zip(*waiting, strict=True))
            self._add(mobiles, contents, rows)

    def _encode(
        self, lines: bytes | memoryview, rows: Sequence[int], contents: list[str], segments: int
    ) -> Iterator[Batch]:
        """The lines as one batch, or as several where one would be too large."""
        plan = self._plan
        packed = encode_form(plan.compress(lines))
        parts = max(-(-len(packed) // plan.max_bytes), -(-len(lines) // MAX_LINES))
        if parts == 1:
            yield Batch(content=packed, rows=rows, segments=segments, engine=plan.engine)
        elif len(rows) == 1:
            self._reject_large(rows[0], lines, contents[0], len(packed))
        else:
            each = bytes(lines).split(b"\r\n")
            size = -(-len(rows) // parts)
            for start in range(0, len(rows), size):
                some = slice(start, start + size)
                bill = sum(count_segments(contents[some], plan.rules.code_points))
                yield from self._encode(b"\r\n".join(each[some]), rows[some], contents[some], bill)

    def _reject_large(
        self, row: int, line: bytes | memoryview, content: str, packed_size: int
    ) -> None:
        reason = (
            f"content alone makes a batch of {packed_size} bytes, and max_bytes is "
            f"{self._plan.max_bytes}"
            if packed_size > self._plan.max_bytes
            else f"content alone has {len(line)} bytes, and a batch has room for {MAX_LINES}"
        )
        error = EncodeError(reason, path=f"$[{row}].content", row=row)
        self._reject(error, row, bytes(line).partition(b",")[0].decode("ascii"), content)


def _one_range(pieces: list[Sequence[int]]) -> Sequence[int]:
    """The rows of a batch as a range where they are one."""
    kept = [piece for piece in pieces if piece]
    first, last = kept[0][0], kept[-1][-1]
    total = sum(map(len, kept))
    if last - first == total - 1 and all(isinstance(piece, range) for piece in kept):
        return range(first, last + 1)
    return tuple(chain.from_iterable(kept))
