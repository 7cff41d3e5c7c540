"""How batches are compressed: every engine and level, and rows in another order."""

from __future__ import annotations

import zlib
from base64 import b64decode
from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from bulk.test_pack import CAMPAIGN, CONTENTS, MOBILES, rows_of
from hypothesis import given
from hypothesis import strategies as st

from smscodec import BACKEND, bulk
from smscodec.primitives import gz

ROW = pytest.mark.skipif(BACKEND == "reference", reason="built without the C core")
HAN = [chr(0x4E00 + n) for n in range(3000)]
TEMPLATES = ["".join(Random(n).choices(HAN, k=60)) for n in range(200)]


def free_text(count: int) -> list[str]:
    """Texts that have no template."""
    random = Random(7)
    return ["".join(random.choices(HAN, k=random.randrange(20, 60))) for _ in range(count)]


def mixed(count: int) -> list[str]:
    """Many templates, shuffled."""
    random = Random(8)
    return [f"{random.choice(TEMPLATES)}{random.randrange(10**6):06}" for _ in range(count)]


def raw(batch: bulk.Batch) -> bytes:
    """The gzip member."""
    return b64decode(unquote_to_bytes(batch.content), validate=True)


@ROW
@pytest.mark.parametrize("level", [None, 1, 2])
def test_row_is_one_plain_member(level: int | None) -> None:
    """Header without name or time, and nothing behind it."""
    [batch] = bulk.pack(MOBILES, CONTENTS, engine="row", level=level)
    member = raw(batch)
    assert member[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
    reader = zlib.decompressobj(31)
    assert reader.decompress(member).startswith(MOBILES[0].encode())
    assert reader.eof
    assert not reader.unused_data
    assert rows_of(batch) == CAMPAIGN


@ROW
def test_auto_takes_what_suits_the_batch() -> None:
    """Rows of a template are ``row``'s, free text is a general compressor's."""
    mobiles = [*MOBILES[:2000], *(f"11{n:09}" for n in range(2000))]
    contents = [*CONTENTS[:2000], *free_text(2000)]
    batches = list(bulk.pack(mobiles, contents, max_rows=2000))
    assert [batch.engine for batch in batches] == ["row", gz.ENGINES[0]]


@ROW
def test_dense_is_smaller() -> None:
    """Level 2, where templates are shuffled."""
    fast, dense = (
        next(bulk.pack(MOBILES, mixed(3000), engine="row", level=level)) for level in (1, 2)
    )
    assert len(dense.content) < len(fast.content)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"engine": "auto", "level": 1}, "name the engine"),
        ({"engine": "lzma"}, "no engine 'lzma' here; there is .*zlib"),
        ({"engine": "zlib", "level": 10}, "zlib has levels 0 to 9, not 10"),
        pytest.param({"engine": "row", "level": 3}, "row has levels 1 to 2, not 3", marks=ROW),
    ],
)
def test_engines_and_levels_are_checked_at_once(how: dict[str, Any], message: str) -> None:
    """Before a row is read."""
    with pytest.raises(ValueError, match=message):
        bulk.pack([], [], **how)


# ---- rows in another order -------------------------------------------------------------------


def sent(batches: Sequence[bulk.Batch]) -> list[tuple[int, tuple[str, str]]]:
    """Each row with its number in the input, as the batches have them."""
    return [pair for batch in batches for pair in zip(batch.rows, rows_of(batch), strict=True)]


@given(
    templates=st.lists(st.text("天地玄黄a", min_size=1, max_size=40), min_size=1, max_size=5),
    picks=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 999)), max_size=120),
    max_rows=st.integers(1, 70),
    max_bytes=st.integers(300, 3000),
)
def test_reordered_rows_are_the_same_rows(
    templates: list[str], picks: list[tuple[int, int]], **how: Any
) -> None:
    """Every row once, in its batch, with its own number and its own bill."""
    contents = [f"{templates[which % len(templates)]}{number}" for which, number in picks]
    mobiles = MOBILES[: len(contents)]
    batches = list(bulk.pack(mobiles, contents, reorder=True, **how))
    found = sent(batches)
    assert sorted(found) == list(enumerate(zip(mobiles, contents, strict=True)))
    plain = list(bulk.pack(mobiles, contents, **how))
    if how["max_bytes"] == 3000:
        assert [set(batch.rows) for batch in batches] == [set(batch.rows) for batch in plain]
    assert sum(batch.segments for batch in batches) == sum(batch.segments for batch in plain)


@ROW
def test_grouped_templates_are_smaller() -> None:
    """Which is what it is for."""
    contents = mixed(3000)
    plain, grouped = (next(bulk.pack(MOBILES, contents, reorder=o)) for o in (False, True))
    assert len(grouped.content) < len(plain.content) * 0.7
    assert sorted(grouped.rows) == list(range(3000))
    assert not isinstance(grouped.rows, range)
