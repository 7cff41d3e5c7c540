"""From anything captured to its explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..errors import DecodeError
from ..primitives.charset import decode_text
from ..wire.request import Request, Response
from .bodies import of_body, of_reply
from .captured import read_http, read_url
from .explanation import Explanation, Other, in_words
from .payloads import of_bytes, of_sealed, of_text
from .requests import of_form, of_request

__all__ = ["MAX_BYTES", "explain", "explain_data"]

MAX_BYTES = 5 << 20
"""More is not looked into: the platforms take 4 MiB, and there may be a head in front."""

_MARK = b"\xef\xbb\xbf"


def explain(thing: Request | Response | bytes | str) -> str:
    """In words what anything captured is and what it says.

    A request or reply; the raw bytes of an HTTP message, with LF for CR LF if need be; a URL; a
    form, a body or a payload without anything around it. See ``explain_data``.
    """
    return in_words(explain_data(thing))


def explain_data(thing: Request | Response | bytes | str) -> Explanation:
    """What ``explain`` says, as data.

    Where several endpoints use the same words the likeliest comes first, and ``others`` are named.
    """
    if isinstance(thing, Request):
        return _too_large(len(thing.query) + len(thing.body)) or _of_request(thing)
    if isinstance(thing, Response):
        return _too_large(len(thing.body)) or _of_reply(thing.body, thing.content_type)
    data = thing.encode("utf-8", "surrogatepass") if isinstance(thing, str) else bytes(thing)
    return _too_large(len(data)) or _of_data(data)


def _too_large(size: int) -> Explanation | None:
    if size <= MAX_BYTES:
        return None
    summary = f"more than the {MAX_BYTES:,} bytes that are looked into"
    return Explanation(kind="unknown", summary=summary, facts={"bytes": size})


def _of_data(data: bytes) -> Explanation:
    message = read_http(data)
    if isinstance(message, Request):
        return _of_request(message)
    if message:
        reply = _of_reply(message.body, message.content_type)
        return replace(reply, facts={"http_status": message.status, **reply.facts})
    if not data.strip():
        return _NOTHING
    for read in _READERS:
        if found := read(data):
            return _first(found)
    return Explanation(
        kind="unknown",
        summary="nothing that the documents describe",
        facts={"bytes": len(data), "looks_like": _look(data)},
    )


def _of_request(request: Request) -> Explanation:
    """By its path, or by its body where that belongs to another path."""
    found = of_request(request)
    calls = [] if found.name else [o for o in _document(request.body) if o.kind == "request"]
    return replace(_first(calls), notes=found.notes) if calls else found


def _of_reply(body: bytes, content_type: str) -> Explanation:
    if not body.strip():
        return _NOTHING
    if found := of_reply(body, content_type):
        return _first(found)
    return Explanation(
        kind="reply",
        summary="a reply that no document has",
        facts={"bytes": len(body), "looks_like": _look(body)},
    )


def _first(found: list[Explanation]) -> Explanation:
    best, *others = found
    return replace(best, others=(*best.others, *(Other(o.kind, o.name, o.summary) for o in others)))


# ---- without an HTTP head --------------------------------------------------------------------


def _url(data: bytes) -> list[Explanation]:
    request = read_url(data) if b"://" in data[:8] or b"?" in data else None
    return [_of_request(request)] if request else []


def _document(data: bytes) -> list[Explanation]:
    return [*of_sealed(data), *of_body(data)] if _begins(data, b"<", b"{", b"[") else []


def _content(data: bytes) -> list[Explanation]:
    """One parameter alone, as batches are kept in files."""
    text = _bare(data)
    return of_text(text) if text.startswith(b"content=") and b"&" not in text else []


def _text(data: bytes) -> list[Explanation]:
    text = _bare(data)
    return [*of_text(text), *of_body(text)]


_READERS: tuple[Callable[[bytes], list[Explanation]], ...] = (
    of_bytes,
    _url,
    _document,
    _content,
    of_form,
    _text,
)

_NOTHING = Explanation(
    kind="reply",
    summary="nothing: no new reports or messages, or a push that was taken",
)


def _bare(data: bytes) -> bytes:
    """Without what editors put around it."""
    return data.removeprefix(_MARK).strip()


def _begins(data: bytes, *marks: bytes) -> bool:
    return data.removeprefix(_MARK).lstrip().startswith(marks)


def _look(data: bytes) -> str:
    if _begins(data[:1000].lower(), b"<html", b"<!doctype html"):
        return "a web page, as proxies and servers in trouble send them"
    for charset in ("utf-8", "gbk"):
        try:
            shown = decode_text(data, charset)
        except DecodeError:
            continue
        return f"text in {charset}" if "\0" not in shown else "binary data"
    return "binary data"
