"""The mobiles of a batch or a job."""

from __future__ import annotations

__all__ = ["MobileFilter", "MobileIndex"]


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


class MobileFilter:
    """Whether mobiles have come, not in which row: for a batch that is only made if all differ.

    The native twin may say so of one that has not come, where to find out would take too long.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __len__(self) -> int:
        return len(self._seen)

    def expect(self, mobiles: int) -> None:
        """Says for how many mobiles the native twin makes room at first."""

    def clear(self) -> None:
        self._seen.clear()

    def get(self, mobile: str) -> int | None:
        """-1 where it has come."""
        return -1 if mobile in self._seen else None

    def add(self, mobile: str, row: int) -> None:
        self._seen.add(mobile)
