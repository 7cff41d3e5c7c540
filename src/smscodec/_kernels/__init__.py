"""The hot loops, in C where the package was built with it, else in plain Python.

``KERNELS`` is the one list of them: it is what the rest of the package imports from here, and what
the parity tests walk, so that no kernel exists without its proof. The choice is made by what was
built, once: a wheel made with ``SMSCODEC_PURE=1`` has no ``_core``; one that has it and cannot load
it fails at import instead of being quietly slow.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from .contract import (
    FULL_AT,
    LINE_BREAKS,
    MAX_WIDTH,
    MOST_VARIABLES,
    NARROW,
    Code,
    Element,
    Extent,
    Fault,
    Joined,
    JoinRules,
    KernelFault,
    LineBreaks,
    Lines,
    Member,
    Pressed,
    Split,
    SplitRules,
    TableColumn,
)

__all__ = [
    "BACKEND",
    "FULL_AT",
    "KERNELS",
    "LINE_BREAKS",
    "MAX_WIDTH",
    "MOST_VARIABLES",
    "NARROW",
    "Code",
    "Element",
    "Extent",
    "Fault",
    "JoinRules",
    "Joined",
    "Joiner",
    "KernelFault",
    "LineBreaks",
    "Lines",
    "Member",
    "MobileFilter",
    "MobileIndex",
    "Press",
    "Pressed",
    "Split",
    "SplitRules",
    "Table",
    "TableColumn",
    "count_segments",
    "decode_form",
    "deflate_rows",
    "encode_form",
    "group_rows",
    "inflate",
    "pack_tms",
    "scan_tms",
    "split_lines",
    "unpack_rows",
]

KERNELS = (
    "Joiner",
    "MobileFilter",
    "MobileIndex",
    "Press",
    "Table",
    "count_segments",
    "decode_form",
    "deflate_rows",
    "encode_form",
    "group_rows",
    "inflate",
    "pack_tms",
    "scan_tms",
    "split_lines",
    "unpack_rows",
)

BACKEND: Literal["native", "reference"] = (
    "native" if find_spec("smscodec._kernels._core") else "reference"
)
"""Which twin runs."""

if TYPE_CHECKING or BACKEND == "reference":
    from . import reference as _twin
else:
    from . import native as _twin

Joiner = _twin.Joiner
MobileFilter = _twin.MobileFilter
MobileIndex = _twin.MobileIndex
Press = _twin.Press
Table = _twin.Table
count_segments = _twin.count_segments
decode_form = _twin.decode_form
deflate_rows = _twin.deflate_rows
encode_form = _twin.encode_form
group_rows = _twin.group_rows
inflate = _twin.inflate
pack_tms = _twin.pack_tms
scan_tms = _twin.scan_tms
split_lines = _twin.split_lines
unpack_rows = _twin.unpack_rows
