"""What a text costs (document 003, opening note)."""

from __future__ import annotations

from ..contract import units_of

__all__ = ["count_segments", "segments_of"]


def segments_of(text: str, code_points: bool) -> int:
    """Segments billed for one text."""
    size = units_of(text, code_points)
    return 0 if size == 0 else 1 if size <= 70 else -(-size // 67)


def count_segments(texts: list[str], code_points: bool = False) -> list[int]:
    """Segments billed for each text: 0 for none, 1 up to 70 units, else one for every 67 begun."""
    return [segments_of(text, code_points) for text in texts]
