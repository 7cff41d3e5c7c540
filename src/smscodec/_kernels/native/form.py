"""base64 in a form: ``csrc/form.c``."""

from __future__ import annotations

from typing import Any

from .._core import ffi, lib
from .marshal import as_bytes, new
from .spare import Spare

__all__ = ["encode_form"]

_FORM_TABLE = ffi.new("uint8_t[]", lib.SMSCORE_FORM_TABLE)
lib.smscore_form_table(_FORM_TABLE)

_LARGEST = 8 << 20

_spare: Spare[Any] = Spare(lambda: new("uint8_t[]", 0))
"""Room for what is written, if it is not too large to be kept."""


def encode_form(data: bytes | memoryview, *, portable: bool = False) -> bytes:
    """base64, with ``+ / =`` percent-encoded: the finished value of a form field."""
    bound = lib.smscore_form_bound(len(data))
    out = _spare.take()
    if len(out) < bound:
        out = new("uint8_t[]", bound * 3 // 2)
    size = lib.smscore_encode_form(_FORM_TABLE, as_bytes(data), len(data), portable, out)
    encoded: bytes = ffi.buffer(out, size)[:]
    if len(out) <= _LARGEST:
        _spare.give(out)
    return encoded
