"""004: what is its own. Samples of its requests and replies are in ``tests/vectors``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from smscodec.dialects import xunchen
from smscodec.dialects.reasons import (
    XUNCHEN_BALANCE_ERRORS,
    XUNCHEN_INBOUND_ERRORS,
    XUNCHEN_REPORT_ERRORS,
    XUNCHEN_SEND_ERRORS,
    refuse,
)
from smscodec.errors import DecodeError, EncodeError
from smscodec.formats.rules import CapReason, check_caps
from smscodec.logins import check_login, make_coded_login
from smscodec.messages import (
    Accepted,
    Balance,
    DeliveryReport,
    FetchBalance,
    FetchReports,
    Inbound,
    Reason,
    Refused,
    Reports,
    Send,
    SendTemplate,
)
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

LOGIN = make_coded_login(account="demo", password="secret123", very_code="code456")
HELLO = Send(mobiles=("13800138000",), content="您好")
PATH = "/service/httpService/httpInterface.do"
ERRORS = (
    (xunchen.balance, XUNCHEN_BALANCE_ERRORS),
    (xunchen.send, XUNCHEN_SEND_ERRORS),
    (xunchen.send_template, XUNCHEN_SEND_ERRORS),
    (xunchen.fetch_reports, XUNCHEN_REPORT_ERRORS),
    (xunchen.fetch_inbound, XUNCHEN_INBOUND_ERRORS),
)


def decode(endpoint: Any, query: str) -> Any:
    return endpoint.decode_request(Request(path=PATH, method="GET", query=query))


# ---- requests --------------------------------------------------------------------------------


def test_send_by_default() -> None:
    """A POST of sendMsg with the code of its charset; optional parameters are left out."""
    request = xunchen.send.encode_request(LOGIN, HELLO)
    assert (request.method, request.path, request.query) == ("POST", "httpInterface.do", "")
    assert request.content_type == "application/x-www-form-urlencoded; charset=utf-8"
    assert request.body == (
        b"method=sendMsg&username=demo&password=secret123&veryCode=code456&mobile=13800138000"
        b"&content=%E6%82%A8%E5%A5%BD&msgtype=1&code=utf-8"
    )


@pytest.mark.parametrize(
    ("variant", "begins", "ends"),
    [
        (Variant(), "method=sendMsg&", "%E6%82%A8%E5%A5%BD&msgtype=1&code=utf-8"),
        (Variant(charset="gbk"), "method=sendMsg&", "%C4%FA%BA%C3&msgtype=1&code=gbk"),
        (Variant(method="sendUtf8Msg"), "method=sendUtf8Msg&", "%E6%82%A8%E5%A5%BD&msgtype=1"),
        (Variant(charset="gbk", method="sendGbkMsg"), "method=sendGbkMsg&", "&msgtype=1"),
        (Variant(format="json"), "method=sendMsg&", "&code=utf-8&rt=json"),
    ],
)
def test_variant_is_on_the_wire(variant: Variant, begins: str, ends: str) -> None:
    """Charset, method and format; the methods with a charset in their name need no code."""
    request = xunchen.send.encode_request(LOGIN, HELLO, variant)
    body = request.body.decode()
    assert body.startswith(begins)
    assert body.endswith(ends)
    assert xunchen.send.decode_request(request).variant == variant


@pytest.mark.parametrize(
    "variant",
    [
        Variant(method="sendGbkMsg"),
        Variant(charset="gbk", method="sendUtf8Msg"),
        Variant(method="sendMsg"),  # that is ""
        Variant(method="getAmount"),
    ],
)
def test_method_must_send_the_charset(variant: Variant) -> None:
    """A method that is none, or of the other charset, is not written."""
    with pytest.raises(EncodeError, match=r"no method .* - at `\$\.method`"):
        xunchen.send.encode_request(LOGIN, HELLO, variant)


def test_other_operations_have_one_method_and_one_charset() -> None:
    """What they cannot say is an error, not lost."""
    for variant in (Variant(method="sendUtf8Msg"), Variant(charset="gbk")):
        with pytest.raises(EncodeError):
            xunchen.balance.encode_request(LOGIN, FetchBalance(), variant)


def test_documented_parameters_have_their_order() -> None:
    """As the printed examples have them: ``sendtime`` comes last, after ``code``."""
    login = ("method", "username", "password", "veryCode")
    message = ("mobile", "content", "extcode", "msgtype", "signtag", "signtext")
    end = ("code", "sendtime", "rt")
    assert xunchen.send.form.names == (*login, *message, *end)
    assert xunchen.send_template.form.names == (*login, *message, "tempid", *end)
    for endpoint in (xunchen.balance, xunchen.fetch_reports, xunchen.fetch_inbound):
        assert endpoint.form.names == (*login, "rt")


def test_charset_is_gbk_unless_said() -> None:
    """The opposite of every other dialect's default, and of ``Variant()``."""
    query = "method=sendMsg&username=demo&password=secret123&veryCode=&mobile=1&msgtype=1&content="
    assert decode(xunchen.send, f"{query}%C4%FA").message.content == "您"
    assert decode(xunchen.send, f"{query}%E6%82%A8&code=utf-8").message.content == "您"
    with pytest.raises(DecodeError):
        decode(xunchen.send, f"{query}%C4%FA&code=utf-8")


def test_times_have_24_hours() -> None:
    """Though the document writes hh."""
    evening = Send(mobiles=("13800138000",), content="x", send_at=datetime(2014, 5, 4, 23, 10, 10))
    request = xunchen.send.encode_request(LOGIN, evening)
    assert request.body.endswith(b"&sendtime=20140504231010")
    assert xunchen.send.decode_request(request).message == evening


def test_extension_has_four_digits() -> None:
    """A longer one cannot be written; read it is, for the gateway to refuse."""
    good = Send(mobiles=("13800138000",), content="x", extension="8888")
    assert b"&extcode=8888&" in xunchen.send.encode_request(LOGIN, good).body
    with pytest.raises(EncodeError, match=r"at most 4 digits .* - at `\$\.extcode`"):
        xunchen.send.encode_request(
            LOGIN, Send(mobiles=("13800138000",), content="x", extension="12345")
        )
    query = "method=sendMsg&mobile=1&content=x&msgtype=1&extcode=12345"
    assert decode(xunchen.send, query).message.extension == "12345"


def test_caps_are_for_the_caller_to_ask() -> None:
    """101 numbers or 301 characters can be said and read: the platform has codes for them."""
    many = Send(mobiles=("13800138000",) * 101, content="长" * 301)
    request = xunchen.send.encode_request(LOGIN, many)
    assert xunchen.send.decode_request(request).message == many
    passed = check_caps(len(many.mobiles), many.content, "", xunchen.CAPS)
    assert [(each.reason, each.limit) for each in passed] == [
        (CapReason.TOO_MANY_MOBILES, 100),
        (CapReason.CONTENT_TOO_LONG, 300),
    ]
    assert timedelta(minutes=3) == xunchen.POLL_EVERY


def test_template_values_are_checked() -> None:
    """A value that would be read as the next one is an error with its place."""
    message = SendTemplate(mobiles=("13800138000",), template_id="1", values=("a", "b,@3@=c"))
    with pytest.raises(EncodeError, match=r"read as the next one.* - at `\$\.content\[1\]\[1\]`"):
        xunchen.send_template.encode_request(LOGIN, message)


def test_message_has_to_have_words_here() -> None:
    """Reports cannot be asked for by number or task."""
    for message in (FetchReports(limit=10), FetchReports(task_id="1")):
        with pytest.raises(EncodeError, match=r"there is no word for (limit|task_id) here"):
            xunchen.fetch_reports.encode_request(LOGIN, message)


def test_gbk_lacks_what_it_lacks() -> None:
    """Strictly an error; by choice something else."""
    emoji = Send(mobiles=("13800138000",), content="好😀")
    with pytest.raises(EncodeError, match=r"gbk cannot carry .* - at `\$\.content\[1\]`"):
        xunchen.send.encode_request(LOGIN, emoji, Variant(charset="gbk"))
    replaced = Variant(charset="gbk", unencodable="replace")
    assert b"content=%BA%C3%3F&" in xunchen.send.encode_request(LOGIN, emoji, replaced).body


# ---- logins ----------------------------------------------------------------------------------


def test_very_code_is_checked_last() -> None:
    """It has a verdict of its own; empty it is legal, as the document's first example has it."""
    known = {"account": "demo", "password": "secret123", "very_code": "code456"}
    assert check_login(LOGIN, **known) is None
    wrong = make_coded_login(account="demo", password="secret123", very_code="x")
    assert check_login(wrong, **known) is Reason.WRONG_VERY_CODE
    assert check_login(wrong, account="demo", password="y") is Reason.WRONG_CREDENTIALS
    none = make_coded_login(account="demo", password="secret123", very_code="")
    assert b"&veryCode=&" in xunchen.send.encode_request(none, HELLO).body
    assert check_login(none, account="demo", password="secret123") is None


def test_secrets_stand_in_no_repr() -> None:
    """Neither of the login nor of the call or the request."""
    request = xunchen.send.encode_request(LOGIN, HELLO)
    call = xunchen.send.decode_request(request)
    for shown in map(repr, (LOGIN, call, request)):
        assert "secret123" not in shown
        assert "code456" not in shown


# ---- replies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "asked", "sent"),
    [
        ("100", Reason.PLATFORM_ERROR, Reason.PLATFORM_ERROR),
        ("105", Reason.WRONG_VERY_CODE, Reason.BAD_CONTENT),
        ("116", Reason.UNKNOWN, Reason.WRONG_VERY_CODE),
    ],
)
def test_codes_mean_what_the_method_makes_of_them(code: str, asked: Reason, sent: Reason) -> None:
    """105 of a send is not 105 of a balance; the words of 100 differ by method."""
    body = f"<sms><mt><status>{code}</status></mt></sms>".encode()
    words = set()
    for endpoint, _ in ERRORS:
        reply: Any = endpoint.decode_response(body)
        assert reply.code == code
        assert reply.reason is (sent if endpoint.name.startswith("xunchen.send") else asked)
        words.add(reply.message)
    assert len(words) == {"100": 4, "105": 2, "116": 2}[code]


@pytest.mark.parametrize(("endpoint", "codes"), ERRORS, ids=lambda e: getattr(e, "name", ""))
@pytest.mark.parametrize("format", ["", "json"])
def test_every_code_can_be_answered(endpoint: Any, codes: Any, format: Any) -> None:
    """``refuse`` makes what the endpoint writes and reads."""
    for code, (words, reason) in codes.items():
        refused = refuse(reason, codes)
        assert (refused.message, refused.reason) == (words, reason)
        response = endpoint.encode_response(refused, Variant(format=format))
        assert code.encode() in response.body
        assert endpoint.decode_response(response.body, response.content_type) == refused


@pytest.mark.parametrize(
    "refused",
    [
        Refused(code="101"),  # without its words and reason
        Refused(code="105", message="认证码错误", reason=Reason.WRONG_VERY_CODE),  # another's
        Refused(code="999", message="words that cannot travel"),
        Refused(code="110#(a)"),
        Refused(code=" 999"),
        Refused(code="999", details=("a,b",)),
        Refused(code="999", details=("",)),
        Refused(code="999", task_id="1"),
        Refused(code="0"),  # that is none
    ],
)
def test_refusal_that_would_change_on_the_way_is_an_error(refused: Refused) -> None:
    """Only code and details travel; all else has to follow from them."""
    with pytest.raises(EncodeError):
        xunchen.send.encode_response(refused)


@pytest.mark.parametrize(
    ("endpoint", "nothing"),
    [(xunchen.fetch_reports, Reports()), (xunchen.fetch_inbound, Inbound())],
)
def test_104_is_nothing_new(endpoint: Any, nothing: object) -> None:
    """It is what nothing is written as, and no refusal can have that code."""
    response = endpoint.encode_response(nothing)
    assert b"<status>104</status>" in response.body
    assert endpoint.decode_response(response.body) == nothing
    with pytest.raises(EncodeError, match="this would be read as another"):
        endpoint.encode_response(Refused(code="104"))


@pytest.mark.parametrize(
    ("endpoint", "box"), [(xunchen.fetch_reports, "rpt"), (xunchen.fetch_inbound, "mo")]
)
def test_a_status_that_is_not_there_is_no_news(endpoint: Any, box: str) -> None:
    """Nor is a row one level too deep, or a status that is no status."""
    row = f"<{box}><mobile>1</mobile><status>0</status></{box}>"
    for inside in ("101", "", "<code>101</code>", row):
        with pytest.raises(DecodeError, match=f"there is something, but no {box}"):
            endpoint.decode_response(f"<sms><mt>{inside}</mt></sms>".encode())
    for status in ("0", "101", "104"):
        body = f"<sms><mt><status>{status}</status></mt>{row}</sms>".encode()
        [got] = endpoint.stream_response([body])
        assert got.mobile == "1"
        reply = endpoint.decode_response(body)
        assert (getattr(reply, "reports", ()) or reply.messages) == (got,)


def test_words_are_details() -> None:
    """``110#(a,b)`` both ways."""
    refused = Refused(
        code="110",
        message="短信内容存在系统保留关键词",
        reason=Reason.RESTRICTED_WORDS,
        details=("李老师", "XX", "成人"),
    )
    response = xunchen.send.encode_response(refused)
    assert "<status>110#(李老师,XX,成人)</status>".encode() in response.body
    assert xunchen.send.decode_response(response.body) == refused


def test_balance_is_counted_in_tens() -> None:
    """5000 are 50,000 messages; what is no multiple cannot be written."""
    response = xunchen.balance.encode_response(Balance(balance=50_000))
    assert b"<status>0</status><account>5000</account>" in response.body
    with pytest.raises(EncodeError, match=r"no multiple of 10 - at `\$\.mt\.account`"):
        xunchen.balance.encode_response(Balance(balance=50_001))


def test_replies_are_utf_8_whatever_was_asked_in() -> None:
    """The document declares UTF-8 under requests with ``code=gbk``; GBK is read all the same."""
    refused = Refused(code="999", details=("敏感",))
    response = xunchen.send.encode_response(refused, Variant(charset="gbk"))
    assert response.content_type == "text/xml; charset=utf-8"
    assert "敏感".encode() in response.body
    assert response.body.startswith(b'<?xml version="1.0" encoding="UTF-8"?><sms>')
    gbk = response.body.decode().replace("UTF-8", "GBK").encode("gbk")
    assert xunchen.send.decode_response(gbk) == refused


def test_answer_is_in_the_format_asked_for() -> None:
    """``rt=json`` gives JSON without the level ``mt``."""
    call = decode(xunchen.send, "method=sendUtf8Msg&mobile=1&content=x&msgtype=1&rt=JSON")
    response = xunchen.send.encode_response(Accepted(task_id="816f"), call.variant)
    assert response.body == b'{"status":"0","msgid":"816f"}'
    assert response.content_type == "application/json; charset=utf-8"


def test_carrier_says_whether_it_arrived() -> None:
    """There is no 10 or 20, only the carrier's code."""
    body = "".join(
        f"<rpt><mobile>13800138000</mobile><status>{code}</status></rpt>"
        for code in ("DELIVRD", "delivrd", "MA:0006", "")
    )
    reply = xunchen.fetch_reports.decode_response(f"<sms>{body}</sms>".encode())
    assert isinstance(reply, Reports)
    assert [report.delivered for report in reply.reports] == [True, True, False, False]
    assert [report.status for report in reply.reports] == [""] * 4
    with pytest.raises(EncodeError, match="there is no word for status here"):
        xunchen.fetch_reports.encode_response(
            Reports(reports=(DeliveryReport(mobile="13800138000", status="10"),))
        )
