"""What a picture, video or sound is by its first bytes, whatever it is called.

Phones go by what it is called, browsers by the bytes. So a WebP picture that is called ``1.jpg``,
as chat programs save them, looks fine in a browser and may be a blank on a phone. No document says
a word about it: a reason to warn, not to refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .slideshow import Slideshow

__all__ = ["Mistyped", "mistyped"]

_BEGINNINGS = (
    ("jpg", 0, b"\xff\xd8\xff"),
    ("gif", 0, b"GIF8"),
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("bmp", 0, b"BM"),
    ("webp", 8, b"WEBP"),
    ("heic", 4, b"ftyphei"),
    ("mp4", 4, b"ftyp"),
    ("wav", 8, b"WAVE"),
    ("mid", 0, b"MThd"),
    ("amr", 0, b"#!AMR"),
    ("mp3", 0, b"ID3"),
    *(("mp3", 0, bytes((0xFF, second))) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),
)
"""Type, offset and what stands there; the first that fits."""


class Mistyped(NamedTuple):
    """A part that does not begin as its type does."""

    page: int
    """From 0."""
    slot: str
    """``image``, ``video`` or ``sound``."""
    reason: str


def mistyped(slideshow: Slideshow) -> Iterator[Mistyped]:
    """The parts that are not what they are called, as far as their first bytes tell."""
    for number, page in enumerate(slideshow.pages):
        for slot, part in (("image", page.image), ("video", page.video), ("sound", page.sound)):
            begins = part and _type_of(part.data)
            if part and begins != part.type:
                like = f"begins like {begins}" if begins else "does not begin like one"
                yield Mistyped(number, slot, f"the {slot} is called {part.type} and {like}")


def _type_of(data: bytes) -> str | None:
    return next((kind for kind, at, mark in _BEGINNINGS if data.startswith(mark, at)), None)
