"""The C core as Python sees it: marshals arguments, no more. ``reference.py`` is the specification.

A list of strings crosses as one buffer: joined by a control character that stands in none of them
and encoded once (see ``csrc/smscore.h``). A slice so hostile that it holds every candidate is
halved until it does not: one string needs no separator.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

from ._core import ffi, lib
from .contract import LINE_BREAKS, Code, Element, Extent, Fault, JoinRules, KernelFault

__all__ = ["Joiner", "MobileIndex", "count_segments", "encode_form", "pack_tms", "scan_tms"]

_SEPARATORS = "\0\x1f\x1e\x1d\x1c\x1b\x1a\x19"
_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_new = ffi.new_allocator(should_clear_after_alloc=False)


def _bytes(data: bytes) -> Any:
    return ffi.from_buffer("uint8_t[]", data)


def _utf16(text: str) -> bytes:
    """UTF-16 in machine order; every lone surrogate as a low one, so that two never make a pair."""
    try:
        return text.encode(_UTF16)
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\udc00", text).encode(_UTF16, "surrogatepass")


def _fault(found: Any) -> Fault:
    return Fault(Code(found.code), found.row, found.offset, found.other)


class MobileIndex:
    """The mobiles seen so far, each with the row it was first seen in.

    12 bytes a slot, slots at most four fifths full and grown by half: under 23 bytes a mobile. With
    several shards only one at a time is copied to grow, so that the peak stays there too.
    """

    def __init__(self, shards: int = 1, expected: int = 0) -> None:
        self._expected = expected
        self._shards = ffi.new("smscore_shard[]", shards)
        self._memory: list[tuple[Any, Any]] = [(None, None)] * shards
        self._index = ffi.new("smscore_index *")
        self._index.shards = self._shards
        self._index.shard_bits = shards.bit_length() - 1

    def __len__(self) -> int:
        return sum(int(shard.used) for shard in self._shards)

    @property
    def nbytes(self) -> int:
        """Memory held for mobiles, in bytes."""
        return 12 * sum(int(shard.slots) for shard in self._shards)

    def clear(self) -> None:
        for shard in self._shards:
            ffi.buffer(shard.keys, 8 * shard.slots)[:] = bytes(8 * shard.slots)
            shard.used = 0

    def reserve(self, rows: int) -> Any:
        """Makes room for so many more mobiles and returns what the core takes."""
        expected = self._expected // len(self._shards)
        for number, shard in enumerate(self._shards):
            if shard.room - shard.used < rows:
                self._grow(number, max(shard.used + rows, shard.room * 3 // 2, expected))
        return self._index

    def _grow(self, number: int, room: int) -> None:
        slots = room * 5 // 4 + 1
        keys, rows = ffi.new("uint64_t[]", slots), _new("uint32_t[]", slots)
        grown = ffi.new("smscore_shard *", (keys, rows, slots, 0, room))
        lib.smscore_rehash(self._shards + number, grown, self._index.shard_bits)
        self._shards[number] = grown[0]
        self._memory[number] = keys, rows


_spare: list[Any] = []
"""Output buffers that wait for the next joiner: memory faulted in anew costs as much as work."""

_MOST_SPARE = 4

_ROOMY = 24 << 20
"""Bytes from the second slice on, once and for all: what is not written to costs no memory."""


class Joiner:
    """The lines of one batch, growing slice by slice: ``mobile,content`` joined by CR LF, in UTF-8.

    A context: it keeps its buffers from batch to batch, so use one for each thread.
    """

    def __init__(self, rules: JoinRules) -> None:
        self._rules = ffi.new(
            "smscore_join_rules *",
            (
                rules.min_width,
                rules.max_width,
                LINE_BREAKS.index(rules.line_breaks),
                rules.refuse_controls,
                rules.code_points,
                False,
            ),
        )
        self._lines = ffi.new("smscore_lines *")
        try:
            self._out = _spare.pop()
        except IndexError:
            self._out = _new("uint8_t[]", 0)
        self._lines.out = self._out
        self._faults = _new("smscore_fault[]", 0)
        self._fault_count = ffi.new("uint32_t *")

    @property
    def rows(self) -> int:
        """Rows joined so far."""
        return int(self._lines.rows)

    @property
    def size(self) -> int:
        """Bytes of the lines so far."""
        return int(self._lines.size)

    @property
    def segments(self) -> int:
        """Segments billed for the rows so far."""
        return int(self._lines.segments)

    def lines(self) -> memoryview:
        """The lines so far, until the next ``add`` or ``clear``."""
        return memoryview(ffi.buffer(self._out, self._lines.size))

    def clear(self) -> None:
        """Starts the next batch."""
        self._lines.size = self._lines.rows = self._lines.segments = 0

    def close(self) -> None:
        """Gives the buffer back; the joiner is empty then, and would begin with a new one."""
        self.clear()
        if len(_spare) < _MOST_SPARE and 0 < len(self._out) <= _ROOMY:
            _spare.append(self._out)
        self._out = self._lines.out = _new("uint8_t[]", 0)

    def add(
        self,
        mobiles: Sequence[str],
        contents: Sequence[str],
        first_row: int = 0,
        index: MobileIndex | None = None,
    ) -> tuple[Fault, ...]:
        """Adds the rows that pass and returns a fault for each of the others."""
        rows = len(mobiles)
        if rows != len(contents):
            raise ValueError(f"{rows} mobiles but {len(contents)} contents")
        for separator in _SEPARATORS:
            left = separator.join(mobiles).encode("utf-8", "surrogatepass")
            right = _utf16(separator.join(contents))
            self._reserve(lib.smscore_join_bound(len(left), len(right) // 2, rows), rows)
            status = lib.smscore_join(
                self._rules,
                _bytes(left),
                len(left),
                _bytes(right),
                len(right) // 2,
                ord(separator),
                rows,
                first_row,
                ffi.NULL if index is None else index.reserve(rows),
                self._lines,
                self._faults,
                self._fault_count,
            )
            if status == lib.SMSCORE_OK:
                return tuple(map(_fault, self._faults[0 : self._fault_count[0]]))
        half = rows // 2
        return self.add(mobiles[:half], contents[:half], first_row, index) + self.add(
            mobiles[half:], contents[half:], first_row + half, index
        )

    def _reserve(self, size: int, rows: int) -> None:
        needed = self.size + size
        if needed > len(self._out):
            out = _new("uint8_t[]", max(needed * 3 // 2, _ROOMY if self.size else 0))
            ffi.memmove(out, self._out, self.size)
            self._out = self._lines.out = out
        if rows > len(self._faults):
            self._faults = _new("smscore_fault[]", rows)


def count_segments(texts: Sequence[str], code_points: bool = False) -> list[int]:
    """Segments billed for each text: 0 for none, 1 up to 70 units, else one for every 67 begun."""
    counts = _new("uint32_t[]", len(texts))
    for separator in _SEPARATORS:
        units = _utf16(separator.join(texts))
        status = lib.smscore_count_segments(
            _bytes(units), len(units) // 2, ord(separator), len(texts), code_points, counts
        )
        if status == lib.SMSCORE_OK:
            return list(counts)
    half = len(texts) // 2
    return count_segments(texts[:half], code_points) + count_segments(texts[half:], code_points)


_FORM_TABLE = ffi.new("uint8_t[]", lib.SMSCORE_FORM_TABLE)
lib.smscore_form_table(_FORM_TABLE)


def encode_form(data: bytes) -> bytes:
    """base64, with ``+ / =`` percent-encoded: the finished value of a form field."""
    out = _new("uint8_t[]", lib.smscore_form_bound(len(data)))
    return bytes(
        ffi.buffer(out, lib.smscore_encode_form(_FORM_TABLE, _bytes(data), len(data), out))
    )


def pack_tms(elements: Sequence[Element]) -> bytes:
    """A TMS container: for each element name, 00, unsigned 32-bit little-endian length, data."""
    items = ffi.new("smscore_element[]", len(elements))
    for item, (name, data) in zip(items, elements, strict=True):
        item.name, item.name_size = _bytes(name), len(name)
        item.data, item.data_size = _bytes(data), len(data)
    fault = ffi.new("smscore_fault *")
    out = _new("uint8_t[]", lib.smscore_tms_bound(items, len(items)))
    size = lib.smscore_pack_tms(items, len(items), out, fault)
    if fault.code:
        raise KernelFault(_fault(fault))
    return bytes(ffi.buffer(out, size))


def scan_tms(data: bytes, max_elements: int) -> list[Extent]:
    """Where the elements of a TMS container lie."""
    extents = _new("smscore_extent[]", max_elements)
    fault = ffi.new("smscore_fault *")
    count = lib.smscore_scan_tms(_bytes(data), len(data), extents, max_elements, fault)
    if fault.code:
        raise KernelFault(_fault(fault))
    return [Extent(e.name, e.name_size, e.data, e.data_size) for e in extents[0:count]]
