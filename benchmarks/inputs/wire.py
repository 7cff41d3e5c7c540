"""Requests and replies, of some endpoints that stand for all: they are made of the same parts."""

from __future__ import annotations

from functools import partial
from typing import Any

from smscodec import Request, hashed, mms, plain

from .growing import Make, encoded, filled, inputs, numbered

__all__ = ["CASES"]

MULTIPART = "multipart/form-data; boundary=X"


def request(endpoint: Any, path: str, content_type: str, body: bytes) -> object:
    return endpoint.decode_request(Request(path=path, body=body, content_type=content_type))


def of_one(name: str, before: bytes = b"action=send&") -> Make:
    """A form with one long value."""
    return lambda size: before + name.encode() + b"=" + b"13800138000," * (size // 12)


def parts(unit: bytes) -> Make:
    return filled(b"--X\r\n" + unit + b"\r\n\r\na\r\n", after=b"--X--\r\n")


REQUESTS = (
    *inputs(
        "plain.send request",
        partial(request, plain.send, "sms.aspx", ""),
        many_mobiles=of_one("mobile"),
        a_long_text=of_one("content"),
        ampersands=filled(b"&"),
        equals_signs=filled(b"="),
        percents=filled(b"%", b"action=send&content="),
        everything_encoded=filled(b"%41", b"action=send&content="),
        pluses=filled(b"+", b"action=send&content="),
    ),
    *inputs(
        "plain.send request, multipart",
        partial(request, plain.send, "sms.aspx", MULTIPART),
        a_long_value=filled(
            b"a\r\n", b'--X\r\nContent-Disposition: form-data; name="content"\r\n\r\n', b"--X--\r\n"
        ),
        parts=parts(b'Content-Disposition: form-data; name="a"'),
        parts_of_blanks=parts(b"Content-Disposition: form-data" + b" " * 4000),
        boundaries=filled(b"--X"),
        boundaries_and_blanks=filled(b"--X      "),
        boundaries_inside=filled(b"a--X\r\n", b"--X\r\n"),
        dashes=filled(b"-"),
    ),
    *inputs(
        "mms.send request",
        partial(request, mms.send, "sendmms.aspx", ""),
        semicolons=filled(b"%3B", b"action=send&mobile=1&title=a&content="),
    ),
    *inputs(
        "hashed.send_soap request",
        partial(request, hashed.send_soap, "webservice.asmx", "text/xml"),
        many_mobiles=filled(
            b"<string>13800138000</string>",
            b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            b'<SendSms xmlns="http://www.yysms.com/"><Msisdns>',
            b"</Msisdns></SendSms></s:Body></s:Envelope>",
        ),
        nil=filled(
            b'<a i:nil="1"><b i:nil="1"/></a>',
            b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
            b'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><s:Body>',
            b"</s:Body></s:Envelope>",
        ),
    ),
)

BOX = (
    "<statusbox><mobile>1380013{0:04}</mobile><taskid>1</taskid><status>10</status>"
    "<receivetime>2011-12-02 22:12:11</receivetime><errorcode>DELIVRD</errorcode></statusbox>"
)
ROW = '{{"Mobile":"1380013{0:04}","TaskID":"1","Status":"10","ErrorCode":"DELIVRD"}},'
JSON = '{"ReturnStatus":"Success","Message":"ok",'


def a_name_of_many(size: int) -> bytes:
    """Most of it a name, the rest what it names; an escape has every member looked at."""
    return f'{JSON}"\\u0061{"a" * (size * 3 // 4)}":[{"1," * (size // 8)}1]}}'.encode()


REPLIES = (
    *inputs(
        "plain.fetch_reports reply, XML",
        plain.fetch_reports.decode_response,
        ordinary=encoded(numbered(BOX, "<returnsms>", "</returnsms>")),
        empty_reports=filled(b"<statusbox/>", b"<returnsms>", b"</returnsms>"),
        unknown_names=encoded(numbered("<a{0}/>", "<returnsms>", "</returnsms>")),
        one_name=filled(b"<message/>", b"<returnsms>", b"</returnsms>"),
    ),
    *inputs(
        "plain.fetch_reports reply, JSON",
        plain.fetch_reports.decode_response,
        ordinary=lambda size: (numbered(ROW, JSON + '"Task":[')(size)[:-1] + "]}").encode(),
        unknown_names=encoded(numbered('"a{0}":"\\u0061",', JSON, '"Task":[]}')),
        a_name_of_many=a_name_of_many,
    ),
    *inputs(
        "mms.send reply",
        mms.send.decode_response,
        digits=filled(b"1"),
        blanks=filled(b" ", b"1", b"1"),
        a_long_task_id=filled(b"1", b"100:"),
    ),
)

CASES = (*REQUESTS, *REPLIES)
