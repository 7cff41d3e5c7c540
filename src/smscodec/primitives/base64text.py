"""base64 (RFC 4648, section 4) as it arrives through forms.

Two leniencies, both seen in the field: line breaks every 76 columns, and blanks where a form reader
has turned ``+`` into them. Anything else outside the alphabet, and wrong padding, is an error.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64

from ..errors import DecodeError, TruncatedError

__all__ = ["decode_base64"]

_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LINE_BREAK = re.compile(rb"[\r\n]+")
_STRAY = re.compile(rb"[^A-Za-z0-9+/=\r\n ]|=(?=[\r\n]*[^=\r\n])")


def decode_base64(text: str | bytes) -> bytes:
    """The bytes of base64 text; ``DecodeError`` with the offset of the first stray character."""
    data = text.encode("ascii", "replace") if isinstance(text, str) else text
    plain = not data.rstrip(b"=").translate(None, _DIGITS)  # as nearly always: no search needed
    stray = None if plain else _STRAY.search(data)
    if stray:
        found = text[stray.start()]
        shown = found if isinstance(found, str) else chr(found)
        raise DecodeError(f"{shown!r} does not belong in base64", offset=stray.start())
    packed = data if plain else _LINE_BREAK.sub(b"", data).replace(b" ", b"+")
    if len(packed) % 4:
        raise TruncatedError("base64 ends in the middle of a group of four", offset=len(data))
    try:
        if packed.endswith(b"==="):
            raise Error
        return a2b_base64(packed)
    except Error:
        raise DecodeError("base64 padding is wrong", offset=len(data)) from None
