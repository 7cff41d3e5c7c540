"""Writes ``RESULTS.md`` from what pytest-benchmark, ``memory.py``, ``linear.py`` and
``sandbox_load.py`` measured.

::

    python -m benchmarks.report run.json memory.json linear.json load.json

A ratio is a rival's median time over ours, so above 1 we are faster; behind it stand the least and
the greatest ratio of a single round.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

TARGET = Path(__file__).with_name("RESULTS.md")

SECTIONS = {
    "test_bulk_arrow.py": "Packing: two Arrow columns to the finished form value",
    "test_bulk_pack.py": "Packing: two lists to the finished form value",
    "test_bulk_unpack.py": "Unpacking: the form value to two columns",
    "test_reports.py": "Delivery reports: pages to columns, and back to the rows",
    "test_deflate.py": "Row-aware deflate",
    "test_form.py": "Base64 and percent-encoding",
    "test_frames.py": "Frames",
    "test_segments.py": "Segments: counting and splitting",
    "test_smil.py": "SMIL and slide shows",
    "test_text64.py": "Text64",
    "test_tms.py": "TMS containers",
    "test_wire.py": "Requests and replies",
}

INTRODUCTION = """\
# Results

Written by `make bench`; not meant to be edited. What these figures cannot tell is in
[README.md](README.md).

**Ratios**: a rival's median time over ours, rivals interleaved in one run. Above 1 we are faster.
In brackets the least and the greatest ratio of a single round: where they lie far apart the machine
was busy. Times are for orientation on this machine only. Every result of every round was checked.

`S6` is what people write with the standard library, gzip at level 6. `P1` is the best Python we
found, with isal and pybase64; both check nothing. `P1 with checks` does what `bulk.pack` does. "By
hand" is what one writes who trusts the input, with the libraries that smscodec itself stands on.
"""


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


# ---- goals ---------------------------------------------------------------------------------------


class Goal(NamedTuple):
    """So many times faster than a rival."""

    race: str
    ours: str
    rival: str
    ratio: float


GOALS = tuple(
    Goal(f"{work} {mix}, {rows} rows", "bulk.pack isal", rival, ratio)
    for work, rows in [("pack", "10,000"), ("job", "50,000")]
    for rival, ratio in [("S6", 8.0), ("P1", 1.0)]
    for mix in "ABC"
)
BATCH_BYTES = 1.0
"""Memory a further row may cost where only a batch is remembered: none, but for noise."""
JOB_BYTES = 32.0


def goals(
    results: list[Result],
    memory: dict[str, float],
    measured: list[dict[str, Any]],
    loads: list[dict[str, Any]],
) -> Iterator[str]:
    by_name = {(result.race, result.rival): result for result in results}
    rows: list[Sequence[object]] = []
    for race, ours, rival, wanted in GOALS:
        if (race, ours) in by_name:
            found = Ratio.between(by_name[race, ours], by_name[race, rival]).of_medians
            what = f"{race}: {ours} over {rival}"
            rows.append((what, f"≥ {wanted:g}", digits(found), verdict(found >= wanted)))
    for duplicates, most in [("batch", BATCH_BYTES), ("job", JOB_BYTES)]:
        if duplicates in memory:
            found = memory[duplicates]
            what = f'memory of a further row, duplicates="{duplicates}"'
            rows.append((what, f"≤ {most:g} B", f"{found:.0f} B", verdict(found <= most)))
    one_input = [case for case in measured if case["growing"] == 1]
    if one_input:
        limit, found = one_input[0]["limit"], max(map(growth_of, one_input))
        what = f"time for twice the input, the worst of {len(one_input)}"
        rows.append((what, f"< {limit:g}", digits(found), verdict(found < limit)))
    for load in loads:
        wanted, found = load["wanted"], load["messages_a_second"]
        what = f"sandbox, {load_name(load)}: messages a second"
        rows.append((what, f"≥ {wanted:,}", f"{found:,.0f}", verdict(found >= wanted)))
    yield "## Goals\n"
    yield from table(("goal", "wanted", "this run", ""), rows)


def verdict(met: bool) -> str:
    return "met" if met else "**missed**"


# ---- races ---------------------------------------------------------------------------------------


def pairs(results: list[Result]) -> Iterator[tuple[Result, Result]]:
    """Each of ours with each rival of its race."""
    for _, race in races(results):
        for ours in race:
            if ours.ours:
                yield from ((ours, rival) for rival in race if not rival.ours)


def races(results: list[Result]) -> Iterator[tuple[str, list[Result]]]:
    return ((name, list(race)) for name, race in groupby(results, lambda result: result.race))


def losses(results: list[Result]) -> Iterator[str]:
    yield "## Where we lose\n"
    yield "Slower than a rival:\n"
    slower = [(o, r, ratio) for o, r in pairs(results) if (ratio := Ratio.between(o, r))[0] < 1]
    yield from table(
        ("work", "ours", "rival and ratio"),
        (
            (*work, ", ".join(f"{rival.rival} {ratio}" for _, rival, ratio in group))
            for work, group in groupby(slower, lambda loss: (loss[0].race, loss[0].rival))
        ),
    )
    yield "More bytes of form value than a rival, by over half a percent:\n"
    larger = [
        (ours, rival)
        for ours, rival in pairs(results)
        if ours.form_bytes and rival.form_bytes and ours.form_bytes > 1.005 * rival.form_bytes
    ]
    yield from table(
        ("work", "ours", "rival", "our bytes", "its bytes"),
        (
            (
                ours.race,
                ours.rival,
                rival.rival,
                f"{ours.form_bytes:.1f}",
                f"{rival.form_bytes:.1f}",
            )
            for ours, rival in larger
        ),
    )


def sections(results: list[Result]) -> Iterator[str]:
    for section, group in groupby(results, lambda result: result.section):
        yield f"## {SECTIONS.get(section, section)}\n"
        alike = groupby((race for _, race in races(list(group))), ours_and_item)
        for (*ours, item), some in alike:
            held = list(some)
            sized = any(result.form_bytes for race in held for result in race)
            head = ["work", "by", f"ns/{item}", *(["form B/row"] if sized else []), *ours]
            yield from table(
                head, (cells(race, result, ours, sized) for race in held for result in race)
            )


def ours_and_item(race: list[Result]) -> tuple[str, ...]:
    """The head of the table that a race belongs to."""
    return (*(result.rival for result in race if result.ours), race[0].item)


def cells(race: list[Result], result: Result, ours: list[str], sized: bool) -> list[object]:
    """One rival: its time, its bytes, and how many times longer it takes than each of ours."""
    own = {other.rival: other for other in race}
    size = "" if result.form_bytes is None else f"{result.form_bytes:.1f}"
    ratios = ["–" if result.ours else Ratio.between(own[name], result) for name in ours]
    return [result.race, result.rival, f"{result.median:,.0f}", *([size] if sized else []), *ratios]


# ---- doubled inputs ------------------------------------------------------------------------------


DOUBLED = """\
How many times longer a decoder takes for it, ordinary or hostile (`inputs/`): the last of several
doublings, in brackets the least and the greatest. Of each decoder the input that takes longest for
its size, and the one that grows most. `matches` takes template × text / 64 steps at worst: where
both are doubled, its limit is the square of that of the others.
"""


def growth_of(case: dict[str, Any]) -> float:
    """How many times longer the largest input took than half of it."""
    return float(case["growth"][-1])


def nanoseconds_a_byte(case: dict[str, Any]) -> float:
    return float(case["seconds"] * 1e9 / case["size"])


def linear_tables(measured: list[dict[str, Any]]) -> Iterator[str]:
    yield "## Twice the input\n"
    yield DOUBLED
    over = [case for case in measured if growth_of(case) >= case["limit"]]
    yield "Over the limit:\n" if over else "None is over the limit.\n"
    if over:
        head = ("decoder", "input", "bytes", "ms", "growth", "limit")
        yield from table(head, map(offender, over))
    yield from table(
        ("decoder", "inputs", "costliest", "ns/byte", "ordinary", "grows most", "growth"),
        (
            decoder(name, list(cases))
            for name, cases in groupby(measured, lambda case: case["decoder"])
        ),
    )


def offender(case: dict[str, Any]) -> list[object]:
    milliseconds = f"{case['seconds'] * 1e3:.0f}"
    size, limit = f"{case['size']:,}", digits(case["limit"])
    return [case["decoder"], case["input"], size, milliseconds, growth(case), limit]


def decoder(name: str, cases: list[dict[str, Any]]) -> list[object]:
    costliest = max(cases, key=nanoseconds_a_byte)
    ordinary = [nanoseconds_a_byte(case) for case in cases if case["input"] == "ordinary"]
    most = max(cases, key=growth_of)
    return [
        name,
        len(cases),
        costliest["input"],
        f"{nanoseconds_a_byte(costliest):.1f}",
        f"{ordinary[0]:.1f}" if ordinary else "",
        most["input"],
        growth(most),
    ]


def growth(case: dict[str, Any]) -> str:
    every = case["growth"]
    return f"**{digits(growth_of(case))}** ({digits(min(every))}–{digits(max(every))})"


# ---- the sandbox under load ----------------------------------------------------------------------


LOADED = """\
Client and server in processes of their own on this machine, the store a file; an answer comes when
its messages are in there. Beside the messages of a real second stand those of a second of the
server's processor: what it takes where nothing else runs.
"""


def load_name(load: dict[str, Any]) -> str:
    rows = load["rows"]
    return f"{load['mix']}, {rows:,} rows a request" if rows > 1 else "single sends"


def load_table(loads: list[dict[str, Any]]) -> Iterator[str]:
    yield "## The sandbox under load\n"
    yield LOADED
    yield from table(
        ("load", "requests", "messages/s", "for a processor second", "answered in", "99 of 100 in"),
        (
            (
                load_name(load),
                f"{load['requests']:,}",
                f"{load['messages_a_second']:,.0f}",
                f"{load['messages_a_processor_second']:,.0f}",
                f"{load['median'] * 1e3:.1f} ms",
                f"{load['slowest_of_a_hundred'] * 1e3:.1f} ms",
            )
            for load in loads
        ),
    )


# ---- memory and machine --------------------------------------------------------------------------


def further_row(measured: list[dict[str, Any]]) -> dict[str, float]:
    """For each policy of duplicates, the bytes that a row beyond the smallest job costs."""
    slopes: dict[str, float] = {}
    for duplicates, jobs in groupby(measured, lambda job: job["duplicates"]):
        first, *_, last = sorted(jobs, key=lambda job: job["rows"])
        slope = (last["bytes"] - first["bytes"]) / (last["rows"] - first["rows"])
        slopes[duplicates] = max(slope, 0.0)  # a smaller peak is noise
    return slopes


def memory_table(measured: list[dict[str, Any]]) -> Iterator[str]:
    yield "## Memory of `bulk.pack`, rows streamed from generators\n"
    yield "Peak of resident memory over that of the imported package.\n"
    slopes = further_row(measured)
    counts = sorted({job["rows"] for job in measured})
    size = {(job["duplicates"], job["rows"]): f"{job['bytes'] / 2**20:.1f} MiB" for job in measured}
    yield from table(
        ("duplicates", *(f"{count:,} rows" for count in counts), "a further row"),
        (
            (f"`{name}`", *(size[name, count] for count in counts), f"{slope:.0f} B")
            for name, slope in slopes.items()
        ),
    )


def machine(info: dict[str, Any]) -> Iterator[str]:
    cpu = info["cpu"]
    release = ".".join(info["release"].split(".")[:2])
    rows = {
        "CPU": f"{cpu.get('brand_raw', 'unknown')}, family {cpu.get('family', '?')} "
        f"model {cpu.get('model', '?')}, {info['machine']}",
        "cores": info["cores"],
        "system": f"{info['system']} {release}",
        "core of smscodec": info["core_of_smscodec"],
        **info["versions"],
    }
    yield "## Machine\n"
    yield from table(("", ""), rows.items())


def report(
    run: dict[str, Any],
    memory: list[dict[str, Any]],
    doubled: list[dict[str, Any]],
    loads: list[dict[str, Any]],
) -> str:
    results = [Result.read(benchmark) for benchmark in run["benchmarks"]]
    lines = [INTRODUCTION]
    lines += goals(results, further_row(memory), doubled, loads)
    lines += losses(results)
    lines += sections(results)
    lines += memory_table(memory)
    lines += linear_tables(doubled)
    lines += load_table(loads)
    lines += machine(run["machine_info"])
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    files = [json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:]]
    TARGET.write_text(report(*files), encoding="utf-8")
