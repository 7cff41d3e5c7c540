"""base64 in a form: ``csrc/form.c``."""

from __future__ import annotations

from .._core import ffi, lib
from .marshal import as_bytes
from .spare import scratch

__all__ = ["FORM_TABLE", "encode_form"]

FORM_TABLE = ffi.new("uint8_t[]", lib.SMSCORE_FORM_TABLE)
lib.smscore_form_table(FORM_TABLE)


def encode_form(data: bytes | memoryview, *, portable: bool = False) -> bytes:
    """base64, with ``+ / =`` percent-encoded: the finished value of a form field."""
    with scratch(lib.smscore_form_bound(len(data))) as out:
        size = lib.smscore_encode_form(FORM_TABLE, as_bytes(data), len(data), portable, out)
        encoded: bytes = ffi.buffer(out, size)[:]
        return encoded
