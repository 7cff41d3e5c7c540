"""Texts to columns and back."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from smscodec._kernels import TableColumn
from smscodec.primitives.columns import text_column, texts_of


@given(st.lists(st.text(st.characters(codec="utf-8"))))
def test_texts_return(texts: list[str]) -> None:
    """With narrow offsets, and with wide ones."""
    column = text_column("x", texts)
    assert column.format == "u"
    assert texts_of(column) == texts
    _, offsets, data = column.buffers
    assert offsets is not None
    wide = array("q", memoryview(offsets).cast("i").tolist()).tobytes()
    assert texts_of(TableColumn("x", "U", (None, wide, data))) == texts
