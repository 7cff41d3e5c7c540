"""What a text will cost and what may stop it, before anybody is billed."""

from __future__ import annotations

from dataclasses import dataclass

from ..primitives.charset import Charset, unsendable
from .segments import LONG, SHORT, Units, count_segments, count_units
from .signature import Signature, find_signature

__all__ = ["Preview", "preview"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is known of a text without asking a platform."""

    segments: int
    """What it costs."""
    units: int
    """Characters as they are billed."""
    units_left: int
    """Characters that may be added before it costs one segment more."""
    signature: Signature | None
    unsendable: tuple[tuple[int, str], ...]
    """Every ``(offset, character)`` that the charset cannot carry."""


def preview(text: str, *, units: Units = "utf16", charset: Charset = "gbk") -> Preview:
    """Segments, signature, and what ``charset`` cannot carry."""
    size = count_units(text, units)
    segments = count_segments(text, units)
    room = SHORT if segments <= 1 else segments * LONG
    return Preview(
        segments=segments,
        units=size,
        units_left=room - size,
        signature=find_signature(text),
        unsendable=unsendable(text, charset),
    )
