"""One request, as other clients would send it: the same parameters in another dress.

Order and case of names, URL or body or both, urlencoded in any style, not encoded at all, or
multipart; with names nobody knows, doubled ``&``, and empty parameters left out. A gateway has to
read them all alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias
from urllib.parse import quote, quote_plus, unquote_to_bytes

from hypothesis import strategies as st

from ..wire.request import Request

__all__ = ["spellings"]

Pair: TypeAlias = tuple[str, bytes]

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
UNKNOWN: tuple[Pair, ...] = (("taskName", b"x"), ("checkcontent", b"1"), ("countnumber", b""))


@st.composite
def spellings(draw: st.DrawFn, request: Request) -> Request:
    """Requests that say what this one says; it has to be a form in its body."""
    pairs = [pair for pair in _pairs(request.body) if pair[1] or draw(st.booleans())]
    pairs += draw(st.lists(st.sampled_from(UNKNOWN), unique=True, max_size=2))
    twice = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else []
    order = draw(st.permutations([*pairs, *twice]))
    named = [(draw(_names(name)), value) for name, value in order]
    cut = draw(st.integers(0, len(named)))
    url, body = named[:cut], named[cut:]
    query = "&".join(f"{name}={draw(_percents(value))}" for name, value in url)
    kind, data = draw(_bodies(body))
    return replace(request, query=query, body=data, content_type=kind)


def _pairs(body: bytes) -> list[Pair]:
    parts = [part.partition(b"=") for part in body.split(b"&") if part]
    return [(n.decode(), unquote_to_bytes(value.replace(b"+", b" "))) for n, _, value in parts]


def _names(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from((name, name.upper(), name.lower(), name.capitalize(), f"%20{name}"))


def _percents(value: bytes) -> st.SearchStrategy[str]:
    everything = "".join(f"%{byte:02x}" for byte in value)
    return st.sampled_from((quote_plus(value), quote(value, safe="~*!()'"), everything))


@st.composite
def _bodies(draw: st.DrawFn, pairs: list[Pair]) -> tuple[str, bytes]:
    """Content type and bytes."""
    if draw(st.booleans()):
        return f"multipart/form-data; boundary={BOUNDARY}", _multipart(pairs)
    kinds = ("", "application/x-www-form-urlencoded", "text/plain;charset=GBK")
    parts = [
        f"{name}=".encode()
        + (value if draw(st.booleans()) and _is_bare(value) else draw(_percents(value)).encode())
        for name, value in pairs
    ]
    return draw(st.sampled_from(kinds)), draw(st.sampled_from((b"&", b"&&"))).join((*parts, b""))


def _is_bare(value: bytes) -> bool:
    return not set(value) & set(b"&+%")


def _multipart(pairs: list[Pair]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name.removeprefix("%20")}"\r\n\r\n'
        .encode() + value + b"\r\n"
        for name, value in pairs
    ]  # fmt: skip
    return b"".join((*parts, f"--{BOUNDARY}--\r\n".encode()))
