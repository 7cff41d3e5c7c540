"""004: account, password and a second password; one path for all, ``method`` says what is meant.

A send has three methods. ``sendMsg`` says its charset in ``code`` and is GBK where it does not;
``sendUtf8Msg`` and ``sendGbkMsg`` need no ``code``, and where they have one all the same the method
counts. ``Variant.method`` is one of the last two, or "" for the first, which is then sent with its
``code``. The other operations have no charset and are UTF-8; so are all replies, as printed, though
some that arrive are GBK.

Numbers that refuse mean different things for different methods: 105 is a wrong veryCode, but for a
send bad content. The words for them do not travel; they are the document's. 104, "none at present",
is no refusal but a reply without rows.

``rt=json`` is understood but documented nowhere: replies then lack the level ``mt`` and hold
nothing but texts. Their members are called as the XML elements are.

Reports and inbound messages are today's only (in Beijing), each is handed out once, how many at
once is not said, and nobody should ask more often than every ``POLL_EVERY``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from ..errors import DecodeError, EncodeError
from ..formats.rules import Caps
from ..formats.template_values import pack_values, unpack_values
from ..logins import CodedLogin
from ..messages import (
    Accepted,
    Balance,
    DeliveryReport,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Inbound,
    InboundMessage,
    Reason,
    Refused,
    Reports,
    Send,
    SendTemplate,
)
from ..primitives.charset import Charset
from ..wire.bodies import Body, Json, Layout, Xml
from ..wire.endpoint import Endpoint
from ..wire.form import Form, Spoken
from ..wire.nested import holding, lacking
from ..wire.request import Parameters
from ..wire.tables import (
    OneOf,
    Present,
    Row,
    Table,
    When,
    const,
    constant,
    field,
    inside,
    many,
    optional,
    spread,
)
from ..wire.times import COMPACT_DATETIME
from ..wire.values import TEXT, TRIMMED, Value, blank, digits, mobiles, or_null, scaled
from ..wire.variant import Variant
from .reasons import (
    XUNCHEN_BALANCE_ERRORS,
    XUNCHEN_INBOUND_ERRORS,
    XUNCHEN_REPORT_ERRORS,
    XUNCHEN_SEND_ERRORS,
    telling,
)
from .rows import RECEIVED, RT

__all__ = [
    "CAPS",
    "ENDPOINTS",
    "EXTENSION_DIGITS",
    "MESSAGES_PER_POINT",
    "POLL_EVERY",
    "balance",
    "fetch_inbound",
    "fetch_reports",
    "send",
    "send_template",
]

EXTENSION_DIGITS = 4
CAPS = Caps(max_mobiles=100, max_characters=300, extension_digits=EXTENSION_DIGITS)
"""The platform answers 106 and 105 where the first two are passed."""
MESSAGES_PER_POINT = 10
"""What a balance counts in."""
POLL_EVERY = timedelta(minutes=3)

# fmt: off

# ---- which method, which charset -------------------------------------------------------------

_CHARSETS: Mapping[str, Charset] = {"sendUtf8Msg": "utf-8", "sendGbkMsg": "gbk"}
_METHODS:  Mapping[str, str]     = {"sendmsg": "", **{name.lower(): name for name in _CHARSETS}}
_CODES:    Mapping[str, Charset] = {
    "utf-8": "utf-8", "utf8":   "utf-8",
    "gbk":   "gbk",   "gb2312": "gbk",   "": "gbk",   "null": "gbk",
}
# fmt: on


def _method_said(variant: Variant) -> str:
    if variant.method and _CHARSETS.get(variant.method) != variant.charset:
        raise EncodeError(
            f"no method {variant.method!r:.40} sends {variant.charset}", path="$.method"
        )
    return variant.method or "sendMsg"


def _method_heard(text: str) -> Mapping[str, str]:
    if not _sends(text):
        raise DecodeError(f"is {text!r:.40}, which sends nothing", path="$.method")
    return {"method": _METHODS[text.strip().lower()]}


def _sends(method: str) -> bool:
    return method.strip().lower() in _METHODS


def _charset_of(parameters: Parameters) -> Charset:
    method = _method_heard(parameters.text("method", "utf-8"))["method"]
    code = parameters.text("code", "utf-8")
    if method:
        return _CHARSETS[method]
    if code.strip().lower() not in _CODES:
        raise DecodeError(f"is {code!r:.40}, neither utf-8 nor gbk", path="$.code")
    return _CODES[code.strip().lower()]


# fmt: off
METHOD = Spoken("method", say=_method_said, hear=_method_heard, told=_sends)
CODE   = Spoken(
    "code",
    say=lambda variant: "" if variant.method else variant.charset,
    hear=lambda text: {},                                         # heard already, for the charset
)

PATH:  Mapping[Charset, str] = {"utf-8": "httpInterface.do"}
PATHS: Mapping[Charset, str] = {"utf-8": "httpInterface.do", "gbk": "httpInterface.do"}
LOGIN = Table(CodedLogin,
    field("username", "account",   TRIMMED),
    field("password", "password",  TEXT),
    field("veryCode", "very_code", TEXT),
)

# ---- what replies share ----------------------------------------------------------------------

ONE_LINE = Layout('<?xml version="1.0" encoding="UTF-8"?>', "", "")


def refusing(codes: Mapping[str, tuple[str, Reason]]) -> tuple[Row, ...]:
    """A status that is there, be it empty, and not 0."""
    return (
        Present("status"),
        When("status", lambda status: status.strip() != "0"),
        spread("status", ("code", "message", "reason", "details"), telling(codes)),
    )


# ---- 1. balance ------------------------------------------------------------------------------

_LEFT = (
    const("status",  "0"),
    field("account", "balance", scaled(MESSAGES_PER_POINT)),
)

balance: Endpoint[CodedLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "xunchen.balance",
    paths   = PATH,
    form    = Form(const("method", "getAmount"), LOGIN, Table(FetchBalance), RT),
    replies = {
        "xml":  Xml("sms", OneOf(
            Table(Refused, inside("mt", *refusing(XUNCHEN_BALANCE_ERRORS))),
            Table(Balance, inside("mt", *_LEFT)),
        ), ONE_LINE),
        "json": Json(OneOf(
            Table(Refused, *refusing(XUNCHEN_BALANCE_ERRORS)),
            Table(Balance, *_LEFT),
        )),
    },
)

# ---- 2. send ---------------------------------------------------------------------------------

_TAKEN = (
    const("status", "0"),
    field("msgid",  "task_id", TRIMMED),
)
SUBMITTED: Mapping[str, Body] = {
    "xml":  Xml("sms", OneOf(
        Table(Refused,  inside("mt", *refusing(XUNCHEN_SEND_ERRORS))),
        Table(Accepted, inside("mt", *_TAKEN)),
    ), ONE_LINE),
    "json": Json(OneOf(
        Table(Refused,  *refusing(XUNCHEN_SEND_ERRORS)),
        Table(Accepted, *_TAKEN),
    )),
}

send: Endpoint[CodedLogin, Send, Accepted | Refused] = Endpoint(
    name       = "xunchen.send",
    paths      = PATHS,
    charset_of = _charset_of,
    form       = Form(METHOD, LOGIN, Table(Send,
        field("mobile",      "mobiles",          mobiles()),
        field("content",     "content",          TEXT),
        optional("extcode",  "extension",        digits(EXTENSION_DIGITS)),
        const("msgtype",     "1"),
        optional("signtag",  "signature_number", or_null(TRIMMED)),
        optional("signtext", "signature_text",   or_null(TEXT)),
        CODE,
        optional("sendtime", "send_at",          blank(COMPACT_DATETIME)),
    ), RT),
    replies    = SUBMITTED,
    gbk_replies = False,
)

VALUES = Value("template values", pack_values, unpack_values)

send_template: Endpoint[CodedLogin, SendTemplate, Accepted | Refused] = Endpoint(
    name       = "xunchen.send_template",
    paths      = PATHS,
    charset_of = _charset_of,
    form       = Form(METHOD, LOGIN, Table(SendTemplate,
        field("mobile",      "mobiles",          mobiles()),
        field("content",     "values",           VALUES),
        optional("extcode",  "extension",        digits(EXTENSION_DIGITS)),
        const("msgtype",     "2"),
        optional("signtag",  "signature_number", or_null(TRIMMED)),
        optional("signtext", "signature_text",   or_null(TEXT)),
        field("tempid",      "template_id",      TRIMMED),
        CODE,
        optional("sendtime", "send_at",          blank(COMPACT_DATETIME)),
    ), RT),
    replies    = SUBMITTED,
    gbk_replies = False,
)

# ---- 3. delivery reports ---------------------------------------------------------------------

REPORT = Table(DeliveryReport,
    field("mobile", "mobile",       TRIMMED),
    field("msgid",  "task_id",      TRIMMED),
    field("status", "carrier_code", TRIMMED),                      # DELIVRD, or why not
    field("time",   "received_at",  RECEIVED),
    field("extno",  "extension",    TRIMMED),
)

fetch_reports: Endpoint[CodedLogin, FetchReports, Reports | Refused] = Endpoint(
    name    = "xunchen.fetch_reports",
    paths   = PATH,
    form    = Form(const("method", "queryReport"), LOGIN, Table(FetchReports), RT),
    replies = {
        "xml":  Xml("sms", OneOf(
            Table(Reports, lacking("rpt"), inside("mt", const("status", "104", "0"))),
            Table(Refused, lacking("rpt"), inside("mt", *refusing(XUNCHEN_REPORT_ERRORS))),
            Table(Reports, holding("rpt"), many("rpt", "reports", REPORT)),
        ), ONE_LINE),
        "json": Json(OneOf(
            Table(Reports, lacking("rpt"), const("status", "104")),
            Table(Refused, lacking("rpt"), *refusing(XUNCHEN_REPORT_ERRORS)),
            Table(Reports,
                holding("rpt", "status"),
                constant("status", "0"),
                many("rpt", "reports", REPORT),
            ),
        )),
    },
)

# ---- 4. inbound messages ---------------------------------------------------------------------

INBOUND = Table(InboundMessage,
    field("mobile",   "mobile",      TRIMMED),
    field("recvcode", "receiver",    TRIMMED),
    field("content",  "content",     TEXT),
    field("time",     "received_at", RECEIVED),
)

fetch_inbound: Endpoint[CodedLogin, FetchInbound, Inbound | Refused] = Endpoint(
    name    = "xunchen.fetch_inbound",
    paths   = PATH,
    form    = Form(const("method", "queryMo"), LOGIN, Table(FetchInbound), RT),
    replies = {
        "xml":  Xml("sms", OneOf(
            Table(Inbound, lacking("mo"), inside("mt", const("status", "104", "0"))),
            Table(Refused, lacking("mo"), inside("mt", *refusing(XUNCHEN_INBOUND_ERRORS))),
            Table(Inbound, holding("mo"), many("mo", "messages", INBOUND)),
        ), ONE_LINE),
        "json": Json(OneOf(
            Table(Inbound, lacking("mo"), const("status", "104")),
            Table(Refused, lacking("mo"), *refusing(XUNCHEN_INBOUND_ERRORS)),
            Table(Inbound,
                holding("mo", "status"),
                constant("status", "0"),
                many("mo", "messages", INBOUND),
            ),
        )),
    },
)

ENDPOINTS = (balance, send, send_template, fetch_reports, fetch_inbound)
