"""TMS containers (document 003, section 2.2)."""

from __future__ import annotations

from collections.abc import Sequence

from ..contract import Code, Element, Extent, Fault, KernelFault

__all__ = ["pack_tms", "scan_tms"]


def pack_tms(elements: Sequence[Element]) -> bytes:
    """A TMS container: for each element name, 00, unsigned 32-bit little-endian length, data."""
    out: list[bytes] = []
    for number, (name, data) in enumerate(elements):
        if not name:
            raise KernelFault(Fault(Code.TMS_NAME_EMPTY, number, 0))
        if 0 in name:
            raise KernelFault(Fault(Code.TMS_NAME_NUL, number, name.index(0)))
        if len(data) >= 2**32:
            raise KernelFault(Fault(Code.TMS_DATA_LONG, number, 0, len(data)))
        out += (name, b"\0", len(data).to_bytes(4, "little"), data)
    return b"".join(out)


def scan_tms(data: bytes, max_elements: int) -> list[Extent]:
    """Where the elements of a TMS container lie."""
    extents: list[Extent] = []
    at = 0
    while at < len(data):
        number = len(extents)
        nul = data.find(0, at)
        if nul < 0:
            raise KernelFault(Fault(Code.TMS_NO_NUL, number, len(data)))
        if nul == at:
            raise KernelFault(Fault(Code.TMS_NAME_EMPTY, number, at))
        start = nul + 5
        if start > len(data):
            raise KernelFault(Fault(Code.TMS_NO_LENGTH, number, len(data)))
        size = int.from_bytes(data[nul + 1 : start], "little")
        if size > len(data) - start:
            raise KernelFault(Fault(Code.TMS_OVERRUN, number, nul + 1, size))
        if number == max_elements:
            raise KernelFault(Fault(Code.TMS_MANY, number, at))
        extents.append(Extent(at, nul - at, start, size))
        at = start + size
    return extents
