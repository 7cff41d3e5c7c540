"""What texts cost: ``csrc/segments.c``."""

from __future__ import annotations

from .._core import lib
from .gather import texts
from .marshal import new

__all__ = ["count_segments"]


def count_segments(items: list[str], code_points: bool = False) -> list[int]:
    """Segments billed for each text: 0 for none, 1 up to 70 units, else one for every 67 begun."""
    counts = new("uint32_t[]", len(items))
    at = 0
    with texts() as room:
        while at < len(items):
            some = room.gather(items, at, len(items))
            lib.smscore_count_segments(room.gathered, some, code_points, counts + at)
            at += some
    return list(counts)
