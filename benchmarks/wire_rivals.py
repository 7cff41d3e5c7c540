"""Requests and replies of document 000 by other hands: lxml, json, urllib, as one would write it.

Everything here checks what ``smscodec.dialects.plain`` checks and makes the same bytes and values,
for this one dialect, spelt out: names without case, nothing said twice, no text where elements
belong, hardened XML, strict charsets, a place in every error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, unquote_to_bytes

from lxml import etree

from smscodec.dialects import plain
from smscodec.logins import PlainLogin
from smscodec.messages import Accepted, DeliveryReport, Refused, Reports, Send
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

from .race import Rival

__all__ = ["READ_REPLY", "READ_REPORTS", "READ_SEND", "WRITE_REPORTS", "WRITE_SEND"]

JSON = Variant(format="json")

# ---- XML, read -----------------------------------------------------------------------------------

DECLARATION = re.compile(r"\s*<\?xml\s[^>]*>")
TOO_DEEP = f"boolean({'/*' * 17})"
TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})", re.ASCII)
NEVER = ("", "null", "0001-01-01 00:00:00")


def read_time(text: str) -> datetime | None:
    if text in NEVER:
        return None
    found = TIME.fullmatch(text)
    if not found:
        raise ValueError(f"no time: {text!r}")
    year, month, day, hour, minute, second = map(int, found.groups())
    return datetime(year, month, day, hour, minute, second)


def text_of(body: bytes) -> str:
    try:
        return body.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        return body.decode("gb18030")


def root_of(body: bytes) -> Any:
    text = text_of(body)
    if "<!DOCTYPE" in text:
        raise ValueError("a DOCTYPE")
    head = DECLARATION.match(text)
    parser = etree.XMLParser(
        encoding="utf-8",
        attribute_defaults=False,
        dtd_validation=False,
        huge_tree=False,
        load_dtd=False,
        no_network=True,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
    )
    root: Any = etree.fromstring(text[head.end() if head else 0 :].strip().encode(), parser)
    if root.xpath(TOO_DEEP):
        raise ValueError("too deep")
    return root


def texts_of(element: Any, where: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for child in element:
        name = child.tag.rpartition("}")[2].lower()
        if name in texts:
            raise ValueError(f"{where}.{name} is said twice")
        if len(child):
            raise ValueError(f"{where}.{name} holds more than a text")
        texts[name] = child.text or ""
    return texts


def read_reports_xml(body: bytes) -> Reports:
    reports: list[DeliveryReport] = []
    for number, box in enumerate(root_of(body)):
        if box.tag.rpartition("}")[2].lower() != "statusbox":
            raise ValueError("a refusal")
        where = f"$.statusbox[{number}]"
        text = texts_of(box, where).get
        try:
            reports.append(
                DeliveryReport(
                    mobile=text("mobile", "").strip(),
                    task_id=text("taskid", "").strip(),
                    status=text("status", "").strip(),
                    received_at=read_time(text("receivetime", "").strip()),
                    carrier_code=text("errorcode", "").strip(),
                    extension=text("extno", "").strip(),
                )
            )
        except ValueError as error:
            raise ValueError(f"{error} at {where}") from None
    return Reports(reports=tuple(reports))


def read_reply_xml(body: bytes) -> Accepted:
    text = texts_of(root_of(body), "$").get
    if text("returnstatus", "").strip().lower() not in ("success", "sucess"):
        raise ValueError("a refusal")
    return Accepted(
        message=text("message", "").strip(),
        balance=read_number(text("remainpoint", "")),
        task_id=text("taskid", "").strip(),
        accepted_count=read_number(text("successcounts", "")),
    )


NUMBER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*", re.ASCII)


def read_number(text: str) -> int | None:
    if not text.strip():
        return None
    if not NUMBER.fullmatch(text):
        raise ValueError(f"no number: {text!r}")
    return int(text)


# ---- JSON, read ----------------------------------------------------------------------------------


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = {name.lower(): value for name, value in pairs}
    if len(found) < len(pairs):
        raise ValueError("a member is said twice")
    return found


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def object_of(body: bytes) -> dict[str, Any]:
    text = text_of(body)
    found = json.loads(
        text,
        object_pairs_hook=members,
        parse_int=str,
        parse_float=str,
        parse_constant=refuse_constant,
    )
    if not isinstance(found, dict) or "\\ud" in text:
        raise ValueError("not an object")
    if found.get("returnstatus", "").strip().lower() not in ("success", "sucess"):
        raise ValueError("a refusal")
    return found


def text_in(found: dict[str, Any], name: str) -> str:
    text = found.get(name, "")
    if not isinstance(text, str):
        raise ValueError(f"{name} is no text")
    return text.strip()


def read_reports_json(body: bytes) -> Reports:
    found = object_of(body)
    reports: list[DeliveryReport] = []
    for number, box in enumerate(found["task"]):
        try:
            reports.append(
                DeliveryReport(
                    mobile=text_in(box, "mobile"),
                    task_id=text_in(box, "taskid"),
                    status=text_in(box, "status"),
                    received_at=read_time(text_in(box, "receivetime")),
                    carrier_code=text_in(box, "errorcode"),
                    extension=text_in(box, "extno"),
                )
            )
        except ValueError as error:
            raise ValueError(f"{error} at $.Task[{number}]") from None
    return Reports(reports=tuple(reports), message=text_in(found, "message"))


def read_reply_json(body: bytes) -> Accepted:
    found = object_of(body)
    return Accepted(
        message=text_in(found, "message"),
        balance=read_number(text_in(found, "remainpoint")),
        task_id=text_in(found, "taskid"),
        accepted_count=read_number(text_in(found, "successcounts")),
    )


# ---- written -------------------------------------------------------------------------------------

SPECIAL = re.compile("[&<>\r\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def escape(found: re.Match[str]) -> str:
    if found[0] not in ESCAPES:
        raise ValueError(f"XML cannot hold {found[0]!r}")
    return ESCAPES[found[0]]


def escaped(text: str) -> str:
    return SPECIAL.sub(escape, text) if SPECIAL.search(text) else text


def trimmed(text: str) -> str:
    if text != text.strip():
        raise ValueError("blanks around a text")
    return text


def write_time(at: datetime | None) -> str:
    if at is None:
        return ""
    if at.microsecond or at.tzinfo:
        raise ValueError("a time with fractions or a zone")
    text = at.isoformat(" ")
    if text in NEVER:
        raise ValueError("a time that says there is none")
    return text


def write_reports_xml(reports: Reports) -> bytes:
    if reports.message:
        raise ValueError("there is no word for a message")
    parts = ['<?xml version="1.0" encoding="utf-8" ?><returnsms>']
    for number, report in enumerate(reports.reports):
        try:
            parts.append(
                "\r\n <statusbox>"
                f"\r\n <mobile>{escaped(trimmed(report.mobile))}</mobile>"
                f"\r\n <taskid>{escaped(trimmed(report.task_id))}</taskid>"
                f"\r\n <status>{escaped(trimmed(report.status))}</status>"
                f"\r\n <receivetime>{write_time(report.received_at)}</receivetime>"
                f"\r\n <errorcode>{escaped(trimmed(report.carrier_code))}</errorcode>"
                f"\r\n <extno>{escaped(trimmed(report.extension))}</extno>"
                "\r\n </statusbox>"
            )
        except ValueError as error:
            raise ValueError(f"{error} at $.statusbox[{number}]") from None
    return ("".join(parts) + "</returnsms>").encode()


def write_reports_json(reports: Reports) -> bytes:
    task: list[dict[str, str]] = []
    for number, report in enumerate(reports.reports):
        try:
            task.append(
                {
                    "Mobile": trimmed(report.mobile),
                    "TaskID": trimmed(report.task_id),
                    "Status": trimmed(report.status),
                    "ReceiveTime": write_time(report.received_at),
                    "ErrorCode": trimmed(report.carrier_code),
                    "ExtNo": trimmed(report.extension),
                }
            )
        except ValueError as error:
            raise ValueError(f"{error} at $.Task[{number}]") from None
    reply = {"ReturnStatus": "Success", "Message": trimmed(reports.message), "Task": task}
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()


# ---- requests ------------------------------------------------------------------------------------

MOBILE = re.compile("[0-9]+")
EXTENSION = re.compile("[0-9]{0,5}")


def write_send(login: PlainLogin, message: Send) -> bytes:
    if not all(map(MOBILE.fullmatch, message.mobiles)) or not EXTENSION.fullmatch(
        message.extension
    ):
        raise ValueError("no digits")
    texts = {
        "action": "send",
        "userid": trimmed(login.user_id),
        "account": trimmed(login.account),
        "password": login.password,
        "mobile": ",".join(message.mobiles),
        "content": message.content,
        "sendTime": write_time(message.send_at),
        "extno": message.extension,
    }
    return "&".join([f"{name}={quote_plus(text)}" for name, text in texts.items()]).encode()


def read_send(body: bytes) -> tuple[PlainLogin, Send]:
    texts: dict[str, str] = {}
    for pair in body.split(b"&"):
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        key = unquote_to_bytes(name).decode().strip().lower()
        if texts.setdefault(key, text := unquote_to_bytes(value).decode()) != text:
            raise ValueError(f"{key} is said twice")
    get = texts.get
    if get("action", "").strip().lower() != "send":
        raise ValueError("another action")
    mobiles = [mobile.strip() for mobile in get("mobile", "").split(",")]
    login = PlainLogin(
        user_id=get("userid", "").strip(),
        account=get("account", "").strip(),
        password=get("password", ""),
    )
    return login, Send(
        mobiles=tuple(mobile for mobile in mobiles if mobile),
        content=get("content", ""),
        send_at=read_time(get("sendtime", "").strip()),
        extension=get("extno", "").strip(),
    )


# ---- ours ----------------------------------------------------------------------------------------


def our_write_send(login: PlainLogin, message: Send) -> bytes:
    return plain.send.encode_request(login, message).body


def our_read_send(body: bytes) -> tuple[PlainLogin, Send]:
    call = plain.send.decode_request(Request(path="sms.aspx", body=body))
    return call.login, call.message


def our_read_reports(body: bytes) -> Reports | Refused:
    return plain.fetch_reports.decode_response(body)


def our_read_reply(body: bytes) -> Accepted | Refused:
    return plain.send.decode_response(body)


def our_writer(variant: Variant) -> Callable[[Reports], bytes]:
    return lambda reports: plain.fetch_reports.encode_response(reports, variant).body


READ_REPORTS = {
    "XML": (Rival("lxml", read_reports_xml), Rival("smscodec", our_read_reports, ours=True)),
    "JSON": (Rival("json", read_reports_json), Rival("smscodec", our_read_reports, ours=True)),
}
WRITE_REPORTS = {
    "XML": (Rival("f-strings", write_reports_xml), Rival("smscodec", our_writer(Variant()), True)),
    "JSON": (Rival("json", write_reports_json), Rival("smscodec", our_writer(JSON), True)),
}
READ_REPLY = {
    "XML": (Rival("lxml", read_reply_xml), Rival("smscodec", our_read_reply, ours=True)),
    "JSON": (Rival("json", read_reply_json), Rival("smscodec", our_read_reply, ours=True)),
}
READ_SEND = (Rival("urllib", read_send), Rival("smscodec", our_read_send, ours=True))
WRITE_SEND = (Rival("urllib", write_send), Rival("smscodec", our_write_send, ours=True))
