"""Taking what is to be sent: paid, kept, and its reports decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.caller import Caller, batch

from smscodec import (
    Accepted,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Frame,
    Refused,
    Send,
    SendMms,
    hashed,
    mms,
    plain,
    signed,
    slideshow_from_frames,
    slideshow_to_elements,
    text_part,
    xunchen,
)

SEND = Send(mobiles=("13800138000", "13800138001"), content="测试【星辰】")
FRAMES = (Frame(3, (text_part("文本"),)),)
MMS = SendMms(mobiles=SEND.mobiles, subject="标题", frames=FRAMES)
ELEMENTS = SendMms(
    mobiles=SEND.mobiles,
    subject="标题",
    elements=slideshow_to_elements(slideshow_from_frames(FRAMES)),
)


def test_what_is_taken_is_answered_with_all_there_is_to_say(demo: Caller) -> None:
    """SOAP has a word for everything."""
    assert demo.say(hashed.send_soap, SEND) == Accepted(
        task_id="2601050000000001",
        balance=999_998,
        accepted_count=2,
        segments=2,
        message="操作成功",
    )


@pytest.mark.parametrize(
    ("endpoint", "id"),
    [
        (plain.send, "1000001"),
        (signed.send, "1000001"),
        (hashed.send, "2601050000000001"),
        (xunchen.send, "[0-9a-f]{32}"),
    ],
)
def test_ids_are_those_of_the_platform(demo: Caller, endpoint: Any, id: str) -> None:
    """Seven digits, sixteen, or thirty-two in hex."""
    reply = demo.say(endpoint, SEND)
    assert re.fullmatch(id, reply.task_id)
    assert {each.task_id for each in demo.box.messages()} == {reply.task_id}


def test_segments_are_paid(demo: Caller) -> None:
    """71 characters are two, to each number; the signature counts."""
    long = Send(mobiles=SEND.mobiles, content="测" * 67 + "【星辰】")
    assert demo.say(hashed.send_soap, long).segments == 4
    rows = batch(("13800138000", "测" * 67 + "【星辰】"), ("13800138001", "测【星辰】"))
    assert demo.say(hashed.send_packed, rows).balance == 1_000_000 - 4 - 3


def test_the_signature_that_004_puts_in_front_makes_no_text_too_long(demo: Caller) -> None:
    """300 characters are what a sender may write (2.2)."""
    for length, taken in ((300, True), (301, False)):
        reply = demo.say(xunchen.send, Send(mobiles=SEND.mobiles[:1], content="长" * length))
        assert isinstance(reply, Accepted) is taken


def test_the_signature_that_004_puts_in_front_is_paid_too(demo: Caller) -> None:
    """It is part of the message."""
    demo.say(xunchen.send, Send(mobiles=("13800138000",), content="测" * 69))
    assert [each.segments for each in demo.box.messages()] == [2]


def test_prepaid_accounts_stop_at_nothing(caller: Callable[..., Caller]) -> None:
    """Three messages do not go out of two; two do."""
    demo = caller("balance = 3")
    assert isinstance(demo.say(hashed.send_json, SEND), Accepted)
    assert demo.say(hashed.send_json, SEND).message == "额度不足"
    assert demo.say(plain.send, SEND).message == "对不起，您当前要发送的量大于您当前余额"
    assert demo.say(xunchen.send, SEND).code == "108"
    demo.box.top_up(1)
    assert demo.say(hashed.send_json, SEND).balance == 0


def test_postpaid_accounts_go_below_zero(caller: Callable[..., Caller]) -> None:
    """As real ones do."""
    demo = caller('balance = 1\nbilling = "postpaid"')
    assert demo.say(hashed.send_json, SEND).balance == -1
    balance = demo.say(hashed.balance, FetchBalance())
    assert (balance.balance, balance.billing, balance.total) == (-1, "后付费", 2)


def test_mms_are_paid_from_their_own_balance(caller: Callable[..., Caller]) -> None:
    """One for each number, in both dialects."""
    demo = caller("mms_balance = 3\nbalance = 0")
    assert demo.say(mms.send, MMS).balance == 1
    assert demo.say(mms.send, MMS).code == "6"
    assert demo.say(hashed.send_mms, ELEMENTS).message == "额度不足"
    assert demo.say(hashed.balance_mms, FetchBalance()).balance == 1
    assert demo.say(mms.balance, FetchBalance()).balance == 1
    assert demo.say(hashed.balance, FetchBalance()).balance == 0


def test_accounts_without_mms(caller: Callable[..., Caller]) -> None:
    """002 has a number for it, 003 the next best words."""
    demo = caller("mms = false")
    assert demo.say(mms.send, MMS).code == "10"
    assert demo.say(hashed.send_mms, ELEMENTS).message == "未启用该功能"


def test_a_scheduled_send_has_its_reports_after_its_time(caller: Callable[..., Caller]) -> None:
    """And the carrier's delay."""
    demo = caller(rest="[delivery]\ndelay = 5")
    at = datetime(2026, 1, 5, 10)
    demo.say(plain.send, Send(mobiles=("13800138000",), content="a", send_at=at))
    assert [each.state for each in demo.box.messages()] == ["scheduled"]
    demo.box.set_clock(at + timedelta(seconds=4))
    assert [each.state for each in demo.box.messages()] == ["sent"]
    assert demo.say(plain.fetch_reports, FetchReports()).reports == ()
    demo.box.advance(timedelta(seconds=1))
    (report,) = demo.say(plain.fetch_reports, FetchReports()).reports
    assert report.received_at == at + timedelta(seconds=5)


def test_a_time_in_the_past_is_now(demo: Caller) -> None:
    """No document says otherwise."""
    past = datetime(2020, 1, 1)
    demo.say(plain.send, Send(mobiles=("13800138000",), content="a", send_at=past))
    assert [each.send_at for each in demo.box.messages()] == [demo.box.clock.now()]


def test_the_end_of_time(caller: Callable[..., Caller]) -> None:
    """A report that would come after it comes at it."""
    demo = caller(rest="[delivery]\ndelay = 60")
    last = datetime(9999, 12, 31, 23, 59, 59)
    message = Send(mobiles=("13800138000",), content="a", send_at=last)
    assert isinstance(demo.say(plain.send, message), Accepted)
    assert [task.due_at for task in demo.box.store.tasks()] == [last]


@pytest.mark.parametrize(
    ("mobile", "code", "seconds"),
    [
        ("13800138060", "UNDELIV", 0),
        ("13800138064", "MA:0006", 0),
        ("13800138070", "DELIVRD", 10),
        ("13800138073", "DELIVRD", 24 * 3600),
    ],
)
def test_numbers_choose_their_report(demo: Caller, mobile: str, code: str, seconds: int) -> None:
    """In a batch and alone; the others of the task have ordinary ones."""
    demo.say(hashed.send_packed, batch((mobile, "a【星辰】"), ("13800138000", "a【星辰】")))
    demo.say(plain.send, Send(mobiles=(mobile,), content="a"))
    if seconds:
        reports = demo.say(plain.fetch_reports, FetchReports()).reports
        assert [each.mobile for each in reports] == ["13800138000"]
        demo.box.advance(timedelta(seconds=seconds))
    reports = demo.say(plain.fetch_reports, FetchReports()).reports
    assert [each.carrier_code for each in reports if each.mobile == mobile] == [code, code]
    assert {each.status for each in reports if each.mobile == mobile} == {
        "10" if code == "DELIVRD" else "20"
    }


def test_a_report_may_never_come(demo: Caller) -> None:
    """The message stays sent."""
    demo.say(plain.send, Send(mobiles=("13800138065",), content="a"))
    demo.box.advance(timedelta(days=30))
    assert demo.say(plain.fetch_reports, FetchReports()).reports == ()
    assert [each.state for each in demo.box.messages()] == ["sent"]


def test_words_choose_the_report_of_their_row(demo: Caller) -> None:
    """In a batch only of theirs."""
    rows = batch(
        ("13800138000", "[sandbox report=EXPIRED delay=60]【星辰】"),
        ("13800138001", "a【星辰】"),
    )
    demo.say(hashed.send_packed, rows)
    demo.box.advance(timedelta(seconds=60))
    reports = demo.say(plain.fetch_reports, FetchReports()).reports
    assert {each.mobile: each.carrier_code for each in reports} == {
        "13800138000": "EXPIRED",
        "13800138001": "DELIVRD",
    }


def test_phones_answer_by_magic(demo: Caller) -> None:
    """When they have the message, to its task and extension."""
    task = demo.say(plain.send, Send(mobiles=("13800138075",), content="a", extension="12")).task_id
    (answer,) = demo.say(plain.fetch_inbound, FetchInbound()).messages
    assert (answer.content, answer.task_id, answer.extension) == ("TD", task, "12")
    demo.say(plain.send, Send(mobiles=("13800138000",), content="[sandbox answer=好]"))
    (answer,) = demo.say(plain.fetch_inbound, FetchInbound()).messages
    assert answer.content == "好"


def test_a_number_may_refuse_everything(demo: Caller) -> None:
    """Also by the words of a text."""
    both = Send(mobiles=("13800138000", "13800138091"), content="a")
    assert isinstance(demo.say(plain.send, both), Refused)
    text = Send(mobiles=("13800138000",), content="[sandbox refuse=1112]【星辰】")
    assert demo.say(hashed.send_soap, text).code == "NoProduct"
