"""Memory that is shared: held as long as anybody has it, given back once, by whomever."""

from __future__ import annotations

import ctypes
import importlib
import subprocess
import sys
import threading
from array import array
from ctypes import PYFUNCTYPE, c_char_p, c_void_p, py_object, pythonapi
from itertools import pairwise
from typing import Any

import pytest

from smscodec._kernels import Table, TableColumn, reference
from smscodec._kernels.arrow import ArrowArray, ArrowArrayStream, ArrowSchema

core = pytest.importorskip("smscodec._kernels._core", reason="built without the C core")
ffi: Any = importlib.import_module("smscodec._kernels._core").ffi

TEXTS = ("13800138000", "", "字", "😀" * 100)
DATA = "".join(TEXTS).encode()
OFFSETS = array("i", [0, 11, 11, 14, 414]).tobytes()
NUMBERS = array("q", [1, -1, 2**40, 0]).tobytes()


def make() -> Table:
    return Table(
        4,
        [
            TableColumn("text", "u", (None, OFFSETS, DATA)),
            TableColumn("number", "l", (b"\x0d", NUMBERS), 1),
        ],
    )


# ---- a consumer by hand: what the C data interface asks of one, and no more --------------------

_pointer = PYFUNCTYPE(c_void_p, py_object, c_char_p)(("PyCapsule_GetPointer", pythonapi))
NAMES = {
    ArrowSchema: b"arrow_schema",
    ArrowArray: b"arrow_array",
    ArrowArrayStream: b"arrow_array_stream",
}


def take(capsule: object, kind: Any) -> Any:
    """Moves a structure out of its capsule, as consumers do."""
    inside = kind.from_address(_pointer(capsule, NAMES[kind]))
    moved = kind()
    ctypes.memmove(ctypes.addressof(moved), ctypes.addressof(inside), ctypes.sizeof(kind))
    ctypes.memset(ctypes.addressof(inside) + kind.release.offset, 0, ctypes.sizeof(c_void_p))
    return moved


def move(child: Any) -> Any:
    """Moves a child out of its parent."""
    moved = type(child)()
    ctypes.memmove(ctypes.addressof(moved), ctypes.addressof(child), ctypes.sizeof(moved))
    ctypes.memset(ctypes.addressof(child) + type(child).release.offset, 0, ctypes.sizeof(c_void_p))
    return moved


def release(structure: Any) -> None:
    structure.release(ctypes.addressof(structure))
    assert not structure.release


def texts_in(array_: Any) -> list[str]:
    offsets = (ctypes.c_int32 * (array_.length + 1)).from_address(array_.buffers[1])
    data = ctypes.string_at(array_.buffers[2], offsets[array_.length])
    return [data[a:b].decode() for a, b in pairwise(offsets)]


class Holders:
    """Counts who holds a table, by holding it too: the last to see it."""

    def __init__(self, table: Table) -> None:
        self._keep = table.stream()
        self._head = ffi.cast("smscore_table *", int(ffi.cast("uintptr_t", table._block)))

    def __call__(self) -> int:
        return int(self._head.holders) - 1


def test_everything_handed_out_holds_the_table_once() -> None:
    """And each child once more, since it may be moved away."""
    table = make()
    holders = Holders(table)
    assert holders() == 1
    schema, struct, column = table.schema(), table.array(), table.array(0)
    stream = table.stream()
    assert holders() == 1 + 3 + 3 + 1 + 1
    del schema
    assert holders() == 1 + 3 + 1 + 1
    release(take(struct, ArrowArray))
    del struct, stream
    assert holders() == 2
    del table
    assert holders() == 1
    assert texts_in(ArrowArray.from_address(_pointer(column, b"arrow_array"))) == list(TEXTS)
    del column
    assert holders() == 0


def test_capsule_that_nobody_opens_gives_its_share_back() -> None:
    """A consumer may fail before it takes anything."""
    table = make()
    holders = Holders(table)
    for _ in range(100):
        table.schema(), table.schema(1), table.array(), table.array(1), table.stream()
    assert holders() == 1


def test_what_was_taken_outlives_the_table_and_its_parent() -> None:
    """Children are moved out and released on their own, in any order."""
    table = make()
    holders = Holders(table)
    schema, struct = take(table.schema(), ArrowSchema), take(table.array(), ArrowArray)
    del table
    names = [schema.children[i].contents.name for i in range(schema.n_children)]
    assert names == [b"text", b"number"]
    assert [schema.children[i].contents.format for i in range(2)] == [b"u", b"l"]
    child = move(struct.children[0].contents)
    name = move(schema.children[1].contents)
    release(struct)
    release(schema)
    assert holders() == 2
    assert texts_in(child) == list(TEXTS)
    assert name.name == b"number"
    release(child)
    release(name)
    assert holders() == 0


def test_stream_gives_one_array_and_then_ends() -> None:
    """Its schema may be asked for at any time, and what it gave outlives it."""
    table = make()
    holders = Holders(table)
    stream = take(table.stream(), ArrowArrayStream)
    at = ctypes.addressof(stream)
    first, again, after = ArrowSchema(), ArrowArray(), ArrowArray()
    assert stream.get_next(at, ctypes.addressof(again)) == 0
    assert stream.get_next(at, ctypes.addressof(after)) == 0
    assert not after.release
    assert stream.get_schema(at, ctypes.addressof(first)) == 0
    assert first.format == b"+s"
    release(stream)
    assert again.length == 4
    assert again.children[1].contents.null_count == 1
    release(first)
    release(again)
    assert holders() == 1


def test_released_by_threads_without_the_interpreter() -> None:
    """Each holder may be on a thread of its own."""
    table = make()
    holders = Holders(table)
    arrays = [take(table.array(), ArrowArray) for _ in range(64)]
    drop = ctypes.CFUNCTYPE(None, c_void_p)  # lets go of the interpreter while it runs

    def release_some(some: list[Any]) -> None:
        for each in some:
            drop(ctypes.cast(each.release, c_void_p).value)(ctypes.addressof(each))

    threads = [threading.Thread(target=release_some, args=(arrays[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert holders() == 1


def test_interpreter_may_end_before_its_readers() -> None:
    """Capsules and structures alive at the end are nobody's undoing."""
    code = (
        "from test_table import make, take, ArrowArray\n"
        "keep = [make(), make().stream(), take(make().array(), ArrowArray), make().schema()]\n"
        "keep.append(keep)\n"
    )
    folder = __file__.rpartition("/")[0]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, timeout=60)


def test_buffers_are_aligned() -> None:
    """At 64 bytes, as Arrow recommends."""
    struct = take(make().array(), ArrowArray)
    for number in range(2):
        child = struct.children[number].contents
        for place in range(1, child.n_buffers):
            assert child.buffers[place] % 64 == 0
    release(struct)


def test_without_the_core_nothing_is_lent() -> None:
    """Said so, instead of handing out what somebody would misread."""
    table = reference.Table(0, [])
    for lend in (table.schema, table.array, table.stream):
        with pytest.raises(NotImplementedError, match="C core"):
            lend()
