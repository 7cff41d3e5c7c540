"""What a strategy draws, to look at: the same each time."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

__all__ = ["drawn"]


@cache
def drawn(strategy: st.SearchStrategy[Any], count: int = 120) -> list[Any]:
    """So many things of a strategy."""
    things: list[Any] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(strategy)
    def collect(thing: Any) -> None:
        things.append(thing)

    collect()
    return things
