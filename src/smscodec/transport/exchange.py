"""What the adapters share: where a request goes, its headers, and the reply in what came back."""

from __future__ import annotations

from typing import Any, TypeVar

from ..errors import DecodeError, SmsCodecError
from ..wire.endpoint import Endpoint
from ..wire.request import Request
from ..wire.soap import Soap
from ..wire.variant import Variant

__all__ = ["StatusError", "headers_of", "reply_of", "url_of"]

R = TypeVar("R")

SOAP_FAULTS = (400, 500)
"""Statuses a SOAP fault may have: 500 in 1.1 (section 6.2), 400 for the sender's faults in 1.2."""


class StatusError(SmsCodecError):
    """An HTTP status other than 200: whoever answered, it was not the platform's interface."""

    def __init__(self, status: int, *, body: bytes = b"", content_type: str = "") -> None:
        told = ", and redirects are not followed" if 300 <= status < 400 else ""
        kind = content_type.partition(";")[0].strip() or "no content type"
        super().__init__(f"HTTP status {status} instead of 200{told} ({kind}, {len(body)} bytes)")
        self.status = status
        self.body = body
        self.content_type = content_type

    def __str__(self) -> str:
        return f"{self.reason} - at `{self.where}`"


def url_of(base_url: str, request: Request) -> str:
    """The address to send to; a request without a path, such as a push, goes to ``base_url``."""
    place = f"{base_url.rstrip('/')}/{request.path}" if request.path else base_url
    return f"{place}?{request.query}" if request.query else place


def headers_of(request: Request) -> dict[str, str]:
    """The content type, and what else the request wants said."""
    return {"Content-Type": request.content_type, **dict(request.headers)}


def reply_of(
    endpoint: Endpoint[Any, Any, R], variant: Variant, status: int, body: bytes, content_type: str
) -> R:
    """The reply; ``StatusError`` or ``DecodeError`` where the answer is none."""
    charset = variant.charset if endpoint.gbk_replies else "utf-8"
    if status == 200:
        return endpoint.decode_response(body, content_type, charset=charset)
    if status in SOAP_FAULTS and any(isinstance(each, Soap) for each in endpoint.replies.values()):
        try:
            return endpoint.decode_response(body, content_type, charset=charset)
        except DecodeError:
            pass  # no envelope: a server's own error page
    error = StatusError(status, body=body, content_type=content_type)
    error.where = f"{endpoint.name} response"
    raise error
