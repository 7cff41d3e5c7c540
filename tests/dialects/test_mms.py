"""002: what is its own. Samples of its requests and replies are in ``tests/vectors``."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.media import GIF, JPEG

from smscodec.dialects import mms
from smscodec.dialects.reasons import MMS_ERRORS, refuse
from smscodec.errors import DecodeError, EncodeError, LimitError, TruncatedError
from smscodec.formats.frames import Frame, frames_size, read_frames
from smscodec.formats.parts import Part, text_part
from smscodec.formats.rules import CapReason, check_caps
from smscodec.formats.tms import Element
from smscodec.logins import make_plain_login
from smscodec.messages import (
    Accepted,
    Balance,
    FetchBalance,
    FetchReports,
    Reason,
    Refused,
    Reports,
    SendMms,
)
from smscodec.wire.request import Request, read_parameters
from smscodec.wire.variant import Variant

LOGIN = make_plain_login(user_id="12", account="demo", password="secret123")
SHOW = SendMms(
    mobiles=("13800138000",),
    subject="标题",
    frames=(Frame(3, (text_part("文本"), Part("jpg", JPEG))), Frame(5, (Part("gif", GIF),))),
)
HEAD = "action=send&userid=12&account=demo&password=secret123&mobile=13800138000&title=t&content="


def decode(content: str) -> Any:
    body = (HEAD + quote_plus(content)).encode()
    return mms.send.decode_request(Request(path="/sendmms.aspx", body=body)).message


def picture(size: int) -> SendMms:
    """A message whose picture has so many bytes, and whose title has six."""
    return replace(SHOW, frames=(Frame(3, (Part("jpg", bytes(size)),)),))


# ---- requests --------------------------------------------------------------------------------


def test_request_is_in_the_printed_order() -> None:
    """Document 002, section 2.1.2; texts in frames are GB2312, all else is UTF-8."""
    request = mms.send.encode_request(LOGIN, SHOW)
    jpeg, gif = (quote_plus(b64encode(data)) for data in (JPEG, GIF))
    assert request.path == "sendmms.aspx"
    assert request.body.decode() == (
        "action=send&userid=12&account=demo&password=secret123&mobile=13800138000"
        "&title=%E6%A0%87%E9%A2%98&starttime="
        f"&content=3%2Ctxt%7CzsSxvg%3D%3D%2Cjpg%7C{jpeg}%3B5%2Cgif%7C{gif}"
    )
    assert mms.send.decode_request(request).message == SHOW


def test_undocumented_extension_is_sent_where_it_is_set() -> None:
    """In no table of the document; left out otherwise."""
    assert b"extno" not in mms.send.encode_request(LOGIN, SHOW).body
    extended = replace(SHOW, extension="0123", send_at=datetime(2011, 7, 11))
    request = mms.send.encode_request(LOGIN, extended)
    assert b"&starttime=2011-07-11+00%3A00%3A00&extno=0123&content=" in request.body
    assert mms.send.decode_request(request).message == extended
    assert mms.send.encode_request(LOGIN, replace(SHOW, extension="1" * 20))
    for extension in ("abc", "1" * 21):
        with pytest.raises(EncodeError, match=r"digits 0-9 belong here - at `\$.extno`"):
            mms.send.encode_request(LOGIN, replace(SHOW, extension=extension))


def test_size_counts_title_and_parts() -> None:
    """102,400 bytes; base64 does not count, the title does, in UTF-8."""
    most = picture(mms.MAX_BYTES - 6)
    request = mms.send.encode_request(LOGIN, most)
    assert mms.send.decode_request(request).message == most
    for over in (replace(most, subject="标题!"), picture(mms.MAX_BYTES - 5), picture(102_401)):
        with pytest.raises(EncodeError, match=r"bytes, more than 102400 - at `\$.content`"):
            mms.send.encode_request(LOGIN, over)


def test_gateway_reads_what_is_too_large() -> None:
    """To answer 9; up to a guard of 4 MiB."""
    large = decode(f"3,jpg|{b64encode(bytes(300_000)).decode()}")
    assert frames_size(large.frames, large.subject) > mms.MAX_BYTES
    assert mms.send.encode_response(refuse(Reason.MMS_TOO_LARGE, MMS_ERRORS)).body == b"9"
    with pytest.raises(LimitError) as caught:
        decode(f"3,jpg|{b64encode(bytes((4 << 20) + 1)).decode()}")
    assert caught.value.limit == 4 << 20
    assert caught.value.path == "$.content[0]"


def test_no_content_is_for_the_gateway_to_refuse() -> None:
    """With a 4."""
    empty = replace(SHOW, frames=())
    request = mms.send.encode_request(LOGIN, empty)
    assert request.body.endswith(b"&content=")
    assert mms.send.decode_request(request).message == empty
    assert mms.send.encode_response(refuse(Reason.EMPTY_CONTENT, MMS_ERRORS)).body == b"4"


def test_too_many_numbers_are_for_the_gateway_to_refuse() -> None:
    """With a 5; 2,000 are the document's, a platform may have other limits."""
    many = replace(SHOW, mobiles=tuple(str(13800000000 + n) for n in range(2001)))
    call = mms.send.decode_request(mms.send.encode_request(LOGIN, many))
    (violation,) = check_caps(len(call.message.mobiles), "", "", mms.CAPS)
    assert violation.reason is CapReason.TOO_MANY_MOBILES
    assert violation.limit == 2000
    assert mms.send.encode_response(refuse(Reason.TOO_MANY_MOBILES, MMS_ERRORS)).body == b"5"


def test_odd_frames_are_read_and_their_warnings_are_to_be_had() -> None:
    """From the parameter itself."""
    content = ",JPG|" + b64encode(JPEG).decode() + ";"
    body = (HEAD + quote_plus(content)).encode()
    request = Request(path="/sendmms.aspx", body=body)
    assert mms.send.decode_request(request).message.frames == (Frame(None, (Part("jpg", JPEG),)),)
    read = read_frames(read_parameters(request).text("content", "utf-8"))
    assert [warning.finding for warning in read.warnings] == [
        "last-separator",
        "no-duration",
        "type-case",
    ]
    with pytest.raises(EncodeError, match=r"None .* at `\$.content\[0\].duration`"):
        mms.send.encode_request(LOGIN, replace(SHOW, frames=read.frames))


def test_fault_in_frames_keeps_its_class_and_place() -> None:
    """Base64 that ends too early is truncation."""
    with pytest.raises(TruncatedError) as caught:
        decode("3,txt|zsSxvg==;5,gif|R0l")
    assert caught.value.path == "$.content[1].parts[0]"
    assert caught.value.offset == 24
    assert caught.value.where == "mms.send request"


def test_tms_elements_are_of_another_document() -> None:
    """003 sends those."""
    elements = (Element("mms.smil", b"<smil/>"),)
    with pytest.raises(EncodeError, match=r"there is no word for elements here"):
        mms.send.encode_request(LOGIN, replace(SHOW, elements=elements))


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [(mms.send, SHOW), (mms.balance, FetchBalance()), (mms.fetch_reports, FetchReports())],
    ids=["send", "balance", "fetch_reports"],
)
def test_all_is_utf8_and_nothing_is_json(endpoint: Any, message: Any) -> None:
    """Document 002, chapter 1; texts in frames are the exception."""
    assert endpoint.decode_request(endpoint.encode_request(LOGIN, message)).variant == Variant()
    with pytest.raises(EncodeError, match="there is no gbk path here"):
        endpoint.encode_request(LOGIN, message, Variant(charset="gbk"))
    with pytest.raises(EncodeError, match=r"there is no .*json.* here"):
        endpoint.encode_request(LOGIN, message, Variant(format="json"))


def test_send_and_balance_share_a_path() -> None:
    """The action tells them apart."""
    send = mms.send.encode_request(LOGIN, SHOW)
    balance = mms.balance.encode_request(LOGIN, FetchBalance())
    assert send.path == balance.path
    assert [endpoint.fits(send) for endpoint in (mms.send, mms.balance)] == [True, False]
    assert [endpoint.fits(balance) for endpoint in (mms.send, mms.balance)] == [False, True]


def test_limit_of_reports_is_bounded() -> None:
    """10,000 here and nowhere else; a gateway reads more, and answers 4. Unsaid, it is 4,000."""
    assert mms.REPORTS_AT_ONCE == 4000
    request = mms.fetch_reports.encode_request(LOGIN, FetchReports(limit=mms.REPORTS_AT_MOST))
    assert request.path == "mmsStatusApi.aspx"
    assert request.body.endswith(b"&statusNum=10000")
    with pytest.raises(EncodeError, match=r"only 1 to 10000 belongs here - at `\$.statusNum`"):
        mms.fetch_reports.encode_request(LOGIN, FetchReports(limit=10_001))
    more = replace(request, body=request.body.replace(b"10000", b"10001"))
    assert mms.fetch_reports.decode_request(more).message == FetchReports(limit=10_001)


# ---- replies ---------------------------------------------------------------------------------


@given(st.integers(-(10**17), 10**17), st.from_regex("[0-9A-Za-z-]{0,32}", fullmatch=True))
def test_accepted_is_balance_and_task_id(balance: int, task_id: str) -> None:
    """Both may be odd: post-paid accounts are in debt, some ids are missing."""
    accepted = Accepted(balance=balance, task_id=task_id)
    response = mms.send.encode_response(accepted)
    assert response.body == f"{balance}:{task_id}".encode()
    assert mms.send.decode_response(response.body) == accepted
    assert mms.send.decode_response(b"\r\n " + response.body + b"\t\r\n") == accepted


@pytest.mark.parametrize("code", MMS_ERRORS)
def test_bare_number_is_a_failure(code: str) -> None:
    """0 as well; the words are the document's, as they do not travel."""
    message, reason = MMS_ERRORS[code]
    refused = Refused(code=code, message=message, reason=reason)
    assert mms.send.encode_response(refused).body == code.encode()
    assert mms.send.decode_response(code.encode()) == refused


def test_zero_is_a_failure_and_a_balance_of_zero_is_not() -> None:
    """The colon makes the difference."""
    assert mms.send.decode_response(b"0") == refuse(Reason.BAD_PARAMETERS, MMS_ERRORS)
    assert mms.send.decode_response(b"0:") == Accepted(balance=0, task_id="")
    assert mms.send.decode_response(b"0:1") == Accepted(balance=0, task_id="1")


def test_unknown_number_is_kept() -> None:
    """Without words or reason."""
    assert mms.send.decode_response(b"4711") == Refused(code="4711")
    assert mms.send.encode_response(Refused(code="4711")).body == b"4711"


@given(st.binary())
@example(b"<html><body>502</body></html>")
@example(b"12:30 Uhr")
@example("１".encode())
def test_anything_else_is_no_reply(data: bytes) -> None:
    """A value or our error, whatever the bytes."""
    try:
        reply = mms.send.decode_response(data)
    except DecodeError as error:
        assert error.where == "mms.send response"
        return
    written = mms.send.encode_response(reply).body
    assert mms.send.decode_response(written) == reply


@pytest.mark.parametrize(
    "reply",
    [
        Accepted(task_id="1"),
        Accepted(task_id="1 2", balance=1),
        Accepted(task_id="1", balance=1, accepted_count=1),
        Accepted(task_id="1", balance=1, message="ok"),
        Accepted(task_id="1", balance=10**18),
        Refused(),
        Refused(code="5"),
        Refused(code="4711", reason=Reason.TOO_FREQUENT),
        Refused(code="Faild", message="其他错误", reason=Reason.PLATFORM_ERROR),
        Refused(code="1:2"),
        Balance(balance=1),
    ],
    ids=repr,
)
def test_more_cannot_be_said(reply: Any) -> None:
    """There is only a balance with a task id, or a number."""
    with pytest.raises(EncodeError) as caught:
        mms.send.encode_response(reply)
    assert caught.value.where == "mms.send response"


def test_success_of_a_balance_is_spelt_right() -> None:
    """Unlike in its siblings; both spellings are read."""
    balance = Balance(balance=-7, billing="预付费", total=500, message="返回成功")
    response = mms.balance.encode_response(balance)
    assert b"<returnstatus>Success</returnstatus>" in response.body
    for xml in (response.body, response.body.replace(b"Success", b"Sucess")):
        assert mms.balance.decode_response(xml) == balance


def test_broken_declaration_is_read() -> None:
    """``<xml version=…>`` without question marks, as printed in section 2.2.3."""
    good = mms.balance.encode_response(Balance(balance=1)).body
    broken = good.replace(b"<?xml", b"<xml").replace(b" ?>", b">")
    assert broken.startswith(b'<xml version="1.0" encoding="utf-8"><returnsms>')
    assert mms.balance.decode_response(broken) == Balance(balance=1)


def test_nothing_new_is_no_bytes_too() -> None:
    """For reports; not for a send."""
    for nothing in (b"", b"<returnsms/>", mms.fetch_reports.encode_response(Reports()).body):
        assert mms.fetch_reports.decode_response(nothing) == Reports()
        with pytest.raises(DecodeError):
            mms.send.decode_response(nothing)
