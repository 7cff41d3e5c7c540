"""Rows that are taken some at a time, for nothing is unusual in them; and some that are not."""

from __future__ import annotations

from ctypes import c_int64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.arrow import block, column_of, fill
from support.joining import INDEXES, agreed

pytest.importorskip("smscodec._kernels.native", reason="built without the C core")

from smscodec._kernels import Code, JoinRules, native
from smscodec._kernels.arrow import ArrowArray, Column

RULES = JoinRules(min_width=1, max_width=18)
ROWS = 70
"""More than are taken at once, twice over."""
FILTER = "MobileFilter"
"""With an index that knows where a mobile was, all rows are taken one by one."""

TEXTS = [
    "【示例】您好，",
    "Code 4711. ",
    "°",
    "é",
    "\uffff",
    " ",
    "~",
    "x" * 63,
    "字" * 43,
    "a" * 190,
]
CONTENTS = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5).map("".join)

UNUSUAL = [
    b"", b"\\", b"\\n", b"\r", b"\n", b"\t", b"\0", b"\x01", b"\x1c", b"\x1f", b"\x7f", b"\xff",
    b"\x80", b"\xc0\x80", b"\xc1\xbf", b"\xe5\xad", b"\xe5", b"\xc3", b"\xe0\x80\x80",
    b"\xed\xa0\x80", "\u0800".encode(), "\ud7ff".encode(), "😀".encode(), b"\xf4\x90\x80\x80",
    b"\xfe\xbf\xbf", b"\xff\x80\x80", b"\xdf\xbf\xbf",
]  # fmt: skip
MOBILES = [b"", b"1", b"12345678", b"1234567890123456", b"9" * 18, b"9" * 19, b"1380013800a",
           b"/3800138000", b":3800138000", b"1380013800\xff", b"13800138,00"]  # fmt: skip


def mobiles_of(width: int, rows: int = ROWS) -> list[bytes]:
    return [b"%0*d" % (width, 10 ** (width - 1) * 3 + 7919 * row) for row in range(rows)]


def column(items: list[bytes], layout: str) -> Column:
    """One with two rows before those that are asked for; texts of views in one buffer, in order."""
    if layout != "v":
        return column_of(items, layout, before=2)
    views, data = [], b"some text before"
    for item in [b"inline", b"x" * 16, *items]:
        place = item.ljust(12, b"\0")
        if len(item) > 12:
            place = item[:4] + bytes(4) + len(data).to_bytes(4, "little")
            data += item
        views.append(len(item).to_bytes(4, "little") + place)
    buffers = block(b"".join(views)), block(data), (c_int64 * 1)(len(data))
    array = fill(ArrowArray(), None, *buffers, length=len(items), offset=2)
    return Column(array, "v", 0, len(items), "")


def columns(mobiles: list[bytes], contents: list[bytes], layout: str = "u", behind: int = 3) -> Any:
    """Two of them, with so many rows behind those that are asked for."""
    contents = [*contents, *[b"z" * 64] * behind]
    mobiles = [*mobiles, *[b"13800138000"] * behind]
    return [column(items, layout) for items in (mobiles, contents)]


@given(
    width=st.integers(7, 18),
    contents=st.lists(CONTENTS, min_size=1, max_size=ROWS),
    layout=st.sampled_from("uUv"),
    behind=st.integers(0, 4),
    index=st.sampled_from(INDEXES),
    rules=st.builds(
        JoinRules,
        min_width=st.sampled_from([1, 11]),
        max_width=st.sampled_from([11, 18]),
        code_points=st.booleans(),
        full_at=st.sampled_from([200, 5000, 1 << 30]),
    ),
)
def test_ordinary_rows(
    width: int, contents: list[str], layout: str, behind: int, index: str, rules: JoinRules
) -> None:
    """Of every width, however much text lies behind the last."""
    texts = [content.encode() for content in contents]
    pair = columns(mobiles_of(width, len(texts)), texts, layout, behind)
    agreed(rules, *pair, index=index, stop=len(texts))


@given(
    contents=st.lists(CONTENTS, min_size=ROWS, max_size=ROWS),
    others=st.lists(
        st.tuples(st.integers(0, ROWS - 1), st.sampled_from(UNUSUAL), st.booleans()), max_size=3
    ),
    again=st.lists(st.tuples(*[st.integers(0, ROWS - 1)] * 2), max_size=2),
    stray=st.lists(st.tuples(st.integers(0, ROWS - 1), st.sampled_from(MOBILES)), max_size=2),
    index=st.sampled_from(INDEXES),
    layout=st.sampled_from("uUv"),
)
def test_some_rows_are_not(
    contents: list[str],
    others: list[tuple[int, bytes, bool]],
    again: list[tuple[int, int]],
    stray: list[tuple[int, bytes]],
    index: str,
    layout: str,
) -> None:
    """Wherever they stand: unusual contents and mobiles, and mobiles that come twice."""
    mobiles, texts = mobiles_of(11), [content.encode() for content in contents]
    for row, piece, before in others:
        texts[row] = piece + texts[row] if before else texts[row] + piece if piece else b""
    for row, other in again:
        mobiles[row] = mobiles[other]
    for row, mobile in stray:
        mobiles[row] = mobile
    agreed(RULES, *columns(mobiles, texts, layout), index=index, stop=ROWS)


@pytest.mark.parametrize("at", [0, 1, 31, 32, 63, 64, 69])
@pytest.mark.parametrize("piece", UNUSUAL, ids=repr)
def test_unusual_text(piece: bytes, at: int) -> None:
    """At both ends of a content and of the 64 bytes that are looked at together."""
    for shift in range(0, 64, 3):
        texts = [b"." * (shift + 1), *[b"%d" % row for row in range(1, ROWS)]]
        texts[at] = texts[at] + piece if piece else b""
        agreed(RULES, *columns(mobiles_of(11), texts), index=FILTER, stop=ROWS)


@pytest.mark.parametrize("at", [0, 30, 31, 32, 68])
def test_a_character_in_two_contents_is_none(at: int) -> None:
    """Though one behind the other they are good text."""
    texts = [b"ordinary text"] * ROWS
    texts[at], texts[at + 1] = b"half a \xe5\xad", b"\x97 and the rest"
    faults, *_ = agreed(RULES, *columns(mobiles_of(11), texts), index=FILTER, stop=ROWS)
    assert [(fault.row - 5, fault.code) for fault in faults] == [
        (at, Code.CONTENT_NOT_UTF8),
        (at + 1, Code.CONTENT_NOT_UTF8),
    ]


def test_offsets_that_go_back() -> None:
    """They are no text, whatever the sum of their steps."""
    left, right = columns(mobiles_of(11), [b"12345678"] * ROWS)
    good = right.array.keeps[1][40]
    for value in (good + 9, good - 9, -1, 1 << 30):
        right.array.keeps[1][40] = value
        agreed(RULES, left, right, index=FILTER, stop=ROWS)


@pytest.mark.parametrize("row", [2, 30, 60])
@pytest.mark.parametrize("word", range(4))
def test_views_of_elsewhere(word: int, row: int) -> None:
    """Another size, the beginning, another buffer, another place: near, far and none."""
    for value in (0, 1, 12, 13, 21, 1 << 20, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        left, right = columns(mobiles_of(11), [b"a text of some size"] * ROWS, "v", 9)
        at = 16 * (row + 2) + 4 * word
        right.array.keeps[1][at : at + 4] = value.to_bytes(4, "little")
        agreed(RULES, left, right, index=FILTER, stop=ROWS)


def test_a_short_text_that_looks_like_a_place() -> None:
    """It is what stands in the view, and no longer text of the first buffer."""
    texts = [b"abcd" + bytes(8), *[b"a text of some size"] * 20]
    agreed(RULES, *columns(mobiles_of(11, 21), texts, "v"), index=FILTER, stop=1)


@pytest.mark.parametrize("at", [1, 31, 40, 69])
def test_rows_before_one_that_has_come_are_kept(at: int) -> None:
    """With their segments, and without those behind it."""
    mobiles = mobiles_of(11)
    mobiles[at] = mobiles[0]
    texts = [("字" * (row + 40)).encode() for row in range(ROWS)]
    faults, *_ = agreed(RULES, *columns(mobiles, texts), index=FILTER, stop=ROWS)
    assert [(fault.row - 5, fault.code) for fault in faults] == [(at, Code.DUPLICATE)]


# ---- rendered ------------------------------------------------------------------------------------

TEMPLATES = [
    ("【示例】", "，您的订单", "已发出。"),
    ("", "", ""),
    ("a", "", "\\"),
    ("x" * 40 + "\\", "y" * 100, ""),
]


@given(
    literals=st.sampled_from(TEMPLATES),
    names=st.lists(
        st.sampled_from(["王芳", "李", "", "Ann", "n", "é", "字" * 30, "x" * 200]),
        min_size=1,
        max_size=ROWS,
    ),
    others=st.lists(st.tuples(st.integers(0, ROWS - 1), st.sampled_from(UNUSUAL)), max_size=2),
    layout=st.sampled_from(["u", "U", "v"]),
    behind=st.integers(0, 4),
    rules=st.builds(
        JoinRules,
        min_width=st.just(1),
        max_width=st.sampled_from([11, 18]),
        line_breaks=st.sampled_from(["backslash", "reversible"]),
        full_at=st.sampled_from([500, 1 << 30]),
    ),
    index=st.sampled_from(INDEXES),
)
def test_rendered_rows(
    literals: tuple[str, ...],
    names: list[str],
    others: list[tuple[int, bytes]],
    layout: str,
    behind: int,
    rules: JoinRules,
    index: str,
) -> None:
    """Values of any size between literals, some of which end with a backslash."""
    values = [name.encode() for name in names]
    for row, piece in others:
        values[row % len(values)] += piece
    mobiles, first = columns(mobiles_of(11, len(values)), values, layout, behind)
    codes = [b"%d" % (row * 7919 % 1000) for row in range(len(values))]
    second = column_of([*codes, *[b"z" * 64] * behind], "u")
    agreed(rules, mobiles, literals, [first, second], add="add_rendered", index=index,
           stop=len(values))  # fmt: skip


def test_values_are_counted_in_characters() -> None:
    """Of one byte, two or three: 70 are one segment, 71 are two."""
    values = [(char * size).encode() for char in "aé字" for size in range(60, 72)] * 2
    mobiles, names = columns(mobiles_of(11, len(values)), values)
    _, _, _, counts, *_ = agreed(RULES, mobiles, ("你", "好"), [names], add="add_rendered",
                                 index=FILTER, stop=len(values))  # fmt: skip
    assert counts == ([1] * 9 + [2] * 3) * 6


def test_a_value_behind_a_backslash() -> None:
    """With n or r at its beginning it would be an escape."""
    mobiles, names = columns(mobiles_of(11), [b"name", b"other"] * (ROWS // 2))
    faults, *_ = agreed(RULES, mobiles, ("back\\", ".", ""), [names, names], add="add_rendered",
                        index=FILTER, stop=ROWS)  # fmt: skip
    assert [fault.row - 5 for fault in faults] == list(range(0, ROWS, 2))


def test_a_character_in_two_values_is_none() -> None:
    values = [b"name"] * ROWS
    values[40], values[41] = b"half a \xe5\xad", b"\x97 and the rest"
    mobiles, names = columns(mobiles_of(11), values)
    faults, *_ = agreed(RULES, mobiles, TEMPLATES[0], [names, names], add="add_rendered",
                        index=FILTER, stop=ROWS)  # fmt: skip
    assert [fault.row - 5 for fault in faults] == [40, 41]


# ---- the filter ----------------------------------------------------------------------------------


def found(filter_: Any, mobiles: list[bytes]) -> list[int]:
    """Rows that are said to have come before."""
    joiner = native.Joiner(RULES)
    joined = joiner.add_columns(*columns(mobiles, [b"x"] * len(mobiles)), 0, filter_,
                                stop=len(mobiles))  # fmt: skip
    assert {(fault.code, fault.other) for fault in joined.faults} <= {(Code.DUPLICATE, -1)}
    joiner.take().close()
    return [fault.row for fault in joined.faults]


def test_a_filter_that_knows_nothing_goes_through_all() -> None:
    """With two words for all mobiles every one is in doubt."""
    some = native.MobileFilter()
    some.expect(1000)
    mobiles = mobiles_of(11, 300)
    assert found(some, mobiles[:1]) == []
    some._seen.shift = 63
    assert found(some, mobiles[1:]) == []
    assert len(some) == 300
    assert some._seen.patience < (1 << 16) - 300
    assert found(some, [mobiles[7], b"13900139000", mobiles[299]]) == [0, 2]
    some._seen.patience = 0
    assert found(some, [b"13900139001"]) == [0]


def test_a_filter_grows_and_forgets() -> None:
    some = native.MobileFilter()
    some.expect(10)
    mobiles = mobiles_of(12, 5000)
    for start in range(0, 5000, 50):
        assert found(some, mobiles[start : start + 50]) == []
    assert len(some) == 5000
    assert found(some, mobiles[::100]) == list(range(50))
    some.clear()
    assert len(some) == 0
    assert found(some, mobiles) == []
