"""One suite over every adapter, against a gateway on 127.0.0.1."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from support.gateway import Answer, Gateway, answering, gateway

from smscodec import bulk
from smscodec.dialects import hashed, plain
from smscodec.dialects.reasons import refuse
from smscodec.errors import DecodeError, EncodeError
from smscodec.logins import make_hashed_login, make_plain_login, make_soap_login
from smscodec.messages import (
    Accepted,
    DeliveryReport,
    FetchReports,
    Inbound,
    InboundMessage,
    PushAnswer,
    Reason,
    Refused,
    Reports,
    Send,
    SendPacked,
)
from smscodec.transport import StatusError
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

Sender = Callable[..., Any]
"""``(base_url, endpoint, login, message, variant)`` to a reply."""

LOGIN = make_plain_login(user_id="12", account="demo", password="secret123")
HELLO = Send(mobiles=("13800138000", "13800138001"), content="您的验证码：1439【腾飞】")


def over_httpx(*call: Any) -> Any:
    """With a client that would follow redirects, if it were let."""
    import httpx

    from smscodec.transport.httpx import send

    with httpx.Client(follow_redirects=True, trust_env=False) as client:
        return send(client, *call)


def over_async_httpx(*call: Any) -> Any:
    """Likewise, awaited."""
    import httpx

    from smscodec.transport.httpx import asend

    async def main() -> Any:
        async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as client:
            return await asend(client, *call)

    return asyncio.run(main())


def over_requests(*call: Any) -> Any:
    """With a session, which follows redirects by itself."""
    import requests

    from smscodec.transport.requests import send

    with requests.Session() as session:
        session.trust_env = False
        return send(session, *call, timeout=30)


def over_aiohttp(*call: Any) -> Any:
    """Likewise."""
    import aiohttp

    from smscodec.transport.aiohttp import asend

    async def main() -> Any:
        async with aiohttp.ClientSession() as session:
            return await asend(session, *call)

    return asyncio.run(main())


ADAPTERS = {
    "httpx": over_httpx,
    "httpx, async": over_async_httpx,
    "requests": over_requests,
    "aiohttp": over_aiohttp,
}


@pytest.fixture(params=ADAPTERS)
def over(request: pytest.FixtureRequest) -> Sender:
    """Each adapter whose library is installed."""
    pytest.importorskip(request.param.partition(",")[0])
    return ADAPTERS[request.param]


def always(answer: Answer) -> Callable[[Gateway, Request], Answer]:
    """The same bytes, whatever is asked."""
    return lambda gateway, request: answer


# ---- what travels ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "variant",
    [
        Variant(),
        Variant(charset="gbk"),
        Variant(format="json"),
        Variant(charset="gbk", format="json"),
    ],
)
def test_request_and_reply_cross_the_wire(over: Sender, variant: Variant) -> None:
    """The gateway understands what was sent, the client what was answered, in every tongue."""
    reply = Accepted(task_id="1504080852350206", balance=-4, accepted_count=2, message="操作成功")
    with gateway(answering(plain.send, reply)) as running:
        assert over(running.url, plain.send, LOGIN, HELLO, variant) == reply
    (call,) = running.calls
    assert (call.login, call.message, call.variant) == (LOGIN, HELLO, variant)
    assert call.repeated == ()


def test_bytes_are_the_request_s(over: Sender) -> None:
    """Method, path, body and content type are those that ``encode_request`` made."""
    with gateway(answering(plain.send, Accepted(task_id="1"))) as running:
        over(f"{running.url}/folder/", plain.send, LOGIN, HELLO, Variant(charset="gbk"))
    (came,) = running.requests
    made = plain.send.encode_request(LOGIN, HELLO, Variant(charset="gbk"))
    assert (came.method, came.path) == ("POST", "/folder/smsGBK.aspx")
    assert (came.query, came.body, came.content_type) == ("", made.body, made.content_type)
    assert [name.lower() for name, _ in came.headers].count("content-type") == 1


def test_finished_batch_travels_as_it_is(over: Sender) -> None:
    """What ``bulk.pack`` has finished is not encoded again, not by us and not by the library."""
    mobiles = [f"1380013{number:04}" for number in range(2000)]
    (batch,) = bulk.pack(mobiles, [f"验证码：{mobile}【星辰】" for mobile in mobiles])
    assert b"%2B" in batch.content
    login = make_hashed_login(account="demo", password="secret123")
    with gateway(answering(hashed.send_packed, Accepted(task_id="1"))) as running:
        over(running.url, hashed.send_packed, login, SendPacked(content=batch.content))
    (came,), (call,) = running.requests, running.calls
    head = f"userid=&account=demo&password={login.password}&content=".encode()
    assert came.body == head + batch.content + b"&sendTime=&extno="
    assert call.message == SendPacked(content=batch.content)
    assert bulk.unpack(call.message.content).mobiles == tuple(mobiles)


@pytest.mark.parametrize(
    ("format", "content_type", "action"),
    [
        ("", "text/xml; charset=utf-8", ['"http://www.yysms.com/SendSms"']),
        (
            "soap12",
            'application/soap+xml; charset=utf-8; action="http://www.yysms.com/SendSms"',
            [],
        ),
    ],
)
def test_soap_says_its_action(
    over: Sender, format: Any, content_type: str, action: list[str]
) -> None:
    """In a header of its own, or in the content type."""
    login, variant = make_soap_login(account="demo", password="secret123"), Variant(format=format)
    with gateway(answering(hashed.send_soap, Accepted(task_id="1"))) as running:
        reply = over(running.url, hashed.send_soap, login, HELLO, variant)
    (came,), (call,) = running.requests, running.calls
    assert reply == Accepted(task_id="1")
    assert (call.message, call.variant) == (HELLO, variant)
    assert came.content_type == content_type
    assert [text for name, text in came.headers if name.lower() == "soapaction"] == action


def test_push_goes_to_the_receiver_s_address(over: Sender) -> None:
    """As it stands, with its query."""
    reports = Reports(reports=(DeliveryReport(mobile="13800138000", status="10"),))
    with gateway(answering(hashed.push_reports, PushAnswer(taken=False))) as running:
        answer = over(f"{running.url}/mine/push?key=1", hashed.push_reports, None, reports)
    (came,), (call,) = running.requests, running.calls
    assert answer == PushAnswer(taken=False)
    assert (came.path, came.query) == ("/mine/push", "key=1")
    assert call.message == reports


def test_refusal_is_a_reply(over: Sender) -> None:
    """It comes back like any other."""
    refused = refuse(Reason.RESTRICTED_WORDS, details=("赌博", "发票"))
    with gateway(answering(plain.send, refused)) as running:
        reply = over(running.url, plain.send, LOGIN, HELLO)
    assert reply == refused


def test_many_reports_come_back(over: Sender) -> None:
    """A large reply is read whole."""
    reports = Reports(
        reports=tuple(
            DeliveryReport(mobile="13800138000", task_id=str(number), status="10")
            for number in range(4000)
        )
    )
    with gateway(answering(plain.fetch_reports, reports)) as running:
        assert over(running.url, plain.fetch_reports, LOGIN, FetchReports()) == reports


def test_no_bytes_mean_nothing_new(over: Sender) -> None:
    """As platforms answer for reports, without a content type."""
    with gateway(always(Answer(b""))) as running:
        assert over(running.url, plain.fetch_reports, LOGIN, FetchReports()) == Reports()


def test_header_s_charset_counts(over: Sender) -> None:
    """The content type of the answer reaches the codec."""
    body = "<returnsms><returnstatus>Faild</returnstatus><message>联通</message></returnsms>"
    answer = Answer(body.encode("gbk"), "text/xml; charset=gb2312")
    with gateway(always(answer)) as running:
        assert over(running.url, plain.send, LOGIN, HELLO).message == "联通"


# ---- what is no reply ------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(over: Sender, status: int) -> None:
    """Nothing is posted twice, nowhere else, and not as a GET."""
    moved = Answer(b"moved", "text/html", status, (("Location", "/elsewhere/sms.aspx"),))
    with (
        gateway(always(moved)) as running,
        pytest.raises(StatusError, match="redirects are not followed") as caught,
    ):
        over(running.url, plain.send, LOGIN, HELLO)
    assert caught.value.status == status
    assert [request.path for request in running.requests] == ["/sms.aspx"]


def test_error_page_is_a_clear_error(over: Sender) -> None:
    """It tells the status, and nothing of the request; nobody tries again."""
    page = Answer("<html><body>网关超时<br></body></html>".encode(), "text/html", 504)
    with gateway(always(page)) as running, pytest.raises(StatusError) as caught:
        over(running.url, plain.send, LOGIN, HELLO)
    assert str(caught.value) == (
        "HTTP status 504 instead of 200 (text/html, 42 bytes) - at `plain.send response`"
    )
    assert len(running.requests) == 1


def test_error_page_takes_no_push(over: Sender) -> None:
    """Though any bytes at all are an answer to it, with status 200."""
    with gateway(always(Answer(b"no such page", "text/plain", 404))) as running:
        inbound = Inbound(messages=(InboundMessage(mobile="13800138000", content="回复"),))
        with pytest.raises(StatusError, match="404"):
            over(running.url, hashed.push_inbound, None, inbound)


def test_soap_fault_is_a_reply_and_a_page_is_not(over: Sender) -> None:
    """Both come with status 500."""
    login = make_soap_login(account="demo", password="secret123")
    fault = Refused(code="soap:Server", message="服务器忙", reason=Reason.PLATFORM_ERROR)
    with gateway(answering(hashed.send_soap, fault, 500)) as running:
        assert over(running.url, hashed.send_soap, login, HELLO) == fault
    page = Answer("<html><body>运行时错误</body></html>".encode(), "text/html", 500)
    with gateway(always(page)) as running, pytest.raises(StatusError, match="500") as caught:
        over(running.url, hashed.send_soap, login, HELLO)
    assert caught.value.body == page.body


def test_page_with_status_200_is_not_read(over: Sender) -> None:
    """A login portal, say."""
    page = Answer(b"<html><body>welcome</body></html>", "text/html")
    with (
        gateway(always(page)) as running,
        pytest.raises(DecodeError, match="the root is <html>, not <returnsms>") as caught,
    ):
        over(running.url, plain.send, LOGIN, HELLO)
    assert caught.value.where == "plain.send response"


def test_what_cannot_be_said_is_not_sent(over: Sender) -> None:
    """The error comes before anything has travelled."""
    emoji = Send(mobiles=("13800138000",), content="好😀")
    with (
        gateway(always(Answer(b""))) as running,
        pytest.raises(EncodeError, match="gbk cannot carry"),
    ):
        over(running.url, plain.send, LOGIN, emoji, Variant(charset="gbk"))
    assert running.requests == []


def test_library_s_errors_pass(over: Sender) -> None:
    """Nobody listens: that is the client's to say, in its own words."""
    with gateway(always(Answer(b""))) as running:
        pass
    with pytest.raises(Exception, match=r".") as caught:
        over(running.url, plain.send, LOGIN, HELLO)
    assert type(caught.value).__module__.partition(".")[0] in ("httpx", "requests", "aiohttp")


def test_timeout_reaches_requests() -> None:
    """Whose sessions have none of their own."""
    requests = pytest.importorskip("requests")
    from smscodec.transport.requests import send

    said: list[Any] = []

    class Session(requests.Session):  # type: ignore[name-defined,misc]
        def request(self, *args: Any, **kwargs: Any) -> Any:
            said.append(kwargs["timeout"])
            return super().request(*args, **kwargs)

    with gateway(answering(plain.send, Accepted(task_id="1"))) as running, Session() as session:
        session.trust_env = False
        send(session, running.url, plain.send, LOGIN, HELLO, timeout=(3, 30))
        send(session, running.url, plain.send, LOGIN, HELLO)
    assert said == [(3, 30), None]
