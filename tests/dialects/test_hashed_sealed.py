"""003, section 1.5: an encrypted send. What is in an envelope is in ``tests/formats``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from smscodec.dialects import hashed
from smscodec.dialects.hashed.codes import RESULT_CODES
from smscodec.errors import EncodeError
from smscodec.formats.sealed import open_message, seal_message
from smscodec.logins import check_login, make_sealed_login
from smscodec.messages import Accepted, Reason, Refused, Send, SendSealed
from smscodec.wire.request import Request

AT = datetime(2015, 4, 14, 17, 47, 15)
TEXT64 = (
    "0DqKGm9MWnsFM2wlYEW65VXylBxJGBiuZzP5dTp1ALdK7QaTgx0cR5GftknjiNJBOd46tdJp+6J3OYAoukEBOKlfsExTaFYC"
    "7X514PyLC+NrwhDLKYOvFAb7gBo+dqkslvVJklz4qm7/gUHrHAT2d7hEcQxhDMD+Ij8NIy1kvHqU3noZTqjlC1PaaFYy6zif"
    "Br5ND+V4UK0xM7scF/avfVKW/0k16qqVzDDJocRkTz0jqvtJYfo1liuI2+h2fRkK"
)
SEND = Send(mobiles=("15510331875",), content="我的验证码是：7890。【奥创时代】")


def test_printed_message_is_sealed_and_opened() -> None:
    """The whole value of the document: account test, password test, stamp 0414174715."""
    envelope = hashed.seal_send(SEND, account="test", password="test", at=AT)
    assert envelope == SendSealed(text64=TEXT64)
    assert hashed.open_send(envelope, account="test", password="test", now=AT) == SEND


def test_all_that_is_said_comes_back() -> None:
    """Several numbers, an extension, a time."""
    message = Send(
        mobiles=("13800138000", "13800138001"),
        content="a\r\n【示例】😀",
        extension="123456",
        send_at=datetime(2018, 2, 2, 9, 8, 10),
    )
    envelope = hashed.seal_send(message, account="demo", password="secret123", at=AT)
    request = hashed.send_sealed.encode_request(make_sealed_login(user_id="1001"), envelope)
    assert request.path == "ensms.ashx"
    call = hashed.send_sealed.decode_request(request)
    assert check_login(call.login, account="demo", password="secret123") is None
    assert hashed.open_send(call.message, account="demo", password="secret123", now=AT) == message


def test_one_text_is_no_mobiles() -> None:
    """Its items would be its digits."""
    with pytest.raises(EncodeError, match=r"only several - at `\$\.Moblie`"):
        hashed.seal_send(
            Send(mobiles="13800138000", content="x"),  # type: ignore[arg-type]
            account="demo", password="secret123", at=AT,
        )  # fmt: skip


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_stamp_may_be_five_minutes_off(seconds: int) -> None:
    """Ahead or behind, those five minutes included."""
    envelope, now = SendSealed(text64=TEXT64), AT + timedelta(seconds=seconds)
    assert hashed.open_send(envelope, account="test", password="test", now=now) == SEND


@pytest.mark.parametrize(
    ("who", "seconds", "code"),
    [
        ({"password": "other"}, 0, "1009"),
        ({"account": "demo"}, 0, "1004"),
        ({}, 301, "1010"),
        ({}, -301, "1010"),
    ],
)
def test_verdicts_of_the_platform(who: dict[str, str], seconds: int, code: str) -> None:
    """As refusals ready to be answered, with the document's words."""
    known = {"account": "test", "password": "test", **who}
    now = AT + timedelta(seconds=seconds)
    refused = hashed.open_send(SendSealed(text64=TEXT64), **known, now=now)
    words, reason = RESULT_CODES[code]
    assert refused == Refused(code=code, message=words, reason=reason)
    answer = hashed.send_sealed.encode_response(refused)
    assert hashed.send_sealed.decode_response(answer.body) == refused


def test_wrong_secret_is_1005() -> None:
    """The envelope opens, as it only takes eight bytes of the password; the secret takes all."""
    sealed = open_message(TEXT64, "test")
    envelope = SendSealed(text64=seal_message(replace(sealed, secret="0" * 32), "test"))
    refused = hashed.open_send(envelope, account="test", password="test", now=AT)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.reason) == ("1005", Reason.WRONG_PASSWORD)


@pytest.mark.parametrize("text64", ["", "%", "AAAA", TEXT64[:-4], "A" * 5_000_000])
def test_bad_envelopes_all_look_alike(text64: str) -> None:
    """Or else a stranger could feel his way to the password."""
    refused = hashed.open_send(SendSealed(text64=text64), account="test", password="test")
    words, reason = RESULT_CODES["1009"]
    assert refused == Refused(code="1009", message=words, reason=reason)


def test_stamp_is_looked_at_for_the_asking() -> None:
    """Without ``now`` a recorded request can be opened years later."""
    assert hashed.open_send(SendSealed(text64=TEXT64), account="test", password="test") == SEND


def test_user_id_is_a_number() -> None:
    """When written; read is any, and refused by 1008."""
    with pytest.raises(EncodeError, match=r"UserIdError.* - at `\$.UserId`"):
        hashed.send_sealed.encode_request(
            make_sealed_login(user_id="demo"), SendSealed(text64=TEXT64)
        )
    call = hashed.send_sealed.decode_request(Request(path="ensms.ashx", query="UserId=demo"))
    verdict = check_login(call.login, account="test", password="test")
    assert verdict is RESULT_CODES["1008"][1]


def test_envelope_has_no_word_for_a_signature() -> None:
    """That is 004's."""
    for said in ({"signature_text": "a"}, {"signature_number": "1"}):
        with pytest.raises(EncodeError, match="no word for"):
            hashed.seal_send(replace(SEND, **said), account="test", password="test", at=AT)


def test_envelope_stands_in_no_repr() -> None:
    """It is encrypted with eight bytes of a password."""
    assert repr(SendSealed(text64=TEXT64)) == "SendSealed()"


def test_reply_has_numbers_as_numbers() -> None:
    """And a list of errors, which may stand beside a success."""
    accepted = Accepted(
        task_id="1504141655440332",
        balance=-11,
        accepted_count=1,
        message="操作成功",
        details=("a",),
    )
    assert hashed.send_sealed.encode_response(accepted).body.decode() == (
        '{"StatusCode":1,"Description":"操作成功","MsgId":"1504141655440332","Amount":-11,'
        '"SuccessCounts":1,"Errors":["a"]}'
    )
