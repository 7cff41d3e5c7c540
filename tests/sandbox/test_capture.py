"""Requests as they came, for people to look at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.caller import Caller, batch

from smscodec import Request, Send, explain, hashed, plain, signed, xunchen
from smscodec.sandbox.capture import capture, restored, shortened
from smscodec.sandbox.endpoints import ENDPOINTS

SEND = Send(mobiles=("13800138000",), content="测试【星辰】")


@pytest.mark.parametrize("endpoint", [plain.send, signed.send, xunchen.send, hashed.send_soap])
def test_secrets_are_masked_and_all_else_is_kept(demo: Caller, endpoint: object) -> None:
    """Passwords, signs, veryCode."""
    request = demo.request(endpoint, SEND)  # type: ignore[arg-type]
    kept = capture(request, endpoint)  # type: ignore[arg-type]
    for secret in (b"secret123", b"code456"):
        assert secret not in kept.body
    assert b"***" in kept.body
    assert b"13800138000" in kept.body
    assert (kept.method, kept.path) == (request.method, request.path)


@pytest.mark.parametrize(
    "request_",
    [
        Request(path="sms.aspx", query="action=send&Password=secret123&a=b"),
        Request(path="sms.aspx", body=b"p%61ssword=secret123&+password+=secret123"),
        Request(path="sms.aspx", body=b"account=demo&PASSWORD=secret123"),
        Request(path="WebService.asmx", body=b"<s:password a='b'>secret&#49;23</s:password>"),
        Request(path="WebService.asmx", body=b"<Password><![CDATA[secret123]]></Password>"),
        Request(
            path="sms.aspx",
            body=(
                b'--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nsecret123\r\n--x--'
            ),
            content_type="multipart/form-data; boundary=x",
        ),
        Request(path="sms.aspx", body=b"secret123", content_type="multipart/form-data"),
        Request(path="nowhere", body=b"newpwd=secret123&renewpwd=secret123"),
        Request(path="sms.aspx", body=b"action=send;account=demo;password=secret123"),
        Request(path="sms.aspx", body=b"action=send\nPassword = secret123\nmobile=1"),
        Request(path="sms.aspx", query="account=demo%26password=secret123"),
        Request(path="sms.aspx", body=b'{"account": "demo", "PassWord" : "secret\\"123"}'),
        Request(path="sms.aspx", body=b'[{"sign":secret123}, "secr'[:-6] + b"]"),
        Request(path="sms.aspx", body=b'{"password": "secret123'),
    ],
)
def test_secrets_are_found_however_they_are_written(request_: Request) -> None:
    """Any case, any escape, any place; what cannot be read is hidden as a whole."""
    kept = capture(request_)
    assert "secret" not in kept.query
    assert b"secret" not in kept.body
    assert "***" in kept.query or b"***" in kept.body


@pytest.mark.parametrize("begin", ["?", "&", "%3F"])
def test_a_path_is_kept_without_what_belongs_in_a_query(begin: str) -> None:
    """It may be a password."""
    kept = capture(Request(path=f"/app/sms.aspx{begin}action=send&password=secret123"))
    assert kept.path.startswith("/app/sms.aspx")
    assert kept.path.endswith("***")
    assert "secret" not in kept.path


def test_a_text_may_say_anything() -> None:
    """Passwords are what many of them are about."""
    body = "action=send&content=您的password=123456&Text=pwd=1".encode()
    assert capture(Request(path="sms.aspx", body=body)).body == body


def test_an_envelope_stays_closed(demo: Caller) -> None:
    """It was sealed with the password."""
    envelope = hashed.seal_send(SEND, account="demo", password="secret123", at=demo.box.clock.now())
    request = demo.request(hashed.send_sealed, envelope)
    assert capture(request, hashed.send_sealed).body == b"UserId=1&Text64=***"


def test_a_batch_is_put_back_from_its_task(demo: Caller) -> None:
    """So that the request can be explained."""
    message = batch(("13800138000", "测试【星辰】"))
    reply = demo.say(hashed.send_packed, message)
    task = demo.box.task(reply.task_id)
    kept = demo.box.store.captured(task.number)
    assert kept is not None
    assert b"content=(batch)&" in kept.body
    again = restored(kept, task)
    assert "13800138000, content 测试【星辰】" in explain(again)
    assert hashed.send_packed.decode_request(again).message == message
    assert restored(kept) == replace(again, body=kept.body)


def test_of_many_only_the_beginning_is_kept() -> None:
    """In memory; an MMS may have megabytes."""
    large = capture(Request(path="mms.aspx", body=b"content=" + b"x" * 100_000))
    assert len(shortened(large).body) < 20_000
    small = capture(Request(path="sms.aspx", body=b"content=x"))
    assert shortened(small) is small


def test_bytes_that_are_no_utf_8_are_kept() -> None:
    """In the query as percents, in the body as they are."""
    query = b"a=%20b&content=\xb2\xe2".decode("utf-8", "surrogateescape")
    kept = capture(Request(path="smsGBK.aspx", query=query, body=b"\xb2"))
    assert (kept.query, kept.body) == ("a=%20b&content=%B2%E2", b"\xb2")


def test_every_endpoint_s_secrets_are_known() -> None:
    """Also where nobody knows which endpoint it was."""
    secrets = {name for each in ENDPOINTS for name in each.form.secrets}
    body = "&".join(f"{name}=secret123" for name in sorted(secrets)).encode()
    assert b"secret123" not in capture(Request(path="x", body=body)).body
