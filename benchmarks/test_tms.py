"""TMS containers: C against ``bytes.join`` and ``struct`` by hand. C does not win everywhere.

The kernels check what the hand-written ones do not: empty names, names with a NUL, lengths that do
not fit. The plain-Python twin of the kernels, which runs where there is no C, does too. What is
offered to users, ``pack_tms`` and ``unpack_tms``, checks more: names are text, in GBK, no paths and
none twice; and there are limits.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random
from typing import NamedTuple

import pytest

import smscodec
from smscodec._kernels import Element, pack_tms, reference, scan_tms

from .race import Race, Rival, each

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


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_pack(race: Callable[[Race], None], shape: Shape) -> None:
    """Every rival makes the same bytes."""
    race(
        Race(
            title=f"TMS pack: {shape.title}",
            rivals=(
                Rival("bytes.join by hand", each(pack_by_hand)),
                Rival("plain-Python twin", each(reference.pack_tms)),
                Rival("kernel", each(pack_tms), ours=True),
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
                Rival("struct by hand", each(scan_by_hand)),
                Rival("plain-Python twin", each(reference.scan_tms, MAX_ELEMENTS)),
                Rival("kernel", each(scan_tms, MAX_ELEMENTS), ours=True),
            ),
            rounds=81,
            item="container",
            items=shape.containers,
            case=shape.make,
            arguments=lambda case: ([pack_by_hand(elements) for elements in case],),
            check=require_elements,
        )
    )


# ---- with names as text --------------------------------------------------------------------------

Named = list[smscodec.Element]


def pack_named_by_hand(elements: Named) -> bytes:
    return pack_by_hand([Element(name.encode("gbk"), data) for name, data in elements])


def unpack_named_by_hand(container: bytes) -> Named:
    return [
        smscodec.Element(
            container[at : at + size].decode("gbk"), container[data : data + data_size]
        )
        for at, size, data, data_size in scan_by_hand(container)
    ]


def named(shape: Shape) -> Callable[[int], list[Named]]:
    return lambda number: [
        [smscodec.Element(name.decode(), data) for name, data in elements]
        for elements in shape.make(number)
    ]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_pack_named(race: Callable[[Race], None], shape: Shape) -> None:
    """What every rival makes is read back by hand."""

    def check(case: list[Named], containers: list[bytes]) -> None:
        assert [unpack_named_by_hand(container) for container in containers] == case

    race(
        Race(
            title=f"TMS pack, names as text: {shape.title}",
            rivals=(
                Rival("bytes.join by hand", each(pack_named_by_hand)),
                Rival("pack_tms", each(smscodec.pack_tms), ours=True),
            ),
            rounds=81,
            item="container",
            items=shape.containers,
            case=named(shape),
            arguments=lambda case: ([list(elements) for elements in case],),
            check=check,
        )
    )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_unpack_named(race: Callable[[Race], None], shape: Shape) -> None:
    """Every rival finds the same elements."""

    def check(case: list[Named], found: list[Named | tuple[smscodec.Element, ...]]) -> None:
        assert [list(elements) for elements in found] == case

    race(
        Race(
            title=f"TMS unpack, names as text: {shape.title}",
            rivals=(
                Rival("struct by hand", each(unpack_named_by_hand)),
                Rival("unpack_tms", each(smscodec.unpack_tms), ours=True),
            ),
            rounds=81,
            item="container",
            items=shape.containers,
            case=named(shape),
            arguments=lambda case: ([pack_named_by_hand(elements) for elements in case],),
            check=check,
        )
    )


# ---- right or not --------------------------------------------------------------------------------


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
