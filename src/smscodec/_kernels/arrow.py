"""The structures of the Arrow C data interface, for Python without the core as well as with it.

Every library of columns speaks it: https://arrow.apache.org/docs/format/CDataInterface.html. The C
side is ``csrc/smscore.h``; a test holds the two together. Through ``ctypes``, because it calls
Python's own functions for capsules with the interpreter's lock held, which cffi gives up, and what
the structures point to without it.
"""

from __future__ import annotations

from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p

__all__ = ["ArrowArray", "ArrowArrayStream", "ArrowSchema"]

_RELEASE = CFUNCTYPE(None, c_void_p)


class ArrowSchema(Structure):
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


class ArrowArray(Structure):
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


class ArrowArrayStream(Structure):
    """Arrays of one type, one after the other."""


ArrowArrayStream._fields_ = [
    ("get_schema", CFUNCTYPE(c_int, c_void_p, c_void_p)),
    ("get_next", CFUNCTYPE(c_int, c_void_p, c_void_p)),
    ("get_last_error", CFUNCTYPE(c_char_p, c_void_p)),
    ("release", _RELEASE),
    ("private_data", c_void_p),
]
