"""What a run of pytest-benchmark measured, read back from its JSON; and tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

__all__ = ["Ratio", "Result", "digits", "growth_of", "load_name", "races", "read", "table"]


@dataclass(frozen=True, slots=True)
class Result:
    """One rival of one race."""

    section: str
    race: str
    rival: str
    ours: bool
    item: str
    nanoseconds: tuple[float, ...]
    """For one item, round by round."""
    form_bytes: float | None

    @classmethod
    def read(cls, benchmark: dict[str, Any]) -> Result:
        info = benchmark["extra_info"]
        return cls(
            section=Path(benchmark["fullname"].partition("::")[0]).name,
            race=benchmark["group"],
            rival=info["rival"],
            ours=info["ours"],
            item=info["item"],
            nanoseconds=tuple(t * 1e9 / info["items"] for t in benchmark["stats"]["data"]),
            form_bytes=info.get("form_bytes"),
        )

    @property
    def median(self) -> float:
        return median(self.nanoseconds)


class Ratio(NamedTuple):
    """How many times longer the rival takes."""

    of_medians: float
    least: float
    greatest: float

    @classmethod
    def between(cls, ours: Result, rival: Result) -> Ratio:
        rounds = [
            theirs / own for own, theirs in zip(ours.nanoseconds, rival.nanoseconds, strict=True)
        ]
        return cls(rival.median / ours.median, min(rounds), max(rounds))

    def __str__(self) -> str:
        return f"**{digits(self.of_medians)}** ({digits(self.least)}–{digits(self.greatest)})"


def digits(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"
    yield ""


def read(run: dict[str, Any]) -> list[Result]:
    """All results of a run, those of a race together."""
    return [Result.read(benchmark) for benchmark in run["benchmarks"]]


def races(results: list[Result]) -> Iterator[tuple[str, list[Result]]]:
    return ((name, list(race)) for name, race in groupby(results, lambda result: result.race))


def growth_of(case: dict[str, Any]) -> float:
    """How many times longer the largest input of ``linear.py`` took than half of it."""
    return float(case["growth"][-1])


def load_name(load: dict[str, Any]) -> str:
    rows = load["rows"]
    return f"{load['mix']}, {rows:,} rows a request" if rows > 1 else "single sends"
