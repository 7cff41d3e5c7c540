"""001: what is its own. Samples of its requests and replies are in ``tests/vectors``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from smscodec.dialects import plain, signed
from smscodec.dialects.reasons import REPORT_ERRORS, refuse
from smscodec.errors import EncodeError
from smscodec.logins import SignedLogin, check_login, make_signed_login
from smscodec.messages import (
    CheckWords,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Reason,
    Refused,
    Reports,
    Send,
    WordsVerdict,
)
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

LOGIN = make_signed_login(
    user_id="12", account="test", password="mima", at=datetime(2012, 7, 1, 23, 12, 12)
)
HELLO = Send(mobiles=("13800138000", "13800138001"), content="内容")
GBK, JSON = Variant(charset="gbk"), Variant(format="json")
ALL: tuple[tuple[Any, Any], ...] = (
    (signed.send, HELLO),
    (signed.balance, FetchBalance()),
    (signed.check_words, CheckWords(content="内容")),
    (signed.fetch_reports, FetchReports()),
    (signed.fetch_inbound, FetchInbound()),
)


def every(count: int = len(ALL)) -> Any:
    """The first so many endpoints, each with a message."""
    names = [endpoint.name for endpoint, _ in ALL[:count]]
    return pytest.mark.parametrize(("endpoint", "message"), ALL[:count], ids=names)


# ---- requests --------------------------------------------------------------------------------


def test_request_is_the_printed_one() -> None:
    """Document 001, section 1.2, but for the typo: no blank after sign."""
    request = signed.send.encode_request(LOGIN, HELLO)
    assert request.path == "v2sms.aspx"
    assert request.body == (
        b"action=send&userid=12&timestamp=20120701231212&sign=5cc68982f55ac74348e3d819f868fbe1"
        b"&mobile=13800138000%2C13800138001&content=%E5%86%85%E5%AE%B9&sendTime=&extno="
    )


@every()
def test_account_and_password_do_not_travel(endpoint: Any, message: Any) -> None:
    """A digest does, over them and the timestamp; the gateway checks it."""
    request = endpoint.encode_request(LOGIN, message)
    assert b"mima" not in request.body
    assert b"test" not in request.body
    call = endpoint.decode_request(request)
    assert (call.login, call.message, call.variant) == (LOGIN, message, Variant())
    assert check_login(call.login, account="test", password="mima") is None
    verdict = check_login(call.login, account="test", password="other")
    assert verdict is Reason.WRONG_CREDENTIALS


@pytest.mark.parametrize("name", ["sign =", "sign+=", "sign%20=", "%20Sign=", " SIGN ="])
def test_blank_in_a_name_is_read(name: str) -> None:
    """The document prints one behind sign, in every example."""
    body = signed.balance.encode_request(LOGIN, FetchBalance()).body.decode()
    typo = Request(path="v2sms.aspx", body=body.replace("sign=", name).encode())
    assert signed.balance.decode_request(typo).login == LOGIN


def test_blanks_around_sign_and_user_are_taken_off() -> None:
    """They are signed by nobody."""
    body = signed.balance.encode_request(LOGIN, FetchBalance()).body
    loose = body.replace(b"=12&", b"=+12%0D%0A&").replace(b"sign=", b"sign=%09") + b"%0D%0A"
    assert signed.balance.decode_request(Request(path="v2sms.aspx", body=loose)).login == LOGIN


@pytest.mark.parametrize("timestamp", ["", " 1", "2024-06-01 03:04:05\r\n", "刚才"])
def test_timestamp_travels_to_the_character(timestamp: str) -> None:
    """It is signed."""
    login = make_signed_login(user_id="12", account="演示账号", password="a", at=timestamp)
    for variant in (Variant(), GBK):
        call = signed.balance.decode_request(
            signed.balance.encode_request(login, FetchBalance(), variant)
        )
        assert call.login == login


@every()
def test_json_is_asked_for_as_in_000(endpoint: Any, message: Any) -> None:
    """Behind the action; nothing is said of XML."""
    request = endpoint.encode_request(LOGIN, message, JSON)
    assert b"&rt=json&userid=12&" in request.body
    assert b"rt=" not in endpoint.encode_request(LOGIN, message).body
    assert endpoint.decode_request(request).variant == JSON


@every(3)
def test_twin_path_speaks_gbk(endpoint: Any, message: Any) -> None:
    """Send, balance and word check have one."""
    request = endpoint.encode_request(LOGIN, message, GBK)
    assert request.path == "v2smsGBK.aspx"
    assert request.content_type == "application/x-www-form-urlencoded; charset=gb2312"
    assert endpoint.decode_request(request).message == message
    assert endpoint.decode_request(request).variant == GBK


def test_polls_have_no_twin() -> None:
    """They are UTF-8."""
    for endpoint, message in ALL[3:]:
        with pytest.raises(EncodeError, match="there is no gbk path here"):
            endpoint.encode_request(LOGIN, message, GBK)


def test_extension_has_ten_digits() -> None:
    """Twice as many as in 000."""
    request = signed.send.encode_request(LOGIN, replace(HELLO, extension="0123456789"))
    assert request.body.endswith(b"&extno=0123456789")
    with pytest.raises(EncodeError, match=r"at most 10 digits .* at `\$.extno`"):
        signed.send.encode_request(LOGIN, replace(HELLO, extension="01234567890"))
    assert signed.CAPS.extension_digits == signed.EXTENSION_DIGITS == 10


def test_optional_names_are_left_out() -> None:
    """As the examples of sections 4.2 and 5.2 do; ownExt is 000's."""
    endings: tuple[tuple[Any, Any, bytes], ...] = (
        (signed.fetch_reports, FetchReports(), b"fbe1"),
        (signed.fetch_reports, FetchReports(limit=4000), b"fbe1&statusNum=4000"),
        (signed.fetch_inbound, FetchInbound(), b"fbe1"),
        (signed.fetch_inbound, FetchInbound(own_extension=True), b"fbe1&ownExt=1"),
    )
    for endpoint, message, end in endings:
        assert endpoint.encode_request(LOGIN, message).body.endswith(end)


def test_sign_is_not_shown() -> None:
    """It proves the login, as a password does."""
    login = SignedLogin(user_id="12", timestamp="1", proof="hush😀")
    with pytest.raises(EncodeError) as caught:
        signed.balance.encode_request(login, FetchBalance(), GBK)
    assert caught.value.path == "$.sign"
    assert "hush" not in str(caught.value)
    assert "😀" not in str(caught.value)


# ---- replies ---------------------------------------------------------------------------------


def test_printed_word_check_is_its_message_alone() -> None:
    """Written where it is enough; what platforms add is read, and written to say more."""
    clean = WordsVerdict(clean=True, message="没有包含屏蔽词")
    wrong = refuse(Reason.WRONG_CREDENTIALS)
    head = '<?xml version="1.0" encoding="utf-8" ?><returnsms>'
    for reply, children in (
        (clean, "\r\n <message>没有包含屏蔽词</message>"),
        (
            replace(clean, content="内容"),
            "\r\n <returnstatus>Success</returnstatus>\r\n <message>没有包含屏蔽词</message>"
            "\r\n <checkCounts>内容</checkCounts>",
        ),
        (wrong, "\r\n <message>用户名或密码错误</message>"),
        (
            replace(wrong, code="Error"),
            "\r\n <returnstatus>Error</returnstatus>\r\n <message>用户名或密码错误</message>",
        ),
        (Refused(), "\r\n <returnstatus>Faild</returnstatus>\r\n <message></message>"),
    ):
        response = signed.check_words.encode_response(reply)
        assert response.body.decode() == f"{head}{children}</returnsms>"
        assert signed.check_words.decode_response(response.body) == reply


def test_words_decide_without_a_status_and_against_it() -> None:
    """The message is the verdict."""
    for status in ("", "<returnstatus>Faild</returnstatus>", "<returnstatus>?</returnstatus>"):
        xml = f"<returnsms>{status}<message>包含非法字符：甲</message></returnsms>".encode()
        assert signed.check_words.decode_response(xml) == WordsVerdict(
            clean=False, restricted_words=("甲",), message="包含非法字符：甲"
        )


def test_json_is_answered_as_000_answers() -> None:
    """To the byte, for every operation."""
    replies: tuple[tuple[Any, Any, Any], ...] = (
        (signed.send, plain.send, refuse(Reason.INJECTION)),
        (signed.balance, plain.balance, refuse(Reason.WRONG_CREDENTIALS)),
        (signed.check_words, plain.check_words, WordsVerdict(clean=True, message="没有包含屏蔽词")),
        (signed.fetch_reports, plain.fetch_reports, Reports(message="OK")),
        (signed.fetch_inbound, plain.fetch_inbound, refuse(Reason.NOT_ALLOWED)),
    )
    for ours, theirs, reply in replies:
        response = ours.encode_response(reply, JSON)
        assert response == theirs.encode_response(reply, JSON)
        assert ours.decode_response(response.body) == reply


def test_error_1_is_a_failure() -> None:
    """In XML; the JSON of document 003 says 1 for success."""
    refused = refuse(Reason.MISSING_CREDENTIALS, REPORT_ERRORS)
    assert refused.code == "1"
    response = signed.fetch_reports.encode_response(refused)
    assert response.body.decode() == (
        '<?xml version="1.0" encoding="utf-8" ?><returnsms>\r\n <errorstatus>\r\n <error>1</error>'
        "\r\n <remark>用户名或密码不能为空</remark>\r\n </errorstatus></returnsms>"
    )
    assert signed.fetch_reports.decode_response(response.body) == refused


def test_reports_are_handed_out_4000_at_once() -> None:
    """Where no limit is said; it is the platform's to apply."""
    assert signed.REPORTS_AT_ONCE == 4000
    assert FetchReports().limit is None
