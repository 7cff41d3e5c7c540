"""Arrow columns in memory that is not ours, for Python without the core as well as with it.

Every library of columns speaks the C data interface, which is three structures:
https://arrow.apache.org/docs/format/CDataInterface.html. The C side is ``csrc/smscore.h``; a test
holds the two together. ``Column`` is what the kernels read of them.
"""

from __future__ import annotations

from ctypes import (
    CFUNCTYPE,
    POINTER,
    PYFUNCTYPE,
    Structure,
    c_char_p,
    c_int,
    c_int8,
    c_int16,
    c_int32,
    c_int64,
    c_uint8,
    c_uint16,
    c_uint32,
    c_uint64,
    c_void_p,
    py_object,
    pythonapi,
    sizeof,
    string_at,
)
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

__all__ = [
    "INTEGERS",
    "ArrowArray",
    "ArrowArrayStream",
    "ArrowSchema",
    "Column",
    "OutsideError",
    "new_capsule",
]

_RELEASE = CFUNCTYPE(None, c_void_p)


class _Fields(Structure):
    if TYPE_CHECKING:  # there are those of _fields_

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...


class ArrowSchema(_Fields):
    """The type of a column or of a table."""


ArrowSchema._fields_ = [
    ("format", c_char_p),
    ("name", c_char_p),
    ("metadata", c_char_p),
    ("flags", c_int64),
    ("n_children", c_int64),
    ("children", POINTER(POINTER(ArrowSchema))),
    ("dictionary", POINTER(ArrowSchema)),
    ("release", _RELEASE),
    ("private_data", c_void_p),
]


class ArrowArray(_Fields):
    """Some rows of a column or of a table: pointers to its buffers."""


ArrowArray._fields_ = [
    ("length", c_int64),
    ("null_count", c_int64),
    ("offset", c_int64),
    ("n_buffers", c_int64),
    ("n_children", c_int64),
    ("buffers", POINTER(c_void_p)),
    ("children", POINTER(POINTER(ArrowArray))),
    ("dictionary", POINTER(ArrowArray)),
    ("release", _RELEASE),
    ("private_data", c_void_p),
]


class ArrowArrayStream(_Fields):
    """Arrays of one type, one after the other."""


ArrowArrayStream._fields_ = [
    ("get_schema", CFUNCTYPE(c_int, c_void_p, c_void_p)),
    ("get_next", CFUNCTYPE(c_int, c_void_p, c_void_p)),
    ("get_last_error", CFUNCTYPE(c_char_p, c_void_p)),
    ("release", _RELEASE),
    ("private_data", c_void_p),
]


new_capsule = PYFUNCTYPE(py_object, c_void_p, c_void_p, c_void_p)(("PyCapsule_New", pythonapi))
"""A capsule of the addresses of what it holds, of its name and of its destructor."""


# ---- columns ---------------------------------------------------------------------------------

# fmt: off
INTEGERS: dict[str, Any] = {
    "c": c_int8,  "s": c_int16,  "i": c_int32,  "l": c_int64,
    "C": c_uint8, "S": c_uint16, "I": c_uint32, "L": c_uint64,
}
# fmt: on
"""Layouts that are integers."""

_OFFSETS: dict[str, Any] = {"u": c_int32, "U": c_int64}
_INLINE_VIEW = 12
_VIEW = 16


class OutsideError(Exception):
    """Offsets, a view or a key point out of a column's memory."""


@dataclass(frozen=True, slots=True)
class Column:
    """Some rows of an array, which somebody else keeps alive and has checked the buffers of."""

    array: ArrowArray
    layout: str
    """The format of text, integers or nothing (``n``): ``csrc/smscore.h`` lists them."""
    start: int
    """The first row, behind the offset of the array itself."""
    rows: int
    values: str = ""
    """Of a dictionary, whose keys the rows then are, the format of its values."""

    def __len__(self) -> int:
        return self.rows

    def part(self, start: int, stop: int) -> Column:
        """The rows from ``start`` up to ``stop``."""
        return Column(self.array, self.layout, self.start + start, stop - start, self.values)

    def item(self, at: int) -> bytes | None:
        """The bytes of a text, the digits of an integer, or ``None``; raises ``OutsideError``."""
        at += self.start
        if not self.values:
            return _item(self.array, self.layout, at)
        key = _item(self.array, self.layout, at)
        if key is None:
            return None
        dictionary = self.array.dictionary[0]
        if not 0 <= int(key) < dictionary.length:
            raise OutsideError
        return _item(dictionary, self.values, int(key))

    def text(self, at: int) -> str:
        """A row for people: what is null is empty, what is no UTF-8 is replaced."""
        try:
            found = self.item(at) or b""
        except OutsideError:
            return ""
        try:
            return found.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return found.decode("utf-8", "replace")


def _item(array: ArrowArray, layout: str, at: int) -> bytes | None:
    if layout == "n":
        return None
    at += array.offset
    validity, values = array.buffers[0], array.buffers[1]
    if validity and not c_uint8.from_address(validity + at // 8).value >> at % 8 & 1:
        return None
    if layout in INTEGERS:
        return b"%d" % _value(INTEGERS[layout], values, at)
    if layout in _OFFSETS:
        start, stop, end = (
            _value(_OFFSETS[layout], values, each)
            for each in (at, at + 1, array.offset + array.length)
        )
        return _between(array.buffers[2], start, stop, end)
    size, _, buffer, start = (c_int32 * 4).from_address(values + _VIEW * at)
    if 0 <= size <= _INLINE_VIEW:
        return string_at(values + _VIEW * at + 4, size)
    if size < 0 or not 0 <= buffer < array.n_buffers - 3:
        raise OutsideError
    end = _value(c_int64, array.buffers[array.n_buffers - 1], buffer)
    return _between(array.buffers[2 + buffer], start, start + size, end)


def _value(kind: Any, values: int, at: int) -> int:
    return int(kind.from_address(values + sizeof(kind) * at).value)


def _between(data: int | None, start: int, stop: int, end: int) -> bytes:
    if not 0 <= start <= stop <= end or (data is None and start < stop):
        raise OutsideError
    return b"" if data is None else string_at(data + start, stop - start)
