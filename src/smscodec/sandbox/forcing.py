"""Refusals that a test has ordered: the next so many requests to an endpoint."""

from __future__ import annotations

from dataclasses import dataclass

from .. import Reason
from .endpoints import matches
from .refusals import RefusalError

__all__ = ["Forced", "Forcing"]

ORDERED = "a test has ordered it"
"""Why such a request is refused."""


@dataclass(slots=True, kw_only=True)
class Forced:
    """One order."""

    endpoint: str = ""
    """Its name, or the beginning of it; "" is any."""
    code: str
    """A code, name or phrase of the endpoint's table, or the name of a ``Reason``."""
    times: int = 1


class Forcing:
    """The orders that are left."""

    def __init__(self) -> None:
        self.orders: list[Forced] = []

    def check(self, endpoint: str) -> None:
        """``RefusalError`` where the next order for this endpoint says so."""
        for order in self.orders:
            if matches(order.endpoint, endpoint):
                order.times -= 1
                if order.times <= 0:
                    self.orders.remove(order)
                raise RefusalError(Reason.PLATFORM_ERROR, code=order.code, words=ORDERED)
