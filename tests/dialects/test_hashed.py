"""003: what is its own. Samples of its requests and replies are in ``tests/vectors``."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import pytest

from smscodec import bulk
from smscodec.dialects import hashed
from smscodec.dialects.hashed.codes import (
    NAMES,
    PHRASES,
    REPORT_CODES,
    RESULT_CODES,
    RESULT_NAMES,
    SUCCESS,
    SUCCESS_NAME,
)
from smscodec.dialects.hashed.mms import MAX_READ
from smscodec.dialects.reasons import refuse, understand
from smscodec.errors import DecodeError, EncodeError, LimitError
from smscodec.formats.batch import Entry
from smscodec.formats.rules import check_caps
from smscodec.formats.tms import MAX_BYTES, Element
from smscodec.formats.tms_rules import check_tms
from smscodec.logins import HashedLogin, check_login, make_hashed_login
from smscodec.messages import (
    Accepted,
    AmendTemplate,
    Balance,
    ChangePassword,
    DeliveryReport,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Inbound,
    InboundMessage,
    PersonalisedSend,
    QueryTemplate,
    Reason,
    Refused,
    RegisterTemplate,
    Reports,
    Send,
    SendMms,
    SendPacked,
    Template,
    Templates,
)
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

MD5 = "5D7845AC6EE7CFFFAFC5FE5F35CF666D"
LOGIN = make_hashed_login(account="demo", password="secret123")
CLEAR = make_hashed_login(account="demo", password="secret123", plaintext=True)
SEND = Send(mobiles=("13800138000",), content="您的验证码：1439【腾飞】")
WHO = f"userid=&account=demo&password={MD5}"


def body(endpoint: Any, message: Any, login: HashedLogin = LOGIN) -> str:
    """What is posted."""
    text: str = endpoint.encode_request(login, message).body.decode()
    return text


def written(endpoint: Any, reply: Any) -> str:
    """What is answered."""
    text: str = endpoint.encode_response(reply).body.decode()
    return text


# ---- login -----------------------------------------------------------------------------------


def test_password_travels_as_upper_case_md5() -> None:
    """Section 1.2; with a switch for those platforms and clients that want it in clear."""
    assert f"&password={MD5}&" in body(hashed.send, SEND)
    assert "&password=secret123&" in body(hashed.send, SEND, CLEAR)


def test_userid_is_not_looked_at() -> None:
    """Empty, missing, a word: the login is as good."""
    for userid in ("userid=&", "", "userid=abc&", "userid=12&"):
        query = f"action=overage&{userid}account=demo&password={MD5.lower()}"
        login = hashed.balance.decode_request(Request(path="sms.aspx", query=query)).login
        assert check_login(login, account="demo", password="secret123") is None


# ---- sends -----------------------------------------------------------------------------------


def test_sends_are_in_the_printed_order() -> None:
    """Sections 1.2, 1.6 and 2.2; a batch has no action and no example, so the table's order."""
    at = replace(SEND, send_at=datetime(2018, 2, 2, 9, 8, 10), extension="01234", content="a")
    tail = "&sendTime=2018-02-02+09%3A08%3A10&extno=01234"
    for endpoint in (hashed.send, hashed.send_json):
        assert body(endpoint, at) == f"action=send&{WHO}&mobile=13800138000&content=a{tail}"
    mms = SendMms(mobiles=("13800138000",), subject="s", send_at=at.send_at, extension="01234")
    assert body(hashed.send_mms, mms) == (
        f"action=send&{WHO}&mobile=13800138000&subject=s&content={tail}"
    )
    packed = SendPacked(content=b"AAAA", send_at=at.send_at, extension="01234")
    assert body(hashed.send_packed, packed) == f"{WHO}&content=AAAA{tail}"


@pytest.mark.parametrize("extension", ["123456", "1a", "１"])
def test_extension_is_five_digits(extension: str) -> None:
    """Of any send; what clients do send is read."""
    for endpoint, message in (
        (hashed.send, replace(SEND, extension=extension)),
        (hashed.send_mms, SendMms(mobiles=("1",), subject="", extension=extension)),
        (hashed.send_packed, SendPacked(content=b"AAAA", extension=extension)),
    ):
        with pytest.raises(EncodeError, match=r"\$.extno"):
            body(endpoint, message)
    request = hashed.send.encode_request(LOGIN, SEND)
    sent = replace(request, query=f"extno={extension}")
    assert hashed.send.decode_request(sent).message.extension == extension
    assert check_caps(("1",), "a", extension, hashed.CAPS)
    assert not check_caps(("1",), "a", "12345", hashed.CAPS)


def test_gbk_is_another_path() -> None:
    """With its own charset both ways."""
    variant = Variant(charset="gbk")
    request = hashed.send.encode_request(LOGIN, replace(SEND, content="镕€"), variant)
    assert (request.path, b"&content=%E9F%80&" in request.body) == ("smsGBK.aspx", True)
    response = hashed.send.encode_response(Accepted(task_id="1", message="操作成功"), variant)
    assert 'encoding="gb2312"' in response.body.decode("gbk")
    assert hashed.send.decode_response(response.body).message == "操作成功"
    with pytest.raises(EncodeError, match="gbk cannot carry '😀'"):
        hashed.send.encode_request(LOGIN, replace(SEND, content="😀"), variant)


def test_batch_is_packed_and_unpacked() -> None:
    """Line breaks in the default escape; a number twice is refused with its row."""
    entries = (Entry("13800138000", "a,b\r\n"), Entry("13800138001", "验证码：4567【星辰】"))
    request = hashed.send_batch.encode_request(LOGIN, PersonalisedSend(entries=entries))
    assert request.path == "BatchSms.ashx"
    assert hashed.send_batch.decode_request(request).message.entries == entries
    with pytest.raises(EncodeError, match=r"row 0 already, .* - at `\$.content\[1\].mobile`"):
        hashed.send_batch.encode_request(LOGIN, PersonalisedSend(entries=(entries[0], entries[0])))


def test_finished_batch_travels_as_it_is() -> None:
    """Not encoded again, and the bytes come back."""
    (batch,) = bulk.pack([f"1380013{n:04}" for n in range(500)], ["验证码【示例】"] * 500)
    message = SendPacked(content=batch.content)
    request = hashed.send_packed.encode_request(LOGIN, message)
    assert b"content=" + batch.content + b"&" in request.body
    assert b"%2B" in batch.content
    assert hashed.send_packed.decode_request(request).message == message
    assert len(hashed.send_batch.decode_request(request).message.entries) == 500
    assert repr(message) == f"SendPacked({len(batch.content)} bytes)"


@pytest.mark.parametrize(
    "content",
    [b"", b"AAA", b"AA+A", b"AA%2bA", b"AA%%2B2F", b"A%3D%3D%3D", b"%3D%3D%3D%3D", b"AAAA&a=b"],
)
def test_what_is_no_finished_batch_is_not_sent(content: bytes) -> None:
    """It would not come back as it is, or smuggle a parameter in."""
    with pytest.raises(EncodeError, match=r"no base64 .* - at `\$.content`"):
        body(hashed.send_packed, SendPacked(content=content))


@pytest.mark.parametrize("sent", ["AA%0D%0AA+", "AAA%2B", "AAA+"])
def test_finished_batch_is_read_leniently(sent: str) -> None:
    """As all base64: in lines, and blanks for +."""
    request = Request(path="BatchSms.ashx", body=f"content={sent}".encode())
    assert hashed.send_packed.decode_request(request).message.content == b"AAA%2B"


def test_batch_is_a_post() -> None:
    """Section 1.6.1; nothing else is taken, and nothing else fits."""
    request = hashed.send_packed.encode_request(LOGIN, SendPacked(content=b"AAAA"))
    got = Request(method="get", path=request.path, query=request.body.decode())
    for endpoint in (hashed.send_batch, hashed.send_packed):
        assert endpoint.fits(request)
        assert endpoint.fits(replace(got, method="post"))
        assert not endpoint.fits(got)
        with pytest.raises(DecodeError, match="only POST is taken here, not 'get'"):
            endpoint.decode_request(got)


def test_mms_is_a_container_of_elements() -> None:
    """Not frames, which 002 has."""
    elements = (Element("1.txt", "您好".encode("gbk")), Element("mms.smil", b"<smil/>"))
    mms = SendMms(mobiles=("13800138000",), subject="彩信主题", elements=elements)
    request = hashed.send_mms.encode_request(LOGIN, mms)
    assert hashed.send_mms.decode_request(request).message == mms
    with pytest.raises(EncodeError, match=r"\$.content\[1\].name"):
        hashed.send_mms.encode_request(LOGIN, replace(mms, elements=elements[:1] * 2))


def test_mms_too_large_is_read_and_not_written() -> None:
    """For a gateway to refuse it; up to a guard."""
    for size in (MAX_BYTES, MAX_READ):
        container = b"1.jpg\0" + size.to_bytes(4, "little") + bytes(size)
        content = quote_plus(b64encode(container)).encode()
        request = Request(path="mms.aspx", body=b"action=send&content=" + content)
        if size == MAX_BYTES:
            message = hashed.send_mms.decode_request(request).message
            assert check_tms(message.elements)
            with pytest.raises(EncodeError, match="SizeLong"):
                hashed.send_mms.encode_request(LOGIN, message)
        else:
            with pytest.raises(LimitError) as caught:
                hashed.send_mms.decode_request(request)
            assert (caught.value.limit, caught.value.path) == (MAX_READ, "$.content")


# ---- replies to sends ------------------------------------------------------------------------


def test_reply_has_four_blanks_in_xml() -> None:
    """And 操作成功 where others say ok; a failure has the same children, with zeros."""
    accepted = Accepted(task_id="7", balance=-4, accepted_count=1, message="操作成功")
    for endpoint in (hashed.send, hashed.send_batch, hashed.send_packed, hashed.send_mms):
        assert written(endpoint, accepted) == (
            '<?xml version="1.0" encoding="utf-8" ?>\r\n<returnsms>\r\n'
            "    <returnstatus>Success</returnstatus>\r\n    <message>操作成功</message>\r\n"
            "    <remainpoint>-4</remainpoint>\r\n    <taskID>7</taskID>\r\n"
            "    <successCounts>1</successCounts>\r\n</returnsms>"
        )
        refused = replace(refuse(Reason.BAD_SIGNATURE, PHRASES), balance=0, accepted_count=0)
        assert "    <returnstatus>Faild</returnstatus>\r\n    <message>签名错误<" in written(
            endpoint, refused
        )


def test_numbers_are_texts_in_json() -> None:
    """All of them, also the negative ones; ids as ever."""
    accepted = Accepted(
        task_id="1504080852350206", balance=-4, accepted_count=1, message="操作成功"
    )
    assert written(hashed.send_json, accepted) == (
        '{"returnstatus":"Success","message":"操作成功","remainpoint":"-4",'
        '"taskID":"1504080852350206","successCounts":"1"}'
    )


def test_xml_refuses_in_words_only() -> None:
    """A result code has no place there."""
    with pytest.raises(EncodeError, match="a word, not '1004'"):
        written(hashed.send, refuse(Reason.WRONG_ACCOUNT, RESULT_CODES))


# ---- balance and password --------------------------------------------------------------------


def test_two_balances_and_two_spellings() -> None:
    """MMS has its own; ``Sucess`` in XML, sic, and ``Success`` in JSON."""
    reply = Balance(balance=-4, billing="后付", total=0, message="操作成功")
    paths = ("sms.aspx", "smsJson.aspx", "mms.aspx")
    for endpoint, path, word in zip(
        (hashed.balance, hashed.balance_json, hashed.balance_mms),
        paths,
        (">Sucess<", '"Success"', ">Sucess<"),
        strict=True,
    ):
        assert endpoint.encode_request(LOGIN, FetchBalance()).path == path
        assert word in written(endpoint, reply)
        assert endpoint.decode_response(written(endpoint, reply).encode()) == reply
        assert reply.postpaid


def test_old_password_travels_in_clear() -> None:
    """Chapter 7: an MD5 is read, but not written, be it in lower case."""
    change = ChangePassword(new_password="new1")
    assert body(hashed.change_password, change, CLEAR) == (
        "userid=&account=demo&password=secret123&newpassword=new1"
    )
    for digest in (MD5, MD5.lower()):
        login = HashedLogin(user_id="", account="demo", password=digest)
        with pytest.raises(EncodeError, match="goes in clear") as caught:
            body(hashed.change_password, change, login)
        assert digest not in str(caught.value)
        request = Request(path="pwd.aspx", body=f"account=demo&password={digest}".encode())
        got = hashed.change_password.decode_request(request).login
        assert check_login(got, account="demo", password="secret123") is None


def test_new_password_is_twenty_characters() -> None:
    """At most, and characters, not bytes; a longer one is read, for the platform to refuse."""
    assert "newpassword=%E6%96%B0" in body(
        hashed.change_password, ChangePassword(new_password="新" * 20), CLEAR
    )
    with pytest.raises(EncodeError, match=r"21 characters, more than 20") as caught:
        body(hashed.change_password, ChangePassword(new_password="n" * 21), CLEAR)
    assert "nnn" not in str(caught.value)
    request = Request(path="pwd.aspx", body=b"newpassword=" + b"n" * 21)
    assert hashed.change_password.decode_request(request).message.new_password == "n" * 21


# ---- reports and inbound messages ------------------------------------------------------------


def test_optional_parameters_are_left_out() -> None:
    """``statusNum`` and ``taskid`` are not sent blank."""
    for endpoint in (hashed.fetch_reports, hashed.fetch_reports_json):
        assert body(endpoint, FetchReports()) == f"action=query&{WHO}"
        assert body(endpoint, FetchReports(limit=5, task_id="1523516")).endswith(
            "&statusNum=5&taskid=1523516"
        )
    assert hashed.REPORTS_AT_ONCE == 1000


def test_1_is_a_failure_in_xml_and_success_in_json() -> None:
    """The trap of chapters 4 and 5."""
    xml = b"<returnsms><errorstatus><error>1</error></errorstatus></returnsms>"
    for fetch, fetch_json, new in (
        (hashed.fetch_reports, hashed.fetch_reports_json, Reports()),
        (hashed.fetch_inbound, hashed.fetch_inbound_json, Inbound()),
    ):
        assert fetch.decode_response(xml) == Refused(code="1", reason=Reason.MISSING_CREDENTIALS)
        assert fetch_json.decode_response(b'{"error":"1"}') == new
        with pytest.raises(EncodeError, match=r"cannot write '1' .* - at `\$.error`"):
            fetch_json.encode_response(Refused(code="1"))


def test_json_reports_have_the_carriers_code_only() -> None:
    """No status, no extension: neither can be said, and what arrived follows from the code."""
    report = DeliveryReport(mobile="1", carrier_code="DELIVRD", received_at=datetime(2018, 2, 1))
    response = hashed.fetch_reports_json.encode_response(Reports(reports=(report,)))
    assert b"status" not in response.body.replace(b"statusbox", b"")
    got = hashed.fetch_reports_json.decode_response(response.body)
    assert isinstance(got, Reports)
    assert got.reports[0].delivered
    for said in ({"status": "10"}, {"extension": "01"}):
        with pytest.raises(EncodeError, match=r"no word for .* - at `\$.statusbox\[0\]"):
            written(hashed.fetch_reports_json, Reports(reports=(replace(report, **said),)))


def test_no_time_is_the_first_of_january_of_the_year_1() -> None:
    """In JSON, as printed; in XML nothing."""
    inbound = Inbound(messages=(InboundMessage(mobile="1", content="a"),))
    assert '"receivetime":"0001-01-01 00:00:00"' in written(hashed.fetch_inbound_json, inbound)
    assert "<receivetime></receivetime>" in written(hashed.fetch_inbound, inbound)
    reports = Reports(reports=(DeliveryReport(mobile="1"),))
    assert '"receivetime":"0001-01-01 00:00:00"' in written(hashed.fetch_reports_json, reports)
    assert "<receivetime></receivetime>" in written(hashed.fetch_reports, reports)
    moment = replace(inbound.messages[0], received_at=datetime(1, 1, 1))
    with pytest.raises(EncodeError, match="read as nothing"):
        written(hashed.fetch_inbound_json, Inbound(messages=(moment,)))


def test_inbound_knows_no_task() -> None:
    """Section 5.3 has four members."""
    inbound = Inbound(messages=(InboundMessage(mobile="1", content="a", task_id="1"),))
    for endpoint in (hashed.fetch_inbound, hashed.fetch_inbound_json):
        assert body(endpoint, FetchInbound()) == f"action=query&{WHO}"
        with pytest.raises(EncodeError, match=r"\$.callbox\[0\].task_id"):
            written(endpoint, inbound)


# ---- templates -------------------------------------------------------------------------------


def test_actions_are_as_printed() -> None:
    """One capital letter, no more, and ``userid`` only where it is set or there is no example."""
    assert body(hashed.templates.register, RegisterTemplate(text="@")) == (
        f"{WHO}&template=%40&action=Add"
    )
    query, amend = QueryTemplate(template_id="1"), AmendTemplate(template_id="1", text="@")
    assert body(hashed.templates.query, query).startswith("action=query&account=demo&")
    assert body(hashed.templates.amend, amend).endswith("&templateid=1&template=%40")
    somebody = replace(LOGIN, user_id="12")
    assert body(hashed.templates.query, query, somebody).startswith("action=query&userid=12&")


def test_template_endpoints_are_told_by_action() -> None:
    """Without regard to case: one path for the four of them."""
    for spelling, expected in (
        ("ADD", hashed.templates.register),
        ("Query", hashed.templates.query),
        ("UPDATE", hashed.templates.amend),
        ("Del", hashed.templates.withdraw),
    ):
        request = Request(path="freeTemplate.aspx", query=f"action={spelling}")
        assert [e for e in hashed.ENDPOINTS if e.fits(request)] == [expected]


def test_states_of_a_template() -> None:
    """Numbers in JSON; the words are the document's."""
    templates = tuple(Template(template_id="1", text="@", state=s) for s in hashed.templates.STATES)
    reply = Templates(templates=templates)
    text = written(hashed.templates.query, reply)
    assert [f'"Status":{n}' in text for n in "1234"] == [True] * 4
    assert hashed.templates.query.decode_response(text.encode()) == reply
    assert list(hashed.templates.STATES.values()) == ["启用", "禁用", "审核", "退回"]


# ---- result codes ----------------------------------------------------------------------------


def test_table_of_the_document_is_complete() -> None:
    """Chapter 10, and 1119 of section 9.1."""
    assert set(NAMES) == {
        *("1", "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009", "1010"),
        *("2001", "1103", "1104", "2105", "1106", "2107", "1108", "1109", "1110", "1111", "1112"),
        *("2113", "2114", "3001", "9999", "1119"),
    }
    assert set(RESULT_CODES) == set(NAMES) - {SUCCESS}
    assert NAMES[SUCCESS] == SUCCESS_NAME
    assert len(RESULT_NAMES) == 26 + 27


@pytest.mark.parametrize("code", RESULT_CODES)
def test_code_name_and_words_mean_the_same(code: str) -> None:
    """In JSON, in SOAP and in XML; all come back as they were refused."""
    words, reason = RESULT_CODES[code]
    assert RESULT_NAMES[NAMES[code]] == (words, reason)
    assert understand(words) == (reason, ())
    assert reason is not Reason.UNKNOWN
    by_number = Refused(code=code, message=words, reason=reason)
    by_name = replace(by_number, code=NAMES[code])
    in_words = replace(by_number, code="")
    for endpoint, refused in (
        (hashed.send_sealed, by_number),
        (hashed.templates.query, by_number),
        (hashed.fetch_reports_json, by_number),
        (hashed.send_soap, by_name),
        (hashed.send, in_words),
        (hashed.send_json, in_words),
        (hashed.change_password, in_words),
    ):
        response = endpoint.encode_response(refused)
        assert endpoint.decode_response(response.body) == refused


def test_gateways_refuse_by_reason() -> None:
    """In each tongue's own table."""
    assert refuse(Reason.BAD_STAMP, RESULT_CODES).code == "1010"
    assert refuse(Reason.BAD_STAMP, RESULT_NAMES).code == "StampError"
    assert refuse(Reason.INSUFFICIENT_BALANCE, PHRASES).message == "额度不足"
    assert refuse(Reason.NOT_ALLOWED, REPORT_CODES).code == "3"


def test_unknown_codes_survive() -> None:
    """The lists are open."""
    for endpoint in (hashed.send_sealed, hashed.send_soap, hashed.templates.amend):
        refused = Refused(code="Novel", message="新")
        assert endpoint.decode_response(endpoint.encode_response(refused).body) == refused


def test_success_is_no_refusal() -> None:
    """Its code cannot be refused with, nor can nothing."""
    for endpoint, code in (
        (hashed.send_sealed, "1"),
        (hashed.send_sealed, ""),
        (hashed.send_soap, "OK"),
        (hashed.send_soap, "ok"),
        (hashed.templates.query, "1"),
    ):
        with pytest.raises(EncodeError):
            endpoint.encode_response(Refused(code=code))


# ---- all endpoints ---------------------------------------------------------------------------


def test_endpoints_are_named_after_where_they_are() -> None:
    """And each is listed once."""
    for endpoint in hashed.ENDPOINTS:
        here: Any = hashed
        for step in endpoint.name.split(".")[1:]:
            here = getattr(here, step)
        assert here is endpoint
    assert len({endpoint.name for endpoint in hashed.ENDPOINTS}) == len(hashed.ENDPOINTS) == 21
