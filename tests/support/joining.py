"""Rows joined from Arrow columns by every joiner there is."""

from __future__ import annotations

from typing import Any

from smscodec._kernels import JoinRules, reference

native: Any
try:
    from smscodec._kernels import native
except ImportError:
    native = None

INDEXES = ["MobileIndex", "MobileFilter", ""]


def joiners(rules: JoinRules) -> list[Any]:
    """One of each twin, and of the core one for each set of instructions that it may be left."""
    return [reference.Joiner(rules), *cores(rules)]


def cores(rules: JoinRules) -> list[Any]:
    """Those of the core: with all instructions, with none that are special, without AVX-512."""
    made = [] if native is None else [native.Joiner(rules) for _ in range(3)]
    for portable, joiner in enumerate(made):
        joiner._rules.portable = portable
    return made


def outcome(
    joiner: Any, *columns: Any, add: str = "add_columns", index: str = INDEXES[0], **some: int
) -> Any:
    """Faults and lines of one call, and how many the index holds."""
    twin = reference if isinstance(joiner, reference.Joiner) else native
    seen = getattr(twin, index)() if index else None
    taken, faults = getattr(joiner, add)(*columns, 5, seen, **some)
    lines = joiner.take()
    found = (
        faults, bytes(lines.data), list(lines.ends), list(lines.counts), len(seen or ()), taken,
        lines.segments,
    )  # fmt: skip
    lines.close()
    return found


def agreed(rules: JoinRules, *columns: Any, **how: Any) -> Any:
    """What every joiner makes of the columns, once they agree."""
    first, *others = [outcome(j, *columns, **how) for j in joiners(rules)]
    assert all(other == first for other in others)
    return first
