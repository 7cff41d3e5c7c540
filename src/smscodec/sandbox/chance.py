"""Chance that comes out the same whenever the same script runs.

What happens to a message is drawn from the seed, the task and the row, not from a stream of
numbers, so it does not depend on when somebody asks. Faults, which do have an order, draw from a
stream.
"""

from __future__ import annotations

from hashlib import blake2b
from random import Random

from .config import Delivery

__all__ = ["DELIVERED", "Chance"]

DELIVERED = "DELIVRD"


class Chance:
    """What a seed decides."""

    def __init__(self, seed: int, delivery: Delivery) -> None:
        self._seed, self._delivery = seed, delivery
        self._stream = Random(seed)

    def carrier_code(self, task: int, row: int) -> str:
        """What the carrier says of a message."""
        rate = self._delivery.failure_rate
        return self._delivery.failure_code if rate and self._share(task, row) < rate else DELIVERED

    def happens(self, rate: float) -> bool:
        """Whether something does that happens at a rate; the next draw."""
        return rate >= 1 or self._stream.random() < rate

    def _share(self, *key: int) -> float:
        """A number from 0 to 1 that belongs to the key."""
        name = ":".join(map(str, (self._seed, *key))).encode()
        return int.from_bytes(blake2b(name, digest_size=8).digest(), "big") / 2**64
