"""base64 (RFC 4648, section 4) as it arrives through forms.

Two leniencies, both seen in the field: line breaks every 76 columns, and blanks where a form reader
has turned ``+`` into them. Anything else outside the alphabet, and wrong padding, is an error.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from urllib.parse import unquote_to_bytes

from .._kernels import decode_form
from ..errors import DecodeError, TruncatedError

__all__ = ["decode_base64", "decode_form_value"]

_LINE_BREAK = re.compile(rb"[\r\n]+")
_STRAY = re.compile(rb"[^A-Za-z0-9+/=\r\n ]|=(?=[\r\n]*[^=\r\n])")


def decode_base64(text: str | bytes) -> bytes:
    """The bytes of base64 text; ``DecodeError`` with the offset of the first stray character."""
    data = text.encode("ascii", "replace") if isinstance(text, str) else text
    plain = None if b"%" in data else decode_form(data)
    return _read_with_care(data, text) if plain is None else plain


def decode_form_value(text: str | bytes) -> bytes:
    """``decode_base64`` of what is percent-encoded; offsets are those without percents."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    plain = decode_form(data)
    if plain is not None:
        return plain
    data = unquote_to_bytes(data)
    return _read_with_care(data, data)


def _read_with_care(data: bytes, text: str | bytes) -> bytes:
    """What is no plain base64: because of a leniency, or of the fault that is named here."""
    stray = _STRAY.search(data)
    if stray:
        found = text[stray.start()]
        shown = repr(found if isinstance(found, str) else chr(found))
        if isinstance(found, int) and found > 127:  # no character by itself
            shown = f"byte 0x{found:02X}"
        raise DecodeError(f"{shown} does not belong in base64", offset=stray.start())
    packed = _LINE_BREAK.sub(b"", data).replace(b" ", b"+")
    if len(packed) % 4:
        raise TruncatedError("base64 ends in the middle of a group of four", offset=len(data))
    try:
        if packed.endswith(b"==="):
            raise Error
        return a2b_base64(packed)
    except Error:
        raise DecodeError("base64 padding is wrong", offset=len(data)) from None
