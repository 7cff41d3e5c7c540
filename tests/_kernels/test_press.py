"""Batch after batch in one walk: the same form values as by one stage after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.arrow import column_of
from support.campaigns import ONE, OTHER, TABLES, campaign

pytest.importorskip("smscodec._kernels.native", reason="built without the C core")

from smscodec._kernels import Joiner, JoinRules, Press, deflate_rows, encode_form

RULES = JoinRules(min_width=1, max_width=18)
MODES: list[dict[str, bool]] = [{}, {"insist": True}, {"insist": True, "dense": True}]


def by_stages(rows: Sequence[tuple[bytes, bytes]], **mode: bool) -> bytes | None:
    joiner = Joiner(RULES)
    columns = (column_of(list(column), "u") for column in zip(*rows, strict=True))
    assert not joiner.add_columns(*columns).faults
    lines = joiner.take()
    return deflate_rows(lines.data, lines.ends, encode_form, **mode)


def by_press(
    press: Press, rows: Sequence[tuple[bytes, bytes]], parts: Sequence[int], **mode: bool
) -> bytes | None:
    mobiles, contents = (column_of(list(column), "v") for column in zip(*rows, strict=True))
    press.begin(len(rows), **mode)
    bounds = sorted({0, len(rows), *(part % len(rows) for part in parts)})
    for start, stop in pairwise(bounds):
        press.add_columns(mobiles, contents, start=start, stop=stop)
    assert len(press.pressed) <= 1
    return press.pressed[0].packed if press.pressed else None


def is_good(row: bytes) -> bool:
    """A row that no rule refuses."""
    mobile, _, content = row.partition(b",")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return mobile.isdigit() and len(mobile) <= 18 and text != "" and "\\" not in text


def split(rows: Sequence[bytes]) -> Any:
    """Mobiles and contents of good rows; another mobile where one has come already."""
    found: dict[bytes, bytes] = {}
    for number, row in enumerate(filter(is_good, rows)):
        mobile, content = row.split(b",", 1)
        found[b"%d" % (10**16 + number) if mobile in found else mobile] = content
    return list(found.items())


CAMPAIGNS = {name: split(rows) for name, rows in TABLES.items()}
PRESS = Press(RULES)


@pytest.mark.parametrize("mode", MODES, ids=["auto", "fast", "dense"])
@pytest.mark.parametrize("name", [name for name, rows in CAMPAIGNS.items() if rows])
def test_the_same_as_by_stages(name: str, mode: dict[str, bool]) -> None:
    """However the rows come; and it gives up where deflating the lines does."""
    rows = CAMPAIGNS[name]
    expected = by_stages(rows, **mode)
    for parts in ([], [1], [17, 300, 5000]):
        assert by_press(PRESS, rows, parts, **mode) == expected
        assert PRESS.gave_up == (expected is None)


@pytest.mark.parametrize("rows", [40, 900, 4000])
def test_how_many_rows_come_first_does_not_matter(rows: int) -> None:
    """Though what mobiles begin with is learned from the first ones."""
    random = Random(rows)
    some = [
        (
            b"%d%09d" % (random.choice([13, 15, 18]) if row > 24 else 13, row),
            f"您的验证码{random.randrange(10**6):06}，请尽快使用。".encode(),
        )
        for row in range(rows)
    ]
    expected = by_stages(some, insist=True)
    for first in (1, 2, 20, 25, 31, 32, 33, 300):
        assert by_press(PRESS, some, [first], insist=True) == expected
        assert by_press(PRESS, some, [first, first + 3, 2 * first], insist=True) == expected


@given(
    rows=st.integers(1, 400),
    templates=st.sampled_from([[ONE], [ONE, OTHER], ["{name}{code}"], ["{long}"]]),
    parts=st.lists(st.integers(0, 400), max_size=4),
    mode=st.sampled_from(MODES),
)
def test_any_campaign(
    rows: int, templates: list[str], parts: list[int], mode: dict[str, bool]
) -> None:
    """Few rows or many, in parts of any size."""
    some = split(campaign(templates, rows))
    assert by_press(PRESS, some, parts, **mode) == by_stages(some, **mode)


@given(
    names=st.lists(st.sampled_from(["王芳", "李", "", "Ann"]), min_size=1, max_size=300),
    literals=st.sampled_from(
        [("【示例】", "，您的订单", "已发出。"), ("", "您好", ""), ("", "", "")]
    ),
    mode=st.sampled_from(MODES),
)
def test_rendered_rows(names: list[str], literals: tuple[str, ...], mode: dict[str, bool]) -> None:
    """The same as their lines by stages."""
    mobiles = column_of([b"138%08d" % row for row in range(len(names))], "u")
    columns = [
        column_of([name.encode() for name in names], "v"),
        column_of([row * 7919 % 10**6 for row in range(len(names))], "l"),
    ]
    joiner = Joiner(RULES)
    joined = joiner.add_rendered(mobiles, literals, columns)
    PRESS.begin(len(names), **mode)
    PRESS.add_rendered(mobiles, literals, columns)
    assert not joined.faults
    lines = joiner.take()
    expected = deflate_rows(lines.data, lines.ends, encode_form, **mode)
    assert PRESS.pressed == ([] if expected is None else [(expected, lines.segments)])
    assert expected is None or bytes(PRESS.lines) == bytes(lines.data)


@pytest.mark.parametrize("rendered", [False, True])
def test_rows_that_may_not_fit_are_refused(rendered: bool) -> None:
    """Nothing is written behind the room there is, whatever the rules call full."""
    mobiles = column_of([b"138%08d" % row for row in range(30)], "u")
    contents = column_of([b"x" * 1_000_000] * 30, "v")
    PRESS.begin(30, insist=True)
    if rendered:
        joined = PRESS.add_rendered(mobiles, ("【示例】", "再见。"), [contents])
    else:
        joined = PRESS.add_columns(mobiles, contents)
    assert joined.taken == 0
    assert PRESS.pressed == []
    assert not PRESS.gave_up


def test_rendered_rows_and_others_in_one_batch() -> None:
    """In any order, and the next batch begins anew."""
    contents = column_of(["您的验证码".encode()] * 3, "u")
    mobiles = [column_of([b"1%d%d" % (turn, row) for row in range(3)], "u") for turn in (0, 1)]
    joiner = Joiner(RULES)
    for count, turns in ((6, (True, False)), (6, (False, True)), (3, (False,))):
        PRESS.begin(count, insist=True)
        for some, rendered in zip(mobiles, turns, strict=False):
            for each in (PRESS, joiner):
                if rendered:
                    each.add_rendered(some, ("【示例】", "您好，再见。"), [contents])
                else:
                    each.add_columns(some, contents)
        lines = joiner.take()
        [pressed] = PRESS.pressed
        assert pressed.packed == deflate_rows(lines.data, lines.ends, encode_form, insist=True)


@given(
    rows=st.integers(1, 300),
    most=st.integers(1, 120),
    parts=st.lists(st.integers(0, 300), max_size=4),
    mode=st.sampled_from(MODES[1:]),
    rendered=st.booleans(),
)
def test_batch_after_batch(
    rows: int, most: int, parts: list[int], mode: dict[str, bool], rendered: bool
) -> None:
    """However rows come, each batch is what it is by itself; one that is not whole waits."""
    some = split(campaign([ONE, OTHER], rows))
    mobiles, contents = (column_of(list(column), "v") for column in zip(*some, strict=True))
    PRESS.begin(most, **mode)
    for start, stop in pairwise(sorted({0, rows, *(part % rows for part in parts)})):
        if rendered:
            PRESS.add_rendered(mobiles, ("", ""), [contents], start=start, stop=stop)
        else:
            PRESS.add_columns(mobiles, contents, start=start, stop=stop)
    whole = [some[at : at + most] for at in range(0, rows // most * most, most)]
    assert [pressed.packed for pressed in PRESS.pressed] == [by_stages(w, **mode) for w in whole]
    assert not PRESS.gave_up


def test_batches_before_one_that_is_none() -> None:
    """They are there, none behind it is: it has a row that is refused, or nothing in common."""
    random = Random(1)
    alike = [f"您好，您的验证码是{row:06}，请勿泄露。".encode() for row in range(300)]
    noise = [random.randbytes(90).hex().encode() for _ in range(300)]
    mobiles = column_of([b"138%08d" % row for row in range(900)], "u")
    for third, gives_up in ((noise, True), ([*alike[:299], b""], False)):
        PRESS.begin(300)
        assert PRESS.add_columns(mobiles, column_of([*alike, *third, *alike], "u")).taken == 0
        assert len(PRESS.pressed) == 1
        assert PRESS.gave_up == gives_up
        assert PRESS.add_columns(mobiles, column_of(alike * 3, "u")).taken == 0
        assert len(PRESS.pressed) == 1


def test_no_mobile_twice() -> None:
    """In one batch, whatever its parts; another batch may have it again."""
    mobiles, contents = column_of([b"1", b"2", b"1"], "u"), column_of([b"x"] * 3, "u")
    for stops in ((3,), (2, 3)):
        PRESS.begin(3, insist=True)
        taken = [
            PRESS.add_columns(mobiles, contents, start=start, stop=stop).taken
            for start, stop in pairwise((0, *stops))
        ]
        assert taken[-1] == 0
        assert PRESS.pressed == []
        PRESS.begin(2, insist=True)
        assert PRESS.add_columns(mobiles, contents, start=1).taken == 2
        assert len(PRESS.pressed) == 1


def test_a_row_that_is_refused_ends_it() -> None:
    """And the next batch begins anew."""
    good = column_of([b"x", b"x"], "u")
    PRESS.begin(2, insist=True)
    assert PRESS.add_columns(column_of([b"13800138000", b"none"], "u"), good).taken == 0
    assert PRESS.pressed == []
    assert not PRESS.gave_up
    PRESS.begin(3, insist=True)
    assert PRESS.add_columns(column_of([b"13800138000", b"1"], "u"), good).taken == 2
    assert PRESS.pressed == []  # one is missing
    PRESS.begin(2, insist=True)
    assert PRESS.add_columns(column_of([b"13800138000", b"1"], "u"), good).taken == 2
    assert len(PRESS.pressed) == 1
