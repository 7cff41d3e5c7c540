"""What is asked of a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from .._kernels import JoinRules
from .encoder import Encoder, Rejected

__all__ = ["DUPLICATES", "MOST_EXPECTED", "Duplicates", "OnRejected", "Plan"]

Duplicates = Literal["batch", "job", "defer"]
DUPLICATES: tuple[Duplicates, ...] = ("batch", "job", "defer")

MOST_EXPECTED = 16_384

OnRejected = Callable[[Rejected], object]


class Plan(NamedTuple):
    """What the caller of ``pack`` asked for, checked."""

    max_rows: int
    expected_rows: int
    """Of the whole job, as far as that can be known: a guess to make room by."""
    duplicates: Duplicates
    rules: JoinRules
    encoder: Encoder
    threads: int
    on_rejected: OnRejected | None

    @property
    def expected_mobiles(self) -> int:
        """Of a batch, at first."""
        return min(self.max_rows, self.expected_rows, MOST_EXPECTED)
