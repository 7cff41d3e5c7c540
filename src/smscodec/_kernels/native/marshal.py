"""How values cross into the core and back."""

from __future__ import annotations

from ctypes import PyDLL, addressof
from typing import Any

from .. import _core
from .._core import ffi
from ..arrow import Column
from ..contract import Code, Fault

__all__ = ["address_of", "as_bytes", "as_fault", "described", "locked", "new"]

new = ffi.new_allocator(should_clear_after_alloc=False)


def as_bytes(data: bytes | memoryview) -> Any:
    """Where they lie, for as long as somebody else has them.

    It holds nothing: a memoryview that is still exported when the collector clears it, which may
    happen in the frames of an interrupt, takes the interpreter down.
    """
    return ffi.cast("uint8_t *", ffi.from_buffer(data))


_python = PyDLL(_core.__file__)


def locked(name: str, result: Any, *arguments: Any) -> Any:
    """A function of ``csrc/python.h``: it is called with the interpreter's lock."""
    function = getattr(_python, name)
    function.restype, function.argtypes = result, arguments
    return function


def address_of(pointer: Any) -> int:
    """A pointer as such a function takes it."""
    return int(ffi.cast("uintptr_t", pointer))


def described(column: Column, start: int) -> Any:
    """An Arrow column from a row on, as the core takes it: its array stays where it is."""
    array = ffi.cast("struct ArrowArray *", addressof(column.array))
    values = ord(column.values[0]) if column.values else 0
    layout = ord(column.layout[0])
    return ffi.new("smscore_column *", (array, column.start + start, layout, values))


def as_fault(found: Any) -> Fault:
    return Fault(Code(found.code), found.row, found.offset, found.other)
