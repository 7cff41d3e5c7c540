"""From a stream straight to columns: ``csrc/unpack.c``."""

from __future__ import annotations

from .._core import ffi, lib
from ..contract import Member, SplitRules
from .lines import Rows, rows_expected
from .marshal import as_bytes, new
from .spare import Spare
from .table import Table

__all__ = ["unpack_rows"]


class Unpacker:
    """What the core works in, used stream after stream. For one thread at a time."""

    def __init__(self, *, portable: bool = False) -> None:
        self._context = new("uint64_t[]", -(-lib.smscore_unpack_context_size() // 8))
        lib.smscore_unpack_init(self._context, portable)

    def unpack(self, data: bytes, member: Member, rules: SplitRules, max_rows: int) -> Table | None:
        """``unpack_rows``, in this context."""
        start, end, size, crc = member
        seen, found = ffi.new("smscore_glimpse *"), ffi.new("smscore_inflated *")
        stream = as_bytes(data) + start
        begun = lib.smscore_unpack_begin(self._context, stream, len(data) - start, seen)
        if not begun or not 0 < seen.size <= size:
            return None
        room = rows_expected(seen.breaks, seen.size, size)
        rows = Rows(rules, size, min(room, max_rows + 1))
        read = lib.smscore_unpack_rows(self._context, rows.rules, size, rows.split, found)
        right = read and start + found.taken == end and found.crc == crc
        return rows.table() if right and rows.split.rows <= max_rows else None


_spare = Spare(Unpacker)


def unpack_rows(data: bytes, member: Member, rules: SplitRules, max_rows: int) -> Table | None:
    """The rows of the lines that the stream holds, if it does, and each of them can be read.

    None else, whatever is wrong, and where there is nothing or more than ``max_rows``. The core may
    also give up on rows of 64 KiB, and where there are far more than the first lines promise.
    """
    unpacker = _spare.take()
    table = unpacker.unpack(data, member, rules, max_rows)
    _spare.give(unpacker)
    return table
