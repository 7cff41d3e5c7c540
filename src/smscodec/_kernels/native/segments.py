"""What texts cost: ``csrc/segments.c``."""

from __future__ import annotations

from collections.abc import Sequence

from .._core import lib
from .marshal import SEPARATORS, as_bytes, new, utf16

__all__ = ["count_segments"]


def count_segments(texts: Sequence[str], code_points: bool = False) -> list[int]:
    """Segments billed for each text: 0 for none, 1 up to 70 units, else one for every 67 begun."""
    counts = new("uint32_t[]", len(texts))
    for separator in SEPARATORS:
        units = utf16(separator.join(texts))
        status = lib.smscore_count_segments(
            as_bytes(units), len(units) // 2, ord(separator), len(texts), code_points, counts
        )
        if status == lib.SMSCORE_OK:
            return list(counts)
    half = len(texts) // 2
    return count_segments(texts[:half], code_points) + count_segments(texts[half:], code_points)
