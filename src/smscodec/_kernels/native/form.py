"""base64 in a form: ``csrc/form.c`` and ``value.c``."""

from __future__ import annotations

from ctypes import c_uint32, c_uint64, c_void_p, py_object
from typing import cast

from .._core import ffi, lib
from .marshal import address_of, as_bytes, locked

__all__ = ["FORM_TABLE", "encode_form"]

_form_value = locked("smscore_form_value", py_object, c_void_p, c_void_p, c_uint64, c_uint32)

FORM_TABLE = ffi.new("uint8_t[]", lib.SMSCORE_FORM_TABLE)
lib.smscore_form_table(FORM_TABLE)
_TABLE = address_of(FORM_TABLE)


def encode_form(data: bytes | memoryview, *, portable: int = 0) -> bytes:
    """base64, with ``+ / =`` percent-encoded: the finished value of a form field."""
    return cast(bytes, _form_value(_TABLE, address_of(as_bytes(data)), len(data), portable))
