"""What comes out, and what is needed for it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name in [name for name in sys.modules if name.startswith("smscodec.spark")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ImportError, match=r'pip install "smscodec\[spark\]"'):
        import_module("smscodec.spark")


def test_schema_is_the_same_in_both_languages() -> None:
    """Spark's and Arrow's."""
    pa: Any = pytest.importorskip("pyarrow")
    spark: Any = import_module("smscodec.spark")
    words = {pa.string(): "string", pa.int64(): "bigint", pa.binary(): "binary"}

    def say(kind: Any) -> str:
        if pa.types.is_list(kind):
            return f"array<{say(kind.value_type)}>"
        if pa.types.is_struct(kind):
            return f"struct<{', '.join(f'{each.name}: {say(each.type)}' for each in kind)}>"
        return words[kind]

    columns = [f"{each.name} {say(each.type)}" for each in spark.ARROW_SCHEMA]
    assert ", ".join(columns) == spark.SCHEMA
