"""Every request as the five documents print it, and what stands in the answers.

Written from the documents with what Python has; nothing of smscodec is in here, so that what the
sandbox hears and says is held against the documents and not against itself.
"""

from __future__ import annotations

import gzip
import json
import struct
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import md5
from typing import NamedTuple
from xml.sax.saxutils import escape

from Crypto.Cipher import DES
from Crypto.Util.Padding import pad

__all__ = ["ASKED", "NOW", "TEXT", "Asked", "Said", "Words"]

NOW = "2026-01-05 09:00:00"
TIMESTAMP, STAMP = "20260105090000", "0105090000"
TEXT = "您的订单已发出，单号1439【示例公司】"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a customer says; each endpoint takes what it has a name for."""

    account: str = "demo"
    password: str = "secret123"
    mobile: str = "13800138000"
    content: str = TEXT
    extension: str = ""
    template: str = "1"
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names to set at the very end, whatever stands there."""


class Words(NamedTuple):
    """What stands in an answer."""

    taken: str
    """When it is done."""
    refused: str
    """When it is refused; ``{}`` is the code or the words."""


class Asked(NamedTuple):
    """One request of a document."""

    endpoint: str
    path: str
    write: Callable[[Said], Mapping[str, str] | str]
    """The parameters, or the whole body."""
    words: Words
    format: str = "xml"
    charset: str = "utf-8"
    content_type: str = "application/x-www-form-urlencoded"


# ---- who says it -----------------------------------------------------------------------------


def digest(text: str) -> str:
    return md5(text.encode()).hexdigest()


def login(said: Said) -> dict[str, str]:
    return {"userid": "1", "account": said.account, "password": said.password}


def signed(said: Said) -> dict[str, str]:
    proof = digest(said.account + said.password + TIMESTAMP) if said.password else ""
    return {"userid": "1", "timestamp": TIMESTAMP, "sign": proof}


def hashed(said: Said) -> dict[str, str]:
    password = said.password and digest(said.password).upper()
    return {"userid": "", "account": said.account, "password": password}


def coded(said: Said) -> dict[str, str]:
    return {"username": said.account, "password": said.password, "veryCode": "code456"}


# ---- what is said ----------------------------------------------------------------------------


def text(said: Said) -> dict[str, str]:
    return {
        "mobile": said.mobile,
        "content": said.content,
        "sendTime": "",
        "extno": said.extension,
    }


def frames(said: Said) -> dict[str, str]:
    content = f"3,txt|{b64encode(said.content.encode('gbk')).decode()}" if said.content else ""
    return {"mobile": said.mobile, "title": "标题", "starttime": "", "content": content}


def container(said: Said) -> dict[str, str]:
    smil = (
        '<smil><head><layout><root-layout width="240" height="320"/>'
        '<region id="Text" top="0" left="0" width="240" height="320"/></layout></head>'
        '<body><par dur="5s"><text src="1.txt" region="Text"/></par></body></smil>'
    )
    elements = {"1.txt": said.content.encode("gbk"), "mms.smil": smil.encode()}
    tms = b"".join(
        name.encode() + b"\0" + struct.pack("<I", len(data)) + data
        for name, data in elements.items()
    )
    return {
        "mobile": said.mobile,
        "subject": "彩信主题",
        "content": b64encode(tms).decode(),
        "sendTime": "",
        "extno": said.extension,
    }


def batch(said: Said) -> dict[str, str]:
    lines = f"{said.mobile},{said.content}\r\n13800138001,{said.content}"
    content = b64encode(gzip.compress(lines.encode())).decode()
    return {"content": content, "sendTime": "", "extno": said.extension}


def envelope(said: Said) -> dict[str, str]:
    stamp = said.more.get("Stamp", STAMP)
    plain = {
        "UserName": said.account,
        "Secret": digest(said.password + stamp).upper(),
        "Stamp": stamp,
        "Moblie": said.mobile,  # sic
        "Text": said.content,
        "Ext": said.extension,
        "SendTime": "",
    }
    key = said.password.encode()[:8].ljust(8, b"\0")
    data = pad(json.dumps(plain, ensure_ascii=False).encode(), 8)
    sealed = DES.new(key, DES.MODE_CBC, key).encrypt(data)
    return {"UserId": "1", "Text64": b64encode(sealed).decode()}


def soap(namespace: str) -> Callable[[Said], str]:
    def write(said: Said) -> str:
        account, password, mobile, content, extension = map(
            escape, (said.account, said.password, said.mobile, said.content, said.extension)
        )
        return (
            f'<?xml version="1.0" encoding="utf-8"?><e:Envelope xmlns:e="{namespace}"><e:Body>'
            f'<SendSms xmlns="http://www.yysms.com/"><userName>{account}</userName>'
            f"<password>{password}</password><sms><Msisdns>{mobile}</Msisdns>"
            f"<SMSContent>{content}</SMSContent><ExtNumber>{extension}</ExtNumber></sms>"
            "</SendSms></e:Body></e:Envelope>"
        )

    return write


# ---- what is answered ------------------------------------------------------------------------

XML = Words("<returnstatus>Success</returnstatus>", "<message>{}</message>")
XML_BALANCE = Words("<returnstatus>Sucess</returnstatus>", XML.refused)  # sic
JSON_000 = Words('"ReturnStatus":"Success"', '"Message":"{}"')
JSON_003 = Words('"returnstatus":"Success"', '"message":"{}"')
XML_REPORTS = Words("<statusbox>", "<error>{}</error>")
XML_INBOUND = Words("<callbox>", "<error>{}</error>")
JSON_ROWS = Words('"Mobile":"13800138000"', JSON_000.refused)
JSON_REPORTS = Words('"mobile":"13800138000"', '"error":"{}"')
FRAMES = Words(":", "{}")
SEALED = Words('"StatusCode":1,', '"StatusCode":{},')
SOAP = Words("<StatusCode>OK</StatusCode>", "<StatusCode>{}</StatusCode>")
TEMPLATE = Words('"StatusCode":"1"', '"StatusCode":"{}"')
XML_004 = Words("<status>0</status>", "<status>{}</status>")
JSON_004 = Words('"status":"0"', '"status":"{}"')
REPORTS_004 = Words("<status>DELIVRD</status>", XML_004.refused)
JSON_REPORTS_004 = Words('"status":"DELIVRD"', JSON_004.refused)
INBOUND_004 = Words("<recvcode>", XML_004.refused)
JSON_INBOUND_004 = Words('"recvcode":"', JSON_004.refused)

SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
DO = "service/httpService/httpInterface.do"


def at_000(
    endpoint: str,
    path: str,
    who: Callable[[Said], dict[str, str]],
    words: Words,
    json_words: Words,
    write: Callable[[Said], dict[str, str]],
    gbk: str = "",
) -> list[Asked]:
    """000 and 001: XML or JSON, UTF-8 or GBK."""

    def xml(said: Said) -> dict[str, str]:
        return {**write(said), **who(said), **said.more}

    def with_rt(said: Said) -> dict[str, str]:
        return {**xml(said), "rt": "json"}

    asked = [
        Asked(endpoint, path, xml, words),
        Asked(endpoint, path, with_rt, json_words, format="json"),
    ]
    twin = [each._replace(path=gbk, charset="gbk") for each in asked] if gbk else []
    return asked + twin


def at_003(
    endpoint: str,
    path: str,
    words: Words,
    write: Callable[[Said], dict[str, str]],
    *,
    format: str = "xml",
    who: Callable[[Said], dict[str, str]] = hashed,
    gbk: str = "",
) -> list[Asked]:
    """003: each format has a path of its own."""

    def fields(said: Said) -> dict[str, str]:
        return {**write(said), **who(said), **said.more}

    asked = Asked(endpoint, path, fields, words, format=format)
    return [asked, *([asked._replace(path=gbk, charset="gbk")] if gbk else [])]


def at_004(
    endpoint: str,
    words: Words,
    json_words: Words,
    write: Callable[[Said], dict[str, str]],
    charset: str = "utf-8",
) -> list[Asked]:
    """004: one path for everything."""

    def xml(said: Said) -> dict[str, str]:
        return {**write(said), **coded(said), **said.more}

    def with_rt(said: Said) -> dict[str, str]:
        return {**xml(said), "rt": "json"}

    return [
        Asked(endpoint, DO, xml, words, charset=charset),
        Asked(endpoint, DO, with_rt, json_words, format="json", charset=charset),
    ]


def action(name: str, **more: str) -> Callable[[Said], dict[str, str]]:
    return lambda said: {"action": name, **more}


def method(name: str, **more: str) -> Callable[[Said], dict[str, str]]:
    return lambda said: {"method": name, **more}


def new_password(said: Said) -> dict[str, str]:
    return {"action": "changespwd", "newpwd": "secret456", "renewpwd": "secret456"}


def words_to_check(said: Said) -> dict[str, str]:
    return {"action": "checkkeyword", "content": said.content}


def sending(write: Callable[[Said], dict[str, str]]) -> Callable[[Said], dict[str, str]]:
    return lambda said: {"action": "send", **write(said)}


def template(name: str) -> Callable[[Said], dict[str, str]]:
    return lambda said: {"action": name, "templateid": said.template, "template": "订单@【星辰】"}


def message_004(name: str, **more: str) -> Callable[[Said], dict[str, str]]:
    return lambda said: {
        "method": name,
        "mobile": said.mobile,
        "content": said.content,
        "extcode": said.extension,
        "msgtype": "1",
        **more,
    }


def values_004(name: str, **more: str) -> Callable[[Said], dict[str, str]]:
    return message_004(name, content="@1@=李先生,@2@=928371", msgtype="2", tempid="T-1", **more)


def keyword(format: str) -> Words:
    return Words("没有包含屏蔽词", JSON_000.refused if format == "json" else XML.refused)


def soap_at(namespace: str, content_type: str, format: str) -> Asked:
    return Asked(
        "hashed.send_soap", "WebService.asmx", soap(namespace), SOAP, format, "utf-8", content_type
    )


ASKED: tuple[Asked, ...] = (
    # 000
    *at_000("plain.send", "sms.aspx", login, XML, JSON_000, sending(text), "smsGBK.aspx"),
    *at_000(
        "plain.balance", "sms.aspx", login, XML_BALANCE, JSON_000, action("overage"), "smsGBK.aspx"
    ),
    *at_000(
        "plain.check_words",
        "sms.aspx",
        login,
        keyword("xml"),
        keyword("json"),
        words_to_check,
        "smsGBK.aspx",
    ),
    *at_000(
        "plain.fetch_reports",
        "statusApi.aspx",
        login,
        XML_REPORTS,
        JSON_ROWS,
        action("query", rt="xml"),
    ),
    *at_000(
        "plain.fetch_inbound",
        "callApi.aspx",
        login,
        XML_INBOUND,
        JSON_ROWS,
        action("query", ownExt="1"),
    ),
    *at_000("plain.change_password", "sms.aspx", login, XML, JSON_000, new_password, "smsGBK.aspx"),
    # 001
    *at_000("signed.send", "v2sms.aspx", signed, XML, JSON_000, sending(text), "v2smsGBK.aspx"),
    *at_000(
        "signed.balance",
        "v2sms.aspx",
        signed,
        XML_BALANCE,
        JSON_000,
        action("overage"),
        "v2smsGBK.aspx",
    ),
    *at_000(
        "signed.check_words",
        "v2sms.aspx",
        signed,
        keyword("xml"),
        keyword("json"),
        words_to_check,
        "v2smsGBK.aspx",
    ),
    *at_000(
        "signed.fetch_reports",
        "v2statusApi.aspx",
        signed,
        XML_REPORTS,
        JSON_ROWS,
        action("query", statusNum="10"),
    ),
    *at_000(
        "signed.fetch_inbound", "v2callApi.aspx", signed, XML_INBOUND, JSON_ROWS, action("query")
    ),
    # 002
    *at_003("mms.send", "sendmms.aspx", FRAMES, sending(frames), who=login, format="plain"),
    *at_003("mms.balance", "sendmms.aspx", XML, action("overage"), who=login),
    *at_003("mms.fetch_reports", "mmsStatusApi.aspx", XML_REPORTS, action("query"), who=login),
    # 003
    *at_003("hashed.send", "sms.aspx", XML, sending(text), gbk="smsGBK.aspx"),
    *at_003("hashed.send_json", "smsJson.aspx", JSON_003, sending(text), format="json"),
    *at_003(
        "hashed.send_sealed", "ensms.ashx", SEALED, envelope, format="json", who=lambda said: {}
    ),
    *at_003("hashed.send_packed", "BatchSms.ashx", XML, batch),
    *at_003("hashed.send_mms", "mms.aspx", XML, sending(container)),
    *at_003("hashed.balance", "sms.aspx", XML_BALANCE, action("overage"), gbk="smsGBK.aspx"),
    *at_003("hashed.balance_json", "smsJson.aspx", JSON_003, action("overage"), format="json"),
    *at_003("hashed.balance_mms", "mms.aspx", XML_BALANCE, action("overage")),
    *at_003("hashed.fetch_reports", "statusApi.aspx", XML_REPORTS, action("query", statusNum="10")),
    *at_003(
        "hashed.fetch_reports_json",
        "statusJsonApi.aspx",
        JSON_REPORTS,
        action("query"),
        format="json",
    ),
    *at_003("hashed.fetch_inbound", "callApi.aspx", XML_INBOUND, action("query")),
    *at_003(
        "hashed.fetch_inbound_json",
        "callJsonApi.aspx",
        JSON_REPORTS,
        action("query"),
        format="json",
    ),
    *at_003(
        "hashed.change_password",
        "pwd.aspx",
        XML,
        lambda said: {"newpassword": "secret456"},
        who=login,
    ),
    soap_at(SOAP_11, "text/xml; charset=utf-8", ""),
    soap_at(SOAP_12, "application/soap+xml; charset=utf-8", "soap12"),
    *at_003(
        "hashed.templates.register", "freeTemplate.aspx", TEMPLATE, template("Add"), format="json"
    ),
    *at_003(
        "hashed.templates.query", "freeTemplate.aspx", TEMPLATE, template("query"), format="json"
    ),
    *at_003(
        "hashed.templates.amend", "freeTemplate.aspx", TEMPLATE, template("update"), format="json"
    ),
    *at_003(
        "hashed.templates.withdraw", "freeTemplate.aspx", TEMPLATE, template("del"), format="json"
    ),
    # 004
    *at_004("xunchen.balance", XML_004, JSON_004, method("getAmount")),
    *at_004("xunchen.send", XML_004, JSON_004, message_004("sendMsg", code="utf-8")),
    *at_004("xunchen.send", XML_004, JSON_004, message_004("sendMsg"), "gbk"),
    *at_004("xunchen.send", XML_004, JSON_004, message_004("sendUtf8Msg")),
    *at_004("xunchen.send", XML_004, JSON_004, message_004("sendGbkMsg"), "gbk"),
    *at_004("xunchen.send_template", XML_004, JSON_004, values_004("sendMsg", code="utf-8")),
    *at_004("xunchen.send_template", XML_004, JSON_004, values_004("sendGbkMsg"), "gbk"),
    *at_004("xunchen.fetch_reports", REPORTS_004, JSON_REPORTS_004, method("queryReport")),
    *at_004("xunchen.fetch_inbound", INBOUND_004, JSON_INBOUND_004, method("queryMo")),
)
"""At every path, in every format, in both charsets."""
