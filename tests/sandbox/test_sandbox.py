"""A whole sandbox, and what a test does to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.caller import Caller, batch

from smscodec import (
    Accepted,
    FetchBalance,
    FetchReports,
    Refused,
    Send,
    hashed,
    plain,
    xunchen,
)
from smscodec.sandbox import NotFoundError, Sandbox, StoreError
from smscodec.sandbox.faults import Fault

SEND = Send(mobiles=("13800138000", "13800138001"), content="测试【星辰】")


def test_what_was_sent_is_read_by_task_or_number(demo: Caller) -> None:
    """Or all of it."""
    task = demo.say(plain.send, SEND).task_id
    demo.say(hashed.send_packed, batch(("13800138001", "a【星辰】")))
    assert len(demo.box.messages()) == 3
    assert {each.task_id for each in demo.box.messages(task_id=task)} == {task}
    assert [each.content for each in demo.box.messages(mobile="13800138001")] == [
        "测试【星辰】",
        "a【星辰】",
    ]


def test_what_is_not_there_is_told(demo: Caller) -> None:
    """Tasks, numbers, accounts."""
    task = demo.say(plain.send, SEND).task_id
    for act in (
        lambda: demo.box.messages(task_id="0"),
        lambda: demo.box.set_report("0", "DELIVRD"),
        lambda: demo.box.set_report(task, "DELIVRD", mobile="13800138009"),
        lambda: demo.box.inject_inbound("1", "a", account="nobody"),
        lambda: demo.box.inject_inbound("1", "a", task_id="0"),
        lambda: demo.box.top_up(1, account="nobody"),
    ):
        with pytest.raises(NotFoundError):
            act()


@pytest.mark.parametrize("text", ["\x00", "\x1b", "\ud800", "\ufffe"])
def test_what_no_reply_can_hold_is_not_taken(demo: Caller, text: str) -> None:
    """Or it would be fetched for ever in vain."""
    task = demo.say(plain.send, SEND).task_id
    with pytest.raises(ValueError, match="control characters"):
        demo.box.inject_inbound("13800138000", text)
    with pytest.raises(ValueError, match="control characters"):
        demo.box.set_report(task, text)


def test_a_row_that_was_not_taken_has_no_report(demo: Caller) -> None:
    """Nobody sent it."""
    task = demo.say(plain.send, Send(mobiles=("13800138000", "1"), content="a")).task_id
    assert demo.box.set_report(task, "EXPIRED") == 1


def test_reset_is_as_if_it_had_just_begun(demo: Caller) -> None:
    """Messages, money, passwords, faults, orders, counts, clock."""
    first = demo.say(hashed.send_json, SEND)
    demo.box.advance(timedelta(hours=1))
    demo.box.add_fault(Fault(mode="drop"))
    demo.box.fail_next("1106")
    demo.box.reset()
    assert demo.box.messages() == []
    assert demo.box.clock.now() == datetime(2026, 1, 5, 9)
    assert demo.say(hashed.send_json, SEND) == first


def script(box: Sandbox) -> list[Any]:
    """Something of everything."""
    demo = Caller(box)
    box.add_fault(Fault(mode="truncate", rate=0.3, endpoint="plain.send"))
    answers: list[Any] = []
    for _ in range(20):
        answers.append(box.answer(demo.request(plain.send, SEND)).body)
        box.advance(timedelta(seconds=7))
    answers.append(demo.say(xunchen.send, SEND))
    answers.append(demo.say(hashed.send_packed, batch(("13800138003", "a【星辰】"))))
    answers.append(demo.say(plain.fetch_reports, FetchReports()))
    return answers


def test_the_same_script_gives_the_same_run(open_box: Callable[..., Sandbox]) -> None:
    """To the byte; another seed gives another."""
    toml = "seed = {}\n[delivery]\nfailure_rate = 0.4"
    runs = [script(open_box(toml.format(seed))) for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_a_store_outlives_its_sandbox(open_box: Callable[..., Sandbox], tmp_path: Path) -> None:
    """Every message once, reports that were handed out stay handed out."""
    path = tmp_path / "sandbox.db"
    demo = Caller(open_box(store=path))
    demo.say(plain.send, SEND)
    demo.say(hashed.send_packed, batch(("13800138002", "a【星辰】"), ("13800138003", "b【星辰】")))
    assert len(demo.say(plain.fetch_reports, FetchReports(limit=3)).reports) == 3
    before = demo.box.messages()
    demo.box.close()
    demo.box = open_box(store=path)
    assert demo.box.messages() == before
    (last,) = demo.say(plain.fetch_reports, FetchReports()).reports
    assert last.mobile == "13800138003"
    assert demo.say(plain.send, SEND).task_id == "1000003"


def test_a_store_that_is_in_use(open_box: Callable[..., Sandbox], tmp_path: Path) -> None:
    """Is told."""
    open_box(store=tmp_path / "sandbox.db")
    with pytest.raises(StoreError, match="another sandbox"):
        open_box(store=tmp_path / "sandbox.db")


def test_topping_up(demo: Caller) -> None:
    """Both balances."""
    demo.box.top_up(5)
    demo.box.top_up(7, mms=True)
    assert demo.say(plain.balance, FetchBalance()).balance == 1_000_005
    assert demo.say(hashed.balance_mms, FetchBalance()).balance == 10_007


def test_without_a_file_the_account_demo_works() -> None:
    """In all dialects, at the real time."""
    box = Sandbox()
    demo = Caller(box)
    for endpoint in (plain.send, hashed.send, xunchen.send):
        assert isinstance(demo.say(endpoint, SEND), Accepted)
    assert not isinstance(demo.say(plain.balance, FetchBalance()), Refused)
    box.close()
