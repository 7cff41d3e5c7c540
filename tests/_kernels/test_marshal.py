"""How values cross into the core."""

from __future__ import annotations

import pytest

pytest.importorskip("smscodec._kernels.native", reason="built without the C core")

from smscodec._kernels._core import ffi
from smscodec._kernels.native.marshal import address_of, as_bytes


def test_a_pointer_to_bytes_holds_nothing() -> None:
    """A view can be released though somebody still has the pointer."""
    data = bytearray(b"13800138000")
    view = memoryview(data)[3:]
    pointer = as_bytes(view)
    assert ffi.string(ffi.cast("char *", pointer), 8) == b"00138000"
    assert address_of(pointer) == int(ffi.cast("uintptr_t", pointer))
    view.release()  # BufferError while it is exported
    data.clear()


def test_a_pointer_to_nothing() -> None:
    """There is one."""
    assert as_bytes(b"") != ffi.NULL
