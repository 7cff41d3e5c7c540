"""The sandbox over HTTP: as an ASGI application, and under uvicorn."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from support.asgi import Web
from support.caller import Caller, batch, login_for
from support.sayings import SEND, message_for

from smscodec import Accepted, FetchBalance, Send, hashed, plain
from smscodec.sandbox import Sandbox, StoreError
from smscodec.sandbox.faults import Fault
from smscodec.sandbox.running import Running, running
from smscodec.sandbox.server import MAX_BODY, Application, ServeError, bind
from smscodec.transport import httpx as over_httpx

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def web(demo: Caller) -> Web:
    """HTTP without a network."""
    return Web(Application(demo.box))


@pytest.fixture
def served(open_box: Callable[..., Sandbox]) -> Iterator[Running]:
    """A sandbox on a free port of 127.0.0.1."""
    with running(open_box("[[accounts]]\nname='demo'\npassword='secret123'\nlimited=false")) as box:
        yield box


def posted(web: Web, demo: Caller, endpoint: Any, message: Any) -> httpx.Response:
    """The answer to a message."""
    request = demo.request(endpoint, message)
    headers = {"content-type": request.content_type, **dict(request.headers)}
    return web.post(f"/{request.path}", content=request.body, headers=headers)


# ---- as an application -----------------------------------------------------------------------


def test_the_connection_s_address_is_the_caller_s(caller: Callable[..., Caller]) -> None:
    """For accounts that are bound to one."""
    demo = caller('ips = ["10.0.0.1"]')
    app = Application(demo.box)
    for ip, word in (("10.0.0.1", "Sucess"), ("10.0.0.2", "Faild")):
        assert word in posted(Web(app, ip), demo, plain.balance, FetchBalance()).text


def test_four_megabytes(web: Web, demo: Caller) -> None:
    """Are taken; one byte more is 400, announced or not."""
    request = demo.request(plain.send, SEND)
    filled = request.body + b"&x=" + b"x" * (MAX_BODY - len(request.body) - 3)
    assert "Success" in web.post("/sms.aspx", content=filled, headers=FORM).text
    large = web.post("/sms.aspx", content=filled + b"x", headers=FORM)
    assert (large.status_code, large.headers["connection"]) == (400, "close")

    async def pieces() -> Any:
        for _ in range(5):
            yield b"x" * (1 << 20)

    assert web.post("/sms.aspx", content=pieces(), headers=FORM).status_code == 400
    assert len(demo.box.messages()) == 1


def test_paths_that_are_not_the_platform_s(web: Web) -> None:
    """``/`` and ``/_sandbox`` are people's; what nobody documents is 404."""
    assert web.get("/").status_code == 200
    assert web.get("/_sandbox/state").json()["now"] == "2026-01-05 09:00:00"
    assert web.get("/_sandbox/nothing").status_code == 404
    assert web.get("/favicon.ico").status_code == 404


def test_a_query_of_raw_bytes(web: Web, demo: Caller) -> None:
    """As old clients write GBK into the address."""
    login = "action=send&userid=1&account=demo&password=secret123&mobile=13800138000"
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/smsGBK.aspx",
        "query_string": f"{login}&content=测试".encode("gbk"),
        "headers": [],
        "client": None,
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(web.app(scope, receive, send))
    assert b"Success" in sent[1]["body"]
    assert [each.content for each in demo.box.messages()] == ["测试"]


@pytest.mark.parametrize("mode", ["drop", "cut", "lose"])
def test_broken_connections_without_a_server_are_errors(web: Web, demo: Caller, mode: Any) -> None:
    """There is no connection to break."""
    demo.box.add_fault(Fault(mode=mode, endpoint="plain.send"))
    with pytest.raises(ConnectionResetError):
        posted(web, demo, plain.send, SEND)


def test_requests_that_are_ready_together_are_committed_together(
    demo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is answered before."""
    commits: list[int] = []
    commit = demo.box.store.commit
    tasks: list[str] = []

    def counted() -> None:
        commits.append(len(tasks))
        commit()

    monkeypatch.setattr(demo.box.store, "commit", counted)
    app = Application(demo.box)

    async def ask(client: httpx.AsyncClient) -> None:
        request = demo.request(plain.send, SEND)
        response = await client.post("/sms.aspx", content=request.body, headers=FORM)
        tasks.append(plain.send.decode_response(response.content).task_id)  # type: ignore[union-attr]

    async def together() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://box") as client:
            await asyncio.gather(*(ask(client) for _ in range(20)))

    asyncio.run(together())
    assert len(set(tasks)) == 20
    assert 0 < len(commits) < 20
    assert commits[0] == 0


def test_a_full_disk_is_an_error_of_the_server_and_takes_nothing(
    open_box: Callable[..., Sandbox], tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever waited for the same commit is told, too; later it goes on."""
    demo = Caller(open_box(store=tmp_path / "sandbox.db"))
    web = Web(Application(demo.box))
    ((pages,),) = demo.box.store.rows("PRAGMA page_count")
    demo.box.store.rows(f"PRAGMA max_page_count={pages}")
    long = Send(mobiles=("13800138000",), content="长" * 900)
    statuses = {posted(web, demo, plain.send, long).status_code for _ in range(40)}
    assert 500 in statuses
    assert "the disk is full" in capsys.readouterr().err
    demo.box.store.rows("PRAGMA max_page_count=100000")
    assert posted(web, demo, plain.send, long).status_code == 200
    taken = len(demo.box.messages())
    assert demo.box.store.money("demo").used == taken * 14


def test_who_waits_is_told_if_somebody_else_s_commit_fails(
    demo: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    """As what he sent is lost with it."""
    box = demo.box
    app = Application(box)
    request = demo.request(plain.send, SEND)

    async def both() -> int:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://box") as client:
            asking = asyncio.create_task(client.post("/sms.aspx", content=request.body))
            while not box.store.dirty:
                await asyncio.sleep(0)
            box.store.rows("ROLLBACK")
            with pytest.raises(StoreError):
                box.store.commit()
            return (await asking).status_code

    assert asyncio.run(both()) == 500
    assert "what was taken is lost" in capsys.readouterr().err


def test_a_client_that_goes_away_in_the_middle(web: Web, demo: Caller) -> None:
    """Has sent nothing, and is told nothing."""
    scope = {"type": "http", "path": "/sms.aspx", "method": "POST", "headers": []}
    asked = iter(
        [
            {"type": "http.request", "body": b"action=send", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(asked)

    async def send(message: Any) -> None:
        raise AssertionError(message)

    asyncio.run(web.app(scope, receive, send))
    assert demo.box.feed.last == 0


def test_other_protocols_are_refused(web: Web) -> None:
    """There are no web sockets here."""

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    with pytest.raises(TypeError, match="no websocket here"):
        asyncio.run(web.app({"type": "websocket"}, nothing, nothing))


# ---- under uvicorn ---------------------------------------------------------------------------


def test_a_real_client_over_a_real_connection(served: Running) -> None:
    """Sends, and reads what it sent."""
    with httpx.Client(trust_env=False) as client:
        for endpoint in (plain.send, hashed.send, hashed.send_sealed, hashed.send_soap):
            message = message_for(endpoint, served.sandbox)
            reply = over_httpx.send(client, served.url, endpoint, login_for(endpoint), message)
            assert isinstance(reply, Accepted)
        messages = client.get(f"{served.url}/_sandbox/messages").json()["messages"]
        assert [each["content"] for each in messages] == ["测试【星辰】"] * 4
    assert len(served.do(served.sandbox.messages)) == 4


@pytest.mark.parametrize("mode", ["drop", "lose", "cut"])
def test_connections_break(served: Running, mode: Any) -> None:
    """Without an answer, or in the middle of one; what was handled was handled."""
    served.do(served.sandbox.add_fault, Fault(mode=mode, endpoint="plain.send", times=1))
    with httpx.Client(trust_env=False) as client:
        said = (client, served.url, plain.send, login_for(plain.send), SEND)
        with pytest.raises(httpx.RemoteProtocolError):
            over_httpx.send(*said)
        assert isinstance(over_httpx.send(*said), Accepted)
    assert len(served.do(served.sandbox.messages)) == (1 if mode == "lose" else 2)


def test_slow_answers(served: Running) -> None:
    """Later than the client waits."""
    served.do(served.sandbox.add_fault, Fault(mode="slow", seconds=30, times=1))
    with httpx.Client(trust_env=False, timeout=0.2) as client, pytest.raises(httpx.ReadTimeout):
        over_httpx.send(client, served.url, plain.send, login_for(plain.send), SEND)
    assert len(served.do(served.sandbox.messages)) == 1


def test_events_are_told_as_they_happen(served: Running) -> None:
    """A call and its task, once each; who comes back gets what he missed."""
    with httpx.Client(trust_env=False) as client:
        for _ in range(2):
            over_httpx.send(client, served.url, plain.send, login_for(plain.send), SEND)
        url = f"{served.url}/_sandbox/events"
        with client.stream("GET", url, headers={"Last-Event-ID": "2"}) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.iter_lines()
            found = [line for line, _ in zip(lines, range(9), strict=False) if line]
    assert found[1:3] == ["id: 3", "event: call"]
    call, task = (json.loads(line.removeprefix("data: ")) for line in (found[3], found[6]))
    assert (call["endpoint"], call["task_id"]) == ("plain.send", "1000002")
    assert (task["task_id"], task["content"]) == ("1000002", "测试【星辰】")


def test_many_at_once_are_all_taken_once(open_box: Callable[..., Sandbox], tmp_path: Any) -> None:
    """Singles and batches, over many connections; what was answered is in the file."""
    path = tmp_path / "sandbox.db"
    toml = "[[accounts]]\nname='demo'\npassword='secret123'\nlimited=false"
    rows = batch(*((f"138001380{number:02d}", "a【星辰】") for number in range(50)))

    async def one(client: httpx.AsyncClient, url: str, number: int) -> str:
        endpoint, message = (hashed.send_packed, rows) if number % 2 else (plain.send, SEND)
        reply = await over_httpx.asend(client, url, endpoint, login_for(endpoint), message)
        assert isinstance(reply, Accepted)
        return reply.task_id

    async def all_of_them(url: str) -> list[str]:
        async with httpx.AsyncClient(trust_env=False) as client:
            return await asyncio.gather(*(one(client, url, number) for number in range(60)))

    with running(open_box(toml, store=path)) as served:
        tasks = asyncio.run(all_of_them(served.url))
    assert len(set(tasks)) == 60
    with sqlite3.connect(path) as store:
        kept = dict(store.execute("SELECT id, accepted FROM tasks"))
    store.close()
    assert set(kept) == set(tasks)
    assert sum(kept.values()) == 30 + 30 * 50


def test_ports() -> None:
    """A free one, one that is taken, and none at all."""
    with bind("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(ServeError, match="the port is taken") as error:
            bind("127.0.0.1", port)
        assert error.value.address == f"127.0.0.1:{port}"
    with pytest.raises(ServeError, match="no such port"):
        bind("127.0.0.1", 70000)
    with pytest.raises(ServeError):
        bind("no.such.host.invalid", 0)


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6")
def test_ipv6(open_box: Callable[..., Sandbox]) -> None:
    """Its address stands in brackets."""
    try:
        bind("::1", 0).close()
    except ServeError:
        pytest.skip("no IPv6 address")
    with running(open_box(), host="::1") as served:
        assert served.url.startswith("http://[::1]:")
        assert httpx.get(f"{served.url}/_sandbox/state", trust_env=False).status_code == 200
