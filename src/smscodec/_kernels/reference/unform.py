"""base64 in a form, back to bytes."""

from __future__ import annotations

from binascii import a2b_base64
from urllib.parse import unquote_to_bytes

__all__ = ["decode_form"]

_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def decode_form(text: bytes, *, portable: bool = False) -> bytes | None:
    """What base64 digits and padding hold, each of them bare or percent-encoded; else ``None``.

    ``portable`` leaves special instructions alone, to test the path without them.
    """
    packed = unquote_to_bytes(text)
    digits = packed.rstrip(b"=")
    if len(packed) % 4 or len(packed) - len(digits) > 2 or digits.translate(None, _DIGITS):
        return None
    return a2b_base64(packed)
