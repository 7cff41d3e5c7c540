"""Point-to-point batches: exact both ways, hostile rows refused with their place."""

from __future__ import annotations

import gzip
from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec import DecodeError, EncodeError, Entry, LimitError, pack_batch, unpack_batch

MOBILES = st.integers(0, 99).map(lambda n: f"138001380{n:02}")
CONTENTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\r\n\\rn,\0\t😀【】")),
    min_size=1,
)
ENTRIES = st.lists(st.tuples(MOBILES, CONTENTS), unique_by=lambda entry: entry[0], max_size=8)


def packed(lines: bytes) -> str:
    """Lines as a batch, as any client would do it."""
    return b64encode(gzip.compress(lines)).decode()


def content_of(case: dict[str, Any]) -> str:
    """The base64 text of a vector: bare gzip, or the ``content`` of a form."""
    if case.get("form"):
        return parse_qs(case["bytes"].decode("ascii"))["content"][0]
    return b64encode(case["bytes"]).decode()


@pytest.mark.parametrize("case", cases("batch", error=False))
def test_vectors(case: dict[str, Any]) -> None:
    """What clients of other languages pack is read."""
    entries = unpack_batch(content_of(case), case.get("line_breaks", "backslash"))
    assert [list(entry) for entry in entries] == case["value"]


WORDS = {
    "base64": "does not belong in base64",
    "gzip": "no gzip header",
    "truncated": "ends too early",
    "crc": "incorrect data check",
    "length": "incorrect length check",
    "members": "second gzip member",
    "trailing": "bytes after the end of the gzip stream",
    "row": r"has no comma: .* at `\$\[0\]`",
    "empty row": r"is empty: .* at `\$\[1\]`",
    "mobile": r"more than digits before its comma: .* at `\$\[0\]`",
    "charset": r"not utf-8 text: .* at `\$\[0\]`",
}


@pytest.mark.parametrize("case", cases("batch", error=True))
def test_negative_vectors(case: dict[str, Any]) -> None:
    """What is broken is refused, and says what is wrong."""
    with pytest.raises(DecodeError, match=WORDS[case["error"]]):
        unpack_batch(content_of(case))
    if case["error"] == "members":
        entries = unpack_batch(content_of(case), members="all")
        assert [list(entry) for entry in entries] == case["value_if_all_members"]


def test_the_documents_example_breaks_its_own_rule() -> None:
    """The same number twice: read by default, refused with both rows when strict."""
    (example,) = (c.values[0] for c in cases("batch") if c.id == "003-batch-printed-example")
    assert len(unpack_batch(content_of(example))) == 2
    with pytest.raises(DecodeError, match=r"row 0 already - at `\$\[1\].mobile`") as caught:
        unpack_batch(content_of(example), strict=True)
    assert (caught.value.row, caught.value.other_row) == (1, 0)


@given(ENTRIES)
def test_reversible_carries_every_text(entries: list[tuple[str, str]]) -> None:
    """``unpack(pack(x)) == x``, in count, order and bytes."""
    assert (
        list(unpack_batch(pack_batch(entries, "reversible"), "reversible", strict=True)) == entries
    )


@given(ENTRIES)
def test_backslash_carries_a_text_or_refuses_it(entries: list[tuple[str, str]]) -> None:
    """A text that would be read back as another is not sent."""
    try:
        text = pack_batch(entries)
    except EncodeError as error:
        assert error.row is not None
        content = entries[error.row][1]
        assert "\\r" in content or "\\n" in content
    else:
        assert list(unpack_batch(text, strict=True)) == entries


@given(ENTRIES)
def test_reject_changes_no_text(entries: list[tuple[str, str]]) -> None:
    """Lines are exactly ``mobile,content``, or the break is refused."""
    try:
        lines = gzip.decompress(b64decode(pack_batch(entries, "reject")))
    except EncodeError as error:
        assert error.row is not None
        assert set("\r\n") & set(entries[error.row][1])
    else:
        assert lines.decode() == "\r\n".join(f"{m},{c}" for m, c in entries)


@given(ENTRIES, st.sampled_from(["backslash", "reversible", "reject"]))
def test_no_raw_break_reaches_the_wire_inside_a_row(entries: Any, line_breaks: Any) -> None:
    """So no content can smuggle a row."""
    try:
        lines = gzip.decompress(b64decode(pack_batch(entries, line_breaks)))
    except EncodeError:
        return
    rows = lines.split(b"\r\n") if lines else []
    assert len(rows) == len(entries)
    assert not any(b"\r" in row or b"\n" in row for row in rows)


HOSTILE = [
    ("13800138000\r", "x", "mobile holds U+000D", ".mobile", 11),
    ("138001380\n0", "x", "mobile holds U+000A", ".mobile", 9),
    ("138001380\x000", "x", "mobile holds U+0000", ".mobile", 9),
    ("13800138000,13800138001", "x", "mobile holds U+002C", ".mobile", 11),
    ("1380013800a", "x", "mobile holds U+0061", ".mobile", 10),
    ("１３８００１３８０００", "x", "mobile holds U+FF11", ".mobile", 0),
    ("138٠٠١٣٨٠٠٠", "x", "mobile holds U+0660", ".mobile", 3),
    ("+8613800138000", "x", "mobile holds U+002B", ".mobile", 0),
    ("1380013800", "x", "mobile has 10 digits", ".mobile", 10),
    ("", "x", "mobile has 0 digits", ".mobile", 0),
    ("13800138000", "", "content is empty", ".content", 0),
    ("13800138000", "字\ud83d", "lone surrogate U+D83D", ".content", 3),
    ("13800138000", "\ud83d\ude00", "lone surrogate U+D83D", ".content", 0),
    ("13800138000", "a\\nb", "backslash before r or n", ".content", 1),
]


@pytest.mark.parametrize(("mobile", "content", "reason", "field", "offset"), HOSTILE)
def test_hostile_rows_are_refused_with_their_place(
    mobile: str, content: str, reason: str, field: str, offset: int
) -> None:
    """Row, field and byte; the row before it does not matter. No number stands in the message."""
    with pytest.raises(EncodeError) as caught:
        pack_batch([("13800138099", "好"), (mobile, content)])
    error = caught.value
    assert reason in str(error)
    assert (error.path, error.row, error.offset) == (f"$[1]{field}", 1, offset)
    assert "13800138" not in str(error)


CAREFUL = [
    "\0",
    "a,b,,",
    ",",
    "\\",
    "\\x",
    "😀",
    "【示例】",
    " ",
    "\t",
    "\x7f",
    "\\r" * 0 + "\r\n",
    "字" * 100_000,
]


@pytest.mark.parametrize("content", CAREFUL, ids=lambda c: repr(c[:8]))
def test_careless_contents_return_whole(content: str) -> None:
    """Whatever is carried is carried to the byte."""
    entries = (("13800138000", content), ("13800138001", "x"))
    assert unpack_batch(pack_batch(entries)) == entries


def test_literal_backslash_r() -> None:
    """Refused by the default, carried by ``reversible``, untouched by ``reject``."""
    entries = (Entry("13800138000", "C:\\readme"),)
    with pytest.raises(EncodeError, match="line_breaks='reversible' can carry it"):
        pack_batch(entries)
    assert unpack_batch(pack_batch(entries, "reversible"), "reversible") == entries
    assert unpack_batch(pack_batch(entries, "reject"), "reject") == entries


def test_duplicates_name_both_rows() -> None:
    """The document: no number twice in a batch."""
    rows = [("13800138000", "a"), ("13800138001", "b"), ("13800138000", "c")]
    with pytest.raises(EncodeError, match=r"row 0 already.* - at `\$\[2\].mobile`") as caught:
        pack_batch(rows)
    assert (caught.value.row, caught.value.other_row) == (2, 0)


def test_mobile_width_is_a_choice() -> None:
    """11 digits by default; up to 18."""
    with pytest.raises(EncodeError, match="14 digits"):
        pack_batch([("86138001380000"[:14], "x")])
    assert len(unpack_batch(pack_batch([("8613800138000", "x")], mobile_width=(11, 15)))) == 1


@pytest.mark.parametrize("bad", [{"line_breaks": "html"}, {"mobile_width": 0}])
def test_impossible_arguments(bad: dict[str, Any]) -> None:
    """The caller's mistake is a ``ValueError``, not a codec error."""
    with pytest.raises(ValueError, match=r"one of|width") as caught:
        pack_batch([], **bad)
    assert not isinstance(caught.value, EncodeError)


@pytest.mark.parametrize(
    ("lines", "row", "offset", "reason"),
    [
        (b"13800138000,a\r\n13800138001", 1, 26, "no comma"),
        (b"13800138000,a\r\n\r\n13800138001,b", 1, 15, "row is empty"),
        (b"13800138000,a\r\n,b", 1, 15, "no mobile"),
        (b"13800138000,a\r\n1380013800x,b", 1, 25, "more than digits"),
        (b"13800138000,a\r\n" + b"1" * 19 + b",b", 1, 33, "of more than 18 digits"),
        (b"13800138000,ab\xff", 0, 14, "not utf-8"),
        ("１３８,b".encode(), 0, 0, "more than digits"),
    ],
)
def test_broken_lines_are_refused_with_row_and_byte(
    lines: bytes, row: int, offset: int, reason: str
) -> None:
    """``offset`` counts bytes of the uncompressed lines."""
    with pytest.raises(DecodeError, match=reason) as caught:
        unpack_batch(packed(lines))
    assert (caught.value.row, caught.value.offset) == (row, offset)
    assert caught.value.path.startswith(f"$[{row}]")


def test_reading_leniencies() -> None:
    """One final CR LF; only the first comma separates; a lone LF is content unless strict."""
    assert unpack_batch(packed(b"13800138000,a,b\r\n")) == (("13800138000", "a,b"),)
    assert unpack_batch(packed(b"136,")) == (("136", ""),)
    assert unpack_batch(packed(b"")) == ()
    smuggled = b"13800138000,a\n13800138001,b"
    assert unpack_batch(packed(smuggled)) == (("13800138000", "a\n13800138001,b"),)
    with pytest.raises(DecodeError, match="lone CR or LF") as caught:
        unpack_batch(packed(smuggled), strict=True)
    assert caught.value.offset == 13


def test_unknown_escape_is_an_error_when_reversible() -> None:
    """A backslash there always starts an escape."""
    with pytest.raises(DecodeError, match="no known escape") as caught:
        unpack_batch(packed("13800138000,字\\t".encode()), "reversible")
    assert caught.value.offset == 15


def test_bounds() -> None:
    """What comes out is limited."""
    with pytest.raises(LimitError):
        unpack_batch(pack_batch([("13800138000", "a" * 2000)]), max_bytes=1000)
    with pytest.raises(LimitError, match="more than 1000000 rows"):
        unpack_batch(packed(b"1,a\r\n" * 1_000_001))
    with pytest.raises(LimitError, match="more than 1 rows"):
        unpack_batch(packed(b"1,a\r\n2,b\r\n"), max_rows=1)
    for end in (b"", b"\r\n"):
        assert len(unpack_batch(packed(b"1,a\r\n2,b" + end), max_rows=2)) == 2
        with pytest.raises(LimitError, match="more than 1 rows"):
            unpack_batch(packed(b"1,a\r\n2,b" + end), max_rows=1)
    with pytest.raises(ValueError, match="members is one or all, not 'first'"):
        unpack_batch(packed(b"1,a"), members="first")  # type: ignore[arg-type]


LINES = st.one_of(st.binary(), st.text("01,a\r\n\\字").map(str.encode))
ANY = st.one_of(st.text(), st.binary().map(lambda b: b64encode(b).decode()), LINES.map(packed))


@given(ANY, st.sampled_from(["backslash", "reversible", "reject"]), st.booleans())
def test_any_text_gives_rows_or_our_error(text: str, line_breaks: Any, strict: bool) -> None:
    """Nothing else escapes, and what a strict reader takes is written back the same."""
    try:
        entries = unpack_batch(text, line_breaks, strict=strict)
    except DecodeError as error:
        assert str(error).count(" - at `$") == 1
        return
    if strict and line_breaks != "backslash" and all(entry.content for entry in entries):
        again = pack_batch(entries, line_breaks, mobile_width=(1, 18))
        assert unpack_batch(again, line_breaks, strict=True) == entries
