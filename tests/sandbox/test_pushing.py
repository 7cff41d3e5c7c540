"""Reports and inbound messages pushed to customers who have an address (003, chapter 6)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from support.caller import Caller

from smscodec import FetchReports, Request, Send, hashed, plain
from smscodec.sandbox import Sandbox, StoreError
from smscodec.sandbox.pushing import Pushing
from smscodec.sandbox.server import Application

SEND = Send(mobiles=("13800138000", "13800138001"), content="a", extension="01")


class Customer:
    """Who is pushed to, and what he answers, one after the other; then ``1``."""

    def __init__(self, *answers: bytes | Exception) -> None:
        self._answers = list(answers)
        self.got: list[Any] = []
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        pushed = Request(path="push", body=request.content)
        (endpoint,) = [e for e in (hashed.push_reports, hashed.push_inbound) if e.fits(pushed)]
        self.got.append(endpoint.decode_request(pushed).message)
        answer = self._answers.pop(0) if self._answers else b"1"
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(200, content=answer)


@pytest.fixture
def pushed(caller: Callable[..., Caller]) -> Caller:
    """An account with an address, whose pushes are tried again at once."""
    return caller('push_url = "http://customer/push?key=1"', rest="[delivery]\npush_retry = 0")


def while_pushing(
    box: Sandbox, customer: Customer, act: Callable[[Pushing], Awaitable[None]]
) -> None:
    """Does something while the pusher runs."""

    async def run() -> None:
        transport = httpx.MockTransport(customer)
        pushing = Pushing(box, lambda: httpx.AsyncClient(transport=transport))
        task = asyncio.create_task(pushing.run())
        await asyncio.sleep(0)
        await act(pushing)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


async def until(condition: Callable[[], bool]) -> None:
    """Waits for something that has to happen."""
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not happen")


def test_reports_and_answers_are_pushed_once(pushed: Caller) -> None:
    """As documented: the whole body is XML; what is pushed cannot be fetched any more."""
    customer = Customer()

    async def act(pushing: Pushing) -> None:
        pushed.say(plain.send, SEND)
        pushed.box.inject_inbound("13800138000", "好")
        pushing.wake()
        await until(lambda: len(customer.got) == 2)

    while_pushing(pushed.box, customer, act)
    reports, inbound = customer.got
    assert [each.mobile for each in reports.reports] == ["13800138000", "13800138001"]
    assert {each.status for each in reports.reports} == {"10"}
    assert [(each.content, each.extension) for each in inbound.messages] == [("好", "01")]
    assert str(customer.requests[0].url) == "http://customer/push?key=1"
    assert pushed.say(plain.fetch_reports, FetchReports()).reports == ()


@pytest.mark.parametrize(
    ("answers", "attempts", "taken"),
    [
        ((), 1, True),
        ((b"error", b"error"), 3, True),
        ((b"error",) * 5, 3, False),
        ((httpx.ConnectError("no"), b"1"), 2, True),
        ((httpx.ReadTimeout("no"),) * 5, 3, False),
        ((b"",), 1, True),
        ((b"ok",), 1, True),
        ((b" error\r\n",), 2, True),
        ((b"\xff",), 1, True),
    ],
)
def test_three_attempts_in_all(
    pushed: Caller, answers: tuple[Any, ...], attempts: int, taken: bool
) -> None:
    """``error`` and a broken connection mean again, everything else is success."""
    customer = Customer(*answers)

    async def act(pushing: Pushing) -> None:
        pushed.say(plain.send, SEND)
        pushing.wake()
        await until(lambda: len(pushed.box.feed.since(0, "push")) == attempts)
        await asyncio.sleep(0.02)

    while_pushing(pushed.box, customer, act)
    events = pushed.box.feed.since(0, "push")
    assert [each["attempt"] for each in events] == list(range(1, attempts + 1))
    assert events[-1]["taken"] is taken
    assert len(customer.got) == attempts
    assert all(each == customer.got[0] for each in customer.got)


def test_what_is_due_later_is_pushed_then(caller: Callable[..., Caller]) -> None:
    """When the clock is moved there."""
    demo = caller('push_url = "http://customer/"', rest="[delivery]\ndelay = 3600")
    customer = Customer()

    async def act(pushing: Pushing) -> None:
        demo.say(plain.send, SEND)
        pushing.wake()
        await asyncio.sleep(0.02)
        assert customer.got == []
        demo.box.advance(timedelta(hours=1))
        await until(lambda: len(customer.got) == 1)

    while_pushing(demo.box, customer, act)


def test_what_is_due_soon_is_pushed_when_the_clock_gets_there(
    caller: Callable[..., Caller],
) -> None:
    """If it runs."""
    demo = caller('push_url = "http://customer/"', rest="[delivery]\ndelay = 1")
    customer = Customer()

    async def act(pushing: Pushing) -> None:
        demo.say(plain.send, SEND)
        demo.box.clock.run()
        await until(lambda: len(customer.got) == 1)

    while_pushing(demo.box, customer, act)


def test_many_reports_come_in_the_documented_size(caller: Callable[..., Caller]) -> None:
    """A thousand at once."""
    demo = caller('push_url = "http://customer/"\nlimited = false')
    customer = Customer()
    mobiles = tuple(f"1380013{number:04d}" for number in range(8100, 9101))

    async def act(pushing: Pushing) -> None:
        demo.say(plain.send, Send(mobiles=mobiles, content="a"))
        pushing.wake()
        await until(lambda: len(customer.got) == 2)

    while_pushing(demo.box, customer, act)
    assert [len(each.reports) for each in customer.got] == [1000, 1]


def test_an_address_may_be_said_later(demo: Caller) -> None:
    """Until then nothing is pushed, and after it was taken back; what waits then is fetched."""
    customer = Customer()

    async def act(pushing: Pushing) -> None:
        demo.say(plain.send, SEND)
        pushing.wake()
        await asyncio.sleep(0.02)
        assert customer.got == []
        demo.box.push_to("http://customer/")
        pushing.wake()
        await until(lambda: len(customer.got) == 1)
        demo.box.push_to("")
        demo.say(plain.send, SEND)
        pushing.wake()
        await asyncio.sleep(0.02)

    while_pushing(demo.box, customer, act)
    (reports,) = customer.got
    assert {each.task_id for each in reports.reports} == {"1000001"}
    assert {each.task_id for each in demo.say(plain.fetch_reports, FetchReports()).reports} == {
        "1000002"
    }


def test_a_reset_takes_an_address_back(demo: Caller) -> None:
    """To that of the configuration."""
    demo.box.push_to("http://customer/")
    demo.box.reset()
    assert [each.push_url for each in demo.box.platform.customers] == [""]


def test_an_address_that_is_none_is_like_a_broken_connection(
    caller: Callable[..., Caller],
) -> None:
    """Three attempts, and then it is lost."""
    demo = caller('push_url = "http://customer:port/"', rest="[delivery]\npush_retry = 0")

    async def act(pushing: Pushing) -> None:
        demo.say(plain.send, SEND)
        pushing.wake()
        await until(lambda: len(demo.box.feed.since(0, "push")) == 3)

    while_pushing(demo.box, Customer(), act)


def test_a_store_that_fails_does_not_end_the_pushing(
    pushed: Caller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What could not be marked as handed out is pushed when it can."""
    customer, store = Customer(), pushed.box.store
    commit, failures = store.commit, iter([StoreError("the disk is full", "x.db")])

    def failing() -> None:
        for failure in failures:
            store.rows("ROLLBACK")
            store.dirty = False
            raise failure
        commit()

    async def act(pushing: Pushing) -> None:
        pushed.say(plain.send, SEND)
        monkeypatch.setattr(store, "commit", failing)
        pushing.wake()
        await asyncio.sleep(0.02)
        assert customer.got == []
        pushing.wake()
        await until(lambda: len(customer.got) == 1)

    while_pushing(pushed.box, customer, act)
    assert "the disk is full" in capsys.readouterr().err


def test_the_application_pushes_while_it_lives(pushed: Caller) -> None:
    """It starts and ends the pusher."""
    app = Application(pushed.box)
    said: list[str] = []

    async def live() -> None:
        asked = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> Any:
            return {"type": next(asked)}

        async def send(message: Any) -> None:
            said.append(message["type"])
            await asyncio.sleep(0)

        await app({"type": "lifespan"}, receive, send)

    asyncio.run(live())
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
