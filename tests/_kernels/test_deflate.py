"""The row-aware compressor: whatever rows hold, what comes out inflates to them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.blocks import dynamic_blocks
from support.campaigns import ONE, OTHER, TABLES, campaign, joined, noise

pytest.importorskip("smscodec._kernels.native", reason="built without the C core")
isal = pytest.importorskip("isal.igzip_lib")

from smscodec._kernels.native.deflate import Deflater, deflate_rows, group_rows  # noqa: E402

SPECIAL, PORTABLE, NARROW = (Deflater(portable=some) for some in range(3))

# ---- rows that are hard on the learner -----------------------------------------------------------

MOBILES = st.one_of(
    st.integers(0, 99).map(lambda n: f"138001380{n:02}".encode()),
    st.sampled_from([b"", b"1", b"13800138000", b"138001380000", b"1380013800\xff", b"," * 11]),
)
VALUES = st.one_of(
    st.integers(0, 10**12).map(str),
    st.sampled_from(
        [
            "",
            "王",
            "王芳",
            "张伟",
            "１２３",
            "12３4",
            "😀",
            "\\r\\n",
            "，",
            "0" * 40,
            "0123456789:;",
        ]
    ),
    st.text(max_size=20),
    st.text("字", min_size=30, max_size=900),
)
PARTS = st.one_of(
    st.sampled_from(
        ["【示例】", "尊敬的", "，您的订单", "已发出，请保持畅通。", "回T退订", "a", ""]
    ),
    st.text(max_size=60),
    st.text("您好", min_size=80, max_size=85),  # nearly as long as a match
    st.text("您好", min_size=100, max_size=400),
)
TEMPLATES = st.lists(PARTS, min_size=1, max_size=20)


def without_breaks(content: bytes) -> bytes:
    return content.replace(b"\r", b"\\r").replace(b"\n", b"\\n")


@st.composite
def campaigns(draw: st.DrawFn) -> list[bytes]:
    """Rows of a few templates, and some that are nearly of one, or of none."""
    templates = draw(st.lists(TEMPLATES, min_size=1, max_size=6))
    rows: list[bytes] = []
    for _ in range(draw(st.integers(1, 40))):
        parts = list(draw(st.sampled_from(templates)))
        if draw(st.integers(0, 9)) == 0:
            parts[draw(st.integers(0, len(parts) - 1))] = draw(PARTS)
        text = "".join(part + draw(VALUES) for part in parts)
        content = text.encode("utf-8", "surrogatepass")
        if draw(st.integers(0, 9)) == 0:
            content = draw(st.binary(max_size=300))
        rows.append(draw(MOBILES) + b"," + without_breaks(content))
    return rows


ROWS = st.one_of(
    campaigns(),
    st.lists(st.binary(max_size=40).map(without_breaks), min_size=1, max_size=40),
)


def packed(deflater: Deflater, rows: Sequence[bytes], **mode: bool) -> bytes | None:
    return deflater.deflate(*joined(rows), **{"dense": False, "insist": True, **mode})


def inflated(member: bytes) -> bytes:
    """By zlib: one member, whole, and nothing behind it."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    data = inflater.decompress(member)
    assert inflater.eof
    assert not inflater.unused_data
    return data


def require_right(rows: Sequence[bytes]) -> None:
    """Both modes on both paths; zlib and isal read them; nothing that went before matters."""
    lines = joined(rows)[0]
    for dense in (False, True):
        member = packed(SPECIAL, rows, dense=dense)
        assert member is not None
        assert inflated(member) == lines
        assert isal.decompress(member, isal.DECOMP_GZIP) == lines
        assert len(member) <= bound(lines)
        assert packed(PORTABLE, rows, dense=dense) == member
        assert packed(NARROW, rows, dense=dense) == member
        assert packed(SPECIAL, rows, dense=dense) == member
        assert packed(SPECIAL, rows, dense=dense, insist=False) in (None, member)


def bound(lines: bytes) -> int:
    """What the worst lines take: they are stored, in blocks of 64 KiB and in chunks of 2 KiB."""
    return len(lines) + len(lines) // 64 + 64


# ---- the laws ------------------------------------------------------------------------------------


@given(rows=ROWS)
@example(rows=[b""])
@example(rows=[b"", b""])
@example(rows=[b"13800138000,"])
def test_any_rows_come_back(rows: list[bytes]) -> None:
    """Near-templates, odd mobiles, digits that are no digits, empty contents, no UTF-8 at all."""
    require_right(rows)


@given(rows=ROWS, before=ROWS)
def test_a_context_forgets(rows: list[bytes], before: list[bytes]) -> None:
    """What a context did before makes no difference."""
    used = Deflater()
    packed(used, before)
    assert packed(used, rows) == packed(Deflater(), rows)


# ---- tables that are hostile by size -------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_any_table_comes_back(name: str) -> None:
    """Tables that fill chunks, windows, and all there is room for, whatever came before."""
    require_right(TABLES[name])
    assert packed(Deflater(), TABLES[name]) == packed(SPECIAL, TABLES[name])


@pytest.mark.parametrize("size", [1, 2, 3, 31, 32, 33, 65_535, 65_536, 131_071])
def test_noise_grows_by_little(size: int) -> None:
    """Lines that nothing can compress are stored."""
    member = packed(SPECIAL, [noise(size)])
    assert member is not None
    assert len(member) <= size + 5 * (size // 65_535 + 1) + 24


# ---- codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [2500, 2900, 3000, 3600])
def test_codes_serve_as_long_as_rows_are_alike(rows: int) -> None:
    """Others would not pay for their head, wherever the last chunk ends."""
    member = packed(SPECIAL, campaign([ONE], rows))
    assert member is not None
    assert dynamic_blocks(member) == 1


def test_codes_change_with_the_rows() -> None:
    """What comes midway gets codes of its own."""
    member = packed(SPECIAL, campaign([ONE], 2048) + campaign(["{code}{code}{long}abc"], 2048))
    assert member is not None
    assert dynamic_blocks(member) > 1


# ---- what is learned -----------------------------------------------------------------------------


def test_a_template_that_thousands_have_is_not_lost_to_a_few() -> None:
    """Rows that share half of it come in between, and make one of their own."""
    much = "【示例】您的订单{code}已经发出，请在三天之内到附近的门店领取，"
    often = campaign([much + "过期作废，回复T退订，祝您购物愉快，欢迎下次再来。"], 3800)
    seldom = campaign([much + "晚上九点以后请打电话联系店长，谢谢您的理解。"], 200)
    for every, row in enumerate(seldom, 1):
        often.insert(20 * every, row)
    alone = packed(SPECIAL, campaign([much], 4000))
    mixed = packed(SPECIAL, often)
    assert alone is not None
    assert mixed is not None
    assert len(mixed) < 1.25 * len(alone)


# ---- giving up -----------------------------------------------------------------------------------


def test_it_gives_up_on_free_text() -> None:
    """Another compressor does better there; told to insist it goes on."""
    rows = TABLES["noise in rows"]
    assert deflate_rows(*joined(rows)) is None
    assert deflate_rows(*joined(rows), insist=True) is not None


@pytest.mark.parametrize("rows", [200, 1000, 10_000])
@pytest.mark.parametrize("templates", [[ONE], [ONE, OTHER]], ids=["one", "two"])
def test_it_beats_a_general_compressor(templates: list[str], rows: int) -> None:
    """No more bytes than igzip takes for a campaign, give or take a fiftieth."""
    lines, ends = joined(campaign(templates, rows))
    member = deflate_rows(lines, ends)
    assert member is not None
    assert len(member) <= 1.02 * len(isal.compress(lines, 1, isal.COMP_GZIP))


def test_ends_may_be_anything_that_holds_numbers() -> None:
    """A list, or a buffer that is taken where it lies."""
    lines, ends = joined(campaign([ONE], 100))
    taken: Any = memoryview(b"".join(end.to_bytes(4, "little") for end in ends)).cast("I")
    assert deflate_rows(memoryview(lines), taken, insist=True) == deflate_rows(
        lines, ends, insist=True
    )


# ---- grouping ------------------------------------------------------------------------------------


def test_rows_of_a_template_come_together() -> None:
    """Each once, and a batch of many templates shrinks by a sixth and more."""
    rows = TABLES["300 templates, shuffled"]
    order = group_rows(*joined(rows))
    grouped = [rows[number] for number in order]
    assert sorted(order) == list(range(len(rows)))
    before, after = packed(SPECIAL, rows), packed(SPECIAL, grouped)
    assert before is not None
    assert after is not None
    assert 6 * len(after) < 5 * len(before)


@given(rows=ROWS)
def test_any_rows_are_grouped(rows: list[bytes]) -> None:
    """Each row once, and the same on both paths."""
    lines, ends = joined(rows)
    order = SPECIAL.group(lines, ends)
    assert sorted(order) == list(range(len(rows)))
    assert PORTABLE.group(lines, ends) == order
