"""Registered templates: the rules of the document, and whether a message is one of a template's."""

from __future__ import annotations

import re
import tracemalloc
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec.formats.templates import (
    Match,
    Mismatch,
    MismatchReason,
    TemplateReason,
    TemplateRules,
    TemplateViolation,
    Variable,
    check_template,
    find_variables,
    matches,
)

CODE = "您的验证码：@，@分钟内有效【星辰】"

# Few letters and small rooms, so that a message can be read in many ways.
SMALL = TemplateRules(max_marks=2, mark_characters=2)
TEMPLATE = st.text("@ab", max_size=8)
TEXT = st.one_of(st.text("ab", max_size=14), st.text("ab@\n", max_size=8))


@st.composite
def template_and_text(draw: st.DrawFn) -> tuple[str, str]:
    """A template and a message that is one of its own, or nearly, or not at all."""
    template = draw(TEMPLATE)
    near = re.sub("@", lambda _: draw(st.text("ab", max_size=3)), template)
    return template, draw(st.sampled_from([near, near[:-1], near + "a", draw(TEXT)]))


def brute_force(template: str, text: str, rules: TemplateRules) -> Match | None:
    """The same with a backtracking regular expression: a lazy group for each variable."""
    pattern = re.sub(
        "(@+)|(.)",
        lambda piece: (
            f"(.{{0,{rules.mark_characters * len(piece[1])}}}?)" if piece[1] else piece[2]
        ),
        template,
    )
    found = re.fullmatch(pattern, text, re.DOTALL)
    return Match(found.groups()) if found else None


# ---- the rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("templates"))
def test_vectors(case: dict[str, Any]) -> None:
    """Every template has the marks and the violations of its vector."""
    template = case["bytes"].decode()
    assert sum(variable.marks for variable in find_variables(template)) == case["value"]["marks"]
    assert [[v.reason.name, v.offset, v.marks] for v in check_template(template)] == case["value"][
        "violations"
    ]


def test_variables_are_rows_of_marks() -> None:
    """Marks side by side are one variable; its offset counts characters."""
    assert find_variables("😀@@b@") == (Variable(1, 2), Variable(4, 1))
    assert find_variables("") == ()


def test_all_violations_come_at_once() -> None:
    """Each row that is too long is named, with its place and length."""
    too_many = TemplateReason.TOO_MANY_MARKS
    assert check_template("@@@a@@b@@@@", TemplateRules(max_marks=2)) == (
        TemplateViolation(reason=too_many, offset=0, marks=3),
        TemplateViolation(reason=too_many, offset=7, marks=4),
    )


@given(template=st.text("@a字", min_size=1))
def test_a_template_is_good_without_a_row_of_six(template: str) -> None:
    """Five marks in a row pass, six do not, wherever they stand."""
    assert bool(check_template(template)) == ("@" * 6 in template)


# ---- messages that match -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "text", "values"),
    [
        (CODE, "您的验证码：1439，5分钟内有效【星辰】", ("1439", "5")),
        ("123@【星辰】", "123【星辰】", ("",)),
        ("无变量【示例】", "无变量【示例】", ()),
        ("", "", ()),
        ("@", "", ("",)),
        ("@", "字" * 20, ("字" * 20,)),
        ("@@@@@!", "字" * 100 + "!", ("字" * 100,)),
        ("@@@@@!", "短!", ("短",)),
        ("@", "😀" * 20, ("😀" * 20,)),
        ("a@b", "a\r\n@＠b", ("\r\n@＠",)),
        ("＠@", "＠x", ("x",)),
        ("@.*@", "x.*y", ("x", "y")),
        ("【@】@", "【a】b】c", ("a", "b】c")),
        ("@@@@@@", "字" * 120, ("字" * 120,)),
    ],
)
def test_matches(template: str, text: str, values: tuple[str, ...]) -> None:
    """A message is read as documented, and the match is true."""
    found = matches(template, text)
    assert found == Match(values)
    assert found


def test_a_variable_takes_less_than_it_can_only_if_the_rest_fits() -> None:
    """The first comma is passed over where the second variable would be too long otherwise."""
    text = "a," + "b" * 15 + "," + "c" * 20
    assert matches("@,@", text) == Match(("a," + "b" * 15, "c" * 20))


@given(pair=template_and_text())
def test_brute_force_agrees(pair: tuple[str, str]) -> None:
    """A backtracking regular expression finds the same values, or nothing for a mismatch."""
    found = matches(*pair, SMALL)
    assert (found if found else None) == brute_force(*pair, SMALL)


@given(
    constants=st.lists(st.text(st.characters(exclude_characters="@"), min_size=1), max_size=6),
    data=st.data(),
)
def test_filled_templates_match(constants: list[str], data: st.DataObject) -> None:
    """What is filled into a template, a match takes out, or another reading of the same message."""
    marks = [data.draw(st.integers(1, 5)) for _ in constants]
    values = [data.draw(st.text(max_size=20 * count)) for count in marks]
    template = "".join(c + "@" * count for c, count in zip(constants, marks, strict=True))
    text = "".join(c + value for c, value in zip(constants, values, strict=True))
    found = matches(template, text)
    assert isinstance(found, Match)
    assert "".join(c + v for c, v in zip(constants, found.values, strict=True)) == text
    assert all(len(v) <= 20 * count for v, count in zip(found.values, marks, strict=True))


# ---- messages that do not ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mismatch"),
    [
        (
            "您的验证码：1234567890123456789012，5分钟内有效【星辰】",
            Mismatch(
                reason=MismatchReason.VARIABLE_TOO_LONG,
                offset=6,
                variable=0,
                excess=2,
                constant="，",
            ),
        ),
        (
            "您的验证码：1439，123456789012345678901分钟内有效【星辰】",
            Mismatch(
                reason=MismatchReason.VARIABLE_TOO_LONG,
                offset=11,
                variable=1,
                excess=1,
                constant="分钟内有效【星辰】",
            ),
        ),
        (
            "您的验证码：1439。",
            Mismatch(reason=MismatchReason.CONSTANT_NOT_FOUND, offset=6, variable=0, constant="，"),
        ),
        (
            "您的验证码：1439，5分钟有效【星辰】",
            Mismatch(
                reason=MismatchReason.CONSTANT_NOT_FOUND,
                offset=11,
                variable=1,
                constant="分钟内有效【星辰】",
            ),
        ),
        (
            "你的验证码：1439，5分钟内有效【星辰】",
            Mismatch(reason=MismatchReason.CONSTANT_NOT_FOUND, offset=0, constant="您的验证码："),
        ),
        (
            "您的验证码：1439，5分钟内有效【星辰】退订回T",
            Mismatch(reason=MismatchReason.TEXT_LEFT_OVER, offset=21, excess=4),
        ),
    ],
)
def test_mismatches(text: str, mismatch: Mismatch) -> None:
    """What is wrong is named with its place, and a mismatch is false."""
    found = matches(CODE, text)
    assert found == mismatch
    assert not found


def test_the_end_is_a_constant_of_no_characters() -> None:
    """A variable at the end that is too long says by how many, and that the end should follow."""
    assert matches("a@", "a" + "字" * 23) == Mismatch(
        reason=MismatchReason.VARIABLE_TOO_LONG, offset=1, variable=0, excess=3
    )


def test_a_template_without_variables_is_the_message() -> None:
    """One character more is left over; one less is a constant that is not there."""
    assert matches("ab", "abc") == Mismatch(
        reason=MismatchReason.TEXT_LEFT_OVER, offset=2, excess=1
    )
    assert matches("ab", "a") == Mismatch(
        reason=MismatchReason.CONSTANT_NOT_FOUND, offset=0, constant="ab"
    )


@pytest.mark.parametrize(
    ("template", "text", "offset", "excess"),
    [
        ("@a@b", "aaxxxxxb", 2, 3),  # the variable can begin at 1 and 2: 2 is nearer
        ("@@@a@b", "axxxbxaxxx", 1, 1),  # it can begin at 1 and 7, but the b stands before 7
        ("@a@b@", "axxxbxxb", 1, 1),  # the first b counts, not the last
        ("@a@b", "axxxbxxb", 1, 4),  # the last b counts: with it the message would end
    ],
)
def test_excess(template: str, text: str, offset: int, excess: int) -> None:
    """It is counted up to the first place of the constant, from the nearest place before."""
    assert matches(template, text, SMALL) == Mismatch(
        reason=MismatchReason.VARIABLE_TOO_LONG,
        offset=offset,
        variable=1,
        excess=excess,
        constant="b",
    )


def test_as_little_as_can_be_is_left_over() -> None:
    """Of several places where the template may end, the last one counts."""
    assert matches("@a", "xaaxx", SMALL) == Mismatch(
        reason=MismatchReason.TEXT_LEFT_OVER, offset=3, excess=2
    )


@given(pair=template_and_text())
def test_a_mismatch_is_true_to_the_message(pair: tuple[str, str]) -> None:
    """Without the excess it goes on or matches; a missing constant is missing."""
    template, text = pair
    found = matches(template, text, SMALL)
    assume(isinstance(found, Mismatch))
    assert isinstance(found, Mismatch)
    head, tail = text[: found.offset], text[found.offset :]
    if found.reason is MismatchReason.VARIABLE_TOO_LONG:
        assert found.variable is not None
        assert found.excess > 0
        again = matches(template, head + tail[found.excess :], SMALL)
        assert isinstance(again, Match) or again.variable is None or again.variable > found.variable
    elif found.reason is MismatchReason.TEXT_LEFT_OVER:
        assert len(tail) == found.excess > 0
        assert matches(template, head, SMALL)
    elif found.variable is None:
        assert template.startswith(found.constant)
        assert not text.startswith(found.constant)
    else:
        assert found.constant not in tail


# ---- hostile input: with backtracking, none of these would ever end ----------------------------


def test_many_variables_in_a_message_that_is_far_too_long() -> None:
    """500 variables against 100,000 characters: the last of them has the excess."""
    found = matches("a@" * 500, "a" * 100_000)
    assert found == Mismatch(
        reason=MismatchReason.VARIABLE_TOO_LONG,
        offset=500 + 499 * 20,
        variable=499,
        excess=100_000 - 500 * 21,
    )


def test_many_readings_and_none_of_them_right() -> None:
    """Thousands of ways to read the message, and no end that fits any."""
    found = matches("a@" * 200 + "b", "a" * 2_000)
    assert isinstance(found, Mismatch)
    assert found.reason is MismatchReason.CONSTANT_NOT_FOUND
    assert found.constant == "b"


def test_many_readings_and_one_of_them_right() -> None:
    """All variables full but for nothing: the only reading there is."""
    assert matches("a@" * 300, "a" * 300 * 21) == Match(("a" * 20,) * 300)


@pytest.mark.parametrize("text", ["abx", "ab"])
def test_room_beyond_the_end_of_the_message_costs_nothing(text: str) -> None:
    """A template of a million marks takes no more memory than one of enough."""
    tracemalloc.start()
    found = matches("a@x", text, TemplateRules(mark_characters=100_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert bool(found) == (text == "abx")
    assert peak < 100_000


def test_more_characters_than_are_kept() -> None:
    """A constant of more different characters than the cache holds is read as any other."""
    constant = "".join(map(chr, range(0x4E00, 0x4E00 + 3_000)))
    assert matches("@" + constant + constant, "x" + constant + constant) == Match(("x",))
