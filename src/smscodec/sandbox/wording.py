"""A whole reply, cut down to what an endpoint has words for.

The platform says all it knows, once for all vendors. An endpoint refuses to write what it has no
row for, so that is set back to its default here: the sandbox's own tables are the dialects'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from .. import (
    Accepted,
    Balance,
    DeliveryReport,
    Endpoint,
    Inbound,
    InboundMessage,
    Refused,
    Reports,
    Variant,
    xunchen,
)
from ..wire.bodies import Body
from ..wire.tables import OneOf, Row, Table

__all__ = ["format_of", "worded"]

T = TypeVar("T")
AnyEndpoint = Endpoint[Any, Any, Any]

_IN_PLAIN_TEXT = {
    Accepted: frozenset(("task_id", "balance")),
    Refused: frozenset(("code", "message", "reason")),
}
"""002's answer to a send, which has no rows."""


def format_of(endpoint: AnyEndpoint, variant: Variant) -> str:
    """``xml``, ``json`` or ``plain``: what the reply will be; SOAP is ``""`` or ``soap12``."""
    return variant.format if variant.format in endpoint.replies else next(iter(endpoint.replies))


def worded(endpoint: AnyEndpoint, variant: Variant, reply: T) -> T:
    """The reply as this endpoint can say it."""
    body: Any = endpoint.replies[format_of(endpoint, variant)]
    if isinstance(reply, Balance) and endpoint is xunchen.balance:
        most = reply.balance // xunchen.MESSAGES_PER_POINT * xunchen.MESSAGES_PER_POINT
        return _cut(body, replace(reply, balance=most))
    if isinstance(reply, Reports):
        reply = replace(reply, reports=_all(body, reply.reports, DeliveryReport))
    elif isinstance(reply, Inbound):
        reply = replace(reply, messages=_all(body, reply.messages, InboundMessage))
    return _cut(body, reply)


def _all(body: Any, things: Iterable[T], kind: Any) -> tuple[T, ...]:
    unsayable = _unsayable(body, kind)
    return tuple(_replaced(each, unsayable) for each in things)


def _cut(body: Any, reply: T) -> T:
    kind: Any = type(reply)
    return _replaced(reply, _unsayable(body, kind))


def _replaced(thing: T, values: dict[str, Any]) -> T:
    return replace(thing, **values)  # type: ignore[type-var]


@cache
def _unsayable(body: Any, kind: Any) -> dict[str, Any]:
    """The attributes without a word, and their defaults."""
    return {each.name: each.default for each in fields(kind) if each.name not in _said(body, kind)}


def _said(body: Body, kind: type[Any]) -> frozenset[str]:
    top = getattr(body, "table", None)
    if top is None:
        return _IN_PLAIN_TEXT[kind]
    return frozenset(
        attribute
        for table in _tables(top)
        if table.cls is kind
        for row in table.rows
        for attribute in row.attributes
    )


def _tables(top: Table | OneOf) -> Iterator[Table]:
    for table in (top,) if isinstance(top, Table) else top.tables:
        yield table
        yield from _inside(table.rows)


def _inside(rows: Iterable[Row]) -> Iterator[Table]:
    for row in rows:
        inner = getattr(row, "table", None)
        if inner is not None:
            yield from _tables(inner)
        yield from _inside(getattr(row, "rows", ()))
