"""The mobiles of a batch or a job."""

from __future__ import annotations

__all__ = ["MobileIndex"]


class MobileIndex:
    """The mobiles seen so far, each with the row it was first seen in.

    ``shards``, ``expected``: in how many parts (a power of two) the native twin grows, and for how
    many mobiles it makes room at first; here they mean nothing.
    """

    def __init__(self, shards: int = 1, expected: int = 0) -> None:
        self._row_of: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._row_of)

    def expect(self, mobiles: int) -> None:
        """Says for how many mobiles the native twin makes room at first."""

    def clear(self) -> None:
        self._row_of.clear()

    def close(self) -> None:
        """Gives its memory back; the index is empty then, and must not be used."""
        self.clear()

    def get(self, mobile: str) -> int | None:
        return self._row_of.get(mobile)

    def add(self, mobile: str, row: int) -> None:
        self._row_of[mobile] = row
