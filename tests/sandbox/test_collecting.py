"""Handing out reports and inbound messages, each once only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from support.caller import Caller, batch

from smscodec import (
    DeliveryReport,
    FetchInbound,
    FetchReports,
    Frame,
    InboundMessage,
    Refused,
    Send,
    SendMms,
    Variant,
    hashed,
    mms,
    plain,
    signed,
    text_part,
    xunchen,
)

SEND = Send(mobiles=("13800138000", "13800138001"), content="测试【星辰】", extension="12")
FETCHING = [
    (plain.fetch_reports, plain.fetch_inbound, 4000),
    (signed.fetch_reports, signed.fetch_inbound, 4000),
    (hashed.fetch_reports, hashed.fetch_inbound, 1000),
    (hashed.fetch_reports_json, hashed.fetch_inbound_json, 1000),
    (xunchen.fetch_reports, xunchen.fetch_inbound, 1000),
]


def fetched(demo: Caller, endpoint: Any, variant: Variant = Variant(), **said: Any) -> Any:  # noqa: B008
    """The reports, or the messages, of one request."""
    if "inbound" in endpoint.name:
        return demo.say(endpoint, FetchInbound(**said), variant).messages
    return demo.say(endpoint, FetchReports(**said), variant).reports


def many(demo: Caller, count: int) -> None:
    """So many messages are sent, in one batch."""
    rows = ((f"1380013{number:04d}", "测试【星辰】") for number in range(8100, 8100 + count))
    demo.say(hashed.send_packed, batch(*rows))


@pytest.mark.parametrize(("reports", "inbound", "size"), FETCHING)
def test_each_comes_once_and_in_the_documented_size(
    caller: Callable[..., Caller], reports: Any, inbound: Any, size: int
) -> None:
    """One more than fits comes with the next request, and then nothing."""
    demo = caller("limited = false")
    for start in range(0, size + 1, 1000):
        many(demo, min(1000, size + 1 - start))
    assert [len(fetched(demo, reports)) for _ in range(3)] == [size, 1, 0]
    for number in range(3):
        demo.box.inject_inbound("13800138000", f"{number}")
    assert [each.content for each in fetched(demo, inbound)] == ["0", "1", "2"]
    assert fetched(demo, inbound) == ()


def test_002_has_reports_of_its_own(demo: Caller) -> None:
    """And the others have all else."""
    demo.say(
        mms.send,
        SendMms(mobiles=SEND.mobiles, subject="标题", frames=(Frame(3, (text_part("文本"),)),)),
    )
    assert fetched(demo, plain.fetch_reports) == ()
    assert len(fetched(demo, mms.fetch_reports, limit=1)) == 1
    assert [each.mobile for each in fetched(demo, mms.fetch_reports)] == ["13800138001"]
    assert fetched(demo, mms.fetch_reports) == ()


def test_as_many_as_are_asked_for(demo: Caller) -> None:
    """``statusNum``, across tasks."""
    for _ in range(3):
        demo.say(plain.send, SEND)
    assert [len(fetched(demo, plain.fetch_reports, limit=4)) for _ in range(3)] == [4, 2, 0]


def test_of_one_task_only(demo: Caller) -> None:
    """003's ``taskid``; the others stay."""
    first, second = (demo.say(hashed.send, SEND).task_id for _ in range(2))
    assert {each.task_id for each in fetched(demo, hashed.fetch_reports, task_id=second)} == {
        second
    }
    assert fetched(demo, hashed.fetch_reports, task_id="0") == ()
    assert {each.task_id for each in fetched(demo, hashed.fetch_reports)} == {first}


def test_a_report_says_all_the_wire_has_room_for(caller: Callable[..., Caller]) -> None:
    """With the extension that the platform puts in front."""
    demo = caller('extension = "88"')
    now = demo.box.clock.now()
    whole = DeliveryReport(
        mobile="13800138000",
        task_id="1000001",
        status="10",
        carrier_code="DELIVRD",
        received_at=now,
        extension="8812",
    )
    one = Send(mobiles=("13800138000",), content="a", extension="12")
    demo.say(plain.send, one)
    assert fetched(demo, plain.fetch_reports) == (whole,)
    demo.say(plain.send, one)
    assert fetched(demo, plain.fetch_reports, Variant(format="json"))[0].task_id == "1000002"
    demo.say(xunchen.send, one)
    (report,) = fetched(demo, xunchen.fetch_reports)
    assert (report.carrier_code, report.status, report.extension) == ("DELIVRD", "", "8812")
    demo.say(hashed.send, Send(mobiles=("13800138000",), content="a【星辰】"))
    (report,) = fetched(demo, hashed.fetch_reports_json)
    assert (report.carrier_code, report.status, report.extension) == ("DELIVRD", "", "")


def test_failures_come_at_their_rate(caller: Callable[..., Caller]) -> None:
    """The same ones whenever the same script runs."""
    rest = "seed = {}\n[delivery]\nfailure_rate = 0.3\nfailure_code = 'EXPIRED'"

    def failed(seed: int) -> list[str]:
        demo = caller(rest=rest.format(seed))
        many(demo, 100)
        return [each.mobile for each in fetched(demo, plain.fetch_reports) if each.status == "20"]

    assert failed(1) == failed(1) != failed(2)
    assert 15 < len(failed(1)) < 45


def test_004_hands_out_today_s_only(demo: Caller) -> None:
    """In Beijing; what is from yesterday waits for the others."""
    demo.box.set_clock(demo.box.clock.now().replace(hour=23, minute=59))
    demo.say(xunchen.send, SEND)
    demo.box.inject_inbound("13800138000", "gestern")
    demo.box.set_report(demo.box.messages()[0].task_id, "EXPIRED", mobile="13800138000")
    demo.box.advance(timedelta(minutes=2))
    assert fetched(demo, xunchen.fetch_reports) == ()
    assert fetched(demo, xunchen.fetch_inbound) == ()
    assert len(fetched(demo, plain.fetch_reports)) == 2
    assert len(fetched(demo, plain.fetch_inbound)) == 1


def test_an_answer_belongs_to_what_was_sent_last(caller: Callable[..., Caller]) -> None:
    """Its extension with or without the platform's part (``ownExt``); 004 names the number."""
    demo = caller('extension = "88"\nservice_number = "1069"')
    task = demo.say(plain.send, SEND).task_id
    for _ in range(3):
        demo.box.inject_inbound("13800138001", "好")
    whole = InboundMessage(
        mobile="13800138001",
        content="好",
        received_at=demo.box.clock.now(),
        task_id=task,
        extension="8812",
    )
    demo.box.inject_inbound("13800138002", "谁")
    first, second, third, stranger = fetched(demo, plain.fetch_inbound)
    assert first == second == third == whole
    assert (stranger.task_id, stranger.extension) == ("", "88")
    demo.box.inject_inbound("13800138001", "好")
    assert fetched(demo, signed.fetch_inbound, own_extension=True)[0].extension == "12"
    demo.box.inject_inbound("13800138001", "好")
    assert fetched(demo, xunchen.fetch_inbound)[0].receiver == "10698812"


@pytest.mark.parametrize(("reports", "inbound", "size"), FETCHING)
def test_accounts_that_may_not_fetch(
    caller: Callable[..., Caller], reports: Any, inbound: Any, size: int
) -> None:
    """3, 该用户不允许查看状态报告, where there is a word for it."""
    demo = caller("reports = false")
    for endpoint in (reports, inbound):
        message = FetchInbound() if endpoint is inbound else FetchReports()
        reply = demo.say(endpoint, message)
        assert isinstance(reply, Refused)
        expected = {"hashed.fetch_reports_json": "1119", "hashed.fetch_inbound_json": "1119"}
        expected |= {"xunchen.fetch_reports": "117", "xunchen.fetch_inbound": "117"}
        assert reply.code == expected.get(endpoint.name, "3")


def test_who_asks_too_often_is_refused(caller: Callable[..., Caller]) -> None:
    """If the account is held to it; each endpoint counts for itself."""
    demo = caller("poll_every = 180")
    assert fetched(demo, plain.fetch_reports) == ()
    assert fetched(demo, plain.fetch_inbound) == ()
    assert demo.say(plain.fetch_reports, FetchReports()).message == "FrequentOperation"
    demo.box.advance(timedelta(seconds=180))
    assert fetched(demo, plain.fetch_reports) == ()


def test_a_report_is_set_by_hand(demo: Caller) -> None:
    """One that was handed out comes again, one that waits changes, one row or all."""
    task = demo.say(plain.send, SEND).task_id
    assert demo.box.set_report(task, "EXPIRED", mobile="13800138001") == 1
    demo.box.set_report(task, "REJECTD", mobile="13800138001")
    codes = {each.mobile: each.carrier_code for each in fetched(demo, plain.fetch_reports)}
    assert codes == {"13800138000": "DELIVRD", "13800138001": "REJECTD"}
    assert demo.box.set_report(task, "UNKNOWN") == 2
    assert [each.carrier_code for each in fetched(demo, plain.fetch_reports)] == ["UNKNOWN"] * 2
    assert fetched(demo, plain.fetch_reports) == ()
