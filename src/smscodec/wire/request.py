"""Requests, replies, and the parameters of a request as clients really send them.

Parameters may stand in the URL, in the body, or both; the body may be urlencoded, multipart or not
encoded at all, under any content type or none. What is decided (field notes of this project):

* names match without case; ``&`` may lead, trail or be doubled; a name may lack its ``=``; a byte
  order mark in front of the body is none of the first name's;
* the URL's copy wins, unless it is empty and the body's is not; within one place the first wins;
* a name that comes with two different values is *told* (``Parameters.repeated``), never joined;
* first percents to bytes, then bytes to text in the endpoint's charset: GBK trail bytes may be
  letters, ``@`` or ``|``, so nothing is split after that.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from ..errors import DecodeError, LimitError
from ..primitives.charset import Charset, decode_text
from .multipart import read_multipart

__all__ = ["Parameters", "Request", "Response", "bare_path", "read_parameters"]

MAX_PARAMETERS = 1000

_IN_QUERIES = re.compile("[?&=]|%(?:3[df]|26)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request without its host: that, and the folder in front of ``path``, are the caller's."""

    path: str
    method: str = "POST"
    query: str = field(default="", repr=False)
    """Behind the question mark, still percent-encoded. Not in ``repr``: it may hold a password."""
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Others to send: ``SOAPAction``. None of them is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A reply: status 200 always, as these platforms answer."""

    body: bytes
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request says, name by name, percents decoded and charset not yet."""

    values: Mapping[str, bytes] = field(repr=False)
    """By lower-case name."""
    repeated: tuple[str, ...] = ()
    """Names that came with more than one value."""

    def text(self, name: str, charset: Charset) -> str:
        """One parameter as text; "" when it is not there."""
        try:
            return decode_text(self.values.get(name.lower(), b""), charset)
        except DecodeError as error:
            raise error.under(f".{name}") from None


def bare_path(path: str) -> str:
    """A path up to what belongs in a query, which may hold a password: only this much is shown."""
    found = _IN_QUERIES.search(path)
    return path[: found.start()] if found else path


def read_parameters(request: Request) -> Parameters:
    """URL and body together."""
    url = list(_urlencoded(_query_bytes(request.query)))
    body = list(_of_body(request))
    if len(url) + len(body) > MAX_PARAMETERS:
        raise LimitError(f"more than {MAX_PARAMETERS} parameters", limit=MAX_PARAMETERS)
    values: dict[str, bytes] = {}
    repeated: dict[str, None] = {}
    for place in (url, body):
        seen: dict[str, bytes] = {}
        for name, value in place:
            if seen.setdefault(name, value) != value or values.get(name, value) not in (b"", value):
                repeated[name] = None
        for name, value in seen.items():
            values[name] = values.get(name) or value
    return Parameters(values, tuple(repeated))


def _query_bytes(query: str) -> bytes:
    """What stands in a query unencoded is UTF-8, or bytes that a server passed on as surrogates."""
    try:
        return query.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise DecodeError("the query holds half a character") from None


def _of_body(request: Request) -> Iterable[tuple[str, bytes]]:
    kind = request.content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        parts = read_multipart(request.body, request.content_type, max_parts=MAX_PARAMETERS)
        return ((_name(name), value) for name, value in parts)
    body = request.body.removeprefix(codecs.BOM_UTF8)
    if body.lstrip()[:1] == b"<":
        return ()  # a SOAP envelope or a push: the whole body is one thing
    return _urlencoded(body)


def _urlencoded(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.count(b"&") > 2 * MAX_PARAMETERS:
        raise LimitError(f"more than {MAX_PARAMETERS} parameters", limit=MAX_PARAMETERS)
    for pair in data.split(b"&"):
        if pair:
            name, _, value = pair.replace(b"+", b" ").partition(b"=")
            yield _name(unquote_to_bytes(name)), unquote_to_bytes(value)


def _name(name: bytes) -> str:
    return name.decode("latin-1").strip().lower()
