"""Over requests, with its ``Session``. See ``smscodec.transport``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..wire.endpoint import Endpoint
from ..wire.variant import Variant
from .exchange import headers_of, reply_of, url_of

if TYPE_CHECKING:
    import requests

__all__ = ["send"]

L = TypeVar("L")
M = TypeVar("M")
R = TypeVar("R")


def send(
    session: requests.Session,
    base_url: str,
    endpoint: Endpoint[L, M, R],
    login: L,
    message: M,
    variant: Variant = Variant(),  # noqa: B008
    *,
    timeout: float | tuple[float, float] | None = None,
) -> R:
    """Posts a request and reads its reply; ``timeout`` is given to requests, in seconds.

    Raises ``EncodeError``, ``DecodeError``, ``StatusError``, or what requests raises.
    """
    request = endpoint.encode_request(login, message, variant)
    response = session.request(
        request.method,
        url_of(base_url, request),
        data=request.body,
        headers=headers_of(request),
        allow_redirects=False,
        timeout=timeout,
    )
    kind = response.headers.get("Content-Type", "")
    return reply_of(endpoint, variant, response.status_code, response.content, kind)
