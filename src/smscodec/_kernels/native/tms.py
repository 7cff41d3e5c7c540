"""TMS containers: ``csrc/tms.c``."""

from __future__ import annotations

from collections.abc import Sequence

from .._core import ffi, lib
from ..contract import Element, Extent, KernelFault
from .marshal import as_bytes, as_fault, new

__all__ = ["pack_tms", "scan_tms"]


def pack_tms(elements: Sequence[Element]) -> bytes:
    """A TMS container: for each element name, 00, unsigned 32-bit little-endian length, data."""
    items = ffi.new("smscore_element[]", len(elements))
    for item, (name, data) in zip(items, elements, strict=True):
        item.name, item.name_size = as_bytes(name), len(name)
        item.data, item.data_size = as_bytes(data), len(data)
    fault = ffi.new("smscore_fault *")
    out = new("uint8_t[]", lib.smscore_tms_bound(items, len(items)))
    size = lib.smscore_pack_tms(items, len(items), out, fault)
    if fault.code:
        raise KernelFault(as_fault(fault))
    return bytes(ffi.buffer(out, size))


def scan_tms(data: bytes, max_elements: int) -> list[Extent]:
    """Where the elements of a TMS container lie."""
    extents = new("smscore_extent[]", max_elements)
    fault = ffi.new("smscore_fault *")
    count = lib.smscore_scan_tms(as_bytes(data), len(data), extents, max_elements, fault)
    if fault.code:
        raise KernelFault(as_fault(fault))
    return [Extent(e.name, e.name_size, e.data, e.data_size) for e in extents[0:count]]
