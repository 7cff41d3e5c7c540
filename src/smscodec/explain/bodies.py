"""Replies, pushes and SOAP calls: bodies of which nobody says whose they are.

They are tried as what every endpoint reads, large ones with the first of their rows only; what they
turn out to be is then read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal, NamedTuple, get_args

from ..errors import DecodeError, EncodeError
from ..primitives.safexml import settle_charset
from ..wire.form import Form
from ..wire.request import Request
from ..wire.variant import Format, Variant
from .explanation import Explanation
from .facts import facts_of
from .likeness import UNPROVEN, believable, likeness, names_in
from .pruning import pruned
from .requests import ENDPOINTS, AnyEndpoint, facts_of_call
from .sayings import say

__all__ = ["of_body", "of_reply"]

_FORMATS: tuple[Format, ...] = get_args(Format)


class _Reading(NamedTuple):
    kind: Literal["request", "reply"]
    endpoint: AnyEndpoint
    said: Any
    """The ``Call`` of a request, or a reply."""
    again: tuple[bytes, ...]
    """The same, written in every format there is."""


def of_reply(body: bytes, content_type: str = "") -> list[Explanation]:
    """What a reply may be, best first; nothing for what no document has."""
    return _of(body, content_type, replies_only=True)


def of_body(body: bytes) -> list[Explanation]:
    """The same of a body that may be a reply, a push or a SOAP call."""
    return _of(body, "", replies_only=False)


def _of(body: bytes, content_type: str, *, replies_only: bool) -> list[Explanation]:
    try:
        sample = pruned(body, content_type)
    except DecodeError:
        return []
    readings = list(_replies(sample, content_type))
    if not replies_only:
        readings += _calls(sample)
    readings = _best(sample, readings)
    found = [_explained(reading) for reading in readings]
    if found and sample is not body:
        found[0] = _whole(readings[0], found[0], body, content_type)
    if found and _is_doubted(body, content_type):
        note = "not in the charset it is said to be in, but in the other of UTF-8 and GBK"
        found[0] = replace(found[0], notes=(*found[0].notes, note))
    return found


def _is_doubted(body: bytes, content_type: str) -> bool:
    try:
        return settle_charset(body, content_type=content_type).doubted
    except DecodeError:  # what any bytes may be is neither
        return False


def _best(body: bytes, readings: list[_Reading]) -> list[_Reading]:
    """Those that are like the body, the most like first; of equals what writes it to the byte."""
    given = names_in(body)
    readings.sort(key=lambda reading: body not in reading.again)
    alike = [
        max((likeness(given, names_in(again)) for again in reading.again), default=UNPROVEN)
        for reading in readings
    ]
    return [readings[number] for number in believable(alike)]


# ---- reading ---------------------------------------------------------------------------------


def _replies(body: bytes, content_type: str) -> Iterator[_Reading]:
    for endpoint in ENDPOINTS:
        try:
            reply = endpoint.decode_response(body, content_type)
        except DecodeError:
            continue
        again = tuple(_written(endpoint, reply))
        if not endpoint.any_reply or names_in(body) in map(names_in, again):  # it reads anything
            yield _Reading("reply", endpoint, reply, again)


def _written(endpoint: AnyEndpoint, reply: Any) -> Iterator[bytes]:
    for format in _FORMATS:
        try:
            yield endpoint.encode_response(reply, Variant(format=format)).body
        except EncodeError:  # no such format here, or more strictly written than read
            pass


def _calls(body: bytes) -> Iterator[_Reading]:
    for endpoint in ENDPOINTS:
        request = _posted(endpoint, body)
        if isinstance(endpoint.form, Form) or not endpoint.fits(request):
            continue
        try:
            call = endpoint.decode_request(request)
            again = endpoint.encode_request(call.login, call.message, call.variant)
        except (DecodeError, EncodeError):
            continue
        yield _Reading("request", endpoint, call, (again.body,))


def _posted(endpoint: AnyEndpoint, body: bytes) -> Request:
    return Request(path=next(iter(endpoint.paths.values())), body=body)


# ---- in words --------------------------------------------------------------------------------


def _explained(reading: _Reading) -> Explanation:
    kind, endpoint, said, _ = reading
    if kind == "request":
        summary, facts = say(said.message), facts_of_call(said)
    else:
        summary, facts = say(said), facts_of(said)
    return Explanation(kind=kind, name=endpoint.name, summary=summary, facts=facts)


def _whole(reading: _Reading, sample: Explanation, body: bytes, content_type: str) -> Explanation:
    endpoint = reading.endpoint
    try:
        if reading.kind == "request":
            said = endpoint.decode_request(_posted(endpoint, body))
        else:
            said = endpoint.decode_response(body, content_type)
    except DecodeError as error:
        return replace(sample, notes=(f"only its beginning can be read: {error}",))
    return _explained(reading._replace(said=said))
