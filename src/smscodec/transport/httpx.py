"""Over httpx, with its ``Client`` or its ``AsyncClient``. See ``smscodec.transport``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..wire.endpoint import Endpoint
from ..wire.variant import Variant
from .exchange import headers_of, reply_of, url_of

if TYPE_CHECKING:
    import httpx

__all__ = ["asend", "send"]

L = TypeVar("L")
M = TypeVar("M")
R = TypeVar("R")


def send(
    client: httpx.Client,
    base_url: str,
    endpoint: Endpoint[L, M, R],
    login: L,
    message: M,
    variant: Variant = Variant(),  # noqa: B008
) -> R:
    """Posts a request and reads its reply.

    Raises ``EncodeError``, ``DecodeError``, ``StatusError``, or what httpx raises.
    """
    request = endpoint.encode_request(login, message, variant)
    response = client.request(
        request.method,
        url_of(base_url, request),
        content=request.body,
        headers=headers_of(request),
        follow_redirects=False,
    )
    kind = response.headers.get("Content-Type", "")
    return reply_of(endpoint, variant, response.status_code, response.content, kind)


async def asend(
    client: httpx.AsyncClient,
    base_url: str,
    endpoint: Endpoint[L, M, R],
    login: L,
    message: M,
    variant: Variant = Variant(),  # noqa: B008
) -> R:
    """``send``, awaited."""
    request = endpoint.encode_request(login, message, variant)
    response = await client.request(
        request.method,
        url_of(base_url, request),
        content=request.body,
        headers=headers_of(request),
        follow_redirects=False,
    )
    kind = response.headers.get("Content-Type", "")
    return reply_of(endpoint, variant, response.status_code, response.content, kind)
