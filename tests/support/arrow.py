"""Arrow columns made by hand.

Every buffer is a block of exactly its size, so that with ``PYTHONMALLOC=malloc`` the sanitizers see
who reads past one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import c_int32, c_int64, c_void_p
from typing import Any

from smscodec._kernels.arrow import INTEGERS, ArrowArray, Column

OFFSETS: dict[str, Any] = {"u": c_int32, "U": c_int64}

Item = bytes | int | None


def block(data: bytes) -> Any:
    """Memory of exactly that size."""
    return (ctypes.c_ubyte * len(data)).from_buffer_copy(data) if data else (ctypes.c_ubyte * 1)()


def fill(array: ArrowArray, *buffers: Any, length: int, offset: int = 0) -> ArrowArray:
    """An array of these buffers, which it keeps."""
    array.length, array.offset, array.null_count = length, offset, -1
    array.n_buffers = len(buffers)
    pointers = [None if each is None else ctypes.addressof(each) for each in buffers]
    array.buffers = (c_void_p * max(len(pointers), 1))(*pointers)
    array.keeps = buffers
    return array


def array_of(items: Sequence[Item], layout: str, *, before: int = 0, bits: bool = False) -> Any:
    """An array of the items in that layout, behind so many others that its offset skips.

    ``bits``: a validity bitmap even where nothing is null.
    """
    filler: Item = 7 if layout in INTEGERS else b"filler that is longer than a view"
    every = [*[filler] * before, *items]
    validity = None
    if bits or None in items:
        marks = "".join("0" if item is None else "1" for item in reversed(every))
        validity = block(int("0" + marks, 2).to_bytes(len(every) // 8 + 1, "little"))
    buffers = {"v": views, "u": offsets, "U": offsets, "n": lambda *_: []}.get(layout, integers)
    return fill(
        ArrowArray(), *([validity] if layout != "n" else []), *buffers(every, layout),
        length=len(items), offset=before,
    )  # fmt: skip


def offsets(items: Sequence[Any], layout: str) -> list[Any]:
    ends = [0]
    for item in items:
        ends.append(ends[-1] + len(item or b""))
    return [(OFFSETS[layout] * len(ends))(*ends), block(b"".join(item or b"" for item in items))]


def integers(items: Sequence[Any], layout: str) -> list[Any]:
    return [(INTEGERS[layout] * max(len(items), 1))(*(item or 0 for item in items))]


def views(items: Sequence[Any], layout: str) -> list[Any]:
    """Short items inline, the others by turns in two buffers."""
    made, data = [], [bytearray(), bytearray(b"unused")]
    for number, item in enumerate(item or b"" for item in items):
        head = len(item).to_bytes(4, "little")
        if len(item) <= 12:
            made.append(head + item.ljust(12, b"\0"))
        else:
            which = data[number % 2]
            place = (number % 2).to_bytes(4, "little") + len(which).to_bytes(4, "little")
            made.append(head + item[:4] + place)
            which += item
    sizes = (c_int64 * 2)(*map(len, data))
    return [block(b"".join(made)), *(block(bytes(each)) for each in data), sizes]


def dictionary_of(items: Sequence[Item], keys: str, values: str, **more: Any) -> Any:
    """The same as keys of a dictionary, which has a null and one value nobody uses."""
    known = [*dict.fromkeys(item for item in items if item is not None), None, b"unused"]
    array = array_of([None if item is None else known.index(item) for item in items], keys, **more)
    inner = array_of(known, values)
    array.dictionary = ctypes.pointer(inner)
    array.keeps += (inner,)
    return array


def column_of(items: Sequence[Item], layout: str, values: str = "", **more: Any) -> Column:
    """What the kernels take."""
    array = (
        dictionary_of(items, layout, values, **more) if values else array_of(items, layout, **more)
    )
    return Column(array, layout, 0, len(items), values)
