"""What the sandbox shows."""

from __future__ import annotations

from datetime import datetime, timedelta

from support.caller import Caller, batch

from smscodec import FetchReports, RegisterTemplate, Request, Send, hashed, plain
from smscodec.sandbox.capture import capture
from smscodec.sandbox.views import (
    Message,
    captured_view,
    inbound_view,
    messages_of,
    task_view,
    template_view,
)

SEND = Send(mobiles=("13800138000",), content="测试【星辰】", extension="12")


def test_a_message_says_everything(demo: Caller) -> None:
    """Who sent what, what it cost, and what became of it."""
    demo.say(hashed.send, SEND)
    now = demo.box.clock.now()
    assert demo.box.messages() == [
        Message(
            task_id="2601050000000001",
            row=0,
            account="demo",
            dialect="hashed",
            endpoint="hashed.send",
            mobile="13800138000",
            content="测试【星辰】",
            subject="",
            extension="12",
            signature="星辰",
            segments=1,
            taken_at=now,
            send_at=None,
            state="reported",
            carrier_code="DELIVRD",
            refused="",
        )
    ]


def test_the_states_of_a_message(demo: Caller) -> None:
    """From the time it waits for to the hand that took its report."""

    def states() -> list[tuple[str, str]]:
        return [(each.state, each.carrier_code) for each in demo.box.messages()]

    later = demo.box.clock.now() + timedelta(seconds=30)
    mobiles = ("13800138071", "13800138080")
    demo.say(plain.send, Send(mobiles=mobiles, content="a", send_at=later))
    assert states() == [("scheduled", ""), ("refused", "")]
    demo.box.set_clock(later)
    assert states() == [("sent", ""), ("refused", "")]
    demo.box.advance(timedelta(seconds=60))
    assert states() == [("reported", "DELIVRD"), ("refused", "")]
    demo.say(plain.fetch_reports, FetchReports())
    assert states() == [("fetched", "DELIVRD"), ("refused", "")]
    demo.box.set_report(demo.box.messages()[0].task_id, "EXPIRED", mobile="13800138071")
    assert states() == [("reported", "EXPIRED"), ("refused", "")]


def test_some_rows_of_a_task(demo: Caller) -> None:
    """By their numbers."""
    rows = [(f"138001380{number:02d}", f"{number}【星辰】") for number in range(10)]
    task = demo.box.task(demo.say(hashed.send_packed, batch(*rows)).task_id)
    some = messages_of(demo.box.platform, task, range(3, 5))
    assert [(each.row, each.content) for each in some] == [(3, "3【星辰】"), (4, "4【星辰】")]


def test_a_task_in_short(demo: Caller) -> None:
    """By its first message, and its place among all."""
    demo.say(hashed.send, SEND)
    demo.say(hashed.send_packed, batch(("13800138000", "a【星辰】"), ("1", "a【星辰】")))
    text, packed = map(task_view, demo.box.store.tasks())
    assert (text["content"], text["signature"], text["cost"]) == ("测试【星辰】", "星辰", 1)
    assert (packed["kind"], packed["mobile"]) == ("batch", "13800138000")
    assert (packed["content"], packed["signature"]) == ("a【星辰】", "星辰")
    assert (text["order"], packed["order"]) == (1, 2)
    assert (packed["rows"], packed["accepted"]) == (2, 1)


def test_a_request_with_its_explanation(demo: Caller) -> None:
    """Without its secrets."""
    task = demo.box.task(demo.say(hashed.send, SEND).task_id)
    captured = demo.box.store.captured(task.number)
    assert captured is not None
    view = captured_view(captured, task.endpoint, task)
    assert view["path"] == "sms.aspx"
    assert "password=***" in view["body"]
    assert view["explanation"]["name"] == "hashed.send"
    assert view["explanation"]["facts"]["message"]["content"] == "测试【星辰】"


def test_a_request_that_nobody_can_read(demo: Caller) -> None:
    """Says why."""
    request = capture(Request(path="sms.aspx", body=b"action=send&extno=1&sendTime=soon"))
    view = captured_view(request, "hashed.send")
    assert any("sendTime" in note for note in view["explanation"]["notes"])
    assert captured_view(capture(Request(path="nowhere")))["explanation"]["name"] == ""


def test_inbound_messages_and_templates(demo: Caller) -> None:
    """As they are now."""
    demo.box.inject_inbound("13800138000", "好")
    (message,) = demo.box.store.latest_inbound(1)
    assert inbound_view(message)["fetched"] is False
    demo.say(hashed.templates.register, RegisterTemplate(text="@"))
    (template,) = demo.box.store.templates()
    now = demo.box.clock.now()
    assert template_view(template, now)["state"] == "3"
    assert template_view(template, datetime(2027, 1, 1))["state"] == "1"
