"""``multipart/form-data`` (RFC 7578), as PHP sends it when it gives cURL an array.

Read here because the standard library's reader is one for mail: it takes parts in parts to any
depth, decodes what it likes, and of some hostile headers raises what is no error of ours.

Values are bytes and nothing in them is decoded, so GBK and line breaks survive; nor is a
``Content-Transfer-Encoding`` looked at, which is deprecated there and ignored by ASP.NET. Lines of
the frame end in CR LF, or in LF from clients that write it by hand. What stands before the first
boundary and after the last is ignored, and so is a part without a name. A body that ends before its
last boundary is refused: part of a message is no message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import DecodeError, LimitError, TruncatedError

__all__ = ["read_multipart"]

MAX_HEAD = 4096
"""Bytes of a part's header lines."""

_BOUNDARY = re.compile(
    r""";\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s";]{1,200}))""", re.IGNORECASE
)
_HEAD = re.compile(rb"((?:[^\r\n]+\r?\n)*)\r?\n")
_DISPOSITION = re.compile(
    rb"^content-disposition\s*:\s*form-data(.*)", re.IGNORECASE | re.MULTILINE
)
_PARAMETER = re.compile(rb""";\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))""")


def read_multipart(
    body: bytes, content_type: str, *, max_parts: int
) -> Iterator[tuple[bytes, bytes]]:
    """Names and values in their order.

    Raises ``DecodeError`` where the content type or the body lacks the boundary, or a part the
    empty line after its header; ``TruncatedError`` where the last boundary is missing;
    ``LimitError`` for more than ``max_parts``.
    """
    said = _BOUNDARY.search(content_type)
    if not said:
        raise DecodeError("multipart/form-data without its boundary")
    boundary = re.escape((said[1] or said[2]).encode("utf-8", "replace"))
    begin, parts = -1, 0
    for frame in re.finditer(b"--" + boundary + rb"(--)?[ \t]*(?:\r?\n|\Z)", body):
        end = frame.start()
        if end and body[end - 1 : end] != b"\n":
            continue  # in the middle of a line it is part of a value
        if begin >= 0:
            yield from _part(body, begin, end - (2 if body[end - 2 : end] == b"\r\n" else 1))
        if frame[1]:
            return
        begin, parts = frame.end(), parts + 1
        if parts > max_parts:
            raise LimitError(f"more than {max_parts} parts", limit=max_parts)
    if begin < 0:
        raise DecodeError("the boundary of multipart/form-data is not in the body")
    raise TruncatedError("multipart/form-data ends without its last boundary", offset=begin)


def _part(body: bytes, begin: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    head = _HEAD.match(body, begin, min(end, begin + MAX_HEAD))
    if not head:
        raise DecodeError("a part without the empty line after its header", offset=begin)
    disposition = _DISPOSITION.search(head[1])
    for name, quoted, bare in _PARAMETER.findall(disposition[1]) if disposition else ():
        if name.lower() == b"name":
            yield quoted or bare, body[head.end() : end]
            return
