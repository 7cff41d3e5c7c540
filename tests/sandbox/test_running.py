"""A sandbox that runs beside a program."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from smscodec.sandbox import NotFoundError, Sandbox
from smscodec.sandbox.running import Running, running
from smscodec.sandbox.server import ServeError, bind


def test_it_runs_in_its_own_thread_and_ends_with_the_block(
    open_box: Callable[..., Sandbox],
) -> None:
    """What is done with it is done there."""
    before = threading.active_count()
    with running(open_box()) as box:
        assert threading.active_count() == before + 1
        assert box.do(threading.current_thread) is not threading.current_thread()
        assert box.do(box.sandbox.clock.now).year == 2026
        url = box.url
        assert httpx.get(f"{url}/_sandbox/state", trust_env=False).status_code == 200
    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_what_goes_wrong_there_is_raised_here(open_box: Callable[..., Sandbox]) -> None:
    """As the same exception."""
    with running(open_box()) as box, pytest.raises(NotFoundError):
        box.do(box.sandbox.task, "0")


def test_it_leaves_the_logging_of_the_process_alone(open_box: Callable[..., Sandbox]) -> None:
    """Which may have another server of the same kind in it."""
    loggers = [logging.getLogger(f"uvicorn{name}") for name in ("", ".error", ".access")]

    def settings() -> list[tuple[Any, ...]]:
        return [(each.level, each.propagate, *each.handlers) for each in loggers]

    before = settings()
    with running(open_box()):
        assert settings() == before


def test_many_may_run_at_once(open_box: Callable[..., Sandbox]) -> None:
    """Each for itself."""
    with running(open_box()) as one, running(open_box()) as other:
        assert one.url != other.url


def test_a_port_that_is_taken(open_box: Callable[..., Sandbox]) -> None:
    """Is told at once."""
    with bind("127.0.0.1", 0) as listening:
        taken = running(open_box(), port=listening.getsockname()[1])
        with pytest.raises(ServeError, match="taken"):
            taken.__enter__()


def test_it_ends_although_somebody_still_waits(open_box: Callable[..., Sandbox]) -> None:
    """A watcher of events does not hold it up."""
    with httpx.Client(trust_env=False, timeout=5) as client:
        with running(open_box()) as box:
            stream = client.send(
                client.build_request("GET", f"{box.url}/_sandbox/events"), stream=True
            )
            next(stream.iter_raw())
        stream.close()


def send(box: Running, **said: str) -> str:
    """A client sends; the id of the task, or nothing."""
    login = {"userid": "1", "account": "demo", "password": "secret123", "rt": "json"}
    form = {**login, "action": "send", "mobile": "13800138000", "content": "您好", **said}
    reply = httpx.post(f"{box.url}/sms.aspx", data=form, trust_env=False).json()
    return str(reply["TaskID"] or "")


def test_everything_a_test_does(open_box: Callable[..., Sandbox]) -> None:
    """And sees."""
    with running(open_box()) as box:
        task = send(box, extno="01")
        assert [each.content for each in box.messages] == ["您好"]
        assert box.set_report(task, "EXPIRED") == 1
        assert [each.carrier_code for each in box.reports] == ["EXPIRED"]
        assert (box.balance(), box.balance(mms=True)) == (999_999, 10_000)
        box.top_up(2)
        assert box.balance(account="demo") == 1_000_001
        box.inject_inbound("13800138000", "好")
        (inbound,) = box.do(box.sandbox.store.latest_inbound, 9)
        assert (inbound.task_id, inbound.extension) == (task, "01")
        box.advance(60)
        box.advance(timedelta(minutes=1))
        assert box.now == datetime(2026, 1, 5, 9, 2)
        box.set_clock(datetime(2026, 1, 6))
        assert box.now == datetime(2026, 1, 6)
        with pytest.raises(NotFoundError, match="template"):
            box.set_template("1", "2")
        box.reset()
        assert (box.messages, box.now) == ([], datetime(2026, 1, 5, 9))
        assert [account.name for account in box.accounts] == ["demo"]


def test_everything_that_goes_wrong(open_box: Callable[..., Sandbox]) -> None:
    """Refusals and faults, until it is calm; calls tell why."""
    with running(open_box()) as box:
        box.fail_next("TOO_FREQUENT", endpoint="plain.send")
        assert send(box) == ""
        assert send(box)
        first, second = box.calls
        assert (first.refused, first.why, first.task_id) == (True, "a test has ordered it", "")
        assert (second.refused, second.why, second.task_id) == (False, "", "1000001")
        box.add_fault("lose")
        with pytest.raises(httpx.RemoteProtocolError):
            send(box)
        box.fail_next("NO_CHANNEL", times=9)
        box.calm()
        assert send(box) == "1000002"


def test_what_is_done_from_beside_is_pushed(open_box: Callable[..., Sandbox]) -> None:
    """At once, with nobody calling; one sandbox is the other's customer."""
    with running(open_box()) as customer, running(open_box()) as box:
        box.push_to(f"{customer.url}/push")
        send(box)
        box.inject_inbound("13800138000", "好")
        waited = 0.0
        while len(box.do(box.sandbox.feed.since, 0, "push")) < 2:
            assert waited < 5
            time.sleep(0.01)
            waited += 0.01


def test_it_ends_while_a_client_still_holds_its_connection(
    open_box: Callable[..., Sandbox],
) -> None:
    """Idle or in the middle of an answer."""
    with httpx.Client(trust_env=False) as idle, socket.socket() as waiting:
        with running(open_box()) as box:
            assert idle.get(f"{box.url}/_sandbox/state").status_code == 200
            box.add_fault("slow", seconds=60)
            waiting.connect(("127.0.0.1", int(box.url.rpartition(":")[2])))
            waiting.sendall(
                b"POST /sms.aspx HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
            )
            while not box.calls:
                time.sleep(0.01)
        with pytest.raises(httpx.ConnectError):
            idle.get(box.url)
