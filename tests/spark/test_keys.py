"""The key column goes by in pieces."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
Keys: Any = import_module("smscodec.spark.keys").Keys


def test_keys_are_text_whatever_they_were() -> None:
    """Each from its piece; a null is none, and so is the key of a row without a key column."""
    keys = Keys()
    assert keys.of(5) is None
    for piece in (pa.array([7, None]), pa.array([], pa.int64()), pa.array([9])):
        keys.add(piece)
    assert [keys.of(row) for row in range(3)] == ["7", None, "9"]


def test_pieces_are_let_go() -> None:
    """All in front of a row's; so a partition of any size holds but a few."""
    keys = Keys()
    for start in range(0, 100_000, 100):
        keys.add(pa.array(range(start, start + 100)))
        keys.drop(start + 50)
        assert keys.of(start) == str(start)
        assert len(keys) == 1
