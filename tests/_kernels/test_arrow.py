"""The Arrow structures of Python and of C are the same."""

from __future__ import annotations

import ctypes
import importlib

import pytest

from smscodec._kernels import arrow

core = pytest.importorskip("smscodec._kernels._core", reason="built without the C core")


@pytest.mark.parametrize("structure", [arrow.ArrowSchema, arrow.ArrowArray, arrow.ArrowArrayStream])
def test_layouts_agree(structure: type[ctypes.Structure]) -> None:
    """Each field at the same place, and nothing behind the last."""
    ffi = importlib.import_module("smscodec._kernels._core").ffi
    name = f"struct {structure.__name__}"
    fields = [field for field, _ in ffi.typeof(name).fields]
    assert fields == [field[0] for field in structure._fields_]
    for field in fields:
        assert ffi.offsetof(name, field) == getattr(structure, field).offset
    assert ffi.sizeof(name) == ctypes.sizeof(structure)
