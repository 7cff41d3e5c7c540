"""Writes ``RESULTS.md`` and its plots from what a run measured.

::

    python -m benchmarks.report FOLDER [TARGET]

The folder holds ``run.json`` of pytest-benchmark, and ``memory.json``, ``parquet.json``,
``linear.json`` and ``load.json`` of the scripts. The target is a folder, too, by default this one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from .goals import goals
from .measures import linear_tables, load_table, machine, memory_table, parquet_table
from .plot import plots
from .results import Ratio, Result, races, read, table

SECTIONS = {
    "test_bulk_arrow.py": "Packing: kinds of columns, and the join alone",
    "test_bulk_pack.py": "Packing: two columns to the finished form value",
    "test_bulk_render.py": "Rendering: a template and its values to the finished form value",
    "test_bulk_templates.py": "Packing: many templates in a batch",
    "test_bulk_threads.py": "Packing: two threads against one, by the wall clock",
    "test_bulk_unpack.py": "Unpacking: the form value to two columns",
    "test_reports.py": "Delivery reports: pages to columns, and back to the rows",
    "test_deflate.py": "Row-aware deflate",
    "test_inflate.py": "Inflate",
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
found, with isal and pybase64; both check nothing. `P1 with checks` does what `bulk.pack` does. All
three take lists. `auto`, `row 1` and the like are engines of `bulk.pack` and their levels. "By
hand" is what one writes who trusts the input, with the libraries that smscodec itself stands on.
"""


# ---- plots ---------------------------------------------------------------------------------------


def pictures(results: list[Result]) -> Iterator[str]:
    for plot in plots(results):
        yield f"![{plot.title}](plots/{plot.name})\n"


# ---- races ---------------------------------------------------------------------------------------


def pairs(results: list[Result]) -> Iterator[tuple[Result, Result]]:
    """Each of ours with each rival of its race."""
    for _, race in races(results):
        for ours in race:
            if ours.ours:
                yield from ((ours, rival) for rival in race if not rival.ours)


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


def report(
    run: dict[str, Any],
    memory: list[dict[str, Any]],
    parquet: list[dict[str, Any]],
    linear: list[dict[str, Any]],
    loads: list[dict[str, Any]],
) -> str:
    results = read(run)
    lines = [INTRODUCTION]
    lines += goals(results, memory, parquet, linear, loads)
    lines += pictures(results)
    lines += losses(results)
    lines += sections(results)
    lines += memory_table(memory)
    lines += parquet_table(parquet)
    lines += linear_tables(linear)
    lines += load_table(loads)
    lines += machine(run["machine_info"])
    return "\n".join(lines).rstrip() + "\n"


def main(folder: Path, target: Path) -> None:
    names = ("run", "memory", "parquet", "linear", "load")
    run, *others = [json.loads((folder / f"{name}.json").read_text("utf-8")) for name in names]
    (target / "RESULTS.md").write_text(report(run, *others), encoding="utf-8")
    (target / "plots").mkdir(exist_ok=True)
    for plot in plots(read(run)):
        (target / "plots" / plot.name).write_text(plot.svg, encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            main(Path(folder), Path(__file__).parent)
        case [folder, target]:
            main(Path(folder), Path(target))
        case _:
            sys.exit(__doc__)
