"""Python's strings as a column of UTF-8."""

from __future__ import annotations

import importlib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

gather = pytest.importorskip("smscodec._kernels.native.gather", reason="built without the C core")
ffi: Any = importlib.import_module("smscodec._kernels._core").ffi

TEXT = st.one_of(
    st.text(st.characters()),
    st.text("aé字😀\ud83d\ude00\0", max_size=40),
    st.text("字a", min_size=60, max_size=300),
)


def gathered(room: Any, items: Any, start: int, stop: int, **how: Any) -> list[bytes]:
    """The texts as the core sees them."""
    count = room.gather(items, start, stop, **how)
    ends = list(room.gathered.offsets[0 : count + 1])
    text = bytes(ffi.buffer(room.gathered.text, ends[-1]))
    return [text[a:b] for a, b in pairwise(ends)]


PORTABLE = pytest.mark.parametrize("portable", range(3), ids=["any", "portable", "no AVX-512"])


@PORTABLE
@given(items=st.lists(TEXT, max_size=20), start=st.integers(0, 20), stop=st.integers(0, 20))
def test_texts_are_utf8(portable: int, items: list[str], start: int, stop: int) -> None:
    """Of every kind CPython keeps inside, lone surrogates as three bytes each."""
    room = gather.Texts()
    room.gathered.portable = portable
    start, stop = sorted(min(at, len(items)) for at in (start, stop))
    expected = [text.encode("utf-8", "surrogatepass") for text in items[start:stop]]
    assert gathered(room, items, start, stop) == expected
    assert gathered(room, items, start, stop, expect_ascii=True) == expected


# fmt: off
EDGES = [
    0, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xffff,
    0x10000, 0xfffff, 0x100000, 0x10ffff,
]
# fmt: on


@PORTABLE
@pytest.mark.parametrize("filling", ["a", "字", "a字é", "".join(map(chr, EDGES))])
def test_every_point_at_every_place_of_every_length(portable: int, filling: str) -> None:
    """The least and the greatest of every plane and of every number of bytes."""
    room = gather.Texts()
    room.gathered.portable = portable
    texts = [(filling * 200)[:size] for size in range(201)]
    texts += [
        text[:at] + chr(point) + text[at:]
        for text in texts[:70]
        for at in range(len(text) + 1)
        for point in EDGES
    ]
    start = 0
    while start < len(texts):
        found = gathered(room, texts, start, len(texts))
        some = texts[start : start + len(found)]
        assert found == [text.encode("utf-8", "surrogatepass") for text in some]
        start += len(found)


def test_as_many_as_fit() -> None:
    """The rest is for the next call; a text larger than all the room gets a larger one."""
    room = gather.Texts()
    items = ["字" * 20_000] * 50
    taken = len(gathered(room, items, 0, 50))
    assert 1 < taken < 50
    assert not room.is_roomy
    assert gathered(room, ["字" * 10**6, "a"], 0, 2)[0] == ("字" * 10**6).encode()
    assert room.is_roomy


@PORTABLE
@pytest.mark.parametrize("expect_ascii", [False, True])
def test_room_is_kept_to(portable: int, expect_ascii: bool) -> None:
    """However little there is, for short texts and long ones by turns."""
    items = [
        "字" * 40,
        "a",
        "",
        "é" * 511,
        "字" * 512,
        "😀" * 513,
        "a字" * 300,
        "\ud800",
        "0" * 11,
    ] * 2
    expected = [text.encode("utf-8", "surrogatepass") for text in items]
    behind = b"\xee" * 64
    for size in range(5200, 14_000, 11):
        room = gather.Texts()
        room.gathered.portable, room.gathered.room = portable, size
        ffi.buffer(room.gathered.text, size + 64)[size:] = behind
        found = gathered(room, items, 0, len(items), expect_ascii=expect_ascii)
        assert found
        assert found == expected[: len(found)]
        assert bytes(ffi.buffer(room.gathered.text, size + 64))[size:] == behind


@pytest.mark.parametrize("item", [b"a", None, 1, ["a"]])
def test_what_is_no_text_is_named(item: Any) -> None:
    """By its place in the list."""
    with pytest.raises(TypeError, match="item 2 is not str"):
        gather.Texts().gather(["a", "b", item, "c"], 1, 4)


def test_a_list_that_became_shorter_is_no_crash() -> None:
    """As another thread might make it between two calls."""
    with pytest.raises(TypeError):
        gather.Texts().gather(["a"], 0, 2)
