"""Tables of all that is no race: doubled inputs, the sandbox, memory, the machine."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from .goals import further_row
from .results import digits, growth_of, load_name, table

__all__ = ["linear_tables", "load_table", "machine", "memory_table", "parquet_table"]

# ---- doubled inputs ------------------------------------------------------------------------------


DOUBLED = """\
How many times longer a decoder takes for it, ordinary or hostile (`inputs/`): the last of several
doublings, in brackets the least and the greatest. Of each decoder the input that takes longest for
its size, and the one that grows most. `matches` takes template × text / 64 steps at worst: where
both are doubled, its limit is the square of that of the others.
"""


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


def parquet_table(measured: list[dict[str, Any]]) -> Iterator[str]:
    yield "## Memory of a campaign from Parquet to files\n"
    yield "Peak of resident memory of the whole process, pyarrow and interpreter included.\n"
    yield from table(
        ("duplicates", "rows", "form B/row", "peak"),
        (
            (
                f"`{job['duplicates']}`",
                f"{job['rows']:,}",
                f"{job['size'] / job['rows']:.1f}",
                f"{job['peak'] / 2**20:.0f} MiB",
            )
            for job in measured
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
