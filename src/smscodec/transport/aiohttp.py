"""Over aiohttp, with its ``ClientSession``. See ``smscodec.transport``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..wire.endpoint import Endpoint
from ..wire.variant import Variant
from .exchange import headers_of, reply_of, url_of

if TYPE_CHECKING:
    import aiohttp

__all__ = ["asend"]

L = TypeVar("L")
M = TypeVar("M")
R = TypeVar("R")


async def asend(
    session: aiohttp.ClientSession,
    base_url: str,
    endpoint: Endpoint[L, M, R],
    login: L,
    message: M,
    variant: Variant = Variant(),  # noqa: B008
) -> R:
    """Posts a request and reads its reply.

    Raises ``EncodeError``, ``DecodeError``, ``StatusError``, or what aiohttp raises.
    """
    request = endpoint.encode_request(login, message, variant)
    async with session.request(
        request.method,
        url_of(base_url, request),
        data=request.body,
        headers=headers_of(request),
        allow_redirects=False,
    ) as response:
        body, kind = await response.read(), response.headers.get("Content-Type", "")
        return reply_of(endpoint, variant, response.status, body, kind)
