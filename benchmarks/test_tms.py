"""TMS containers: C against ``bytes.join`` and ``struct`` by hand. C does not win everywhere.

The kernels check what the hand-written ones do not: empty names, names with a NUL, lengths that do
not fit. The plain-Python twin of the kernels, which runs where there is no C, does too.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random
from typing import NamedTuple

import pytest

from smscodec._kernels import Element, pack_tms, reference, scan_tms

from .race import Race, Rival

LENGTH = struct.Struct("<I")
MAX_ELEMENTS = 100


def pack_by_hand(elements: list[Element]) -> bytes:
    parts: list[bytes] = []
    for name, data in elements:
        parts += (name, b"\0", LENGTH.pack(len(data)), data)
    return b"".join(parts)


def scan_by_hand(container: bytes) -> list[tuple[int, int, int, int]]:
    extents: list[tuple[int, int, int, int]] = []
    at = 0
    while at < len(container):
        nul = container.index(0, at)
        (size,) = LENGTH.unpack_from(container, nul + 1)
        start = nul + 5
        extents.append((at, nul - at, start, size))
        at = start + size
    if at > len(container):
        raise ValueError("the last element is cut")
    return extents


class Shape(NamedTuple):
    title: str
    containers: int
    sizes: tuple[int, ...]
    """Bytes of each element."""

    def make(self, number: int) -> list[list[Element]]:
        random = Random(f"{self.title} {number}")
        return [
            [Element(b"%d.jpg" % at, random.randbytes(size)) for at, size in enumerate(self.sizes)]
            for _ in range(self.containers)
        ]


SHAPES = (
    Shape("a page of text", 200, (600, 140)),
    Shape("a page with a picture, 30 KiB", 100, (600, 140, 30 << 10)),
    Shape("as large as allowed, 100 KiB", 50, (600, 140, 50_000, 50_000)),
    Shape("60 small elements", 50, (40,) * 60),
)


def over(kernel: Callable[..., object], *more: object) -> Callable[[list[object]], list[object]]:
    """Runs a function over many containers: one alone is over before a clock ticks."""

    def run(containers: list[object]) -> list[object]:
        return [kernel(container, *more) for container in containers]

    return run


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_pack(race: Callable[[Race], None], shape: Shape) -> None:
    """Every rival makes the same bytes."""
    race(
        Race(
            title=f"TMS pack: {shape.title}",
            rivals=(
                Rival("bytes.join by hand", over(pack_by_hand)),
                Rival("plain-Python twin", over(reference.pack_tms)),
                Rival("kernel", over(pack_tms), ours=True),
            ),
            rounds=81,
            item="container",
            items=shape.containers,
            case=shape.make,
            arguments=lambda case: ([fresh(elements) for elements in case],),
            check=require_containers,
        )
    )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_scan(race: Callable[[Race], None], shape: Shape) -> None:
    """Every rival finds the elements where they are."""
    race(
        Race(
            title=f"TMS scan: {shape.title}",
            rivals=(
                Rival("struct by hand", over(scan_by_hand)),
                Rival("plain-Python twin", over(reference.scan_tms, MAX_ELEMENTS)),
                Rival("kernel", over(scan_tms, MAX_ELEMENTS), ours=True),
            ),
            rounds=81,
            item="container",
            items=shape.containers,
            case=shape.make,
            arguments=lambda case: ([pack_by_hand(elements) for elements in case],),
            check=require_elements,
        )
    )


def fresh(elements: list[Element]) -> list[Element]:
    return [Element(bytes(bytearray(name)), bytes(bytearray(data))) for name, data in elements]


def require_containers(case: list[list[Element]], containers: list[bytes]) -> None:
    assert containers == [pack_by_hand(elements) for elements in case]


def require_elements(
    case: list[list[Element]], scans: list[list[tuple[int, int, int, int]]]
) -> None:
    for elements, extents in zip(case, scans, strict=True):
        container = pack_by_hand(elements)
        assert elements == [
            (container[name : name + name_size], container[data : data + data_size])
            for name, name_size, data, data_size in extents
        ]
