"""Rows joined from Arrow columns: whatever the layout, what both twins make of them."""

from __future__ import annotations

import ctypes
import itertools
import mmap
import sys
from ctypes import addressof, c_char, c_int32, c_int64, c_size_t, c_void_p
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.arrow import array_of, block, column_of, fill
from support.joining import INDEXES, agreed, cores, joiners, native, outcome

from smscodec._kernels import LINE_BREAKS, Code, JoinRules, reference
from smscodec._kernels.arrow import INTEGERS, ArrowArray, Column

LAYOUTS = [("u", ""), ("U", ""), ("v", ""), ("i", "u"), ("C", "v"), ("l", "U"), ("n", "")]
LOOSE = JoinRules(min_width=1, max_width=18)
RULES = st.builds(
    JoinRules,
    min_width=st.sampled_from([1, 11]),
    max_width=st.sampled_from([11, 18]),
    line_breaks=st.sampled_from(LINE_BREAKS),
    refuse_controls=st.booleans(),
    code_points=st.booleans(),
    full_at=st.sampled_from([0, 40, 300, 1 << 30]),
)

# fmt: off
PIECE = st.one_of(
    st.sampled_from([
        b"a", b"\\", b"\\r", b"\r", b"\n", b"\0", b"\x1f", b"\x7f", b"\t", b",", "字".encode() * 9,
        "é".encode(), "😀".encode(), b"0123456789" * 3, "\ufffd\uffff\U0010ffff".encode(),
        b"\x80", b"\xc0\x80", b"\xe5\xad", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80",
        b"\xf0\x8f\xbf\xbf", b"\xff", b"\xc3",
    ]),
    st.text(max_size=9).map(str.encode),
)
# fmt: on
CONTENT = st.none() | st.lists(PIECE, max_size=12).map(b"".join)
MOBILE = st.one_of(
    st.none(),
    st.integers(0, 20).map(lambda n: b"138001380%02d" % n),
    st.from_regex(rb"[0-9]{0,20}", fullmatch=True),
    st.sampled_from([b"1380013800a", b"138001380\xff0", "１３８".encode(), b"-1"]),
)


@st.composite
def columns(draw: st.DrawFn, items: list[Any], layouts: Any = LAYOUTS) -> Column:
    """The items in any layout, all null in the one that holds nothing else."""
    layout, values = draw(st.sampled_from(layouts))
    items = [None] * len(items) if layout == "n" else items
    return column_of(
        items, layout, values, before=draw(st.integers(0, 9)), bits=draw(st.booleans())
    )


@given(data=st.data(), rules=RULES, index=st.sampled_from(INDEXES))
def test_twins_agree(data: st.DataObject, rules: JoinRules, index: str) -> None:
    """Same columns: same lines, same faults at the same rows and bytes."""
    rows = data.draw(st.lists(st.tuples(MOBILE, CONTENT), max_size=8))
    left = data.draw(columns([mobile for mobile, _ in rows]))
    right = data.draw(columns([content for _, content in rows]))
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(rows))] * 2)))
    some = agreed(rules, left.part(start, stop), right.part(start, stop), index=index)
    assert agreed(rules, left, right, index=index, start=start, stop=stop) == some


@given(data=st.data(), rules=RULES)
def test_layouts_agree_with_strings(data: st.DataObject, rules: JoinRules) -> None:
    """Text is text wherever it lies: a column of any layout gives what a list gives."""
    rows = data.draw(
        st.lists(
            st.tuples(
                MOBILE.map(lambda mobile: (mobile or b"").decode("latin-1")),
                st.lists(PIECE, max_size=12).map(lambda p: b"".join(p).decode("utf-8", "replace")),
            ),
            max_size=8,
        )
    )
    mobiles, contents = [m for m, _ in rows], [c for _, c in rows]
    joiner = reference.Joiner(rules)
    faults = joiner.add(mobiles, contents, 5, reference.MobileIndex()).faults
    text = LAYOUTS[:-1]
    left = data.draw(columns([m.encode() for m in mobiles], text))
    right = data.draw(columns([c.encode() for c in contents], text))
    assert agreed(rules, left, right)[:2] == (faults, joiner.take().data)


@pytest.mark.parametrize("layout", INTEGERS)
def test_integers_are_their_digits(layout: str) -> None:
    """From the least to the greatest of every width; a minus is no digit."""
    bits = 8 << "csil".index(layout.lower())
    low, high = (0, 2**bits - 1) if layout.isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    numbers = [low, 0, 7, 42, high, None]
    left = column_of(numbers, layout, before=3)
    assert [left.text(at) for at in range(6)] == [*map(str, numbers[:-1]), ""]
    right = column_of([b"x"] * 6, "u")
    faults, lines, *_ = agreed(LOOSE, left, right, index=False)
    good = [n for n in (low, 0, 7, 42, high) if n >= 0 and len(str(n)) <= 18]
    assert lines == b"\r\n".join(b"%d,x" % number for number in good)
    assert faults[-1][:2] == (Code.MOBILE_NULL, 10)
    assert all(f.code != Code.MOBILE_NOT_DIGITS or (f.row, f.offset) == (5, 0) for f in faults)


@given(data=st.data(), layout=st.sampled_from("uU"))
def test_offsets_that_lie_are_faults(data: st.DataObject, layout: str) -> None:
    """Negative, decreasing or behind the last: the row says so, and nothing else is read."""
    kind = {"u": c_int32, "U": c_int64}[layout]
    texts = b"13800138000" * 3
    numbers = st.integers(-3, 40) | st.sampled_from([2**31 - 1, -(2**31)])
    wild = [*data.draw(st.lists(numbers, min_size=1, max_size=6)), len(texts)]
    rows = len(wild) - 1
    array = fill(ArrowArray(), None, (kind * len(wild))(*wild), block(texts), length=rows)
    broken = Column(array, layout, 0, rows)
    good = column_of([b"13800138000"] * rows, "u")
    right = [0 <= start <= stop <= len(texts) for start, stop in itertools.pairwise(wild)]
    for pair, code in (
        ((broken, good), Code.MOBILE_OUTSIDE),
        ((good, broken), Code.CONTENT_OUTSIDE),
    ):
        faults, *_ = agreed(LOOSE, *pair, index=False)
        assert [f.row - 5 for f in faults if f.code == code] == [
            row for row in range(rows) if not right[row]
        ]
    assert all(broken.text(row) == "" for row in range(rows) if not right[row])


@given(st.lists(st.tuples(*[st.integers(-2, 40)] * 4), min_size=1, max_size=5), st.booleans())
def test_views_that_lie_are_faults(wild: list[tuple[int, ...]], room: bool) -> None:
    """Of a size, a buffer or a place that does not exist."""
    data = block(b"13800138000" * 3)
    made = block(b"".join(bytes((c_int32 * 4)(*view)) for view in wild))
    buffers = [data, (c_int64 * 1)(33)] if room else [(c_int64 * 1)(0)]
    array = fill(ArrowArray(), None, made, *buffers, length=len(wild))
    broken = Column(array, "v", 0, len(wild))
    good = column_of([b"13800138000"] * len(wild), "u")
    faults, *_ = agreed(LOOSE, good, broken, index=False)
    outside = [
        row
        for row, (size, _, buffer, start) in enumerate(wild)
        if size < 0 or (size > 12 and not (room and buffer == 0 and 0 <= start <= 33 - size))
    ]
    assert [f.row - 5 for f in faults if f.code == Code.CONTENT_OUTSIDE] == outside


@given(st.lists(st.integers(-3, 6), min_size=1, max_size=6), st.sampled_from(["c", "i", "l"]))
def test_keys_that_lie_are_faults(keys: list[int], layout: str) -> None:
    """Of a dictionary that has no such value."""
    column = column_of([b"a", b"b"], layout, "u")
    size = column.array.dictionary[0].length
    wild = array_of(keys, layout)
    wild.dictionary = column.array.dictionary
    good = column_of([b"13800138000"] * len(keys), "u")
    broken = Column(wild, layout, 0, len(keys), "u")
    faults, *_ = agreed(LOOSE, good, broken, index=False)
    outside = [row for row, key in enumerate(keys) if not 0 <= key < size]
    assert [f.row - 5 for f in faults if f.code == Code.CONTENT_OUTSIDE] == outside


# fmt: off
SECOND = (0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xE0, 0xFF)
LATER = (0x41, 0x80, 0xBF, 0xC3)
# fmt: on


@pytest.mark.skipif(native is None, reason="built without the C core")
@pytest.mark.parametrize("before", [0, 29, 30, 31, 61, 62, 63, 126])
@pytest.mark.parametrize("behind", [b"", b"z" * 40], ids=["end", "more"])
def test_what_is_utf8_and_where_it_is_not_is_as_in_python(before: int, behind: bytes) -> None:
    """Every first byte with seconds, thirds and fourths at every edge, wherever a block ends."""
    head = b"." * before
    items = [
        head + bytes([first, second, *rest]) + behind
        for first in range(0x80, 0x100)
        for second in SECOND
        for rest in [(), *itertools.product(LATER, repeat=1), *itertools.product(LATER, repeat=2)]
        if second >= 0x20
    ]
    expected = []
    for row, item in enumerate(items):
        try:
            item.decode()
        except UnicodeDecodeError as error:
            expected.append((row, error.start))
    right = column_of(items, "u")
    left = column_of(range(10_000, 10_000 + len(items)), "i")
    for joiner in cores(LOOSE):
        faults, lines, *_ = outcome(joiner, left, right, index=False)
        assert [(fault.row - 5, fault.offset) for fault in faults] == expected
        bad = {row for row, _ in expected}
        kept = [b"%d,%s" % (10_000 + row, i) for row, i in enumerate(items) if row not in bad]
        assert lines == b"\r\n".join(kept)


@pytest.mark.parametrize("size", [*range(1, 9), *range(30, 38), *range(60, 70), 96, 129])
def test_every_place_of_every_size(size: int) -> None:
    """One line break, one control character, one stray byte: found wherever it stands."""
    for stray in (b"\n", b"\\", b"\x07", b"\x7f", b"\xa0"):
        items = [b"x" * at + stray + b"y" * (size - 1 - at) for at in range(size)]
        left = column_of(range(10_000, 10_000 + size), "i")
        rules = JoinRules(min_width=1, refuse_controls=True, line_breaks="reversible")
        faults, *_ = agreed(rules, left, column_of(items, "v"), index=False)
        assert [f.offset for f in faults] == ([] if stray in b"\n\\" else [*range(size)])


# fmt: off
PLANES = [
    "a", "é", "字", "\ud7ff\ue000", "\u0800\u0fff", "\U00010000", "\U000fffff\U0010ffff",
    "a字", "字é😀",
]
STRAYS = [
    b"", b"\n", b"\\", b"\x7f", b"\x1f", b"\x80", b"\xc1\xbf", b"\xe5\xad", b"\xe0\x9f\xbf",
    b"\xed\xa0\x80", b"\xf0\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xff",
]
# fmt: on


@pytest.mark.skipif(native is None, reason="built without the C core")
@pytest.mark.parametrize("filling", PLANES)
@pytest.mark.parametrize("code_points", [False, True])
def test_every_length_is_the_same_to_all_instructions(filling: str, code_points: bool) -> None:
    """Of characters from every plane, with something strange at every place of every length."""
    rules = JoinRules(min_width=1, refuse_controls=True, code_points=code_points)
    characters = (filling * 200).encode()
    items = [characters[:size] for size in range(201)]
    for stray in STRAYS:
        items += [
            characters[:at] + stray + characters[at:size]
            for size in {*range(0, 201, 23), *range(60, 69), *range(124, 132)}
            for at in range(size + 1)
        ]
    left, right = column_of(range(len(items)), "i"), column_of(items, "U")
    first, *others = [outcome(joiner, left, right, index=False) for joiner in cores(rules)]
    assert all(other == first for other in others)


@pytest.mark.skipif(native is None or not sys.platform.startswith("linux"), reason="no guard pages")
@pytest.mark.parametrize("size", range(0, 201, 3))
@pytest.mark.parametrize("strange", ["", "😀", "\n"])
def test_nothing_is_read_outside_a_text(size: int, strange: str) -> None:
    """Not even where the memory before it and behind it may not be read at all."""
    page = mmap.PAGESIZE
    text = b"x" * size + strange.encode()
    memory = mmap.mmap(-1, 3 * page)
    start = addressof(c_char.from_buffer(memory))
    for guard in (start, start + 2 * page):
        assert ctypes.CDLL(None).mprotect(c_void_p(guard), c_size_t(page), 0) == 0
    for place in (page, 2 * page - len(text)):
        memory[place : place + len(text)] = text
        array = fill(ArrowArray(), None, (c_int64 * 2)(0, len(text)), length=1)
        array.n_buffers, array.buffers = 3, (c_void_p * 3)(None, array.buffers[1], start + place)
        for joiner in cores(LOOSE):
            _, lines, *_ = outcome(joiner, column_of([1], "i"), Column(array, "U", 0, 1))
            escaped = text.replace(b"\n", b"\\n")
            assert lines == (b"1," + escaped if text else b"")


@given(data=st.data(), rules=RULES)
def test_a_large_index_is_an_index(data: st.DataObject, rules: JoinRules) -> None:
    """Too large for a cache, so that rows are looked at ahead: same faults, same lines."""
    mobiles = data.draw(st.lists(MOBILE, min_size=1, max_size=40))
    left = data.draw(columns(mobiles))
    right = column_of([b"x"] * len(mobiles), "u")
    expected = outcome(reference.Joiner(rules), left, right)
    for joiner in cores(rules):
        seen = native.MobileIndex(4, 1 << 17)
        taken, faults = joiner.add_columns(left, right, 5, seen)
        assert (faults, bytes(joiner.take().data)) == expected[:2]
        assert (len(seen), taken) == expected[4:6]


def test_columns_of_different_length_are_a_mistake_of_the_caller() -> None:
    """Who walks two columns cuts them alike."""
    for joiner in joiners(LOOSE):
        with pytest.raises(ValueError, match="2 mobiles but 1 contents"):
            joiner.add_columns(column_of([b"1", b"2"], "u"), column_of([b"x"], "u"))
