"""Segments: what a message costs (document 003, opening note).

Up to 70 characters are billed as one message; a longer one is billed as one for every 67 begun:
71 are 2, 134 are 2, 135 are 3. There is no 160-character rule for plain ASCII. The signature
counts, CR and LF count; zero characters are zero segments, and no platform takes them.

A character is a UTF-16 unit by default, which is what the air interface carries: an emoji is two.
``units="code_points"`` counts it as one, as platforms written in PHP do.
"""

from __future__ import annotations

from typing import Literal

from .._kernels import count_segments as _count_many

__all__ = [
    "LONG",
    "SHORT",
    "Units",
    "count_many_segments",
    "count_segments",
    "count_units",
    "split_segments",
]

Units = Literal["utf16", "code_points"]

SHORT = 70
"""Characters of a message that fits one segment."""
LONG = 67
"""Characters of each segment of a longer one."""


def count_units(text: str, units: Units = "utf16") -> int:
    """Characters as they are billed."""
    if units == "code_points" or text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def count_segments(text: str, units: Units = "utf16") -> int:
    """Segments billed for the text."""
    size = count_units(text, units)
    return 0 if size == 0 else 1 if size <= SHORT else -(-size // LONG)


def count_many_segments(texts: list[str], units: Units = "utf16") -> list[int]:
    """``count_segments`` for each of many texts, in one call of the core."""
    return _count_many(texts, units == "code_points")


def split_segments(text: str, units: Units = "utf16") -> tuple[str, ...]:
    """The pieces a phone gets: the whole text, or pieces of at most 67 characters.

    A surrogate pair is never cut, so a text whose emoji fall on the seams has more pieces than
    ``count_segments`` bills. The pieces joined are the text.
    """
    size = count_units(text, units)
    if size <= SHORT:
        return (text,) if text else ()
    if size == len(text):  # no character is two
        return tuple(text[at : at + LONG] for at in range(0, size, LONG))
    pieces: list[str] = []
    start, room = 0, LONG
    for at, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if width > room:
            pieces.append(text[start:at])
            start, room = at, LONG
        room -= width
    pieces.append(text[start:])
    return tuple(pieces)
