"""Columns, for Python and for Arrow consumers."""

from __future__ import annotations

import gc
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import BACKEND, bulk
from smscodec.bulk import Columns

MOBILES = ("13800138000", "13800138001", "13800138002")
CONTENTS = ("验证码1234", "", "😀\r\n,")
COLUMNS = Columns.of(MOBILES, CONTENTS)
TEXT = st.text(st.characters(codec="utf-8"))

native = pytest.mark.skipif(BACKEND != "native", reason="built without the C core")


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_columns_of_texts(rows: list[tuple[str, str]]) -> None:
    """What goes in comes out, as columns and as rows."""
    mobiles, contents = tuple(m for m, _ in rows), tuple(c for _, c in rows)
    columns = Columns.of(mobiles, contents)
    assert (columns.mobiles, columns.contents) == (mobiles, contents)
    assert columns.rows() == tuple(rows)
    assert len(columns) == len(rows)


def test_columns_are_values() -> None:
    """Equal by their rows, hashable, the same after a journey; no texts in what they print."""
    same = pickle.loads(pickle.dumps(COLUMNS))
    assert same == COLUMNS == Columns.of(MOBILES, CONTENTS)
    assert hash(same) == hash(COLUMNS)
    assert Columns.of(MOBILES, CONTENTS[::-1]) != COLUMNS
    assert COLUMNS != (MOBILES, CONTENTS)
    assert repr(COLUMNS) == "Columns(3 rows)"


def test_columns_are_made_once() -> None:
    """Tuples are built when they are asked for, and then kept."""
    columns = Columns.of(MOBILES, CONTENTS)
    assert columns.mobiles is columns.mobiles
    assert columns.contents is columns.contents


def test_unknown_column() -> None:
    """Is a ``KeyError``."""
    with pytest.raises(KeyError, match="status"):
        COLUMNS.column("status")


@native
@given(st.lists(st.tuples(st.from_regex(r"1[0-9]{10}", fullmatch=True), TEXT.filter(bool))))
def test_pyarrow_and_polars_read_what_was_packed(rows: list[tuple[str, str]]) -> None:
    """Whole, and column by column."""
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    rows = list({mobile: (mobile, content) for mobile, content in rows}.values())
    for batch in bulk.pack([m for m, _ in rows], [c for _, c in rows], line_breaks="reversible"):
        columns = bulk.unpack(batch.content, line_breaks="reversible")
        expected = {"mobile": [m for m, _ in rows], "content": [c for _, c in rows]}
        table = pa.table(columns)
        table.validate(full=True)
        assert table.to_pydict() == expected
        assert pa.record_batch(columns).to_pydict() == expected
        assert pa.RecordBatchReader.from_stream(columns).read_all() == table
        assert pl.DataFrame(columns).to_dict(as_series=False) == expected
        for name in expected:
            assert pa.array(columns.column(name)).to_pylist() == expected[name]
            assert pl.Series(columns.column(name)).to_list() == expected[name]
        assert pa.schema(columns) == table.schema


@native
def test_nothing_is_copied() -> None:
    """Two readers look at the same memory, and it outlives the columns."""
    pa = pytest.importorskip("pyarrow")
    columns = Columns.of(MOBILES, CONTENTS)
    first, second = pa.table(columns), pa.array(columns.column("content"))
    places = [buffer and buffer.address for buffer in second.buffers()]
    assert [b and b.address for b in first["content"].chunk(0).buffers()] == places
    del columns, first
    gc.collect()
    assert second.to_pylist() == list(CONTENTS)


@native
def test_no_rows() -> None:
    """An empty batch has columns all the same."""
    pa = pytest.importorskip("pyarrow")
    empty: Any = pa.table(Columns.of((), ()))
    empty.validate(full=True)
    assert empty.column_names == ["mobile", "content"]
    assert empty.num_rows == 0
