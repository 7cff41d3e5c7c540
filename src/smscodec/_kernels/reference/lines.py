"""From the lines of a batch to columns (document 003, section 1.6)."""

from __future__ import annotations

import re
from array import array
from itertools import accumulate

from ..contract import MAX_WIDTH, NARROW, LineBreaks, Split, SplitRules, TableColumn
from .table import Table

__all__ = ["split_lines"]

_ROW = re.compile(rb"([0-9]{1,%d}),(.*)" % MAX_WIDTH, re.DOTALL)
_LONE = re.compile(rb"[\r\n]")
_ESCAPE = {b"\\r": b"\r", b"\\n": b"\n", b"\\\\": b"\\"}
_ESCAPES: dict[LineBreaks, re.Pattern[bytes]] = {
    "backslash": re.compile(rb"\\[rn]"),
    "reversible": re.compile(rb"\\.?", re.DOTALL),
    "reject": re.compile(rb"(?!)"),
}


def split_lines(lines: bytes | memoryview, rules: SplitRules, max_rows: int) -> Split[Table] | None:
    """Rows up to the first that cannot be read; ``None`` for more than ``max_rows`` line breaks.

    A row is digits, a comma and a content in UTF-8 with its escapes; a final CR LF is no row.
    """
    lines = bytes(lines)
    if lines.count(b"\r\n") > max_rows:
        return None
    mobiles: list[bytes] = []
    contents: list[bytes] = []
    stopped_at, start = None, 0
    for line in lines.removesuffix(b"\r\n").split(b"\r\n") if lines else ():
        row = _ROW.fullmatch(line)
        content = _content(row[2], rules) if row else None
        if row is None or content is None:
            stopped_at = start
            break
        mobiles.append(row[1])
        contents.append(content)
        start += len(line) + 2
    wide = rules.wide or len(lines) > NARROW
    columns = _column("mobile", mobiles, wide), _column("content", contents, wide)
    return Split(Table(len(mobiles), columns), stopped_at)


def _content(text: bytes, rules: SplitRules) -> bytes | None:
    try:
        text.decode()
    except UnicodeDecodeError:
        return None
    if rules.strict and _LONE.search(text):
        return None
    try:
        return _ESCAPES[rules.line_breaks].sub(lambda found: _ESCAPE[found[0]], text)
    except KeyError:  # reversible: a backslash that starts no known escape
        return None


def _column(name: str, items: list[bytes], wide: bool) -> TableColumn:
    offsets = array("q" if wide else "i", accumulate(map(len, items), initial=0))
    return TableColumn(name, "U" if wide else "u", (None, offsets.tobytes(), b"".join(items)))
