"""Replies too big to hold: their reports or messages one by one, as the bytes come in.

The platforms answer with some thousands of reports at once, whoever waited long with some hundreds
of thousands. ``Endpoint.stream_response`` gives what ``decode_response`` would, one after the
other, in memory that does not grow. XML only: the bytes may come in chunks of any size from
wherever they come.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import LimitError
from ..primitives.charset import Charset
from ..primitives.safexml import XmlElement
from ..primitives.xmlstream import MAX_CHILD, stream_children
from .bodies import Names, Xml, content_of, text_alone
from .tables import Many, OneOf, Table, Tree

__all__ = ["stream_reply"]

MAX_OTHERS = 100
"""Children of the root that are not what comes many times: a reply has a handful."""


def stream_reply(
    body: Xml,
    chunks: Iterable[bytes],
    *,
    content_type: str = "",
    charset: Charset = "utf-8",
    max_item: int = MAX_CHILD,
) -> Iterator[Any]:
    """What comes many times in a reply, each as it is complete; or a refusal, as the only thing.

    Raises, when it gets there, what ``Xml.read`` raises, and ``LimitError`` for one thing of more
    than ``max_item`` characters. ``TypeError`` where nothing comes many times.
    """
    kind, many = _many_of(body.table)
    keys = [name.lower() for name in many.names]
    names, count, strays = Names(), 0, 0
    root: XmlElement | None = None
    given = False
    others: Tree = {}
    elements = stream_children(
        chunks, content_type=content_type, default=charset, max_child=max_item
    )
    for number, element in enumerate(elements):
        if number == 0:
            root = element
            body.check_root(root, names)
            continue
        name, content = names[element.tag], content_of(element, names)
        if name in keys:
            for thing in many.things((content,), count):
                yield thing
                given = True
            count += 1
        else:
            others.setdefault(name, []).append(content)
            strays += 1
        if strays > MAX_OTHERS:
            raise LimitError(f"more than {MAX_OTHERS} other elements", limit=MAX_OTHERS)
    if given:
        return
    if count:
        others[keys[0]] = []  # they were there, but say nothing
    elif root is not None and not others:
        others = text_alone(root)
    reply = body.table.read(others)
    if type(reply) is not kind:
        yield reply


def _many_of(table: Table | OneOf) -> tuple[type[Any], Many]:
    for each in table.tables if isinstance(table, OneOf) else (table,):
        for row in each.rows:
            if isinstance(row, Many):
                return each.cls, row
    raise TypeError("nothing comes many times here")
