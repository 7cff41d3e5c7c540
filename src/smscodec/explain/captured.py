"""HTTP messages as they are captured: a start line, headers, an empty line, a body.

Read is what proxies, ``curl -i`` and packet dumps leave behind: line breaks may be LF only, the
version may be missing, the target may be a whole URL and need not be percent-encoded, interim
replies (1xx) may stand in front. A chunked body is put together if it still is chunked, and a
gzipped one is expanded if it still is gzipped. Of the headers only those that say how to read the
body count: the others hold cookies and keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from ..errors import DecodeError
from ..primitives.gz import gunzip
from ..wire.request import Request

__all__ = ["CapturedReply", "read_http", "read_url"]

MAX_EXPANDED = 4 << 20

_REQUEST = re.compile(rb"([A-Z]{3,7}) (\S.*?)(?: HTTP/[0-9.]+)?")
_REPLY = re.compile(rb"HTTP/[0-9.]+ ([0-9]{3})(?: .*)?")
_INTERIM = re.compile(rb"(?:HTTP/[0-9.]+ 1[0-9]{2}[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n)+")
_URL = re.compile(rb"(?:https?://[^/?\s]+)?(/[^?\r\n]*|[\w.-]+(?=\?))?(?:\?([^\r\n]*))?")
_CHUNK = re.compile(rb"(?:\r?\n)?([0-9A-Fa-f]{1,8})(?:;[^\r\n]*)?\r?\n")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


class CapturedReply(NamedTuple):
    """A reply with its head."""

    status: int
    content_type: str
    body: bytes


def read_http(data: bytes) -> Request | CapturedReply | None:
    """The message; ``None`` for what does not begin like one."""
    interim = _INTERIM.match(data)
    if interim and data.startswith(b"HTTP/", interim.end()):
        data = data[interim.end() :]
    start = data.partition(b"\n")[0].rstrip(b"\r")
    reply, request = _REPLY.fullmatch(start), _REQUEST.fullmatch(start)
    url = request and read_url(request[2])
    if not reply and not url:
        return None
    headers, body = _headers_and_body(data)
    content_type = headers.get("content-type", "")
    body = _plain(body, headers)
    if request and url:
        return replace(url, method=request[1].decode(), body=body, content_type=content_type)
    assert reply
    return CapturedReply(int(reply[1]), content_type, body)


def read_url(data: bytes) -> Request | None:
    """A GET for a URL, or for its path and query; ``None`` for what is neither."""
    found = _URL.fullmatch(data.strip())
    if not found or not (found[1] or found[2]):
        return None
    path, query = (part or b"" for part in found.groups())
    return Request(
        method="GET",
        path=path.decode("utf-8", "replace"),
        query=query.decode("utf-8", "surrogateescape"),
    )


def _headers_and_body(data: bytes) -> tuple[Mapping[str, str], bytes]:
    end = _END_OF_HEAD.search(data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    pairs = (line.decode("latin-1").partition(":") for line in head.splitlines()[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}, body


def _plain(body: bytes, headers: Mapping[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    if "gzip" in headers.get("content-encoding", "").lower():
        try:
            return gunzip(body, max_bytes=MAX_EXPANDED)
        except DecodeError:  # whoever captured it has expanded it
            return body
    return body


def _joined(body: bytes) -> bytes:
    """The chunks together; the body itself where it is not made of chunks."""
    pieces: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(pieces)
        at = chunk.end() + size
        pieces.append(body[chunk.end() : at])
    return body
