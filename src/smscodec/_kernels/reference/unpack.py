"""From a stream straight to columns."""

from __future__ import annotations

from ..contract import Member, SplitRules
from .inflate import inflate
from .lines import split_lines
from .table import Table

__all__ = ["unpack_rows"]


def unpack_rows(data: bytes, member: Member, rules: SplitRules, max_rows: int) -> Table | None:
    """The rows of the lines that the stream holds, if it does, and each of them can be read.

    None else, whatever is wrong, and where there is nothing or more than ``max_rows``. The core may
    also give up on rows of 64 KiB, and where there are far more than the first lines promise.
    """

    def split(lines: memoryview, end: int, crc: int) -> Table | None:
        if not lines or (end, len(lines), crc) != member[1:]:
            return None
        found = split_lines(lines, rules, max_rows)
        if found is None or found.stopped_at is not None or len(found.table) > max_rows:
            return None
        return found.table

    return inflate(data, member.start, member.size, split)
