"""Slide shows of invented pages, the same for the same number."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from smscodec import Page, Part, Slideshow

from . import mixes

__all__ = ["SHAPES", "Shape"]


class Shape(NamedTuple):
    """What the slide shows of a race are like."""

    title: str
    shows: int
    """How many a round has."""
    pages: int
    picture: int
    """Bytes of each page's picture; 0 for none."""

    def make(self, number: int) -> list[Slideshow]:
        """The slide shows of a round."""
        random = Random(f"{self.title} {number}")
        texts = mixes.contents("C", self.shows * self.pages, number)
        return [
            Slideshow(tuple(self._page(random, next(texts)) for _ in range(self.pages)))
            for _ in range(self.shows)
        ]

    def _page(self, random: Random, text: str) -> Page:
        image = Part("jpg", random.randbytes(self.picture)) if self.picture else None
        return Page(duration_ms=random.randrange(1, 10) * 1000, text=text, image=image)


SHAPES = (
    Shape("a page of text", 200, 1, 0),
    Shape("a page with a picture, 30 KiB", 100, 1, 30 << 10),
    Shape("as large as allowed, 100 KiB", 50, 2, 50_000),
    Shape("60 small pages", 20, 60, 40),
)
