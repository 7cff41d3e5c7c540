"""Python values to columns in Arrow's layout, and back.

Times are Beijing's without a zone, as everywhere in this package, in whole seconds.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from .._kernels import NARROW, TableColumn
from ..errors import EncodeError
from .beijing import to_beijing

__all__ = ["integer_column", "integers_of", "text_column", "texts_of", "time_column", "times_of"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_EPOCH, _SECOND, _DAY = datetime(1970, 1, 1), timedelta(seconds=1), 86_400


def text_column(name: str, texts: Sequence[str]) -> TableColumn:
    """A column of texts, none of them null; ``EncodeError`` with ``row`` for half a character."""
    try:
        data = "".join(texts).encode()
        sizes = map(len, texts if data.isascii() else map(str.encode, texts))
        wide = len(data) > NARROW
        offsets = array("q" if wide else "i", accumulate(sizes, initial=0))
    except UnicodeEncodeError:
        raise _half_a_character(name, texts) from None
    return TableColumn(name, "U" if wide else "u", (None, offsets.tobytes(), data))


def _half_a_character(name: str, texts: Sequence[str]) -> EncodeError:
    row = next(
        row for row, text in enumerate(texts) if any("\ud800" <= c <= "\udfff" for c in text)
    )
    return EncodeError(f"{name} holds a lone surrogate", path=f"$[{row}].{name}", row=row)


def texts_of(column: TableColumn) -> list[str]:
    """The texts of a column, none of them null."""
    _, offsets, data = column.buffers
    assert offsets is not None
    assert data is not None
    places = pairwise(memoryview(offsets).cast("q" if column.format == "U" else "i"))
    if data.isascii():
        text = data.decode()
        return [text[start:end] for start, end in places]
    return [data[start:end].decode() for start, end in places]


def integer_column(name: str, numbers: Sequence[int]) -> TableColumn:
    """A column of integers, none of them null."""
    return TableColumn(name, "l", (None, array("q", numbers).tobytes()))


def integers_of(column: TableColumn) -> list[int]:
    """The integers of a column, whatever its nulls."""
    values = column.buffers[1]
    assert values is not None
    return memoryview(values).cast("q").tolist()


def time_column(name: str, times: Sequence[datetime | None]) -> TableColumn:
    """A column of times, ``None`` as null; microseconds are left out."""
    nulls = times.count(None)
    known = [_EPOCH if time is None else time for time in times] if nulls else times
    since = [time - _EPOCH for time in map(to_beijing, known)]  # type: ignore[arg-type]
    values = array("q", [each.days * _DAY + each.seconds for each in since]).tobytes()
    if not nulls:
        return TableColumn(name, "tss:", (None, values))
    bits = int("".join("0" if time is None else "1" for time in reversed(times)), 2)
    return TableColumn(name, "tss:", (bits.to_bytes(-(-len(times) // 8), "little"), values), nulls)


def times_of(column: TableColumn) -> list[datetime | None]:
    """The times of a column."""
    bits = column.buffers[0]
    numbers = integers_of(column)
    known = {number: _EPOCH + number * _SECOND for number in set(numbers)}
    if bits is None:
        return [known[number] for number in numbers]
    return [
        known[number] if bits[row // 8] >> row % 8 & 1 else None
        for row, number in enumerate(numbers)
    ]
