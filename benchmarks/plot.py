"""Two plots as SVG: what packing costs by whom, and what a compressor's time buys in size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

from .mixes import MIXES, size
from .results import Result, races

__all__ = ["Plot", "plots"]


class Plot(NamedTuple):
    name: str
    title: str
    svg: str


OURS, THEIRS = "#1565c0", "#9e9e9e"
COLOURS = {
    "row": OURS,
    "isal": "#e65100",
    "libdeflate": "#2e7d32",
    "zlib-ng": "#8e24aa",
    "zlib": "#616161",
}
SHOWN = (
    "S6",
    "P1",
    "P1 with checks",
    "lists, isal 1",
    "lists, auto",
    "Arrow, isal 1",
    "Arrow, auto",
    "Arrow, row 2",
)
BATCH = f"{size(10_000):,} rows"


def plots(results: list[Result]) -> Iterator[Plot]:
    """Those whose races were run."""
    raced = dict(races(results))
    packed = {mix: raced.get(f"pack {mix}, {BATCH}", []) for mix in MIXES}
    if all(packed.values()):
        yield Plot("pack.svg", "Rows a second and bytes a row, by mix and rival", bars(packed))
    deflated = {mix: raced.get(f"deflate {mix}, {BATCH}", []) for mix in MIXES}
    if all(deflated.values()):
        title = "Deflate alone: time and size of the compressors, by mix"
        yield Plot("deflate.svg", title, scatters(deflated))


# ---- elements ------------------------------------------------------------------------------------


def drawing(width: float, height: float, shapes: Sequence[str]) -> str:
    """On white, whatever is behind it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="sans-serif" font-size="12">\n'
        '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def text(x: float, y: float, words: str, anchor: str = "start", fill: str = "#222") -> str:
    at = f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text {at} text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="#ddd"/>'


# ---- bars: rows a second, bytes a row ------------------------------------------------------------

BAR, LABELS, PANEL = 17, 112, 330


def bars(packed: dict[str, list[Result]]) -> str:
    """A group for each mix; at the left the more the better, at the right the less."""
    shapes = [
        text(LABELS, 18, "million rows a second: more is better"),
        text(LABELS + PANEL, 18, "form bytes a row: less is better"),
    ]
    shown = {
        mix: sorted((r for r in race if r.rival in SHOWN), key=lambda r: SHOWN.index(r.rival))
        for mix, race in packed.items()
    }
    every = [result for race in shown.values() for result in race]
    most_speed = max(1e3 / result.median for result in every)
    most_bytes = max(result.form_bytes or 0 for result in every)
    y = 26.0
    for mix, race in shown.items():
        shapes.append(text(8, y + 13, f"mix {mix}"))
        y += 18
        for result in race:
            speed, held = 1e3 / result.median, result.form_bytes or 0
            shapes.append(text(LABELS - 6, y + 13, result.rival, "end"))
            shapes += bar(LABELS, y, speed / most_speed, f"{speed:.2f}", result.ours)
            shapes += bar(LABELS + PANEL, y, held / most_bytes, f"{held:.1f}", result.ours)
            y += BAR
        y += 10
    return drawing(LABELS + 2 * PANEL, y, shapes)


def bar(x: float, y: float, share: float, label: str, ours: bool) -> Iterator[str]:
    width = share * (PANEL - 60)
    area = f'x="{x:g}" y="{y + 2:g}" width="{width:.1f}" height="{BAR - 3}"'
    yield f'<rect {area} fill="{OURS if ours else THEIRS}"/>'
    yield text(x + width + 4, y + 13, label)


# ---- scatter: time and size ----------------------------------------------------------------------

SIDE, GAP, TOP = 270, 50, 56


def scatters(deflated: dict[str, list[Result]]) -> str:
    """One for each mix: time on a scale of powers, size on an even one; best is bottom left."""
    shapes = list(legend())
    for number, (mix, race) in enumerate(deflated.items()):
        shapes += scatter(GAP + number * (SIDE + GAP), f"mix {mix}", race)
    return drawing(len(deflated) * (SIDE + GAP) + 20, TOP + SIDE + 30, shapes)


def legend() -> Iterator[str]:
    for number, (family, colour) in enumerate(COLOURS.items()):
        yield dot(GAP + number * 110, 14, colour)
        yield text(GAP + number * 110 + 8, 18, family)


def dot(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'


Place = Callable[[Result], tuple[float, float]]


def scatter(left: float, title: str, race: list[Result]) -> Iterator[str]:
    """The frame, and the points in it."""
    times = [log10(result.median) for result in race]
    sizes = [result.form_bytes or 0.0 for result in race]
    first, last = floor(min(times) * 2), ceil(max(times) * 2)  # half powers of ten
    step = 10 ** floor(log10(max(max(sizes) - min(sizes), 0.1)))
    least, most = floor(min(sizes) / step), ceil(max(sizes) / step)

    def across(halves: float) -> float:
        return left + (halves - first) / (last - first) * SIDE

    def up(steps: float) -> float:
        return TOP + SIDE - (steps - least) / (most - least) * SIDE

    yield text(left, TOP - 16, f"{title}: form bytes a row, by ns a row")
    for halves in range(first, last + 1):
        yield line(across(halves), TOP, across(halves), TOP + SIDE)
        if halves % 2 == 0:
            label = f"{10 ** (halves // 2):,}"
            yield text(across(halves), TOP + SIDE + 16, label, "middle")
    for steps in range(least, most + 1):
        yield line(left, up(steps), left + SIDE, up(steps))
        yield text(left - 5, up(steps) + 4, f"{steps * step:g}", "end")
    yield from points(
        race, lambda result: (across(log10(result.median) * 2), up((result.form_bytes or 0) / step))
    )


def points(race: list[Result], place: Place) -> Iterator[str]:
    """A line through the levels of each compressor, and their names."""
    for family, colour in COLOURS.items():
        levels = [result for result in race if result.rival.split()[0] == family]
        spots = sorted((*place(result), result.rival) for result in levels)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-opacity="0.5"/>'
        for number, (x, y, rival) in enumerate(spots):
            label = rival.removeprefix(family).strip() or "fast"
            yield dot(x, y, colour)
            yield text(x + 5, y + (15 if number % 2 else -5), label, fill=colour)
