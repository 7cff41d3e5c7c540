"""How values cross into the core and back.

A list of strings crosses as one buffer: joined by a control character that stands in none of them
and encoded once (see ``csrc/smscore.h``). A slice so hostile that it holds every candidate is
halved until it does not: one string needs no separator.
"""

from __future__ import annotations

import re
import sys
from ctypes import addressof
from typing import Any

from .._core import ffi
from ..arrow import Column
from ..contract import Code, Fault

__all__ = ["SEPARATORS", "as_bytes", "as_fault", "described", "new", "utf16"]

SEPARATORS = "\0\x1f\x1e\x1d\x1c\x1b\x1a\x19"
_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
new = ffi.new_allocator(should_clear_after_alloc=False)


def as_bytes(data: bytes) -> Any:
    return ffi.from_buffer("uint8_t[]", data)


def utf16(text: str) -> bytes:
    """UTF-16 in machine order; every lone surrogate as a low one, so that two never make a pair."""
    try:
        return text.encode(_UTF16)
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\udc00", text).encode(_UTF16, "surrogatepass")


def described(column: Column) -> Any:
    """An Arrow column as the core takes it: its array stays where it is."""
    array = ffi.cast("struct ArrowArray *", addressof(column.array))
    values = ord(column.values[0]) if column.values else 0
    return ffi.new("smscore_arrow_column *", (array, column.start, ord(column.layout[0]), values))


def as_fault(found: Any) -> Fault:
    return Fault(Code(found.code), found.row, found.offset, found.other)
