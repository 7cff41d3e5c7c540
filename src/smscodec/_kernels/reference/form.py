"""base64 in a form."""

from __future__ import annotations

from base64 import b64encode

__all__ = ["encode_form"]


def encode_form(data: bytes | memoryview) -> bytes:
    """base64, with ``+ / =`` percent-encoded: the finished value of a form field."""
    text = b64encode(data)
    return text.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")
