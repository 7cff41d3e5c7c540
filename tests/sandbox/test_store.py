"""Accounts, tasks, reports, inbound messages and templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from smscodec.sandbox.config import Account
from smscodec.sandbox.records import (
    Captured,
    Money,
    SetReport,
    StoredInbound,
    StoredTemplate,
    Task,
    Wanted,
)
from smscodec.sandbox.store import Store

NINE = datetime(2026, 1, 5, 9)
HOUR = timedelta(hours=1)
TASK = Task(
    number=1,
    id="1000001",
    account="demo",
    endpoint="plain.send",
    kind="text",
    taken_at=NINE,
    send_at=None,
    due_at=NINE,
    extension="01",
    mobiles="13800138000,13800138001",
    content="内容".encode(),
    rows=2,
    accepted=1,
    refused=((1, "blacklisted mobile"),),
    cost=1,
)
WANTED = Wanted(account="demo", since=datetime.min, until=NINE)


@pytest.fixture
def store() -> Iterator[Store]:
    """An open transaction in memory, with one account."""
    store = Store()
    with store.changes():
        store.open_account(Account(name="demo", password="secret123", balance=10, mms_balance=3))
        yield store
    store.close()


def test_an_account_is_opened_once(store: Store) -> None:
    """What is there already is kept."""
    store.set_password("demo", "another")
    store.open_account(Account(name="demo", password="secret123", balance=99))
    assert store.password("demo") == "another"
    assert store.money("demo") == Money(balance=10, bought=10, used=0)


def test_texts_and_mms_are_paid_from_two_balances(store: Store) -> None:
    """Both may be topped up; what was used is counted."""
    store.charge("demo", 12)
    store.charge("demo", 1, mms=True)
    store.top_up("demo", 5)
    assert store.money("demo") == Money(balance=3, bought=15, used=12)
    assert store.money("demo", mms=True) == Money(balance=2, bought=3, used=1)


def test_a_task_comes_back_as_it_was(store: Store) -> None:
    """With its request."""
    scheduled = replace(TASK, number=2, id="1000002", send_at=NINE + HOUR, kind="frames")
    captured = Captured(method="POST", path="/sms.aspx", query="", content_type="", body=b"a=1")
    store.add_task(TASK, captured=captured)
    store.add_task(scheduled)
    assert store.task("1000001") == TASK
    assert store.tasks() == [TASK, scheduled]
    assert store.task("1") is None
    assert store.captured(1) == captured
    assert store.captured(2) is None


def test_numbers_are_never_given_twice(store: Store) -> None:
    """The next one is known before it is used."""
    assert store.next_number("tasks") == 1
    store.add_task(TASK)
    assert store.next_number("tasks") == 2


def test_latest_tasks_come_in_pages(store: Store) -> None:
    """The last one first."""
    for number in (1, 2, 3):
        store.add_task(replace(TASK, number=number, id=str(number)))
    assert [task.number for task in store.latest_tasks(limit=2)] == [3, 2]
    assert [task.number for task in store.latest_tasks(before=2, limit=2)] == [1]


def test_tasks_have_reports_when_these_are_due_and_not_handed_out(store: Store) -> None:
    """Of one account, of one task if that is asked for, of 002 or of all else."""
    store.add_task(TASK)
    store.add_task(replace(TASK, number=2, id="2", account="other"))
    store.add_task(replace(TASK, number=3, id="3", due_at=NINE + HOUR))
    store.add_task(replace(TASK, number=4, id="4", handed=2))
    store.add_task(replace(TASK, number=5, id="5", endpoint="mms.send"))

    def found(wanted: Wanted) -> list[int]:
        return [task.number for task in store.tasks_with_reports(wanted, 10)]

    assert found(WANTED) == [1]
    assert found(replace(WANTED, until=NINE + HOUR)) == [1, 3]
    assert found(replace(WANTED, since=NINE + HOUR, until=NINE + HOUR)) == [3]
    assert found(replace(WANTED, mms=True)) == [5]
    assert found(replace(WANTED, task_id="3")) == []
    store.hand_out(1, 2)
    assert found(WANTED) == []


def test_a_report_that_was_set_waits_until_it_is_handed_out(store: Store) -> None:
    """A second one for the same row takes the first one's place."""
    store.add_task(TASK)
    first = SetReport(row=0, mobile="13800138000", carrier_code="EXPIRED", due_at=NINE)
    second = replace(first, carrier_code="UNDELIV")
    never = replace(first, row=1, carrier_code="")
    for report in (first, second, never):
        store.add_report(1, report)
    ((number, task, found),) = store.waiting_set_reports(WANTED, 10)
    assert (task, found) == (TASK, second)
    assert store.set_reports(1) == {0: (second, False), 1: (never, False)}
    store.hand_out_set_reports([number])
    assert store.waiting_set_reports(WANTED, 10) == []
    assert store.set_reports(1)[0] == (second, True)


def test_the_next_report_or_message_is_known(store: Store) -> None:
    """The soonest behind a moment; nothing when nothing waits."""
    assert store.next_due("demo", NINE) is None
    store.add_task(replace(TASK, due_at=NINE + 3 * HOUR))
    assert store.next_due("demo", NINE) == NINE + 3 * HOUR
    store.add_report(1, SetReport(row=0, mobile="1", carrier_code="X", due_at=NINE + 2 * HOUR))
    assert store.next_due("demo", NINE) == NINE + 2 * HOUR
    store.add_inbound(
        StoredInbound(account="demo", mobile="1", content="TD", received_at=NINE + HOUR)
    )
    assert store.next_due("demo", NINE) == NINE + HOUR
    assert store.next_due("other", NINE) is None


def test_inbound_messages_wait_until_they_are_handed_out(store: Store) -> None:
    """In the order they came, and those of the future not yet."""
    for minutes, content in ((0, "first"), (0, "second"), (90, "later")):
        at = NINE + timedelta(minutes=minutes)
        message = StoredInbound(account="demo", mobile="1", content=content, received_at=at)
        store.add_inbound(message)
    waiting = store.waiting_inbound(WANTED, 10)
    assert [each.content for each in waiting] == ["first", "second"]
    store.hand_out_inbound([waiting[0].number])
    assert [each.content for each in store.waiting_inbound(WANTED, 10)] == ["second"]
    assert [(e.content, e.handed) for e in store.latest_inbound(3)] == [
        ("later", 0),
        ("second", 0),
        ("first", 1),
    ]


def test_templates_are_put_found_and_dropped(store: Store) -> None:
    """In the place of the one with the same number."""
    template = StoredTemplate(number=1, id="7", account="demo", text="@", state="1", ready_at=NINE)
    store.put_template(template)
    amended = replace(template, text="a@")
    store.put_template(amended)
    assert store.templates() == store.templates("demo") == [amended]
    assert store.templates("other") == []
    store.drop_template(1)
    assert store.templates() == []


def test_clear_forgets_everything(store: Store) -> None:
    """The numbers begin again, too, so that the same script gives the same ids."""
    store.add_task(TASK)
    store.clear()
    assert store.tasks() == []
    assert store.next_number("tasks") == 1
