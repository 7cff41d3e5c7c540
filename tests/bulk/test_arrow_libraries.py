"""Columns of pyarrow and polars, in every type of text they have."""

from __future__ import annotations

from typing import Any

import pytest

from smscodec import EncodeError, bulk

pa: Any = pytest.importorskip("pyarrow")
pl: Any = pytest.importorskip("polars")

MOBILES = [f"10{n:09}" for n in range(3000)]
CONTENTS = [f"尊敬的客户{n}，验证码{n * 7919 % 10**6:06}😀\r\n回T退订" for n in range(3000)]
NUMBERS = [int(m) for m in MOBILES]


def expected() -> list[bytes]:
    return [batch.content for batch in bulk.pack(MOBILES, CONTENTS, max_rows=1100)]


def in_chunks(items: list[Any], kind: Any = None) -> Any:
    """Uneven ones, one of them empty, one a slice of more."""
    more = pa.array([*items[:9], *items[9:1500], "behind"], kind).slice(9, 1491)
    rest = [pa.array(items[1500:1500], kind), pa.array(items[1500:], kind)]
    return pa.chunked_array([pa.array(items[:9], kind), more, *rest])


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_pyarrow(kind: str) -> None:
    """Whole and in chunks."""
    text = getattr(pa, kind)()
    whole = pa.array(MOBILES, text), pa.array(CONTENTS, text)
    for pair in (whole, (in_chunks(MOBILES, text), in_chunks(CONTENTS, text))):
        assert [b.content for b in bulk.pack(*pair, max_rows=1100)] == expected()


def test_pyarrow_dictionaries_and_integers() -> None:
    """Texts kept once, mobiles that a reader of CSV took for numbers."""
    numbers, texts = pa.array(NUMBERS), pa.array(CONTENTS).dictionary_encode()
    assert [b.content for b in bulk.pack(numbers, texts, max_rows=1100)] == expected()


def test_polars() -> None:
    """Whose strings are views, long ones in buffers, short ones in themselves."""
    pair = pl.Series(MOBILES), pl.Series(CONTENTS)
    assert [b.content for b in bulk.pack(*pair, max_rows=1100)] == expected()
    shuffled = pl.DataFrame({"m": NUMBERS[::-1], "c": CONTENTS[::-1]}).sort("m")
    columns = bulk.columns(shuffled, "m", "c")
    assert [b.content for b in bulk.pack(*columns, max_rows=1100)] == expected()


def test_a_stream_of_record_batches() -> None:
    """Read once, both columns together."""
    table = pa.table({"c": CONTENTS, "other": NUMBERS, "m": MOBILES})
    columns = bulk.columns(table.to_reader(max_chunksize=700), "m", "c")
    assert [b.content for b in bulk.pack(*columns, max_rows=1100)] == expected()


def test_nulls() -> None:
    """Rejected with a reason, whatever is null."""
    rejected: list[bulk.Rejected] = []
    left, right = pl.Series([None, MOBILES[1], MOBILES[2]]), pa.array(["a", None, "c"])
    [batch] = bulk.pack(left, right, on_rejected=rejected.append)
    assert list(batch.rows) == [2]
    assert [r.error.reason for r in rejected] == ["mobile is null", "content is null"]
    assert list(bulk.pack(pa.nulls(2), pa.nulls(2), on_rejected=rejected.append)) == []
    assert len(rejected) == 4


def test_floats_are_no_mobiles() -> None:
    """What a frame makes of integers when one is missing."""
    with pytest.raises(EncodeError, match=r"Arrow format 'g' \(float64\), not text or integers"):
        list(bulk.pack(pl.Series([13800138000.0]), ["x"]))
