"""The limits by number (document 003, opening note)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from support.caller import Caller, batch

from smscodec import Accepted, Refused, Send, hashed, plain

OTP = Send(mobiles=("13800138000",), content="验证码1234【星辰】")
NOTICE = Send(mobiles=("13800138000",), content="通知【星辰】")


def verdicts(demo: Caller, *messages: Any) -> str:
    """One letter for each send: taken, or too frequent."""
    letters = ""
    for message in messages:
        reply = demo.say(hashed.send_json, message)
        if isinstance(reply, Refused):
            assert reply.message == "FrequentOperation"
        letters += "t" if isinstance(reply, Accepted) else "f"
    return letters


def test_three_passwords_in_three_minutes(demo: Caller) -> None:
    """The fourth is too many until the first is three minutes old; a notice is not one."""
    assert verdicts(demo, OTP, OTP, OTP, OTP, NOTICE) == "tttft"
    demo.box.advance(timedelta(seconds=179))
    assert verdicts(demo, OTP) == "f"
    demo.box.advance(timedelta(seconds=1))
    assert verdicts(demo, OTP) == "t"


def test_ten_messages_a_day(demo: Caller) -> None:
    """Of any content; the next day there is room again."""
    assert verdicts(demo, *[NOTICE] * 11) == "t" * 10 + "f"
    demo.box.advance(timedelta(hours=15))
    assert verdicts(demo, NOTICE) == "t"


def test_passwords_just_before_midnight_count_after_it(demo: Caller) -> None:
    """But not as messages of the new day."""
    demo.box.set_clock(demo.box.clock.now().replace(hour=23, minute=59))
    assert verdicts(demo, OTP, OTP, OTP) == "ttt"
    demo.box.advance(timedelta(seconds=90))
    assert verdicts(demo, OTP, *[NOTICE] * 11) == "f" + "t" * 10 + "f"


def test_only_the_numbers_that_had_enough_are_left_out(demo: Caller) -> None:
    """Of a send to several, and of a batch."""
    verdicts(demo, *[NOTICE] * 10)
    both = Send(mobiles=("13800138000", "13800138001"), content="通知【星辰】")
    assert demo.say(hashed.send_json, both).accepted_count == 1
    rows = batch(("13800138000", "通知【星辰】"), ("13800138002", "通知【星辰】"))
    reply = demo.say(hashed.send_packed, rows)
    assert reply.accepted_count == 1
    (left_out,) = [each for each in demo.box.messages(task_id=reply.task_id) if each.refused]
    assert (left_out.mobile, left_out.refused) == ("13800138000", "daily limit")


def test_batches_count_row_by_row(demo: Caller) -> None:
    """A password in one row is none in the others."""
    rows = batch(("13800138000", "验证码1【星辰】"), ("13800138001", "通知【星辰】"))
    for _ in range(3):
        assert demo.say(hashed.send_packed, rows).accepted_count == 2
    assert demo.say(hashed.send_packed, rows).accepted_count == 1
    assert verdicts(demo, NOTICE) == "t"


def test_what_is_refused_does_not_count(demo: Caller) -> None:
    """Only what was taken was sent."""
    for _ in range(20):
        demo.say(hashed.send_json, Send(mobiles=OTP.mobiles, content="no signature"))
    assert verdicts(demo, NOTICE) == "t"


def test_the_limits_are_those_of_003_only(demo: Caller) -> None:
    """Unless the account says otherwise; what was sent in other ways counts all the same."""
    for _ in range(12):
        assert isinstance(demo.say(plain.send, NOTICE), Accepted)
    assert verdicts(demo, NOTICE) == "f"


def test_customers_and_numbers_can_be_exempt(caller: Callable[..., Caller]) -> None:
    """As customer service does it; other limits, too."""
    assert verdicts(caller("limited = false"), *[NOTICE] * 12) == "t" * 12
    assert verdicts(caller('exempt = ["13800138000"]'), *[NOTICE] * 12) == "t" * 12
    assert verdicts(caller("daily_messages = 2"), *[NOTICE] * 3) == "ttf"
    assert verdicts(caller("otp_messages = 0"), *[OTP] * 11) == "t" * 10 + "f"
    assert verdicts(caller("daily_messages = 0"), *[NOTICE] * 12) == "t" * 12
    everywhere = caller("limited = true\ndaily_messages = 1")
    everywhere.say(plain.send, NOTICE)
    assert isinstance(everywhere.say(plain.send, NOTICE), Refused)


def test_a_restart_forgets_nothing(open_box: Callable[..., Any], tmp_path: Path) -> None:
    """The counts are made again from what is stored."""
    path = tmp_path / "sandbox.db"
    first = open_box(store=path)
    demo = Caller(first)
    assert verdicts(demo, *[NOTICE] * 9, OTP) == "t" * 10
    demo.say(hashed.send_packed, batch(("13800138001", "验证码1【星辰】"), ("1", "a【星辰】")))
    first.close()
    again = Caller(open_box(store=path))
    assert verdicts(again, NOTICE) == "f"
    other = Send(mobiles=("13800138001",), content="验证码1【星辰】")
    assert verdicts(again, other, other, other) == "ttf"


def test_each_account_has_its_own_counts(open_box: Callable[..., Any]) -> None:
    """One customer's messages are no other's."""
    one = '[[accounts]]\nname = "{}"\npassword = "secret123"\ndaily_messages = 1\n'
    box = open_box(one.format("demo") + one.format("other"))
    assert verdicts(Caller(box), NOTICE, NOTICE) == "tf"
    assert verdicts(Caller(box, account="other"), NOTICE) == "t"
