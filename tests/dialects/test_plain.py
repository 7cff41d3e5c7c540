"""000: what is its own. Samples of its requests and replies are in ``tests/vectors``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from smscodec.dialects import hashed, plain, signed, xunchen
from smscodec.dialects.reasons import PHRASES, REPORT_ERRORS, refuse
from smscodec.errors import DecodeError, EncodeError
from smscodec.formats.rules import CapReason, check_caps
from smscodec.logins import check_login, make_plain_login
from smscodec.messages import (
    Accepted,
    Balance,
    ChangePassword,
    CheckWords,
    DeliveryReport,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Inbound,
    InboundMessage,
    PasswordChanged,
    Reason,
    Refused,
    Reports,
    Send,
    WordsVerdict,
)
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

LOGIN = make_plain_login(user_id="12", account="demo", password="secret123")
HELLO = Send(mobiles=("13800138000",), content="您好")
GBK, JSON = Variant(charset="gbk"), Variant(format="json")
POLLS: tuple[Any, ...] = (plain.fetch_reports, plain.fetch_inbound)
TWINS: tuple[tuple[Any, Any], ...] = (
    (plain.send, HELLO),
    (plain.balance, FetchBalance()),
    (plain.check_words, CheckWords(content="您好")),
    (plain.change_password, ChangePassword(new_password="new/secret=2")),
)


def sent(message: Send, **variant: Any) -> str:
    return plain.send.encode_request(LOGIN, message, Variant(**variant)).body.decode()


# ---- requests --------------------------------------------------------------------------------


def test_request_is_a_post_of_a_form() -> None:
    """Named parameters in the body, none in the URL; the path alone, as hosts are the caller's."""
    request = plain.send.encode_request(LOGIN, HELLO)
    assert (request.method, request.path, request.query) == ("POST", "sms.aspx", "")
    assert request.content_type == "application/x-www-form-urlencoded; charset=utf-8"
    assert request.body == (
        b"action=send&userid=12&account=demo&password=secret123&mobile=13800138000"
        b"&content=%E6%82%A8%E5%A5%BD&sendTime=&extno="
    )


@pytest.mark.parametrize(("endpoint", "message"), TWINS, ids=lambda it: getattr(it, "name", ""))
def test_twin_path_speaks_gbk(endpoint: Any, message: Any) -> None:
    """The path says the charset; the content type calls it gb2312, as the document does."""
    login = replace(LOGIN, account="演示账号")
    request = endpoint.encode_request(login, message, GBK)
    assert request.path == "smsGBK.aspx"
    assert request.content_type == "application/x-www-form-urlencoded; charset=gb2312"
    assert b"account=%D1%DD%CA%BE%D5%CB%BA%C5" in request.body
    call = endpoint.decode_request(request)
    assert (call.login, call.message, call.variant) == (login, message, GBK)


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [(plain.fetch_reports, FetchReports()), (plain.fetch_inbound, FetchInbound())],
    ids=["fetch_reports", "fetch_inbound"],
)
def test_polls_have_no_twin(endpoint: Any, message: Any) -> None:
    """They are UTF-8."""
    with pytest.raises(EncodeError, match=r"there is no gbk path here - at `\$.charset`"):
        endpoint.encode_request(LOGIN, message, GBK)


def test_gbk_trail_bytes_are_not_split() -> None:
    """镕 is E9 46; the second byte is the letter F and travels as such, as from PHP and C#."""
    assert "content=%E9F" in sent(replace(HELLO, content="镕"), charset="gbk")


def test_unsendable_characters_are_an_error_by_default() -> None:
    """GBK has no emoji; the path counts characters. Two policies would rather send something."""
    content = replace(HELLO, content="好😀")
    with pytest.raises(EncodeError, match=r"gbk cannot carry '😀' .* at `\$.content\[1\]`"):
        sent(content, charset="gbk")
    assert "content=%BA%C3%3F&" in sent(content, charset="gbk", unencodable="replace")
    assert "content=%BA%C3&" in sent(content, charset="gbk", unencodable="drop")


@pytest.mark.parametrize("unencodable", ["strict", "replace", "drop"])
def test_password_is_never_altered_nor_shown(unencodable: Any) -> None:
    """Another password would only be a wrong one; the error shows no character of it."""
    login = replace(LOGIN, password="geheim😀")
    with pytest.raises(EncodeError) as caught:
        plain.balance.encode_request(
            login, FetchBalance(), Variant(charset="gbk", unencodable=unencodable)
        )
    assert caught.value.path == "$.password"
    assert "geheim" not in str(caught.value)
    assert "😀" not in str(caught.value)


@pytest.mark.parametrize("extension", ["123456", "12a", "１２", "-1", " 1"])
def test_extension_is_up_to_five_digits(extension: str) -> None:
    """ASCII digits; what others send is read as it comes, for the gateway to judge."""
    with pytest.raises(EncodeError, match="at most 5 digits") as caught:
        sent(replace(HELLO, extension=extension))
    assert caught.value.path == "$.extno"
    body = f"action=send&mobile=1&content=a&extno={extension}".encode()
    call = plain.send.decode_request(Request(path="sms.aspx", body=body))
    assert call.message.extension == extension.strip()
    assert check_caps(1, "a", "123456", plain.CAPS)[0].reason is CapReason.EXTENSION_TOO_LONG


@pytest.mark.parametrize("mobile", ["", "13800138000，13800138001", "138 0013 8000", "+8613800"])
def test_mobiles_are_digits_when_written(mobile: str) -> None:
    """A full-width comma separates nothing; it is read as it comes."""
    with pytest.raises(EncodeError) as caught:
        sent(replace(HELLO, mobiles=("13800138000", mobile)))
    assert caught.value.path == "$.mobile"
    body = f"action=send&mobile=13800138000,{mobile}".encode().replace(b"+", b"%2B")
    call = plain.send.decode_request(Request(path="sms.aspx", body=body))
    assert call.message.mobiles == tuple(filter(None, ("13800138000", mobile)))


def test_scheduled_time_is_beijing_time() -> None:
    """Aware times are converted; without one the name is written empty, as printed."""
    at = datetime(2010, 10, 24, 1, 8, 10, tzinfo=timezone.utc)
    assert "&sendTime=2010-10-24+09%3A08%3A10&" in sent(replace(HELLO, send_at=at))
    assert "&sendTime=&" in sent(HELLO)
    with pytest.raises(EncodeError, match=r"cannot write microseconds here - at `\$.sendTime`"):
        sent(replace(HELLO, send_at=datetime(2010, 10, 24, 9, 8, 10, 1)))


@pytest.mark.parametrize("limit", [0, -1, 10**18])
def test_limit_counts_reports(limit: int) -> None:
    """One or more; there is no upper bound here."""
    with pytest.raises(EncodeError) as caught:
        plain.fetch_reports.encode_request(LOGIN, FetchReports(limit=limit))
    assert caught.value.path == "$.statusNum"
    request = plain.fetch_reports.encode_request(LOGIN, FetchReports(limit=10**6))
    assert request.body.endswith(b"&statusNum=1000000")
    assert plain.REPORTS_AT_ONCE == 4000


def test_what_has_no_parameter_cannot_be_said() -> None:
    """Rather than being lost."""
    unsayable: tuple[tuple[Any, Any], ...] = (
        (plain.send, replace(HELLO, signature_number="1")),
        (plain.fetch_reports, FetchReports(task_id="358")),
        (plain.send, FetchBalance()),
    )
    for endpoint, message in unsayable:
        with pytest.raises(EncodeError, match=r"there is no word for|cannot say FetchBalance here"):
            endpoint.encode_request(LOGIN, message)


def test_new_password_is_said_twice_and_shown_never() -> None:
    """A gateway refuses two different ones, without a word of either."""
    message = ChangePassword(new_password="new-secret")
    request = plain.change_password.encode_request(LOGIN, message)
    assert request.body.endswith(b"&newpwd=new-secret&renewpwd=new-secret")
    for shown in (repr(message), str(message), repr(request)):
        assert "new-secret" not in shown
        assert "secret123" not in shown
    other = replace(request, body=request.body.replace(b"renewpwd=new", b"renewpwd=old"))
    with pytest.raises(DecodeError, match=r"differs from newpwd - at `\$.renewpwd`") as caught:
        plain.change_password.decode_request(other)
    assert "secret" not in str(caught.value)


def test_secret_bytes_are_not_shown() -> None:
    """Where they are no text."""
    for name in (b"password", b"newpwd", b"renewpwd"):
        body = b"action=changespwd&password=a&newpwd=a&renewpwd=a".replace(
            name + b"=a", name + b"=hush%FF"
        )
        with pytest.raises(DecodeError) as caught:
            plain.change_password.decode_request(Request(path="sms.aspx", body=body))
        assert "hush" not in str(caught.value)
        assert "FF" not in str(caught.value)


def test_login_is_checked_by_its_verdict() -> None:
    """A wrong login decodes like any other."""
    call = plain.balance.decode_request(plain.balance.encode_request(LOGIN, FetchBalance()))
    assert check_login(call.login, account="demo", password="secret123") is None
    verdict = check_login(call.login, account="demo", password="other")
    assert verdict is Reason.WRONG_CREDENTIALS
    assert refuse(verdict).message == "用户名或密码错误"


# ---- replies ---------------------------------------------------------------------------------


def test_answer_is_in_the_tongue_it_was_asked_in() -> None:
    """XML by default, JSON for rt=json; GBK, so declared, for GBK."""
    accepted = Accepted(task_id="365", balance=5, accepted_count=1, message="成功")
    for variant, content_type, start in (
        (Variant(), "text/xml; charset=utf-8", b'<?xml version="1.0" encoding="utf-8" ?><return'),
        (GBK, "text/xml; charset=gb2312", b'<?xml version="1.0" encoding="gb2312" ?><return'),
        (JSON, "application/json; charset=utf-8", b'{"ReturnStatus":"Success","Message":"\xe6'),
        (
            Variant(charset="gbk", format="json"),
            "application/json; charset=gb2312",
            b'{"ReturnStatus":"Success","Message":"\xb3\xc9\xb9\xa6","',
        ),
    ):
        call = plain.send.decode_request(plain.send.encode_request(LOGIN, HELLO, variant))
        response = plain.send.encode_response(accepted, call.variant)
        assert response.content_type == content_type
        assert response.body.startswith(start)
        assert plain.send.decode_response(response.body, response.content_type) == accepted


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("variant", [Variant(), JSON], ids=["xml", "json"])
def test_every_phrase_has_its_reason(phrase: str, variant: Variant) -> None:
    """In both formats; platforms answer a refused send with zeros."""
    zeros: dict[str, Any] = {"balance": 0, "task_id": "0", "accepted_count": 0}
    refused = Refused(message=phrase, reason=PHRASES[phrase], **zeros)
    response = plain.send.encode_response(refused, variant)
    assert b"Faild" in response.body
    assert plain.send.decode_response(response.body) == refused


def test_restricted_words_are_details() -> None:
    """Behind the full-width colon of the document, or in parentheses."""
    refused = refuse(Reason.RESTRICTED_WORDS, details=("甲", "乙"))
    assert refused.message == "包含非法字符：甲,乙"
    for message in (
        "包含非法字符：甲,乙",
        "包含非法字符:甲，乙",
        "敏感词(甲,乙)",
        "敏感词（甲, 乙 ,）",
    ):
        body = f'{{"ReturnStatus":"Faild","Message":"{message}"}}'.encode()
        reply = plain.send.decode_response(body)
        assert reply == replace(refused, message=message)
        assert plain.send.decode_response(plain.send.encode_response(reply).body) == reply


def test_reason_and_details_follow_from_the_message() -> None:
    """Otherwise the reply would be read as another."""
    for refused in (
        Refused(message="其他错误", reason=Reason.INJECTION),
        Refused(message="其他错误"),
        Refused(message="包含非法字符：甲", reason=Reason.RESTRICTED_WORDS),
        Refused(message=" 其他错误", reason=Reason.PLATFORM_ERROR),
        Refused(code="Success", message="其他错误", reason=Reason.PLATFORM_ERROR),
        Refused(code="1005", message="其他错误", reason=Reason.PLATFORM_ERROR),
        Refused(code="faild", message="其他错误", reason=Reason.PLATFORM_ERROR),
    ):
        for variant in (Variant(), JSON):
            with pytest.raises(EncodeError):
                plain.send.encode_response(refused, variant)


def test_unknown_words_and_status_are_kept() -> None:
    """The lists are open."""
    reply = plain.send.decode_response(b'{"ReturnStatus":"Error","Message":"x"}')
    assert reply == Refused(code="Error", message="x", reason=Reason.UNKNOWN)
    assert plain.send.decode_response(plain.send.encode_response(reply, JSON).body) == reply


def test_report_errors_have_numbers_in_xml_only() -> None:
    """JSON prints their words alone, so that a number cannot be said there."""
    for number, (words, reason) in REPORT_ERRORS.items():
        numbered, worded = refuse(reason, REPORT_ERRORS), refuse(reason)
        assert numbered == Refused(code=number, message=words, reason=reason)
        for endpoint in POLLS:
            xml = endpoint.encode_response(numbered).body
            assert f"<error>{number}</error>\r\n <remark>{words}</remark>".encode() in xml
            json = endpoint.encode_response(worded, JSON).body
            assert json.decode() == f'{{"ReturnStatus":"Faild","Message":"{words}"}}'
            otherwise = endpoint.encode_response(worded).body
            assert endpoint.decode_response(otherwise) == worded
            with pytest.raises(EncodeError, match="the status of a refusal is a word"):
                endpoint.encode_response(numbered, JSON)


def test_verdict_is_in_the_message() -> None:
    """Found words are a verdict, not a refusal; of a contradiction nothing is written."""
    clean = WordsVerdict(clean=True, message="没有包含屏蔽词", content="test")
    found = WordsVerdict(
        clean=False, restricted_words=("甲",), message="包含屏蔽词：甲", content="甲"
    )
    for verdict in (clean, found):
        for variant in (Variant(), JSON):
            response = plain.check_words.encode_response(verdict, variant)
            assert plain.check_words.decode_response(response.body) == verdict
    for contradiction in (
        replace(clean, clean=False),
        replace(found, restricted_words=()),
        WordsVerdict(clean=True),
        Refused(message="没有包含屏蔽词"),
        Refused(message="包含屏蔽词：甲", reason=Reason.RESTRICTED_WORDS, details=("甲",)),
    ):
        with pytest.raises(EncodeError):
            plain.check_words.encode_response(contradiction, JSON)


def test_refused_balance_may_look_like_a_send() -> None:
    """As platforms answer a wrong login; the short form is written where it is enough."""
    short = refuse(Reason.WRONG_CREDENTIALS)
    long = replace(short, balance=0, task_id="0", accepted_count=0)
    assert plain.balance.encode_response(short, JSON).body.decode() == (
        '{"ReturnStatus":"Faild","Message":"用户名或密码错误"}'
    )
    assert plain.balance.encode_response(long, JSON).body.decode() == (
        '{"ReturnStatus":"Faild","Message":"用户名或密码错误",'
        '"RemainPoint":0,"TaskID":0,"SuccessCounts":0}'
    )
    for variant in (Variant(), JSON):
        for refused in (short, long):
            response = plain.balance.encode_response(refused, variant)
            assert plain.balance.decode_response(response.body) == refused


@pytest.mark.parametrize(
    ("billing", "postpaid"), [("后付费", True), ("后付", True), ("预付费", False), ("月结", None)]
)
def test_billing_is_kept_in_the_vendors_words(billing: str, postpaid: bool | None) -> None:
    """And understood where they are known; balances may be negative."""
    balance = Balance(balance=-4, billing=billing, total=0)
    response = plain.balance.encode_response(balance, JSON)
    assert plain.balance.decode_response(response.body) == balance
    assert balance.postpaid is postpaid


def test_sucess_is_for_the_balance_in_xml_only() -> None:
    """Both spellings are read everywhere, in any case."""
    balance, accepted = Balance(balance=1), Accepted(task_id="1")
    assert b">Sucess<" in plain.balance.encode_response(balance).body
    assert b'"Success"' in plain.balance.encode_response(balance, JSON).body
    assert b">Success<" in plain.send.encode_response(accepted).body
    for word in (b"Sucess", b"SUCCESS", b" success "):
        xml = plain.balance.encode_response(balance).body.replace(b"Sucess", word)
        assert plain.balance.decode_response(xml) == balance
        json = plain.send.encode_response(accepted, JSON).body.replace(b"Success", word, 1)
        assert plain.send.decode_response(json) == accepted


@pytest.mark.parametrize(
    ("task_id", "written"),
    [
        ("365", b'"TaskID":365,'),
        ("2308151130524371", b'"TaskID":2308151130524371,'),
        ("007", b'"TaskID":"007",'),
        ("-0", b'"TaskID":"-0",'),
        ("", b'"TaskID":"",'),
        ("9" * 5000, b'"TaskID":"999'),
    ],
)
def test_task_id_is_text_and_a_number_in_json(task_id: str, written: bytes) -> None:
    """Where that is read back the same; the reports' is a text, and the two are equal."""
    accepted = Accepted(task_id=task_id)
    response = plain.send.encode_response(accepted, JSON)
    assert written in response.body
    reply = plain.send.decode_response(response.body)
    assert reply == accepted
    report = DeliveryReport(mobile="13800138000", task_id=task_id)
    polled = plain.fetch_reports.encode_response(Reports(reports=(report,)), JSON)
    assert f'"TaskID":"{task_id}"'.encode() in polled.body
    reports = plain.fetch_reports.decode_response(polled.body)
    assert isinstance(reports, Reports)
    assert isinstance(reply, Accepted)
    assert reports.reports[0].task_id == reply.task_id


@pytest.mark.parametrize(
    ("status", "carrier_code", "delivered"),
    [
        ("10", "", True),
        ("20", "DELIVRD", False),
        ("30", "DELIVRD", None),
        ("", "delivrd", True),
        ("", "", False),
    ],
)
def test_status_says_whether_it_arrived(
    status: str, carrier_code: str, delivered: bool | None
) -> None:
    """10 or 20; of any other nothing is made. The carrier's code is for reference."""
    report = DeliveryReport(mobile="13800138000", status=status, carrier_code=carrier_code)
    assert report.delivered is delivered
    for variant in (Variant(), JSON):
        response = plain.fetch_reports.encode_response(Reports(reports=(report,)), variant)
        assert plain.fetch_reports.decode_response(response.body) == Reports(reports=(report,))


@pytest.mark.parametrize(
    "time", ["", "0001-01-01 00:00:00", "0001/1/1 0:00:00", "0001-1-1  0:00:00", "null"]
)
def test_time_may_be_unset(time: str) -> None:
    """Empty, or as .NET writes a date that nobody set."""
    xml = f"<returnsms><statusbox><receivetime>{time}</receivetime></statusbox></returnsms>"
    json = f'{{"ReturnStatus":"Success","Task":[{{"ReceiveTime":"{time}"}}]}}'
    for body in (xml, json):
        reply = plain.fetch_reports.decode_response(body.encode())
        assert reply == Reports(reports=(DeliveryReport(mobile=""),))


def test_nothing_new_is_an_empty_reply() -> None:
    """In both formats, for reports and inbound messages."""
    assert plain.fetch_reports.encode_response(Reports()).body.endswith(b"<returnsms></returnsms>")
    assert plain.fetch_inbound.encode_response(Inbound(message="OK"), JSON).body == (
        b'{"ReturnStatus":"Success","Message":"OK","Task":[]}'
    )


@pytest.mark.parametrize("dialect", [plain, signed, hashed])
def test_a_status_of_success_alone_is_nothing_new(dialect: Any) -> None:
    """Though no document has one there; any other thing alone is no such reply."""
    for endpoint, reply in ((dialect.fetch_reports, Reports()), (dialect.fetch_inbound, Inbound())):
        alone = b"<returnsms><returnstatus> Sucess\n</returnstatus></returnsms>"
        assert endpoint.decode_response(alone) == reply
        with pytest.raises(DecodeError, match=r"there is something, but no .* - at `\$`"):
            endpoint.decode_response(alone.replace(b"returnstatus", b"state"))


@pytest.mark.parametrize("dialect", [plain, signed, hashed])
@pytest.mark.parametrize(
    "beside",
    [
        "<message>OK</message>",
        "<returnstatus>Faild</returnstatus>",
        "<errorstatus><error>1</error></errorstatus>",
    ],
)
def test_what_comes_once_is_not_lost_in_a_refusal(dialect: Any, beside: str) -> None:
    """Whatever else a reply says: who asks again gets the next ones."""
    inside = "<mobile>1</mobile><content>a</content>"
    for endpoint, box in ((dialect.fetch_reports, "statusbox"), (dialect.fetch_inbound, "callbox")):
        body = f"<returnsms>{beside}<{box}>{inside}</{box}></returnsms>".encode()
        reply = endpoint.decode_response(body)
        assert [each.mobile for each in getattr(reply, "reports", ()) or reply.messages] == ["1"]
        assert [each.mobile for each in endpoint.stream_response([body])] == ["1"]
        for empty in (f"<{box}/>", f"<{box}> </{box}>", "<status>fail</status>"):
            body = f"<returnsms>{beside}{empty}</returnsms>".encode()
            assert isinstance(endpoint.decode_response(body), Refused)


@pytest.mark.parametrize("dialect", [plain, signed, hashed, xunchen])
def test_words_alone_are_not_nothing_new(dialect: Any) -> None:
    """Whoever asks again and again would never notice; blanks and remarks say nothing."""
    for endpoint, reply in ((dialect.fetch_reports, Reports()), (dialect.fetch_inbound, Inbound())):
        root = endpoint.replies["xml"].root
        for words in ("用户名或密码错误", "<![CDATA[ error ]]>", "-1"):
            body = f"<{root}>{words}</{root}>".encode()
            for read in (
                endpoint.decode_response,
                lambda body, e=endpoint: [*e.stream_response([body])],
            ):
                with pytest.raises(DecodeError, match="there is something, but no "):
                    read(body)
        for nothing in (" \r\n", "<!-- nothing -->", "\n------ 没有新的记录"):
            assert endpoint.decode_response(f"<{root}>{nothing}</{root}>".encode()) == reply


def test_content_of_inbound_is_to_the_character() -> None:
    """Blanks, line breaks, markup: whatever people send."""
    message = InboundMessage(
        mobile="13800138000", content=' \t<a>&amp;"]]>\r\n好😀 ', received_at=datetime(2024, 6, 1)
    )
    for variant in (Variant(), JSON):
        response = plain.fetch_inbound.encode_response(Inbound(messages=(message,)), variant)
        assert plain.fetch_inbound.decode_response(response.body) == Inbound(messages=(message,))


def test_faults_in_replies_name_their_place() -> None:
    """Down to the row."""
    good, bad = DeliveryReport(mobile="1"), DeliveryReport(mobile="1", received_at=datetime.min)
    for variant, path in (
        (Variant(), "$.statusbox[1].receivetime"),
        (JSON, "$.Task[1].ReceiveTime"),
    ):
        with pytest.raises(EncodeError) as caught:
            plain.fetch_reports.encode_response(Reports(reports=(good, bad)), variant)
        assert caught.value.path == path
        assert caught.value.where == "plain.fetch_reports response"


def test_what_a_charset_lacks_is_named_in_its_row() -> None:
    """Of many that are written at once."""
    good, bad = DeliveryReport(mobile="1"), DeliveryReport(mobile="\ud800")
    with pytest.raises(EncodeError) as caught:
        plain.fetch_reports.encode_response(Reports(reports=(good, bad)), JSON)
    assert caught.value.path == "$.Task[1].Mobile[0]"


def test_password_change_answers_with_a_reserved_member() -> None:
    """Written empty, and whatever stands in it is read."""
    changed = PasswordChanged(message="密码修改成功")
    response = plain.change_password.encode_response(changed, JSON)
    assert response.body.endswith(b',"CheckCounts":""}')
    for instead in (b"", b',"CheckCounts":7', b',"CheckCounts":null'):
        body = response.body.replace(b',"CheckCounts":""', instead)
        assert plain.change_password.decode_response(body) == changed
