"""Streams and arrays as they are handed over, each released once.

A structure stays in the capsule it came in, which is kept until the walk is over: whoever comes
first, we or the end of the capsule, releases it, and that leaves ``release`` empty for the other.
So no interrupt finds it owned twice or by nobody.

``ctypes`` rather than cffi: what the structures point to is called without the interpreter's lock,
but Python's own function for capsules must be called with it, and without the core there is no
other way.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from ctypes import PYFUNCTYPE, byref, c_char_p, c_void_p, py_object, pythonapi
from typing import Protocol, TypeGuard, TypeVar

from ..._kernels.arrow import ArrowArray, ArrowArrayStream, ArrowSchema
from ...errors import EncodeError

__all__ = [
    "ArrayLike",
    "ArrowLike",
    "Pieces",
    "StreamLike",
    "TakenArray",
    "chunks",
    "is_array",
    "is_arrow",
]


class StreamLike(Protocol):
    """A column or a table in chunks."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class ArrayLike(Protocol):
    """A column or a table in one piece."""

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...


ArrowLike = StreamLike | ArrayLike

_pointer_in = PYFUNCTYPE(c_void_p, py_object, c_char_p)(("PyCapsule_GetPointer", pythonapi))

Structure = TypeVar("Structure", ArrowSchema, ArrowArray, ArrowArrayStream)


def is_arrow(source: object) -> TypeGuard[ArrowLike]:
    """Whether it speaks the protocol."""
    return _is_stream(source) or _is_array(source)


def is_array(source: object) -> TypeGuard[ArrayLike]:
    """Whether it is read in one piece."""
    return not _is_stream(source) and _is_array(source)


def _is_stream(source: object) -> TypeGuard[StreamLike]:
    return hasattr(source, "__arrow_c_stream__")


def _is_array(source: object) -> TypeGuard[ArrayLike]:
    return hasattr(source, "__arrow_c_array__")


class Pieces:
    """Tables one after the other, to be read once: a second reader would get every other one."""

    def __init__(self, tables: Iterable[ArrowLike]) -> None:
        self._tables: Iterator[ArrowLike] | None = iter(tables)

    @property
    def identity(self) -> int:
        """The same for all that would take tables from each other."""
        return id(self._tables)

    def take(self, name: str) -> Iterator[ArrowLike]:
        """The tables; ``EncodeError`` for the second who asks."""
        if self._tables is None:
            raise EncodeError(f"column {name!r} has been read already", path=f"$.{name}")
        tables, self._tables = self._tables, None
        return tables


def chunks(source: ArrowLike | Pieces, name: str) -> Generator[tuple[ArrowSchema, ArrowArray]]:
    """The arrays of a source, each with the type of all; one is gone when the next is asked for.

    ``name`` is what errors call it. Close the iterator, whether it has come to its end or not.
    """
    if isinstance(source, Pieces):
        for piece in source.take(name):
            with closing(chunks(piece, name)) as arrays:
                yield from arrays
    elif _is_stream(source):
        capsule = source.__arrow_c_stream__()
        stream = _opened(capsule, b"arrow_array_stream", ArrowArrayStream, name)
        try:
            yield from _of_stream(stream, name)
        finally:
            _release(stream)
    elif _is_array(source):
        taken = TakenArray(source, name)
        try:
            yield taken.schema, taken.array
        finally:
            taken.release()
    else:
        raise TypeError(f"{type(source).__name__} has no Arrow columns")


class TakenArray:
    """An array that is all of its source, until it is released."""

    def __init__(self, source: ArrayLike, name: str) -> None:
        self._capsules = source.__arrow_c_array__()
        schema, array = self._capsules
        self.schema = _opened(schema, b"arrow_schema", ArrowSchema, name)
        self.array = _opened(array, b"arrow_array", ArrowArray, name)

    def release(self) -> None:
        _release(self.array)
        _release(self.schema)


def _opened(capsule: object, kind: bytes, structure: type[Structure], name: str) -> Structure:
    """What a capsule holds, for as long as there is the capsule."""
    try:
        opened = structure.from_address(_pointer_in(capsule, kind))
    except ValueError:
        reason = f"column {name!r} hands over no capsule called {kind.decode()}"
        raise EncodeError(reason, path=f"$.{name}") from None
    if not opened.release:
        raise EncodeError(f"column {name!r} has been released already", path=f"$.{name}")
    return opened


def _release(structure: Structure) -> None:
    """Gives up what a capsule holds; were it missed, the capsule would."""
    release = structure.release
    if release:
        release(byref(structure))


def _of_stream(stream: ArrowArrayStream, name: str) -> Generator[tuple[ArrowSchema, ArrowArray]]:
    """What a stream puts into structures of ours, which no capsule looks after.

    An interrupt comes where Python enters a function or returns from one of C, so there is neither
    between the end of the work and each release.
    """
    schema, array = ArrowSchema(), ArrowArray()
    at_stream, at_schema, at_array = byref(stream), byref(schema), byref(array)
    try:
        _require(stream, stream.get_schema(at_stream, at_schema), name)
        while True:
            _require(stream, stream.get_next(at_stream, at_array), name)
            if not array.release:
                return
            yield schema, array
            array.release(at_array)
    finally:
        try:
            if array.release:
                array.release(at_array)
        finally:
            if schema.release:
                schema.release(at_schema)


def _require(stream: ArrowArrayStream, status: int, name: str) -> None:
    if status:
        words = stream.get_last_error(byref(stream)) or b"it does not say why"
        reason = f"column {name!r} cannot be read: {words.decode('utf-8', 'replace')}"
        raise EncodeError(reason, path=f"$.{name}")
