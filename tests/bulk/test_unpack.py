"""A finished batch read back."""

from __future__ import annotations

import gzip
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import DecodeError, LimitError, bulk


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=9))
def test_unpack_of_pack(contents: list[str]) -> None:
    """Same columns, in the same order."""
    mobiles = [f"138001380{n:02}" for n in range(len(contents))]
    for batch in bulk.pack(mobiles, contents, line_breaks="reversible"):
        columns = bulk.unpack(batch.content, line_breaks="reversible", strict=True)
        assert list(columns.mobiles) == mobiles
        assert list(columns.contents) == contents
        assert columns.rows() == tuple(zip(mobiles, contents, strict=True))
        assert len(columns) == len(mobiles)


def test_rows_are_limited_as_they_are_counted() -> None:
    """The last has no line break behind it."""
    [batch] = bulk.pack(["13800138000", "13800138001"], ["a", "b"])
    assert len(bulk.unpack(batch.content, max_rows=2)) == 2
    for most in (0, 1):
        with pytest.raises(LimitError, match=f"more than {most} rows"):
            bulk.unpack(batch.content, max_rows=most)


def test_what_is_no_base64_is_shown_as_it_came() -> None:
    """A byte that is no character is none."""
    with pytest.raises(DecodeError, match="byte 0xE4 does not belong in base64"):
        bulk.unpack("中")


def test_spelling_of_the_form_value_does_not_matter() -> None:
    """C# writes lower-case escapes; a plus may come bare, or as the blank a form makes of it."""
    content = next(bulk.pack(["13800138000"], ["验证码1234，祝您生活愉快"])).content
    assert b"%2B" in content or b"%2F" in content
    spellings = {
        content,
        content.replace(b"%2B", b"%2b").replace(b"%2F", b"%2f").replace(b"%3D", b"%3d"),
        content.replace(b"%2B", b"+").replace(b"%2F", b"/").replace(b"%3D", b"="),
        content.replace(b"%2B", b" "),
    }
    assert len({bulk.unpack(spelling) for spelling in spellings}) == 1


ANY = st.one_of(st.binary(), st.text("%2Bab=+/A", max_size=30).map(str.encode))


@given(st.one_of(ANY, st.binary().map(b64encode)))
def test_any_bytes_give_columns_or_our_error(content: bytes) -> None:
    """Nothing else escapes."""
    try:
        bulk.unpack(content)
    except DecodeError:
        pass


def test_bounds_are_those_of_the_small_decoder() -> None:
    """A batch from a stranger cannot fill the memory."""
    bomb = quote(b64encode(gzip.compress(b"13800138000," + bytes(80 << 20))), safe="")
    for bounds in ({}, {"max_bytes": 100}, {"max_ratio": 2}):
        with pytest.raises(LimitError):
            bulk.unpack(bomb, **bounds)
