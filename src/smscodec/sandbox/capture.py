"""Requests as they came, for people to look at: secrets masked, batches left out.

A batch stands in its task already; ``restored`` puts it back, so that a captured request can be
explained like the one that came.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

from .. import ALL, DecodeError, Endpoint, Request
from ..wire.form import runs_on
from ..wire.request import bare_path, read_parameters
from .records import Captured, Task

__all__ = ["MASK", "capture", "restored", "shortened"]

MASK = b"***"
BATCH = b"(batch)"
KEPT = 16 << 10
_ENDPOINTS = tuple(each for dialect in ALL for each in dialect.ENDPOINTS)
_SECRETS = frozenset(name for each in _ENDPOINTS for name in each.form.secrets)
_IN_QUERIES = "".join(map(chr, range(0x21, 0x7F)))
_BATCHES = ("hashed.send_batch", "hashed.send_packed")
_TEXTS = frozenset({"content", "text"})
"""What people read, and may say ``password=`` in."""
_ANY = b"|".join(map(str.encode, sorted(_SECRETS)))
_ELEMENT = re.compile(rb"<((?:[\w.-]+:)?(%s))\b[^>]*>.*?</" % _ANY, re.IGNORECASE | re.DOTALL)
_MEMBER = re.compile(
    rb'("(?:%s)"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^\s,}]+)' % _ANY, re.IGNORECASE | re.DOTALL
)
"""Of JSON, which no document asks for and clients send."""


def capture(request: Request, endpoint: Endpoint[Any, Any, Any] | None = None) -> Captured:
    """The request without its secrets."""
    batch = endpoint is not None and endpoint.name in _BATCHES
    return Captured(
        method=request.method,
        path=_path(request.path),
        query=_query(request.query, batch),
        content_type=request.content_type,
        body=_body(request, batch),
    )


def shortened(captured: Captured) -> Captured:
    """Not more than ``KEPT`` bytes of the body, for where many are kept in memory."""
    if len(captured.body) <= KEPT:
        return captured
    return replace(captured, body=captured.body[:KEPT] + b"(and more)")


def restored(captured: Captured, task: Task | None = None) -> Request:
    """The request again, with the batch of its task."""
    body = captured.body
    if task is not None and task.kind == "batch":
        content = quote_from_bytes(b64encode(task.content), safe="").encode()
        body = body.replace(b"content=" + BATCH, b"content=" + content)
    return Request(
        method=captured.method,
        path=captured.path,
        query=captured.query,
        body=body,
        content_type=captured.content_type,
    )


def _path(path: str) -> str:
    shown = bare_path(path)
    if shown != path:
        shown += MASK.decode()
    return shown.encode("utf-8", "replace").decode()


def _query(query: str, batch: bool) -> str:
    """In ASCII; what stands there unencoded is encoded."""
    masked = _pairs(query.encode("utf-8", "surrogateescape"), batch)
    return quote_from_bytes(masked, safe=_IN_QUERIES)


def _body(request: Request, batch: bool) -> bytes:
    kind = request.content_type.partition(";")[0].strip().lower()
    if request.body.lstrip()[:1] == b"<":
        return _ELEMENT.sub(rb"<\1>%s</" % MASK, request.body)
    if request.body.lstrip()[:1] in (b"{", b"["):
        return _MEMBER.sub(rb'\1"%s"' % MASK, request.body)
    if kind == "multipart/form-data":
        return _parts(request)
    return _pairs(request.body, batch)


def _pairs(data: bytes, batch: bool) -> bytes:
    """A query or a form, pair by pair."""
    return b"&".join(_pair(pair, batch) for pair in data.split(b"&"))


def _pair(pair: bytes, batch: bool) -> bytes:
    name, equals, value = pair.partition(b"=")
    known = unquote_to_bytes(name.replace(b"+", b" ")).decode("latin-1").strip().lower()
    if value and known in _SECRETS:
        return name + equals + MASK
    if known not in _TEXTS and runs_on(unquote_to_bytes(pair.replace(b"+", b" ")), _SECRETS):
        return name + b"=" + MASK
    if batch and known == "content":
        return b"content=" + BATCH
    return pair


def _parts(request: Request) -> bytes:
    """A multipart body, in which the values themselves are looked for."""
    try:
        values = read_parameters(request).values
    except DecodeError:
        return MASK
    body = request.body
    for name in sorted(_SECRETS & values.keys()):
        if values[name]:
            body = body.replace(values[name], MASK)
    return body
