"""Requests in, answers out: any path, any case, any way of writing a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.caller import Caller, batch
from support.sayings import message_for, tongues

from smscodec import (
    Accepted,
    FetchBalance,
    FetchReports,
    Refused,
    Request,
    Send,
    SendTemplate,
    Variant,
    hashed,
    mms,
    plain,
    signed,
    xunchen,
)
from smscodec.sandbox import Config, Sandbox
from smscodec.sandbox.endpoints import ENDPOINTS

SEND = Send(mobiles=("13800138000",), content="测试【星辰】")
FORM = "action=send&userid=1&account=demo&password=secret123&mobile=13800138000&content="


def taken(demo: Caller, request: Request) -> bytes:
    """The answer to a request that has to be taken; what it sent is 测试."""
    answer = demo.box.answer(request)
    assert b"Success" in answer.body, answer.body
    assert [each.content for each in demo.box.messages()] == ["测试"]
    return answer.body


@pytest.mark.parametrize("path", ["/sms.aspx", "/SMS.ASPX", "/any/Folder/Sms.aspx", "/sms.aspx/"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_any_path_any_case_any_method(demo: Caller, path: str, method: str) -> None:
    """What stands in front of the last part is the host's business."""
    query = FORM + "%E6%B5%8B%E8%AF%95"
    taken(demo, Request(path=path, method=method, query=query))


MULTIPART = (
    "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (pair.split("=") for pair in f"{FORM}测试".split("&"))
    )
    + "--x--\r\n"
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (f"{FORM}%E6%B5%8B%E8%AF%95".encode(), "application/x-www-form-urlencoded"),
        (f"{FORM}测试".encode(), ""),
        (f"&&{FORM}测试&".encode(), "text/plain"),
        (f"{FORM}测试".upper().replace("ACCOUNT=DEMO", "Account=demo").encode(), ""),
        (MULTIPART.encode(), "multipart/form-data; boundary=x"),
    ],
)
def test_bodies_as_clients_write_them(demo: Caller, body: bytes, content_type: str) -> None:
    """Urlencoded, raw, or multipart, under any content type."""
    body = body.replace(b"PASSWORD=SECRET123", b"PASSWORD=secret123")
    taken(demo, Request(path="/sms.aspx", body=body, content_type=content_type))


def test_gbk_paths_are_read_and_answered_in_gbk(demo: Caller) -> None:
    """Raw bytes or percents."""
    body = f"{FORM}测试".encode("gbk")
    taken(demo, Request(path="/smsGBK.aspx", body=body))
    words = Request(path="/smsgbk.aspx", body=b"action=send&userid=1")
    answer = demo.box.answer(words)
    assert "用户名或密码不能为空".encode("gbk") in answer.body
    assert "gb2312" in answer.content_type


def test_004_has_one_path_and_many_methods(demo: Caller) -> None:
    """The charset is in the method or in ``code``."""
    login = "username=demo&password=secret123&veryCode=code456&mobile=13800138000&msgtype=1"
    path = "/service/httpService/httpInterface.do"
    for method, charset in (("sendMsg", "gbk"), ("sendUtf8Msg", "utf-8"), ("sendGbkMsg", "gbk")):
        body = f"{login}&content=您好".encode(charset)
        answer = demo.box.answer(Request(path=path, query=f"method={method}", body=body))
        assert b"<status>0</status>" in answer.body
    assert {each.content for each in demo.box.messages()} == {"【示例公司】您好"}


def test_batches_are_posted(demo: Caller) -> None:
    """GET is refused (003, 1.6.1)."""
    request = demo.request(hashed.send_packed, batch(("13800138000", "测试【星辰】")))
    got = replace(request, method="GET", query=request.body.decode(), body=b"")
    refusal = hashed.send.decode_response(demo.box.answer(got).body)
    assert isinstance(refusal, Refused)
    assert refusal.message == "参数错误"
    assert demo.box.messages() == []
    assert b"Success" in demo.box.answer(request).body


def test_the_wsdl_names_the_sandbox(demo: Caller) -> None:
    """Whatever it is called by."""
    headers = (("Host", "127.0.0.1:8028"),)
    request = Request(path="/x/WebService.asmx", method="GET", query="WSDL", headers=headers)
    answer = demo.box.answer(request)
    assert b'location="http://127.0.0.1:8028/x/WebService.asmx"' in answer.body
    assert answer.content_type == "text/xml; charset=utf-8"


@pytest.mark.parametrize("format", ["", "soap12"])
def test_no_envelope_is_a_fault(demo: Caller, format: Any) -> None:
    """With status 500, in the version it came in."""
    request = demo.request(hashed.send_soap, SEND, Variant(format=format))
    answer = demo.box.answer(replace(request, body=b"<nonsense"))
    assert answer.status == 500
    reply = hashed.send_soap.decode_response(answer.body)
    assert isinstance(reply, Refused)
    assert reply.code == "soap:Client"
    assert answer.content_type == ("text/xml" if not format else "application/soap+xml") + (
        "; charset=utf-8"
    )


@pytest.mark.parametrize(
    ("endpoint", "old", "new", "code", "message"),
    [
        (hashed.send, b"extno=", b"extno=abc", "", "扩展错误"),
        (hashed.send_soap, b"<ExtNumber>", b"<ExtNumber>abc", "ExtNumberError", "扩展错误"),
        (hashed.send, b"sendTime=", b"sendTime=soon", "", "参数错误"),
        (plain.send, b"sendTime=", b"sendTime=soon", "", "参数不正确"),
        (plain.send, b"content=", b"content=%FF", "", "参数不正确"),
        (xunchen.send, b"content=", b"content=%FF%FF", "105", ""),
        (xunchen.send, b"msgtype=1", b"msgtype=3", "103", "参数不正确"),
        (mms.fetch_reports, b"action=query", b"action=query&statusNum=10001", "4", "参数不正确"),
        (plain.fetch_reports, b"action=query", b"action=query&statusNum=x", "4", "参数不正确"),
        (plain.fetch_reports, b"action=query", b"action=query&statusNum=-1", "4", "参数不正确"),
        (plain.fetch_reports, b"action=query", b"action=query&statusNum=0", "4", "参数不正确"),
        (plain.balance, b"action=overage", b"action=unknown", "", "参数不正确"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(
    demo: Caller, endpoint: Any, old: bytes, new: bytes, code: str, message: str
) -> None:
    """In the words of the endpoint, or the first one at its path."""
    said = SEND if "send" in endpoint.name else FetchBalance()
    said = FetchReports() if "reports" in endpoint.name else said
    request = demo.request(endpoint, said)
    assert old in request.body
    answer = demo.box.answer(replace(request, body=request.body.replace(old, new)))
    reply = endpoint.decode_response(answer.body, answer.content_type)
    assert isinstance(reply, Refused)
    assert reply.code == code
    assert reply.message == message or not message


def test_an_envelope_that_is_no_text(demo: Caller) -> None:
    """Is no envelope: 1009."""
    answer = demo.box.answer(Request(path="ensms.ashx", body=b"UserId=1&Text64=%FF"))
    assert b'"StatusCode":1009' in answer.body


def test_who_cannot_log_in_is_told_so_first(demo: Caller) -> None:
    """Whatever else is wrong."""
    demo.password = "wrong"
    for endpoint in (hashed.send, plain.send, signed.send):
        request = demo.request(endpoint, SEND)
        body = request.body.replace(b"sendTime=", b"sendTime=soon")
        answer = demo.box.answer(replace(request, body=body))
        assert "密码错误".encode() in answer.body


def test_a_refusal_is_in_the_format_that_was_asked_for(demo: Caller) -> None:
    """Even if the request cannot be read."""
    request = demo.request(plain.send, SEND, Variant(format="json"))
    body = request.body.replace(b"sendTime=", b"sendTime=soon")
    answer = demo.box.answer(replace(request, body=body))
    assert answer.body.startswith(b'{"ReturnStatus":"Faild"')


def test_unknown_paths_are_404(demo: Caller) -> None:
    """And nobody's."""
    answer = demo.box.answer(Request(path="/favicon.ico"))
    assert (answer.status, answer.endpoint) == (404, "")


def test_md5_and_taskid_speak_for_003(demo: Caller) -> None:
    """Where the account is open to both."""
    assert b"\r\n    <message>" in demo.box.answer(demo.request(hashed.send, SEND)).body
    assert b"\r\n <message>" in demo.box.answer(demo.request(plain.send, SEND)).body


def test_calls_are_told_with_their_reason(demo: Caller) -> None:
    """To whoever watches: in the platform's words and in plainer ones."""
    demo.say(plain.send, SEND)
    request = demo.request(hashed.send, SEND)
    demo.box.answer(replace(request, body=request.body.replace(b"sendTime=", b"sendTime=soon")))
    taken, refused = demo.box.feed.since(0, "call")
    assert (taken["endpoint"], taken["task_id"]) == ("plain.send", "1000001")
    assert (taken["refused"], taken["why"]) == (False, "")
    assert (refused["refused"], refused["message"]) == (True, "参数错误")
    assert "sendTime" in refused["why"]
    assert [each["task_id"] for each in demo.box.feed.since(0, "task")] == ["1000001"]


def test_templates_of_004(caller: Callable[..., Caller]) -> None:
    """114 for a number there is none of."""
    demo = caller('[[accounts.texts]]\nid = "7"\ntext = "验证码@1@"')
    send = SendTemplate(mobiles=SEND.mobiles, template_id="7", values=("1234",))
    assert isinstance(demo.say(xunchen.send_template, send), Accepted)
    assert [each.content for each in demo.box.messages()] == ["【示例公司】验证码1234"]
    unknown = replace(send, template_id="8")
    assert demo.say(xunchen.send_template, unknown).code == "114"
    tagged = replace(SEND, signature_number="9")
    assert demo.say(xunchen.send, tagged).code == "115"


def test_hostile_bytes_get_an_answer(demo: Caller) -> None:
    """Never an exception."""
    for path in ("sms.aspx", "BatchSms.ashx", "mms.aspx", "ensms.ashx", "WebService.asmx"):
        for body in (b"", b"\xff" * 99, b"%" * 99, b"content=&content=x", b"<a><b/></a>", b"=&=&"):
            for query in ("", "action=send", "action=\udcff"):
                answer = demo.box.answer(Request(path=path, query=query, body=body))
                assert answer.status in (200, 500)
                assert answer.endpoint


@given(st.data())
def test_damaged_requests_get_an_answer_that_can_be_read(data: st.DataObject) -> None:
    """Bytes out of place, in a request to any endpoint."""
    box = Sandbox(Config(start=datetime(2026, 1, 5, 9)))
    demo = Caller(box)
    endpoint = data.draw(st.sampled_from(ENDPOINTS))
    variant = data.draw(st.sampled_from(tongues(endpoint)))
    request = demo.request(endpoint, message_for(endpoint, box), variant)
    at = data.draw(st.integers(0, len(request.body)))
    gone = data.draw(st.integers(0, 9))
    put = data.draw(st.binary(max_size=9) | st.sampled_from((b"%FF", b"&", b"=", b"%01", b"<")))
    answer = box.answer(replace(request, body=request.body[:at] + put + request.body[at + gone :]))
    box.close()
    assert answer.status in (200, 500)
    (spoken,) = [each for each in ENDPOINTS if each.name == answer.endpoint]
    spoken.decode_response(answer.body, answer.content_type)


def test_scheduled_times_in_every_spelling(demo: Caller) -> None:
    """Each dialect has its own."""
    at = datetime(2026, 1, 6, 8)
    for endpoint in (plain.send, hashed.send, xunchen.send, hashed.send_soap):
        assert isinstance(demo.say(endpoint, replace(SEND, send_at=at)), Accepted)
    assert {each.send_at for each in demo.box.messages()} == {at}
