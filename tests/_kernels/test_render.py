"""Rows rendered from a template: what both twins make of it, and what rendering in Python gives."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from support.arrow import column_of

from smscodec._kernels import Code, JoinRules, reference

from .test_columns import CONTENT, LAYOUTS, MOBILE, RULES, columns, joiners, native

TEXT = st.one_of(
    st.sampled_from(
        ["", "r", "n", "\\", "验证码", "【示例】", "\r\n", "a\\", "r\\", "😀", "x" * 70]
    ),
    st.text("字a\\rn\r\n", max_size=40),
)
VALUE = CONTENT | st.sampled_from([b"r", b"n", b"\\", b"", b"928371", "李先生".encode()])


def keeps(rules: JoinRules, literal: str) -> bool:
    """Whether a literal is a good content by itself, or nothing."""
    return not literal or not reference.Joiner(rules).add(["1" * 11], [literal]).faults


def outcome(joiner: Any, method: str, *args: Any, **some: int) -> Any:
    """Faults, lines, and what the index holds."""
    seen = (reference if isinstance(joiner, reference.Joiner) else native).MobileIndex()
    taken, faults = getattr(joiner, method)(*args, 5, seen, **some)
    lines = joiner.take()
    found = faults, bytes(lines.data), list(lines.ends), list(lines.counts), len(seen), taken
    lines.close()
    return found


@given(data=st.data(), rules=RULES, literals=st.lists(TEXT, min_size=1, max_size=4))
def test_twins_agree(data: st.DataObject, rules: JoinRules, literals: list[str]) -> None:
    """Same pieces: same lines, same faults at the same rows, bytes and variables."""
    assume(all(keeps(rules, literal) for literal in literals))
    row = st.tuples(MOBILE, *[VALUE] * (len(literals) - 1))
    rows = data.draw(st.lists(row, max_size=8))
    mobiles = data.draw(columns([mobile for mobile, *_ in rows]))
    values = [
        data.draw(columns([each[1 + at] for each in rows], LAYOUTS))
        for at in range(len(literals) - 1)
    ]
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(rows))] * 2)))
    for some in ({}, {"start": start, "stop": stop}):
        first, *others = [
            outcome(joiner, "add_rendered", mobiles, literals, values, **some)
            for joiner in joiners(rules)
        ]
        assert all(other == first for other in others)


@given(data=st.data(), rules=RULES, literals=st.lists(TEXT, min_size=1, max_size=4))
def test_the_same_as_rendering_first(
    data: st.DataObject, rules: JoinRules, literals: list[str]
) -> None:
    """Lines, bills and faults are those of the finished texts."""
    assume(all(keeps(rules, literal) for literal in literals))
    text = st.text("字a\\rn\r\n\0😀7", max_size=30)
    numbers = MOBILE.map(lambda mobile: (mobile or b"").decode("latin-1"))
    rows = data.draw(st.lists(st.tuples(numbers, *[text] * (len(literals) - 1)), max_size=8))
    finished = [
        "".join(piece for pair in zip(literals, (*values, ""), strict=True) for piece in pair)
        for _, *values in rows
    ]
    expected = outcome(reference.Joiner(rules), "add", [m for m, *_ in rows], finished)
    mobiles = data.draw(columns([m.encode() for m, *_ in rows], LAYOUTS[:-1]))
    values = [
        data.draw(columns([each[1 + at].encode() for each in rows], LAYOUTS[:-1]))
        for at in range(len(literals) - 1)
    ]
    for joiner in joiners(rules):
        assert outcome(joiner, "add_rendered", mobiles, literals, values) == expected


def test_integers_are_values() -> None:
    """With their sign; one that is not there is named by its variable."""
    mobiles = column_of([b"13800138000", b"13800138001", b"13800138002"], "u")
    numbers = column_of([0, -5, None], "l")
    names = column_of(["李".encode(), "王".encode(), b"x"], "u")
    for joiner in joiners(JoinRules()):
        literals = ("", "您好，余额", "元")
        faults, lines, *_ = outcome(joiner, "add_rendered", mobiles, literals, [names, numbers])
        assert lines.decode() == "13800138000,李您好，余额0元\r\n13800138001,王您好，余额-5元"
        assert [tuple(fault) for fault in faults] == [(Code.CONTENT_NULL, 7, 0, 1)]
