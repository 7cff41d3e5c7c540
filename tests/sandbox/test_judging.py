"""What refuses a request, and what only some of its numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.caller import Caller, batch

from smscodec import (
    Accepted,
    Frame,
    Reason,
    Refused,
    Send,
    SendMms,
    hashed,
    mms,
    plain,
    text_part,
    xunchen,
)

GOOD = "13800138000"


def reply_to(demo: Caller, *mobiles: str, endpoint: Any = hashed.send_soap, **said: Any) -> Any:
    """The answer to a send."""
    message = Send(**{"mobiles": mobiles, "content": "测试【星辰】", **said})
    return demo.say(endpoint, message)


@pytest.mark.parametrize(
    ("mobiles", "said", "code"),
    [
        ((), {}, "MsisdnEmpty"),
        ((GOOD,), {"content": ""}, "ContentEmpty"),
        ((GOOD,), {"content": "长" * 1001}, "ContentLong"),
        ((GOOD,), {"content": "测试"}, "RequiredSuffix"),
        ((GOOD,), {"content": "测试【星】"}, "SuffixError"),
        ((GOOD,), {"content": "发票【星辰】"}, "SensitiveWords"),
        (("12345",), {}, "MsisdnError"),
        (("13800138080",), {}, "MsisdnBlack"),
        (("13800138081",), {}, "MsisdnNoChannel"),
        (("13800138083",), {}, "FrequentOperation"),
        (("13800138090",), {}, "AmountNotEnough"),
        (("13800138091",), {}, "NoChannel"),
        (("13800138092",), {}, "NoProduct"),
        (("13800138095", GOOD), {}, "InternalError"),
    ],
)
def test_what_refuses_a_send(
    demo: Caller, mobiles: tuple[str, ...], said: dict[str, str], code: str
) -> None:
    """Nothing is taken, and nothing paid."""
    reply = reply_to(demo, *mobiles, **said)
    assert isinstance(reply, Refused)
    assert reply.code == code
    assert demo.box.messages() == []
    assert demo.box.store.money("demo").used == 0


@pytest.mark.parametrize(
    "bad", ["12345", "13800138080", "13800138081", "13800138082", "13800138099"]
)
def test_one_wrong_number_leaves_the_others(caller: Callable[..., Caller], bad: str) -> None:
    """They are taken and paid; the reply names what is missing."""
    demo = caller(rest='blacklist = ["13800138099"]')
    reply = reply_to(demo, bad, GOOD)
    assert isinstance(reply, Accepted)
    assert (reply.accepted_count, reply.segments) == (1, 1)
    assert reply.details[0].startswith(bad)
    states = {each.mobile: each.state for each in demo.box.messages()}
    assert states == {bad: "refused", GOOD: "reported"}


def test_004_takes_all_or_none(demo: Caller) -> None:
    """106 is more than 100 numbers, and wrong ones among them."""
    reply = reply_to(demo, GOOD, "12345", endpoint=xunchen.send)
    assert reply.code == "106"
    many = tuple(f"1380013{number:04d}" for number in range(101))
    assert reply_to(demo, *many, endpoint=xunchen.send).code == "106"
    assert isinstance(reply_to(demo, *many[:100], endpoint=xunchen.send), Accepted)
    assert reply_to(demo, endpoint=xunchen.send).code == "106"
    for text in ("", "长" * 301):
        assert reply_to(demo, GOOD, endpoint=xunchen.send, content=text).code == "105"
    restricted = reply_to(demo, GOOD, endpoint=xunchen.send, content="发票和六合彩")
    assert (restricted.code, restricted.details) == ("110", ("发票", "六合彩"))


def test_002_takes_two_thousand_numbers(demo: Caller) -> None:
    """5 is one more."""
    message = SendMms(
        mobiles=tuple(f"1380013{number:04d}" for number in range(2001)),
        subject="标题",
        frames=(Frame(3, (text_part("文本"),)),),
    )
    assert demo.say(mms.send, message).code == "5"


def test_rows_of_a_batch_are_judged_each_for_itself(demo: Caller) -> None:
    """Those that are left are taken."""
    rows = (
        (GOOD, "测试【星辰】"),
        ("13800138001", "无签名"),
        ("13800138002", "发票【星辰】"),
        ("12345", "测试【星辰】"),
        ("13800138080", "测试【星辰】"),
        ("13800138003", "测" * 68 + "【星辰】"),
    )
    reply = demo.say(hashed.send_packed, batch(*rows))
    assert reply.accepted_count == 2
    assert demo.box.store.money("demo").used == 1 + 2
    assert [each.refused for each in demo.box.messages()] == [
        "",
        "signature required",
        "restricted words: 发票",
        "bad mobiles",
        "blacklisted mobile",
        "",
    ]


def test_a_batch_of_nothing_good_is_refused(demo: Caller) -> None:
    """By the first reason there is."""
    reply = demo.say(hashed.send_packed, batch((GOOD, "a"), ("13800138001", "发票【星辰】")))
    assert reply.message == "需要签名"


def test_a_number_twice_refuses_a_batch(demo: Caller) -> None:
    """003, 1.6: not in one job."""
    rows = batch((GOOD, "甲【星辰】"), (GOOD, "乙【星辰】"))
    assert demo.say(hashed.send_packed, rows).message == "MsisdnRepeat"


@pytest.mark.parametrize(
    ("said", "code"), [("channel = false", "NoChannel"), ("product = false", "NoProduct")]
)
def test_accounts_without_a_channel_or_product(
    caller: Callable[..., Caller], said: str, code: str
) -> None:
    """1106 and 1112."""
    assert reply_to(caller(said), GOOD).code == code


def test_what_a_number_is_can_be_said(caller: Callable[..., Caller]) -> None:
    """As a regular expression."""
    demo = caller(rest='mobiles = "[0-9]{5}"')
    assert isinstance(reply_to(demo, "12345"), Accepted)
    assert reply_to(demo, GOOD).code == "MsisdnError"


def test_000_names_restricted_words_and_finds_sql(demo: Caller) -> None:
    """包含非法字符：… and 发送内容包含sql注入字符."""
    words = reply_to(demo, GOOD, endpoint=plain.send, content="发票,六合彩")
    assert (words.message, words.details) == ("包含非法字符：发票,六合彩", ("发票", "六合彩"))
    sql = reply_to(demo, GOOD, endpoint=plain.send, content="' or 1=1")
    assert sql.reason is Reason.INJECTION
