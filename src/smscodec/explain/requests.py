"""Requests: with their path, or the bare form of one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NamedTuple

from ..dialects.find import ALL, find, likeliest
from ..errors import DecodeError
from ..primitives.charset import decode_text
from ..wire.document import Document
from ..wire.endpoint import Endpoint
from ..wire.form import Form, Spoken, runs_on
from ..wire.request import Parameters, Request, bare_path, read_parameters
from ..wire.tables import Field, Row, Table
from ..wire.variant import Call
from .explanation import Explanation, Other
from .facts import MASK, MAX_ITEMS, Facts, cut_text, facts_of
from .likeness import believable
from .payloads import too_large_a_batch
from .sayings import say

__all__ = ["ENDPOINTS", "AnyEndpoint", "facts_of_call", "of_form", "of_request"]

AnyEndpoint = Endpoint[Any, Any, Any]

ENDPOINTS: tuple[AnyEndpoint, ...] = tuple(each for one in ALL for each in one.ENDPOINTS)

_SECRETS = frozenset(name for each in ENDPOINTS for name in each.form.secrets)
_NAMES = frozenset(name.lower() for each in ENDPOINTS for name in each.form.names)
_WORD = re.compile("[a-z_][a-z0-9_.-]{0,31}")


class _Reading(NamedTuple):
    endpoint: AnyEndpoint
    call: Call[Any, Any] | None
    fault: str
    head: Facts


# ---- with a path -----------------------------------------------------------------------------


def of_request(request: Request) -> Explanation:
    """What a request with a path is."""
    head: Facts = {"request": cut_text(f"{request.method} {bare_path(request.path)}")}
    try:
        parameters = read_parameters(request)
    except DecodeError as error:
        summary = "its parameters cannot be read"
        return Explanation(kind="request", summary=summary, facts=head, notes=(str(error),))
    readings = [_read(endpoint, request, parameters, head) for endpoint in find(request)]
    readings.sort(key=lambda reading: reading.call is None)
    if readings:
        best, *others = (_explained(reading, parameters) for reading in readings)
        return replace(best, others=tuple(Other(o.kind, o.name, o.summary) for o in others))
    last = _last(request.path)
    mine = [each.name for each in ENDPOINTS if last and last in map(_last, each.paths.values())]
    return Explanation(
        kind="request",
        summary="an operation that no document has",
        facts={**head, **_shown(parameters)},
        notes=(f"the path belongs to {', '.join(mine)}" if mine else "no document has the path",),
    )


def _read(endpoint: AnyEndpoint, request: Request, parameters: Parameters, head: Facts) -> _Reading:
    try:
        too_large_a_batch(parameters)
        return _Reading(endpoint, endpoint.decode_request(request), "", head)
    except DecodeError as error:
        return _Reading(endpoint, None, str(error), head)


# ---- without ---------------------------------------------------------------------------------


def of_form(data: bytes) -> list[Explanation]:
    """What a form without its path may be, best first; nothing for what is no known form."""
    try:
        parameters = read_parameters(Request(path="", body=data))
    except DecodeError:
        return []
    if b"=" not in data or not _NAMES & parameters.values.keys():
        return []
    readings = [_read_form(endpoint, parameters) for endpoint in _fitting(parameters)]
    readings.sort(key=lambda reading: reading.call is None)
    incomplete = Explanation(
        kind="request",
        summary="a form of which no operation is complete",
        facts=_shown(parameters),
    )
    return [_explained(reading, parameters) for reading in readings] or [incomplete]


def _fitting(parameters: Parameters) -> list[AnyEndpoint]:
    """Those that account for the names in a form, the best first; of equals the likelier."""
    fitting = [
        endpoint
        for endpoint in ENDPOINTS
        if isinstance(endpoint.form, Form)
        and any(endpoint.fits(Request(path=path), parameters) for path in endpoint.paths.values())
    ]
    likely = likeliest(parameters).ENDPOINTS
    fitting.sort(key=lambda endpoint: endpoint not in likely)
    alike = [_likeness(endpoint.form, parameters) for endpoint in fitting]
    return [fitting[number] for number in believable(alike, near=1)]


def _likeness(form: Form | Document, parameters: Parameters) -> float:
    """Names of the form that are there, among all that are there or should be."""
    rows: list[Row] = []
    for part in form.parts if isinstance(form, Form) else ():
        rows += part.rows if isinstance(part, Table) else (part,)
    usual = {row.names[0].lower() for row in rows if row.names and not _may_lack(row)}
    known = {name.lower() for name in form.names}
    return len(known & parameters.values.keys()) / len(usual | parameters.values.keys())


def _may_lack(row: Row) -> bool:
    return isinstance(row, Spoken) or (isinstance(row, Field) and row.left_out)


def _read_form(endpoint: AnyEndpoint, parameters: Parameters) -> _Reading:
    """In the first of its charsets that can be read."""
    assert isinstance(endpoint.form, Form)
    fault = ""
    for charset, path in endpoint.paths.items():
        try:
            too_large_a_batch(parameters)
            settled = endpoint.charset_of(parameters) if endpoint.charset_of else charset
            call = endpoint.form.read(parameters, settled)
            return _Reading(endpoint, call, "", {"path": path})
        except DecodeError as error:
            fault = fault or str(endpoint.form.discreet(error, parameters))
    return _Reading(endpoint, None, fault, {})


# ---- both ------------------------------------------------------------------------------------


def _explained(reading: _Reading, parameters: Parameters) -> Explanation:
    endpoint, call, fault, head = reading
    if call is None:
        summary, facts = "what it is can be told, but it cannot be read", _shown(parameters)
        notes = [fault]
    else:
        summary, facts = say(call.message), facts_of_call(call)
        notes = [f"{name} comes with several values" for name in call.repeated]
    return Explanation(
        kind="request",
        name=endpoint.name,
        summary=summary,
        facts={**head, **facts},
        notes=(*notes, *_strangers(endpoint, parameters)),
    )


def facts_of_call(call: Call[Any, Any]) -> Facts:
    """Who says what, and how."""
    parts = {
        "login": {} if call.login is None else facts_of(call.login),
        "message": facts_of(call.message),
        "variant": facts_of(call.variant),
    }
    return {name: facts for name, facts in parts.items() if facts}


def _strangers(endpoint: AnyEndpoint, parameters: Parameters) -> list[str]:
    """What means nothing to the endpoint, by name only; without a value it is hardly a name."""
    known = {name.lower() for name in endpoint.form.names}
    names = [
        name
        for name, value in parameters.values.items()
        if value and name not in known and _WORD.fullmatch(name)
    ]
    return [f"without meaning here: {', '.join(names[:MAX_ITEMS])}"] if names else []


def _shown(parameters: Parameters) -> Facts:
    """The documented parameters, secrets masked; of others nobody knows what they are."""
    facts: Facts = {}
    for name in sorted(_NAMES & parameters.values.keys()):
        value = parameters.values[name]
        secret = name in _SECRETS or runs_on(value, _SECRETS)
        facts[name] = MASK if secret and value else _text(value)
    return {"parameters": facts} if facts else {}


def _text(value: bytes) -> str:
    for charset in ("utf-8", "gbk"):
        try:
            return cut_text(decode_text(value, charset))
        except DecodeError:
            pass
    return f"{len(value):,} bytes"


def _last(path: str) -> str:
    return path.rpartition("/")[2].lower()
