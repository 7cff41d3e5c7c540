"""What was to be reached, and whether a run reached it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Literal, NamedTuple

from .mixes import size
from .results import Result, digits, growth_of, load_name, races, table

__all__ = ["further_row", "goals"]

INTRODUCTION = """\
How many times faster we are than a rival of the same race, or how many of its bytes or of its time
we need. A goal was set before there was anything to measure; the floor is what had to be reached.

Packing is shown for a campaign of twenty batches, for a job of five and for one alone, rendering
for five and one. One is over in a millisecond: what it costs to begin, and to find the caches full
of what rivals left there, is more of it than of a job, and little of a campaign.
"""


class Goal(NamedTuple):
    """A ratio of ours to a rival of the same race."""

    race: str
    ours: str
    rival: str
    wanted: float
    floor: float | None = None
    of: Literal["speed", "time", "bytes"] = "speed"
    """Of times as fast there are to be at least so many, of time or bytes at most."""

    def __str__(self) -> str:
        if self.of == "speed":
            return f"{self.race}: {self.ours} over {self.rival}"
        return f"{self.race}: {self.of} of {self.ours} to {self.rival}"

    def found(self, ours: Result, rival: Result) -> float | None:
        if self.of == "bytes":
            mine, others = ours.form_bytes, rival.form_bytes
            return mine / others if mine and others else None
        ratio = rival.median / ours.median
        return ratio if self.of == "speed" else 1 / ratio

    def row(self, results: dict[tuple[str, str], Result]) -> Sequence[object]:
        ours, rival = results.get((self.race, self.ours)), results.get((self.race, self.rival))
        found = self.found(ours, rival) if ours and rival else None
        at_least = self.of == "speed"
        sign = "≥" if at_least else "≤"
        bounds = f"{sign} {self.wanted:g}", f"{sign} {self.floor:g}" if self.floor else ""
        if found is None:
            return (self, *bounds, "", "not run")
        shown = f"{found:.3f}" if self.of == "bytes" else digits(found)
        return (self, *bounds, shown, verdict(found, self.wanted, self.floor, at_least))


def verdict(found: float, wanted: float, floor: float | None, at_least: bool = False) -> str:
    """By what was found, not by how it is rounded."""

    def holds(bound: float) -> bool:
        return found >= bound if at_least else found <= bound

    if holds(wanted):
        return "met"
    return "**missed**, floor held" if floor and holds(floor) else "**missed**"


def _goals() -> Iterator[Goal]:
    batch = f"{size(10_000):,} rows"
    packs = (
        f"campaign {{}}, {size(200_000):,} rows",
        f"job {{}}, {size(50_000):,} rows",
        f"pack {{}}, {batch}",
    )
    for pack in (race.format(mix) for mix in "AB" for race in packs):
        yield Goal(pack, "Arrow, auto", "S6", 50, 30)
        yield Goal(pack, "Arrow, auto", "P1", 7, 4.5)
        yield Goal(pack, "Arrow, auto", "Arrow, isal 1", 2.5, 1.7)
        yield Goal(pack, "Arrow, auto", "Arrow, isal 1", 1, 1.02, "bytes")
        yield Goal(pack, "Arrow, isal 1", "S6", 18)
        yield Goal(pack, "Arrow, isal 1", "P1", 2.5)
        yield Goal(pack, "lists, auto", "S6", 14)
        yield Goal(pack, "lists, auto", "P1", 2.2)
        yield Goal(pack, "lists, isal 1", "S6", 10)
        yield Goal(pack, "lists, isal 1", "P1", 1.6)
    for pack in (race.format("C") for race in packs):
        yield Goal(pack, "Arrow, auto", "S6", 20)
        yield Goal(pack, "Arrow, auto", "P1", 1.6, 1.5)
        yield Goal(pack, "Arrow, auto", "Arrow, isal 1", 1.05, of="time")
    for mix in "AB":
        deflate = f"deflate {mix}, {batch}"
        yield Goal(deflate, "row dense", "zlib 6", 16)
        yield Goal(deflate, "row dense", "zlib 6", 1, of="bytes")
    for render in (f"render job, {size(50_000):,} rows", f"render, {batch}"):
        for rival in ("str.format, P1", "str.format by position, P1"):
            yield Goal(render, "Arrow, auto", rival, 18, 10)
    for mix in "ABC":
        yield Goal(
            f"threads {mix}, auto, {size(100_000):,} rows", "2 threads", "1 thread", 1.7, 1.5
        )
    for mix, wanted, floor in (("A", 20, 12), ("B", 20, 12), ("C", 6, None)):
        yield Goal(f"unpack {mix}, {batch}", "bulk.unpack", "S6 to tuples", wanted, floor)
    for mix in "ABC":
        join = f"join columns {mix}, {batch}"
        yield Goal(join, "join, pyarrow", "copy of the same bytes", 1.2, of="time")
    yield Goal("4,000 reports to columns, XML", "bulk.report_columns", "lxml, children", 1)


GOALS = tuple(_goals())
NO_LARGER = 1.02
"""Form bytes of ``auto`` to those of igzip level 1, at worst."""
BATCH_BYTES = 1.0
"""Memory a further row may cost where only a batch is remembered: none, but for noise."""
JOB_BYTES = 32.0
STREAMED_BYTES = 512 << 20
STREAMED_ROWS = 10_000_000

Row = Sequence[object]


def goals(
    results: list[Result],
    memory: list[dict[str, Any]],
    parquet: list[dict[str, Any]],
    linear: list[dict[str, Any]],
    loads: list[dict[str, Any]],
) -> Iterator[str]:
    by_name = {(result.race, result.rival): result for result in results}
    rows = [
        *(goal.row(by_name) for goal in GOALS),
        *_largest(results),
        *_further_rows(memory),
        *_streamed(parquet),
        *_doubled(linear),
        *_loaded(loads),
    ]
    counts = [str(row[-1]) for row in rows]
    yield "## Goals\n"
    yield INTRODUCTION
    yield f"{counts.count('met')} of {len(counts)} are met.\n"
    yield from table(("goal", "wanted", "floor", "this run", ""), rows)


def _largest(results: list[Result]) -> Iterator[Row]:
    """Of all races that have both, the one where ``auto`` is worst."""
    found: list[tuple[float, str]] = []
    for race, rivals in races(results):
        sizes = {each.rival: each.form_bytes for each in rivals if each.form_bytes}
        for ours, rival in (("Arrow, auto", "Arrow, isal 1"), ("row", "isal 1")):
            if ours in sizes and rival in sizes:
                found.append((sizes[ours] / sizes[rival], race))
    if found:
        ratio, race = max(found)
        what = f"bytes of auto to isal 1, the worst of {len(found)} ({race})"
        yield what, f"≤ {NO_LARGER:g}", "", f"{ratio:.3f}", verdict(ratio, NO_LARGER, None)


def _further_rows(memory: list[dict[str, Any]]) -> Iterator[Row]:
    slopes = further_row(memory)
    for duplicates, most in [("batch", BATCH_BYTES), ("job", JOB_BYTES)]:
        if duplicates in slopes:
            found = slopes[duplicates]
            what = f'memory of a further row, duplicates="{duplicates}"'
            yield what, f"≤ {most:g} B", "", f"{found:.0f} B", verdict(found, most, None)


def _streamed(parquet: list[dict[str, Any]]) -> Iterator[Row]:
    """The goal is of 10,000,000 rows: fewer can miss it, and cannot meet it."""
    for job in parquet:
        rows, peak = job["rows"], job["peak"]
        what = f'peak memory, {rows:,} rows from Parquet, duplicates="{job["duplicates"]}"'
        said = verdict(peak, STREAMED_BYTES, None)
        if rows < STREAMED_ROWS and said == "met":
            said = f"open: it is of {STREAMED_ROWS:,} rows"
        yield what, f"≤ {STREAMED_BYTES >> 20} MiB", "", f"{peak / 2**20:.0f} MiB", said


def _doubled(linear: list[dict[str, Any]]) -> Iterator[Row]:
    one_input = [case for case in linear if case["growing"] == 1]
    if one_input:
        limit, found = one_input[0]["limit"], max(map(growth_of, one_input))
        what = f"time for twice the input, the worst of {len(one_input)}"
        yield what, f"≤ {limit:g}", "", digits(found), verdict(found, limit, None)


def _loaded(loads: list[dict[str, Any]]) -> Iterator[Row]:
    for load in loads:
        wanted, found = load["wanted"], load["messages_a_second"]
        what = f"sandbox, {load_name(load)}: messages a second"
        yield what, f"≥ {wanted:,}", "", f"{found:,.0f}", verdict(found, wanted, None, True)


def further_row(measured: list[dict[str, Any]]) -> dict[str, float]:
    """For each policy of duplicates, the bytes that a row beyond the smallest job costs."""
    slopes: dict[str, float] = {}
    for duplicates, jobs in groupby(measured, lambda job: job["duplicates"]):
        first, *_, last = sorted(jobs, key=lambda job: job["rows"])
        slope = (last["bytes"] - first["bytes"]) / (last["rows"] - first["rows"])
        slopes[duplicates] = max(slope, 0.0)  # a smaller peak is noise
    return slopes
