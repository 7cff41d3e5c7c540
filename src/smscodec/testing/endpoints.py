"""Strategies for an endpoint: whatever it can say and hear, made from its own tables."""

from __future__ import annotations

from itertools import product
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st

from ..errors import EncodeError
from ..messages import Refused
from ..primitives.charset import Charset
from ..wire.endpoint import Endpoint
from ..wire.variant import Call, Format, Variant
from .tables import body_things, table_things

__all__ = ["answers", "calls", "logins", "messages", "refusals", "replies", "variants"]

L = TypeVar("L")
M = TypeVar("M")
R = TypeVar("R")

METHODS = ("", "sendUtf8Msg", "sendGbkMsg")
"""Document 004 has more than one for the same thing."""


def variants(endpoint: Endpoint[Any, Any, Any]) -> st.SearchStrategy[Variant]:
    """Every tongue a request can be made in: charset, format of the reply, method."""
    return st.sampled_from(_spoken(endpoint))


def _spoken(endpoint: Endpoint[Any, Any, Any]) -> list[Variant]:
    return [
        variant
        for charset, format, method in product(get_args(Charset), get_args(Format), METHODS)
        if endpoint.speaks(variant := Variant(charset=charset, format=format, method=method))
    ]


def logins(endpoint: Endpoint[L, Any, Any], charset: Charset = "utf-8") -> st.SearchStrategy[L]:
    """Logins as they stand in a request: proofs need not fit anything."""
    table: Any = getattr(endpoint.form, "login", None)
    if table is None:
        return st.none()  # type: ignore[return-value]
    return table_things(table, charset, xml=_is_xml(endpoint))


def messages(endpoint: Endpoint[Any, M, Any], charset: Charset = "utf-8") -> st.SearchStrategy[M]:
    """Messages that the endpoint can say."""
    return table_things(endpoint.form.message, charset, xml=_is_xml(endpoint))


def calls(endpoint: Endpoint[L, M, Any]) -> st.SearchStrategy[Call[L, M]]:
    """Login, message and variant; ``endpoint.encode_request`` takes them all."""

    def of(charset: Charset) -> st.SearchStrategy[Call[L, M]]:
        return st.builds(
            Call,
            login=logins(endpoint, charset),
            message=messages(endpoint, charset),
            variant=variants(endpoint).filter(lambda variant: variant.charset == charset),
        )

    def can_be_said(call: Call[L, M]) -> bool:
        try:
            endpoint.encode_request(call.login, call.message, call.variant)
        except EncodeError:
            return False
        return True

    return st.one_of([of(charset) for charset in endpoint.paths]).filter(can_be_said)


def replies(
    endpoint: Endpoint[Any, Any, R],
    variant: Variant = Variant(),  # noqa: B008
) -> st.SearchStrategy[R]:
    """Replies that can be given to a request in this variant, refusals among them."""
    return _replies(endpoint, variant, None)


def refusals(
    endpoint: Endpoint[Any, Any, Any],
    variant: Variant = Variant(),  # noqa: B008
) -> st.SearchStrategy[Refused]:
    """Those of the replies that refuse: the vendor's codes and phrases, and unheard-of ones."""
    return _replies(endpoint, variant, Refused)


def answers(endpoint: Endpoint[Any, Any, R]) -> st.SearchStrategy[tuple[Variant, R]]:
    """A variant, and a reply that can be given in it."""
    return st.one_of([st.tuples(st.just(it), replies(endpoint, it)) for it in _spoken(endpoint)])


def _replies(
    endpoint: Endpoint[Any, Any, Any], variant: Variant, only: type[Any] | None
) -> st.SearchStrategy[Any]:
    def can_be_said(reply: Any) -> bool:
        try:
            endpoint.encode_response(reply, variant)
        except EncodeError:
            return False
        return True

    charset: Charset = variant.charset if endpoint.gbk_replies else "utf-8"
    body = endpoint.replies.get(variant.format) or next(iter(endpoint.replies.values()))
    return st.one_of(body_things(body, charset, only=only)).filter(can_be_said)


def _is_xml(endpoint: Endpoint[Any, Any, Any]) -> bool:
    return not hasattr(endpoint.form, "parts")
