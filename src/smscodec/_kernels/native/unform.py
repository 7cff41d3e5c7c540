"""base64 in a form, back to bytes: ``csrc/unform.c``."""

from __future__ import annotations

from .._core import ffi, lib
from .marshal import as_bytes
from .spare import scratch

__all__ = ["decode_form"]

_DIGIT_TABLE = ffi.new("uint8_t[]", lib.SMSCORE_DIGIT_TABLE)
lib.smscore_digit_table(_DIGIT_TABLE)


def decode_form(text: bytes, *, portable: bool = False) -> bytes | None:
    """What base64 digits and padding hold, each of them bare or percent-encoded; else ``None``.

    ``portable`` leaves special instructions alone, to test the path without them.
    """
    with scratch(lib.smscore_unform_bound(len(text))) as out:
        size = lib.smscore_decode_form(_DIGIT_TABLE, as_bytes(text), len(text), portable, out)
        return None if size < 0 else bytes(ffi.buffer(out, size))
