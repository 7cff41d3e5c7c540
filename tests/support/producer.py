"""A producer of Arrow columns that counts what it hands out and what comes back."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Sequence
from ctypes import CFUNCTYPE, PYFUNCTYPE, c_char_p, c_void_p, cast, py_object, pythonapi
from typing import Any

from smscodec._kernels.arrow import ArrowArray, ArrowArrayStream, ArrowSchema

from .arrow import fill

__all__ = ["ArrayProducer", "StreamProducer", "table_of"]

Release = CFUNCTYPE(None, c_void_p)
Destructor = PYFUNCTYPE(None, c_void_p)
new_capsule = PYFUNCTYPE(py_object, c_void_p, c_char_p, Destructor)(("PyCapsule_New", pythonapi))
name_of = PYFUNCTYPE(c_void_p, c_void_p)(("PyCapsule_GetName", pythonapi))
pointer_in = PYFUNCTYPE(c_void_p, c_void_p, c_void_p)(("PyCapsule_GetPointer", pythonapi))


_alive: list[_Producer] = []
"""A capsule knows the address of its destructor, and keeps nothing alive: so nobody ever goes."""


class _Producer:
    """What both producers share. ``format``: of the column, or of a table's columns by name."""

    def __init__(
        self, chunks: Sequence[ArrowArray], format: str | dict[str, str], values: str = ""
    ) -> None:
        self.chunks, self.format, self.values = chunks, format, values
        self.given: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self._keeps: list[Any] = []
        _alive.append(self)

    @property
    def balanced(self) -> bool:
        """Whether all that was handed out came back, once."""
        return self.given == self.taken

    def _schema(self, schema: ArrowSchema) -> None:
        columns = self.format if isinstance(self.format, dict) else {}
        schema.format = self._keep(b"+s" if columns else str(self.format).encode())
        children = [ArrowSchema(f.encode(), name.encode()) for name, f in columns.items()]
        pointers = (ctypes.POINTER(ArrowSchema) * len(children))(*map(ctypes.pointer, children))
        schema.n_children, schema.children = len(children), pointers
        if self.values:
            schema.dictionary = ctypes.pointer(ArrowSchema(self.values.encode()))
        self._give(schema, children, pointers, schema.dictionary)

    def _array(self, out: ArrowArray, chunk: ArrowArray) -> None:
        ctypes.memmove(ctypes.byref(out), ctypes.byref(chunk), ctypes.sizeof(chunk))
        self._give(out, chunk)

    def _give(self, structure: Any, *keeps: Any) -> None:
        """Counts it, and its release."""
        kind = type(structure)
        self.given[kind.__name__] += 1

        def release(address: int) -> None:
            self.taken[kind.__name__] += 1
            kind.from_address(address).release = Release()

        structure.release = self._keep(Release(release))
        self._keep(keeps)

    def _keep(self, thing: Any) -> Any:
        self._keeps.append(thing)
        return thing

    def _capsule(self, structure: Any, name: bytes) -> Any:
        """A capsule that releases what it holds unless somebody has."""

        def end(capsule: int) -> None:
            held = type(structure).from_address(pointer_in(capsule, name_of(capsule)))
            if held.release:
                held.release(ctypes.addressof(held))

        self._keep((structure, name))
        destructor = self._keep(Destructor(end))
        return new_capsule(ctypes.addressof(structure), name, destructor)


class ArrayProducer(_Producer):
    """One chunk, handed over whole."""

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[Any, Any]:
        assert requested_schema is None
        schema, array = ArrowSchema(), ArrowArray()
        self._schema(schema)
        self._array(array, self.chunks[0])
        return self._capsule(schema, b"arrow_schema"), self._capsule(array, b"arrow_array")


class StreamProducer(_Producer):
    """Chunks one after the other; ``before`` is called with the number of each, and its failure is
    the stream's."""

    before: Callable[[int], object] | None = None

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        assert requested_schema is None
        stream, numbers = ArrowArrayStream(), iter(range(len(self.chunks) + 1))

        def get_schema(_: int, out: int) -> int:
            self._schema(ArrowSchema.from_address(out))
            return 0

        def get_next(_: int, out: int) -> int:
            number = next(numbers)
            if self.before and self.before(number):
                return 5  # EIO
            if number < len(self.chunks):
                self._array(ArrowArray.from_address(out), self.chunks[number])
            else:
                ArrowArray.from_address(out).release = Release()
            return 0

        words = self._keep(ctypes.create_string_buffer(b"the disk is gone"))
        last_error = CFUNCTYPE(c_void_p, c_void_p)(lambda _: ctypes.addressof(words))
        stream.get_schema = self._keep(type(stream.get_schema)(get_schema))
        stream.get_next = self._keep(type(stream.get_next)(get_next))
        stream.get_last_error = cast(self._keep(last_error), type(stream.get_last_error))
        self._give(stream)
        return self._capsule(stream, b"arrow_array_stream")


def table_of(*columns: ArrowArray, length: int, offset: int = 0) -> ArrowArray:
    """A chunk of a table."""
    table = fill(ArrowArray(), None, length=length, offset=offset)
    pointers = (ctypes.POINTER(ArrowArray) * len(columns))(*map(ctypes.pointer, columns))
    table.n_children, table.children = len(columns), pointers
    table.keeps += columns
    return table
