"""Who calls, and what he may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support.caller import Caller

from smscodec import (
    Accepted,
    Balance,
    FetchBalance,
    Frame,
    QueryTemplate,
    Reason,
    Refused,
    Send,
    SendMms,
    SendSealed,
    SignedLogin,
    Variant,
    hashed,
    make_hashed_login,
    make_plain_login,
    make_sealed_login,
    make_signed_login,
    mms,
    plain,
    signed,
    text_part,
    xunchen,
)

SEND = Send(mobiles=("13800138000",), content="测试【星辰】")
BALANCE = FetchBalance()
MMS = SendMms(mobiles=("13800138000",), subject="标题", frames=(Frame(3, (text_part("文本"),)),))


def refusal(demo: Caller, endpoint: Any, message: Any = BALANCE) -> tuple[str, str]:
    """The code and words of what has to be a refusal."""
    reply = demo.say(endpoint, message)
    assert isinstance(reply, Refused), reply
    return reply.code, reply.message


@pytest.mark.parametrize(
    ("endpoint", "message", "account", "password"),
    [
        (plain.balance, BALANCE, "用户名或密码错误", "用户名或密码错误"),
        (mms.balance, BALANCE, "用户名或密码错误", "用户名或密码错误"),
        (hashed.balance, BALANCE, "用户名或密码错误", "用户名或密码错误"),
        (hashed.send, SEND, "用户名错误", "密码错误"),
        (hashed.send_soap, SEND, "用户名错误", "密码错误"),
        (xunchen.balance, BALANCE, "用户账号不存在或密码错误", "用户账号不存在或密码错误"),
    ],
)
def test_wrong_names_and_passwords(
    demo: Caller, endpoint: Any, message: Any, account: str, password: str
) -> None:
    """003 tells them apart where chapter 10 does; the others do not."""
    assert isinstance(demo.say(endpoint, message), Accepted | Balance)
    demo.password = "wrong"
    assert refusal(demo, endpoint, message)[1] == password
    demo.account = "nobody"
    assert refusal(demo, endpoint, message)[1] == account


@pytest.mark.parametrize(
    ("endpoint", "account", "password"),
    [
        (plain.balance, "用户名或密码不能为空", "用户名或密码不能为空"),
        (mms.balance, "用户名或密码不能为空", "用户名或密码不能为空"),
        (hashed.balance, "用户名或密码不能为空", "用户名或密码不能为空"),
        (hashed.templates.query, "用户名为空", "密码为空"),
        (xunchen.balance, "用户账号不存在或密码错误", "用户账号不存在或密码错误"),
    ],
)
def test_missing_names_and_passwords(
    demo: Caller, endpoint: Any, account: str, password: str
) -> None:
    """Before anything is compared."""
    message = BALANCE if "balance" in endpoint.name else QueryTemplate(template_id="1")
    demo.password = ""
    assert refusal(demo, endpoint, message)[1] == password
    demo.account = ""
    assert refusal(demo, endpoint, message)[1] == account


def test_000_and_002_look_at_the_user_id_and_003_does_not(demo: Caller) -> None:
    """As the documents have it."""
    demo.user_id = "2"
    assert refusal(demo, plain.balance)[1] == "用户名或密码错误"
    assert refusal(demo, mms.balance)[1] == "用户名或密码错误"
    assert isinstance(demo.say(hashed.balance_json, BALANCE), Balance)


def test_003_takes_the_password_itself_too(demo: Caller) -> None:
    """Many clients send it so."""
    for password in ("secret123", "5D7845AC6EE7CFFFAFC5FE5F35CF666D"):
        login = make_hashed_login(account="demo", password=password, plaintext=True)
        request = hashed.send.encode_request(login, SEND)
        assert b"Success" in demo.box.answer(request).body


def test_004_has_a_second_password(demo: Caller) -> None:
    """Called 116 when sending, 105 elsewhere."""
    demo.very_code = "wrong"
    assert refusal(demo, xunchen.send, SEND)[0] == "116"
    assert refusal(demo, xunchen.balance)[0] == "105"


def test_a_sign_finds_its_account_among_those_with_the_same_user_id(
    caller: Callable[..., Caller],
) -> None:
    """As the account does not travel."""
    demo = caller('[[accounts]]\nname = "账号"\npassword = "mima"\nbalance = 7')
    demo.account, demo.password = "账号", "mima"
    assert demo.say(signed.balance, BALANCE).balance == 7
    demo.password = "wrong"
    assert refusal(demo, signed.balance)[1] == "用户名或密码错误"
    demo.user_id = "99"
    assert refusal(demo, signed.balance)[1] == "用户名或密码错误"


def test_a_sign_or_timestamp_that_is_missing(demo: Caller) -> None:
    """Is missing, not wrong."""
    request = signed.balance.encode_request(
        SignedLogin(user_id="1", timestamp="", proof=""), BALANCE
    )
    reply = signed.balance.decode_response(demo.box.answer(request).body)
    assert isinstance(reply, Refused)
    assert reply.reason is Reason.MISSING_CREDENTIALS


def test_a_timestamp_is_text_unless_the_account_checks_it(
    demo: Caller, caller: Callable[..., Caller]
) -> None:
    """Then it may be five minutes off, and the clock is the sandbox's."""
    old = make_signed_login(user_id="1", account="demo", password="secret123", at="20200101000000")
    request = signed.balance.encode_request(old, BALANCE)
    strict = caller("checks_timestamp = true")
    assert b"Sucess" in demo.box.answer(request).body
    assert "时间戳错误".encode() in strict.box.answer(request).body
    strict.box.set_clock(datetime(2020, 1, 1, 0, 4, 59))
    assert b"Sucess" in strict.box.answer(request).body


def test_an_envelope_is_opened_with_the_account_s_password(demo: Caller) -> None:
    """1008 to 1010, 1004 and 1005 as the document has them."""
    now = demo.box.clock.now()

    def code(user_id: str = "1", account: str = "demo", at: datetime = now, text: str = "") -> str:
        envelope = hashed.seal_send(SEND, account=account, password="secret123", at=at)
        if text:
            envelope = SendSealed(text64=text)
        login = make_sealed_login(user_id=user_id)
        answer = demo.box.answer(hashed.send_sealed.encode_request(login, envelope))
        reply = hashed.send_sealed.decode_response(answer.body)
        return reply.code if isinstance(reply, Refused) else "1"

    assert code() == "1"
    assert code(user_id="2") == "1008"
    assert code(text="not an envelope") == "1009"
    assert code(account="other") == "1004"
    assert code(at=now.replace(hour=now.hour - 1)) == "1010"


def test_a_user_id_that_is_no_number(demo: Caller) -> None:
    """1008, though a client of ours would not send it."""
    request = hashed.send_sealed.encode_request(
        make_sealed_login(user_id="1"),
        hashed.seal_send(SEND, account="demo", password="secret123", at=demo.box.clock.now()),
    )
    body = request.body.replace(b"UserId=1", b"UserId=one")
    answer = demo.box.answer(replace(request, body=body))
    assert b'"StatusCode":1008' in answer.body


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("stopped = true", {"hashed": "1007", "xunchen": "102", "mms": "10"}),
        ('ips = ["10.0.0.1"]', {"hashed": "1006", "xunchen": "109", "mms": "10"}),
        ('dialects = ["plain", "signed"]', {"hashed": "1119", "xunchen": "117", "mms": "10"}),
    ],
)
def test_an_account_that_is_not_let_in(
    caller: Callable[..., Caller], said: str, codes: dict[str, str]
) -> None:
    """Stopped, from elsewhere, or in a way that is not open to it."""
    demo = caller(said)
    assert refusal(demo, xunchen.send, SEND)[0] == codes["xunchen"]
    assert refusal(demo, mms.send, MMS)[0] == codes["mms"]
    sealed = hashed.seal_send(SEND, account="demo", password="secret123", at=demo.box.clock.now())
    assert refusal(demo, hashed.send_sealed, sealed)[0] == codes["hashed"]


def test_the_bound_address_is_let_in(caller: Callable[..., Caller]) -> None:
    """It is that of the connection."""
    demo = caller('ips = ["10.0.0.1"]')
    assert refusal(demo, plain.balance)[1] == "IP绑定错误"
    demo.ip = "10.0.0.1"
    assert isinstance(demo.say(plain.balance, BALANCE), Balance)


def test_where_000_and_003_share_a_path_the_account_decides(
    caller: Callable[..., Caller],
) -> None:
    """Whatever the request looks like."""
    login = make_plain_login(user_id="1", account="demo", password="secret123")
    request = plain.balance.encode_request(login, BALANCE)
    assert b"\r\n <message></message>" in caller().box.answer(request).body
    only_003 = caller('dialects = ["hashed"]')
    assert "操作成功".encode() in only_003.box.answer(request).body
    json = plain.balance.encode_request(login, BALANCE, Variant(format="json"))
    assert b"<returnsms>" in only_003.box.answer(json).body
