"""Values for a template of the platform's: ``@1@=...,@2@=...``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec import DecodeError, EncodeError, add_signature
from smscodec.formats.template_values import pack_values, render, unpack_values, variables_of
from smscodec.primitives.charset import decode_text, encode_text

EXAMPLE = (
    "尊敬的@1@@2@,您在江苏迅辰网站（www.jsmsxx.com），注册的手机验证码为@3@，请在验证页面及时输入。"
)
"""Document 004, section 2.2, example 5."""

PIECE = st.sampled_from([",", "@", "=", "1", "2", "@1@", "@2@=", ",@3@=", "，", "＠", "字", "\n"])
TRICKY = st.lists(PIECE, max_size=10).map("".join)


@pytest.mark.parametrize("case", cases("template_values", value=True))
def test_vectors(case: dict[str, Any]) -> None:
    """Every content has the values of its vector, and its own form is written again."""
    text = case["bytes"].decode()
    assert unpack_values(text) == tuple(case["value"])
    if case.get("reproducible"):
        assert pack_values(case["value"]) == text


@pytest.mark.parametrize("case", cases("template_values", error=True))
def test_refused_vectors(case: dict[str, Any]) -> None:
    """What is no list of values is refused, and the reason says why."""
    with pytest.raises(DecodeError, match=case["error"]):
        unpack_values(case["bytes"].decode())


@given(values=st.lists(st.one_of(st.text(min_size=1), TRICKY)))
def test_round_trip(values: list[str]) -> None:
    """Values are written so that they are read again, or they are refused."""
    try:
        text = pack_values(values)
    except EncodeError:
        assert any(not value or ",@" in value for value in values)
    else:
        assert unpack_values(text) == tuple(values)


@given(text=st.one_of(TRICKY, TRICKY.map("@1@=".__add__), st.text()))
def test_any_text_gives_values_or_our_error(text: str) -> None:
    """Nothing else is raised, and values that can be written are those of the text."""
    try:
        values = unpack_values(text)
    except DecodeError:
        return
    if all(values):
        assert sorted(pack_values(values)) == sorted(text)


@given(data=st.data(), values=st.lists(st.text("字,=@", min_size=1), min_size=1, max_size=12))
def test_order_is_free(data: st.DataObject, values: list[str]) -> None:
    """The pairs may come in any order."""
    pairs = [f"@{number}@={value}" for number, value in enumerate(values, 1)]
    assert unpack_values(",".join(data.draw(st.permutations(pairs)))) == tuple(values)


def test_charset_comes_first() -> None:
    """The second byte of 丂 is that of @ in GBK: text is split, never bytes."""
    content = encode_text(pack_values(["丂1丂=", "镕"]), "gbk")
    assert content.count(b"@") == 6
    assert unpack_values(decode_text(content, "gbk")) == ("丂1丂=", "镕")


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([""], "$[0]"),
        (["a", "b", ""], "$[2]"),
        (["a", "好的,@2@=b"], "$[1][2]"),
        ([",@1@="], "$[0][0]"),
        (["x,@0@=", "b"], "$[0][1]"),
        (["x,@" + "9" * 5_000 + "@=", "b"], "$[0][1]"),
    ],
)
def test_values_that_cannot_be_written(values: list[str], path: str) -> None:
    """An empty value, or one in which the next would begin, is refused with its place."""
    with pytest.raises(EncodeError) as caught:
        pack_values(values)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("x", "$[0]"),
        ("@1@=字,@2@=b,@1@=c", "$[12]"),
        ("@1@=a,@3@=c", "$"),
        ("@" + "9" * 5_000 + "@=a", "$"),
    ],
)
def test_place_of_what_cannot_be_read(text: str, path: str) -> None:
    """The path counts characters of the text."""
    with pytest.raises(DecodeError) as caught:
        unpack_values(text)
    assert caught.value.path == path


# ---- the message -------------------------------------------------------------------------------


def test_documented_example() -> None:
    """Example 5 gives the printed message, with the signature that the platform puts in front."""
    values = unpack_values("@1@=李先生,@2@=您好,@3@=928371")
    printed = (  # sic: the document prints 你好 for the value 您好
        "【江苏迅辰】尊敬的李先生你好,您在江苏迅辰网站（www.jsmsxx.com），"
        "注册的手机验证码为928371，请在验证页面及时输入。"
    )
    delivered = add_signature(render(EXAMPLE, values), "江苏迅辰", "start")
    assert delivered == printed.replace("你好", "您好")
    assert variables_of(EXAMPLE) == (1, 2, 3)


@pytest.mark.parametrize(
    ("template", "variables"),
    [
        ("无变量", ()),
        ("@2@和@1@和@2@", (2, 1)),
        ("@10@@9@", (10, 9)),
        ("＠1＠ @１@ @1＠ @@ @ @a@ @-1@", ()),
        ("@0@ @01@", ()),
        ("@1@2@", (1,)),
        ("a@1b@2@", (2,)),
        ("@" + "9" * 5_000 + "@", ()),
    ],
)
def test_variables(template: str, variables: tuple[int, ...]) -> None:
    """A variable is @, a number without leading zeros in ASCII digits, and @."""
    assert variables_of(template) == variables


def test_values_are_content() -> None:
    """What a value holds is filled in as it is: no variables, no escapes, no groups."""
    assert render(r"@1@\@2@\@1@", (r"@2@\1\g<0>", "@1@")) == r"@2@\1\g<0>\@1@\@2@\1\g<0>"
    assert render("固定", ()) == "固定"


@pytest.mark.parametrize(
    ("template", "values", "path", "reason"),
    [
        ("@1@@2@", ("a",), "$[1]", "no value for template variable @2@"),
        ("@1@@3@", ("a", "b", "c"), "$[1]", "the template has no variable @2@"),
        ("固定", ("a",), "$[0]", "the template has no variable @1@"),
    ],
)
def test_values_and_variables_go_together(
    template: str, values: tuple[str, ...], path: str, reason: str
) -> None:
    """A variable without a value is an error, and so is a value without a variable."""
    with pytest.raises(EncodeError) as caught:
        render(template, values)
    assert (caught.value.path, caught.value.reason) == (path, reason)


def test_many_variables_are_rendered_in_linear_time() -> None:
    """100,000 of them; a search through all of them for each would take minutes."""
    template = "".join(f"@{number}@" for number in range(1, 100_001))
    assert render(template, ["值"] * 100_000) == "值" * 100_000


@given(values=st.lists(st.text(min_size=1), min_size=1, max_size=20))
def test_message_is_constants_and_values(values: list[str]) -> None:
    """Each value stands where its variable stood."""
    template = "".join(f"<@{number}@>" for number in range(1, len(values) + 1))
    assert render(template, values) == "".join(f"<{value}>" for value in values)
