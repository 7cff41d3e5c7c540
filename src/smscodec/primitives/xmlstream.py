"""XML from strangers that is too big to hold: the children of its root, one after the other.

What ``safexml`` says of charsets, prolog, DOCTYPE and depth holds here too. Memory is bounded by
``max_child``, however long the whole is.

``>`` is no part of any character but itself, neither in UTF-8 nor in GB 18030: so the bytes are cut
behind it, and each piece is a text of its own, in which no character, tag or declaration is torn.
The charset is settled on the first ``HEAD`` bytes. If that turns out to be a lie only later, it is
too late to try another: an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree

from ..errors import DecodeError, LimitError
from .charset import Charset, decode_text
from .safexml import (
    HARDENED,
    MAX_DEPTH,
    XmlElement,
    not_well_formed,
    refuse_doctype,
    settle_charset,
    without_prolog,
)

__all__ = ["MAX_CHILD", "stream_children"]

HEAD = 1 << 16
MAX_CHILD = 1 << 20
"""Characters of one child, and bytes of anything without a ``>``."""


def stream_children(
    chunks: Iterable[bytes],
    *,
    content_type: str = "",
    default: Charset = "utf-8",
    max_child: int = MAX_CHILD,
    max_depth: int = MAX_DEPTH,
) -> Iterator[XmlElement]:
    """The root, then its children as they are complete; none outlives the next.

    Blanks or no bytes at all are nothing. Raises what ``parse_xml`` raises, and ``LimitError`` over
    ``max_child``.
    """
    parser = etree.XMLPullParser(events=("start", "end"), **HARDENED)
    depth = waiting = 0
    for text in _texts(chunks, content_type, default, max_child):
        for event, element in _events(parser, text):
            depth += 1 if event == "start" else -1
            if depth > max_depth:
                reason = f"XML with elements more than {max_depth} deep"
                raise LimitError(reason, limit=max_depth)
            if event == "start" and depth == 1:
                yield element
            elif event == "end" and depth == 1:
                yield element
                _forget(element)
                waiting = 0
        waiting += len(text or "")
        if waiting > max_child + HEAD:
            reason = f"more than {max_child} characters without a complete child of the root"
            raise LimitError(reason, limit=max_child)


def _events(parser: etree.XMLPullParser, text: str | None) -> Iterator[tuple[str, XmlElement]]:
    """What happens in some more text, or at the end."""
    try:
        if text is None:
            parser.close()
        else:
            parser.feed(text.encode())
        yield from cast("Iterator[tuple[str, XmlElement]]", parser.read_events())
    except etree.XMLSyntaxError as error:
        raise not_well_formed(error) from None


def _forget(element: XmlElement) -> None:
    # what follows the element may still be added to it: only those before it can go
    element.clear()
    root = element.getparent()
    while root is not None and root[0] is not element:
        del root[0]


def _texts(
    chunks: Iterable[bytes], content_type: str, default: Charset, max_child: int
) -> Iterator[str | None]:
    """The text behind the declaration, piece by piece, and ``None`` at its end."""
    pieces = _pieces(chunks, max_child)
    head = next(pieces, b"")
    settled = settle_charset(head, content_type=content_type, default=default)
    refuse_doctype(settled.text)
    if not settled.text.strip():
        return
    yield without_prolog(settled.text)
    offset = len(head)
    for piece in pieces:
        try:
            text = decode_text(piece, settled.charset)
            refuse_doctype(text)
        except DecodeError as error:
            error.offset = offset + (error.offset or 0)
            raise
        yield text
        offset += len(piece)
    yield None


def _pieces(chunks: Iterable[bytes], max_child: int) -> Iterator[bytes]:
    """The bytes cut behind a ``>``; the first of ``HEAD`` bytes or more, if there are so many."""
    wanted, size = HEAD, 0
    held: list[bytes] = []
    for chunk in chunks:
        for start in range(0, len(chunk), HEAD):
            part = chunk[start : start + HEAD]
            cut = part.rfind(b">") + 1
            if cut and size + cut >= wanted:
                yield b"".join((*held, part[:cut]))
                wanted, size, held = 1, 0, []
                part = part[cut:]
            held.append(part)
            size += len(part)
            if size > max_child + HEAD:
                raise LimitError(f"more than {max_child} bytes without >", limit=max_child)
    if size:
        yield b"".join(held)
