"""``/_sandbox``: what tests and the page do to a sandbox, and see of it."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from starlette.applications import Starlette
from support.asgi import Web
from support.caller import Caller, batch

from smscodec import (
    FetchInbound,
    FetchReports,
    Frame,
    Refused,
    RegisterTemplate,
    Send,
    SendMms,
    hashed,
    mms,
    plain,
    slideshow_from_frames,
    slideshow_to_elements,
    text_part,
)
from smscodec.sandbox import control
from smscodec.sandbox.control import Control

SEND = Send(mobiles=("13800138000",), content="测试【星辰】")
FRAMES = (Frame(3, (text_part("文本<script>"),)),)


class People:
    """Who uses ``/_sandbox``."""

    def __init__(self, client: Web) -> None:
        self._client = client

    def see(self, path: str, status: int = 200) -> Any:
        """What is shown."""
        response = self._client.get(f"/_sandbox/{path}")
        assert response.status_code == status, response.text
        return response.json()

    def do(self, path: str, status: int = 200, **said: Any) -> Any:
        """What is answered."""
        response = self._client.post(f"/_sandbox/{path}", json=said)
        assert response.status_code == status, response.text
        return response.json()


@pytest.fixture
def client(demo: Caller) -> Web:
    """HTTP without a network."""
    return Web(Starlette(routes=list(Control(demo.box).routes())))


@pytest.fixture
def people(client: Web) -> People:
    """With JSON."""
    return People(client)


def test_the_state(people: People, demo: Caller) -> None:
    """Clock, accounts, endpoints, what is ordered."""
    demo.say(plain.send, SEND)
    people.do("fault", mode="slow", seconds=1, endpoint="plain")
    people.do("fail", code="1106")
    state = people.see("state")
    assert (state["now"], state["running"]) == ("2026-01-05 09:00:00", False)
    (account,) = state["accounts"]
    assert (account["name"], account["balance"], account["used"]) == ("demo", 999_999, 1)
    assert "password" not in account
    assert "hashed.send_packed" in state["endpoints"]
    assert state["faults"][0]["mode"] == "slow"
    assert state["refusals"][0]["code"] == "1106"
    people.do("calm")
    assert people.see("state")["faults"] == people.see("state")["refusals"] == []


def test_tasks_in_pages(people: People, demo: Caller) -> None:
    """Latest first."""
    for _ in range(3):
        demo.say(plain.send, SEND)
    first = people.see("tasks?limit=2")
    assert [each["task_id"] for each in first["tasks"]] == ["1000003", "1000002"]
    rest = people.see(f"tasks?limit=2&before={first['before']}")
    assert [each["task_id"] for each in rest["tasks"]] == ["1000001"]
    assert rest["before"] is None


def test_a_task_with_its_messages_and_request(people: People, demo: Caller) -> None:
    """A batch unfolded, in pages."""
    rows = [(f"138001380{number:02d}", f"{number}【星辰】") for number in range(10)]
    task = demo.say(hashed.send_packed, batch(*rows)).task_id
    found = people.see(f"tasks/{task}?limit=4")
    assert found["task"]["kind"] == "batch"
    assert [each["content"] for each in found["messages"]] == [f"{n}【星辰】" for n in range(4)]
    assert found["request"]["explanation"]["name"] == "hashed.send_batch"
    rest = people.see(f"tasks/{task}?limit=6&after={found['after']}")
    assert (len(rest["messages"]), rest["after"]) == (6, None)
    assert "there is no task" in people.see("tasks/0", 404)["error"]


def test_messages_by_task_or_number(people: People, demo: Caller) -> None:
    """As ``Sandbox.messages`` has them."""
    task = demo.say(plain.send, SEND).task_id
    (message,) = people.see(f"messages?task_id={task}&mobile=13800138000")["messages"]
    assert (message["content"], message["state"]) == ("测试【星辰】", "reported")
    assert people.see("messages?mobile=13800138001")["messages"] == []


def test_calls_refused_or_not(people: People, demo: Caller) -> None:
    """Each with its request."""
    demo.say(plain.send, SEND)
    demo.password = "wrong"
    demo.say(plain.send, SEND)
    taken, refused = people.see("calls")["calls"]
    assert (taken["task_id"], refused["refused"]) == ("1000001", True)
    assert refused["message"] == "用户名或密码错误"
    again = people.see(f"calls/{refused['number']}")
    assert again["call"] == refused
    assert "password=***" in again["request"]["body"]
    assert people.see(f"calls?after={taken['number'] + 1}")["calls"] == [refused]
    assert "not kept" in people.see("calls/99", 404)["error"]


def test_an_mms_as_a_page(client: Web, demo: Caller) -> None:
    """Of either dialect; nothing in it becomes markup."""
    elements = slideshow_to_elements(slideshow_from_frames(FRAMES))
    told = {"mobiles": ("13800138000",), "subject": "标题"}
    tasks = [
        demo.say(mms.send, SendMms(**told, frames=FRAMES)).task_id,
        demo.say(hashed.send_mms, SendMms(**told, elements=elements)).task_id,
    ]
    for task in tasks:
        page = client.get(f"/_sandbox/tasks/{task}/mms?language=en")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "文本&lt;script&gt;" in page.text
    text = demo.say(plain.send, SEND).task_id
    assert client.get(f"/_sandbox/tasks/{text}/mms").status_code == 404


def test_a_phone_answers(people: People, demo: Caller) -> None:
    """And the customer fetches it."""
    people.do("inbound", mobile="13800138000", content="好", extension="12")
    assert [each["content"] for each in people.see("inbound")["inbound"]] == ["好"]
    (message,) = demo.say(plain.fetch_inbound, FetchInbound()).messages
    assert (message.content, message.extension) == ("好", "12")
    assert people.see("inbound")["inbound"][0]["fetched"] is True


def test_a_report_is_set(people: People, demo: Caller) -> None:
    """And the customer fetches it."""
    task = demo.say(plain.send, SEND).task_id
    assert people.do("report", task_id=task, carrier_code="EXPIRED") == {"ok": True, "reports": 1}
    (report,) = demo.say(plain.fetch_reports, FetchReports()).reports
    assert report.carrier_code == "EXPIRED"


def test_the_clock(people: People) -> None:
    """Set, advanced, let go, stopped."""
    assert people.do("clock", set="2026-03-01 08:00:00", advance=90)["now"] == "2026-03-01 08:01:30"
    assert people.do("clock", run=True)["running"] is True
    assert people.do("clock", run=False)["running"] is False
    assert "isoformat" in people.do("clock", 400, set="soon")["error"]
    assert "error" in people.do("clock", 400, advance=1e30)


def test_refusals_faults_templates_money(people: People, demo: Caller) -> None:
    """Each as the sandbox does it."""
    people.do("fail", code="100", endpoint="xunchen.balance", times=2)
    people.do("top_up", amount=5, mms=True)
    people.do("push", url="http://customer/")
    assert demo.box.store.money("demo", mms=True).balance == 10_005
    template = demo.say(hashed.templates.register, RegisterTemplate(text="@")).template_id
    people.do("template", template_id=template, state="4")
    assert people.see("templates")["templates"] == [
        {"template_id": template, "account": "demo", "text": "@", "state": "4"}
    ]
    people.do("fail", code="其他错误")
    assert isinstance(demo.say(plain.send, SEND), Refused)
    people.do("reset")
    assert people.see("templates")["templates"] == []


@pytest.mark.parametrize(
    ("path", "said", "status", "words"),
    [
        ("inbound", {"mobile": "1"}, 400, "content has to be said"),
        ("inbound", {"mobile": "1", "content": 1}, 400, "content is of the wrong type"),
        ("inbound", {"mobile": "1", "content": "a", "colour": "red"}, 400, "no 'colour' here"),
        ("inbound", {"mobile": "1", "content": "a", "account": "x"}, 404, "no account 'x'"),
        ("inbound", {"mobile": "1", "content": "\x00"}, 400, "control characters"),
        ("report", {"task_id": "0", "carrier_code": "X"}, 404, "no task"),
        ("fail", {"code": "x"}, 404, "no endpoint can refuse by 'x'"),
        ("fail", {"code": "1106", "times": True}, 400, "times is of the wrong type"),
        ("fault", {"mode": "explode"}, 400, "mode has to be one of slow"),
        ("fault", {"mode": "slow", "endpoint": "x"}, 404, "no endpoint 'x'"),
        ("template", {"template_id": "1", "state": "5"}, 400, "state has to be one of"),
        ("template", {"template_id": "1", "state": "1"}, 404, "no template"),
    ],
)
def test_what_cannot_be_done_is_told(
    people: People, path: str, said: dict[str, Any], status: int, words: str
) -> None:
    """In words, and nothing is done."""
    assert words in people.do(path, status, **said)["error"]


def test_only_json_does_anything(client: Web) -> None:
    """A form on somebody's web page cannot."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        response = client.post("/_sandbox/reset", content="{}", headers={"content-type": kind})
        assert response.status_code == 400
    json = {"content-type": "application/json"}
    assert client.post("/_sandbox/reset", content="[]", headers=json).status_code == 400
    assert client.post("/_sandbox/reset", content="{", headers=json).status_code == 400
    deep = "[" * 100_000
    assert client.post("/_sandbox/reset", content=deep, headers=json).status_code == 400
    assert client.get("/_sandbox/reset").status_code == 405


@pytest.mark.parametrize("path", ["tasks?limit=x", "tasks?before=-1", "calls?after=1e3"])
def test_numbers_are_numbers(people: People, path: str) -> None:
    """Or the name is told."""
    assert "has to be a number" in people.see(path, 400)["error"]


def test_the_manual_page_names_every_route(demo: Caller) -> None:
    """And no other."""
    manual = inspect.getdoc(control) or ""
    told = {
        (method, path)
        for method, path in re.findall(r"``(GET|POST) +(/_sandbox/[a-z_/{}]+)", manual)
    }
    routes = {
        (method, re.sub(":int", "", route.path))
        for route in Control(demo.box).routes()
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert told == routes
