"""The same work by other hands.

``S6``
    What people write: the standard library as its documentation shows it, gzip at level 6 (its own
    default is 9, which takes up to twice as long).
``P1``
    The best that could be found in Python: the fastest of four ways to join, isal at level 1,
    pybase64, ``bytes.replace``. It makes the same compressed bytes as ``bulk.pack`` with isal.
    Like ``S6`` it checks nothing and escapes nothing.
``P1 with checks``
    ``P1`` that does what ``bulk.pack`` does: refuses a mobile that is no mobile or comes twice, an
    empty content and one that would need escaping, and counts the segments.
"""

from __future__ import annotations

import gzip
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote_plus, unquote, unquote_to_bytes, urlencode

import pyarrow as pa
import pybase64
from isal import igzip_lib

from smscodec import bulk

from .mixes import Rows
from .race import Rival

__all__ = [
    "BY_HAND",
    "PACK",
    "PACK_BY_HAND",
    "PERCENT",
    "UNPACK",
    "Case",
    "batch_by_batch",
    "by_bulk",
    "copied",
    "from_columns",
    "pack_p1",
    "pack_s6",
    "require_rows",
    "total_size",
]

isal: Any = igzip_lib  # it is half typed

MAX_ROWS = 10_000
"""Rows of a batch; the default of ``bulk.pack``."""

# ---- packing: two lists to the value of ``content=`` ---------------------------------------------


def pack_s6(mobiles: list[str], contents: list[str]) -> bytes:
    rows = zip(mobiles, contents)  # noqa: B905 - not what people write
    lines = "\r\n".join([f"{mobile},{content}" for mobile, content in rows])
    form = urlencode({"content": b64encode(gzip.compress(lines.encode(), 6))})
    return form.removeprefix("content=").encode()


def pack_p1(mobiles: list[str], contents: list[str]) -> bytes:
    rows = zip(mobiles, contents)  # noqa: B905 - strict costs time
    lines = "\r\n".join(map(",".join, rows)).encode()
    return percent_pybase64(isal.compress(lines, 1, isal.COMP_GZIP))


def pack_p1_checked(mobiles: list[str], contents: list[str]) -> tuple[bytes, int]:
    if len(set(mobiles)) < len(mobiles) or set(map(len, mobiles)) != {11}:
        raise ValueError("a mobile comes twice or has no 11 digits")
    digits, text = "".join(mobiles), "".join(contents)
    if not (digits.isascii() and digits.isdigit()) or "" in contents:
        raise ValueError("a mobile is no number or a content is empty")
    if (
        "\r" in text
        or "\n" in text
        or "\\" in text
        or len(text.encode("utf-16-le")) > 2 * len(text)
    ):
        raise ValueError("a content needs escaping, or counting in UTF-16")
    segments = sum([1 if (size := len(text)) <= 70 else -(-size // 67) for text in contents])
    return pack_p1(mobiles, contents), segments


class Case(NamedTuple):
    """The same rows as lists and as Arrow columns."""

    rows: Rows
    columns: tuple[Any, Any]

    @classmethod
    def of(cls, rows: Rows) -> Case:
        mobiles, contents = map(pa.array, rows.fresh())
        return cls(rows, (mobiles, contents))

    def fresh(self) -> tuple[Case]:
        """The arguments of a run from lists: new strings."""
        return (self._replace(rows=self.rows.fresh()),)

    def fresh_columns(self) -> tuple[Case]:
        """The arguments of a run from columns."""
        mobiles, contents = map(copied, self.columns)
        return (self._replace(columns=(mobiles, contents)),)


def copied(column: Any) -> Any:
    """The same Arrow array in new buffers."""
    buffers = [buffer and pa.py_buffer(buffer.to_pybytes()) for buffer in column.buffers()]
    return pa.Array.from_buffers(column.type, len(column), buffers)


PackOne = Callable[[list[str], list[str]], bytes]
PackAll = Callable[[Any], Sequence[bytes | bulk.Batch]]
BY_HAND: dict[str, PackOne] = {
    "S6": pack_s6,
    "P1": pack_p1,
    "P1 with checks": lambda mobiles, contents: pack_p1_checked(mobiles, contents)[0],
}


def batch_by_batch(pack: PackOne) -> PackAll:
    def run(case: Any) -> list[bytes]:
        mobiles, contents = case.rows
        if len(mobiles) <= MAX_ROWS:
            return [pack(mobiles, contents)]
        starts = range(0, len(mobiles), MAX_ROWS)
        return [pack(mobiles[s : s + MAX_ROWS], contents[s : s + MAX_ROWS]) for s in starts]

    return run


def by_bulk(columns: Callable[[Any], Any], **options: Any) -> PackAll:
    """``bulk.pack`` of some columns of the case."""
    return lambda case: list(bulk.pack(*columns(case), **options))


def from_columns(name: str, **options: Any) -> Rival:
    run = by_bulk(lambda case: case.columns, **options)
    return Rival(f"Arrow, {name}", run, ours=True, arguments=Case.fresh_columns)


def from_lists(name: str, **options: Any) -> Rival:
    return Rival(f"lists, {name}", by_bulk(lambda case: case.rows, **options), ours=True)


PACK_BY_HAND = tuple(Rival(name, batch_by_batch(pack)) for name, pack in BY_HAND.items())
PACK = (
    *PACK_BY_HAND,
    from_columns("auto"),
    from_columns("row 1", engine="row", level=1),
    from_columns("row 2", engine="row", level=2),
    from_columns("isal 1", engine="isal", level=1),
    from_columns("zlib 6", engine="zlib", level=6),
    from_lists("auto"),
    from_lists("isal 1", engine="isal", level=1),
)
"""By hand from lists; ``bulk.pack`` from Arrow columns and from lists, by its engines."""


def require_rows(case: Any, packed: Sequence[bytes | bulk.Batch]) -> None:
    """Plain zlib reads the rows back, from a single gzip member for each batch."""
    lines: list[str] = []
    order: list[int] = []
    for batch in packed:
        content = batch.content if isinstance(batch, bulk.Batch) else batch
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        data = member.decompress(b64decode(unquote_to_bytes(content), validate=True))
        assert member.eof
        assert not member.unused_data
        found = data.decode().split("\r\n")
        ordinary = range(len(lines), len(lines) + len(found))
        order += batch.rows if isinstance(batch, bulk.Batch) else ordinary
        lines += found
    expected = list(map(",".join, zip(*case.rows, strict=True)))
    assert len(order) == len(expected)
    assert lines == [expected[row] for row in order]
    assert len(set(order)) == len(order)


def total_size(packed: Sequence[bytes | bulk.Batch]) -> int:
    return sum(len(each.content if isinstance(each, bulk.Batch) else each) for each in packed)


# ---- unpacking: the value of ``content=`` to two columns -----------------------------------------


def unpack_s6(content: bytes) -> tuple[list[str], list[str]]:
    lines = gzip.decompress(b64decode(unquote(content.decode()))).decode()
    mobiles: list[str] = []
    contents: list[str] = []
    for line in lines.split("\r\n"):
        mobile, text = line.split(",", 1)
        mobiles.append(mobile)
        contents.append(text.replace("\\r", "\r").replace("\\n", "\n"))
    return mobiles, contents


def unpack_p1(content: bytes) -> tuple[list[str], list[str]]:
    packed = content.replace(b"%2B", b"+").replace(b"%2F", b"/").replace(b"%3D", b"=")
    lines = isal.decompress(pybase64.b64decode(packed), isal.DECOMP_GZIP).decode()
    pairs = [line.partition(",") for line in lines.split("\r\n")]
    if "\\" in lines:
        raise ValueError("contents need unescaping")
    return [pair[0] for pair in pairs], [pair[2] for pair in pairs]


def unpack_tuples(content: bytes) -> list[tuple[str, ...]]:
    lines = gzip.decompress(b64decode(unquote_to_bytes(content))).decode()
    return [tuple(line.split(",", 1)) for line in lines.split("\r\n")]


def unpack_bulk(content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    columns = bulk.unpack(content)
    return columns.mobiles, columns.contents


UNPACK = (
    Rival("S6", unpack_s6),
    Rival("S6 to tuples", unpack_tuples),
    Rival("P1", unpack_p1),
    Rival("bulk.unpack to tuples", unpack_bulk, ours=True),
    Rival("bulk.unpack", bulk.unpack, ours=True),
)
"""``bulk.unpack`` gives columns; only the rival ``to tuples`` makes Python objects of them, as all
others do. ``S6 to tuples`` is what people write who need no unescaping."""

# ---- base64 and percent-encoding: bytes to a form value ------------------------------------------


def percent_urllib(data: bytes) -> bytes:
    return quote_plus(b64encode(data)).encode()


def percent_replace(data: bytes) -> bytes:
    text = b64encode(data)
    return text.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")


def percent_pybase64(data: bytes) -> bytes:
    text = pybase64.b64encode(data)
    return text.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")


PERCENT = (
    Rival("base64 + quote_plus", percent_urllib),
    Rival("base64 + replace", percent_replace),
    Rival("pybase64 + replace", percent_pybase64),
)
