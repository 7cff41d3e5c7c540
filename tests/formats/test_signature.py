"""The signature 【】: found, added, judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import Signature, SignatureVerdict, add_signature, check_signature, find_signature

NAME = st.text(st.characters(exclude_characters="【】"), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("您的验证码：1439【腾飞】", ("腾飞", "end")),  # document 003, section 1.2
        ("【示例】验证码1234", ("示例", "start")),
        ("【甲公司】内容【乙公司】", ("乙公司", "end")),
        ("【示例】", ("示例", "end")),
        ("内容【示例】。", None),
        ("没有签名", None),
        ("[示例]", None),
        ("内容】", None),
        ("【内容", None),
        ("】【", None),
        ("a【b】c】", None),
        ("", None),
        ("【】", ("", "end")),
    ],
)
def test_find(text: str, found: tuple[str, str] | None) -> None:
    """At the end or the start, the end first; brackets elsewhere are text."""
    assert find_signature(text) == found


def test_places_may_be_narrowed() -> None:
    """A platform that wants it at one end."""
    assert find_signature("【示例】内容", ("end",)) is None
    assert find_signature("【甲公司】内容【乙公司】", ("start", "end")) == Signature(
        "甲公司", "start"
    )


@given(st.text(), NAME, st.sampled_from(["end", "start"]))
def test_added_is_found_and_not_added_twice(text: str, name: str, place: str) -> None:
    """Adding what is there already changes nothing."""
    signed = add_signature(text, name, place)  # type: ignore[arg-type]
    assert find_signature(signed, (place,)) == (name, place)  # type: ignore[arg-type]
    assert add_signature(signed, name, place) == signed  # type: ignore[arg-type]


def test_brackets_are_not_part_of_a_name() -> None:
    """The usual slip: passing 【示例】 instead of 示例."""
    with pytest.raises(ValueError, match="leave them out"):
        add_signature("内容", "【示例】")


@pytest.mark.parametrize("name", ["迅辰002", "迅辰004"])
def test_a_platform_may_put_it_in_front(name: str) -> None:
    """As document 004, section 2.2, prints what is delivered in its examples 3 and 4."""
    content = "您好！您本次验证码为：174687，请勿告知他人"
    assert add_signature(content, name, "start") == f"【{name}】{content}"


@pytest.mark.parametrize(
    "name",
    ["腾飞", "奥创时代", "星辰", "迅辰001", "迅辰002", "迅辰003", "迅辰004", "江苏迅辰"],
)
def test_signatures_of_the_documents_are_good(name: str) -> None:
    """All that 003 and 004 print, at either end, though two characters are less than 003 wants."""
    for place in ("end", "start"):
        text = add_signature("内容", name, place)  # type: ignore[arg-type]
        assert find_signature(text) == (name, place)
        assert check_signature(text) is SignatureVerdict.OK


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("内容【腾飞】", SignatureVerdict.OK),
        ("内容【一二三四五六七八】", SignatureVerdict.OK),
        ("内容【一二三四五六七八九】", SignatureVerdict.TOO_LONG),
        ("内容【一】", SignatureVerdict.TOO_SHORT),
        ("内容", SignatureVerdict.MISSING),
    ],
)
def test_verdicts(text: str, verdict: SignatureVerdict) -> None:
    """A wrong signature is a verdict, not an error; the bounds are the caller's."""
    assert check_signature(text) is verdict


def test_the_documents_own_bound_is_a_parameter() -> None:
    """3 to 8 characters, which its own example 【腾飞】 breaks."""
    assert check_signature("内容【腾飞】", min_length=3) is SignatureVerdict.TOO_SHORT
    assert check_signature("内容【奥创时代】", min_length=3) is SignatureVerdict.OK
