"""What the columns are, and whether their buffers are all there.

The kernels check what the buffers hold; that there are any is checked here, once for each chunk.
"""

from __future__ import annotations

from ctypes import c_int64
from typing import Any, NamedTuple

from ..._kernels.arrow import INTEGERS, ArrowArray, ArrowSchema, Column
from ...errors import EncodeError

__all__ = ["Layout", "child_named", "column_of", "layout_of", "require_rows"]

_TEXT = {"u": "u", "U": "U", "vu": "v", "n": "n"}
"""Formats that are text, and their layouts; nothing at all may be of any type."""

# fmt: off
_NAMES = {
    "b": "bool", "e": "float16", "f": "float32", "g": "float64",
    "z": "binary", "Z": "large binary", "vz": "binary view",
    "d": "decimal", "td": "date", "tt": "time", "ts": "timestamp", "tD": "duration",
    "+s": "struct", "+l": "list", "+L": "large list", "+r": "run-end encoded",
} | {integer: f"{'u' if integer.isupper() else ''}int{8 << at % 4}"
     for at, integer in enumerate(INTEGERS)}
# fmt: on


class Layout(NamedTuple):
    """How the rows of a column lie in its buffers, see ``_kernels.arrow.Column``."""

    rows: str
    values: str = ""


def layout_of(schema: ArrowSchema, name: str, *, integers: bool) -> Layout:
    """The layout of a column of text or, with ``integers``, of numbers; ``EncodeError`` if it is
    neither."""
    kind, found = _format(schema), ""
    if schema.dictionary:
        values = _format(schema.dictionary[0])
        if kind in INTEGERS and values in _TEXT:
            return Layout(kind, _TEXT[values])
        kind, found = values, "a dictionary of "
    elif kind in _TEXT:
        return Layout(_TEXT[kind])
    elif kind in INTEGERS and integers:
        return Layout(kind)
    reason = f"column {name!r} is {found}{_named(kind)}, not text" + (
        " or integers" if integers else ""
    )
    if kind == "+s":
        reason += "; bulk.columns names those of a table"
    raise EncodeError(reason, path=f"$.{name}")


def _format(schema: ArrowSchema) -> str:
    return (schema.format or b"").decode("utf-8", "replace")


def _named(kind: str) -> str:
    known = _NAMES.get(kind) or _NAMES.get(kind[:2]) or _NAMES.get(kind[:1])
    return f"Arrow format {kind!r}" + (f" ({known})" if known else "")


def child_named(schema: ArrowSchema, name: str) -> int:
    """The number of a table's column."""
    if _format(schema) != "+s":
        reason = f"a source of columns is {_named(_format(schema))}, not a table"
        raise EncodeError(reason, path=f"$.{name}")
    names = [
        (schema.children[each][0].name or b"").decode("utf-8", "replace")
        for each in range(schema.n_children)
    ]
    if names.count(name) != 1:
        found = "more than one" if name in names else "no"
        reason = f"{found} column {name!r} among {', '.join(map(repr, names)) or 'none'}"
        raise EncodeError(reason, path=f"$.{name}")
    return names.index(name)


def require_rows(table: ArrowArray, children: int, name: str) -> None:
    """That a chunk of a table has its columns, and rows that are there."""
    _require(table.n_children == children and table.length >= 0 and table.offset >= 0, name)
    if table.null_count and table.buffers and table.buffers[0]:
        raise EncodeError("a row of the table is null as a whole", path=f"$.{name}")


def column_of(array: ArrowArray, layout: Layout, name: str, start: int, rows: int) -> Column:
    """Rows of an array, of which all that the kernels read is there."""
    _require(0 <= start <= start + rows <= array.length, name)
    if rows:
        _require(_has_buffers(array, layout.rows), name)
    if rows and layout.values:
        _require(bool(array.dictionary), name)
        _require(_has_buffers(array.dictionary[0], layout.values), name)
    return Column(array, layout.rows, start, rows, layout.values)


def _has_buffers(array: ArrowArray, layout: str) -> bool:
    """Whether it has as many as the layout asks for, none of them missing that is read."""
    if array.offset < 0 or array.length < 0:
        return False
    if layout == "n" or not array.length:
        return True
    count, buffers = array.n_buffers, array.buffers
    if layout == "v":
        return bool(count >= 3 and buffers and buffers[1]) and _has_variadic(buffers, count)
    return bool(count == (2 if layout in INTEGERS else 3) and buffers and buffers[1])


def _has_variadic(buffers: Any, count: int) -> bool:
    """Whether what views point into is there, and how large it is."""
    if count == 3:
        return True
    sizes = buffers[count - 1]
    if not sizes:
        return False
    many = (c_int64 * (count - 3)).from_address(sizes)
    return all(buffers[2 + at] or size <= 0 for at, size in enumerate(many))


def _require(right: bool, name: str) -> None:
    if not right:
        reason = f"column {name!r} is broken: its structure contradicts its type"
        raise EncodeError(reason, path=f"$.{name}")
