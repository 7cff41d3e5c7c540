"""000: the password in clear; XML, or JSON for the asking (``rt=json``).

Send, balance, word check and password change have a twin path for GBK; reports and inbound messages
have not, and are UTF-8. The document prints JSON only; the XML bodies are those of its sibling 001,
and that of the password change, printed nowhere, is made after them.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..logins import PlainLogin
from ..messages import (
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
    Refused,
    Reports,
    Send,
    WordsVerdict,
)
from ..primitives.charset import Charset
from ..wire.bodies import Json, Xml
from ..wire.endpoint import Endpoint
from ..wire.form import Form
from ..wire.tables import (
    Nothing,
    OneOf,
    Table,
    When,
    again,
    const,
    constant,
    field,
    many,
    optional,
    spread,
)
from ..wire.values import (
    DATETIME,
    INTEGER,
    TEXT,
    TRIMMED,
    blank,
    digits,
    flag,
    in_json_number,
    mobiles,
)
from . import rows
from .rows import INTER, NUMBER_ID, QUANTITY, RECEIVED, RT, WORDS, refused_short, says_verdict

__all__ = [
    "ENDPOINTS",
    "EXTENSION_DIGITS",
    "REPORTS_AT_ONCE",
    "balance",
    "change_password",
    "check_words",
    "fetch_inbound",
    "fetch_reports",
    "send",
]

EXTENSION_DIGITS = 5
REPORTS_AT_ONCE = 4000
"""How many reports come when ``FetchReports.limit`` is not said."""

# fmt: off

LOGIN = Table(PlainLogin,
    field("userid",   "user_id",  TRIMMED),
    field("account",  "account",  TRIMMED),
    field("password", "password", TEXT),
)
PATHS: Mapping[Charset, str] = {"utf-8": "sms.aspx", "gbk": "smsGBK.aspx"}


# ---- 1. send ---------------------------------------------------------------------------------

send: Endpoint[PlainLogin, Send, Accepted | Refused] = Endpoint(
    name    = "plain.send",
    paths   = PATHS,
    form    = Form(const("action", "send"), RT, LOGIN, Table(Send,
        field("mobile",   "mobiles",   mobiles()),
        field("content",  "content",   TEXT),
        field("sendTime", "send_at",   blank(DATETIME)),
        field("extno",    "extension", digits(EXTENSION_DIGITS)),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.SUBMITTED_XML, INTER),
        "json": Json(OneOf(
            Table(Accepted,
                const("ReturnStatus",  "Success", "Sucess"),
                field("Message",       "message",        TRIMMED),
                field("RemainPoint",   "balance",        QUANTITY),
                field("TaskID",        "task_id",        NUMBER_ID),
                field("SuccessCounts", "accepted_count", QUANTITY),
            ),
            Table(Refused,
                *refused_short("ReturnStatus", "Message").rows,
                field("RemainPoint",   "balance",        QUANTITY),
                field("TaskID",        "task_id",        NUMBER_ID),
                field("SuccessCounts", "accepted_count", QUANTITY),
            ),
        )),
    },
)

# ---- 2. balance -------------------------------------------------------------------------------

balance: Endpoint[PlainLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "plain.balance",
    paths   = PATHS,
    form    = Form(const("action", "overage"), RT, LOGIN, Table(FetchBalance)),
    replies = {
        "xml":  Xml("returnsms", rows.BALANCE_XML, INTER),
        "json": Json(OneOf(
            Table(Balance,
                const("ReturnStatus", "Success", "Sucess"),
                field("Message",      "message", TRIMMED),
                field("Payinfo",      "billing", TRIMMED),
                field("Overage",      "balance", in_json_number(INTEGER)),
                field("SendTotal",    "total",   QUANTITY),
            ),
            refused_short("ReturnStatus", "Message"),
        )),
    },
)

# ---- 3. word check ----------------------------------------------------------------------------

check_words: Endpoint[PlainLogin, CheckWords, WordsVerdict | Refused] = Endpoint(
    name    = "plain.check_words",
    paths   = PATHS,
    form    = Form(const("action", "checkkeyword"), RT, LOGIN, Table(CheckWords,
        field("content", "content", TEXT),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.WORDS_XML, INTER),
        "json": Json(OneOf(
            Table(WordsVerdict,
                When("Message", says_verdict),
                constant("ReturnStatus", "Success"),
                spread("Message",        ("clean", "restricted_words", "message"), WORDS),
                field("CheckCounts",     "content", TEXT),
            ),
            refused_short("ReturnStatus", "Message", missing=True),
        )),
    },
)

# ---- 4. delivery reports ----------------------------------------------------------------------

fetch_reports: Endpoint[PlainLogin, FetchReports, Reports | Refused] = Endpoint(
    name    = "plain.fetch_reports",
    paths   = {"utf-8": "statusApi.aspx"},
    form    = Form(const("action", "query"), RT, LOGIN, Table(FetchReports,
        optional("statusNum", "limit", blank(INTEGER)),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.REPORTS_XML, INTER),
        "json": Json(OneOf(
            Table(Reports,
                const("ReturnStatus", "Success", "Sucess"),
                field("Message",      "message", TRIMMED),
                many("Task",          "reports", Table(DeliveryReport,
                    field("Mobile",      "mobile",       TRIMMED),
                    field("TaskID",      "task_id",      TRIMMED),
                    field("Status",      "status",       TRIMMED),
                    field("ReceiveTime", "received_at",  RECEIVED),
                    field("ErrorCode",   "carrier_code", TRIMMED),
                    field("ExtNo",       "extension",    TRIMMED),
                )),
            ),
            Table(Reports, Nothing()),
            refused_short("ReturnStatus", "Message"),
        )),
    },
)

# ---- 5. inbound messages ----------------------------------------------------------------------

fetch_inbound: Endpoint[PlainLogin, FetchInbound, Inbound | Refused] = Endpoint(
    name    = "plain.fetch_inbound",
    paths   = {"utf-8": "callApi.aspx"},
    form    = Form(const("action", "query"), RT, LOGIN, Table(FetchInbound,
        optional("ownExt", "own_extension", flag("1")),
    )),
    replies = {
        "xml":  Xml("returnsms", OneOf(
            rows.REPORT_REFUSED_XML,
            rows.OTHERWISE_REFUSED_XML,
            Table(Inbound, many("callbox", "messages", rows.INBOUND_XML)),
        ), INTER),
        "json": Json(OneOf(
            Table(Inbound,
                const("ReturnStatus", "Success", "Sucess"),
                field("Message",      "message",  TRIMMED),
                many("Task",          "messages", Table(InboundMessage,
                    field("Mobile",      "mobile",      TRIMMED),
                    field("TaskID",      "task_id",     TRIMMED),
                    field("Content",     "content",     TEXT),
                    field("ReceiveTime", "received_at", RECEIVED),
                    field("ExtNo",       "extension",   TRIMMED),
                )),
            ),
            Table(Inbound, Nothing()),
            refused_short("ReturnStatus", "Message"),
        )),
    },
)

# ---- 6. password change -----------------------------------------------------------------------

change_password: Endpoint[PlainLogin, ChangePassword, PasswordChanged | Refused] = Endpoint(
    name    = "plain.change_password",
    paths   = PATHS,
    form    = Form(const("action", "changespwd"), RT, LOGIN, Table(ChangePassword,
        field("newpwd",   "new_password", TEXT),
        again("renewpwd", "new_password", "newpwd"),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.PASSWORD_XML, INTER),
        "json": Json(OneOf(
            Table(PasswordChanged,
                const("ReturnStatus",   "Success", "Sucess"),
                field("Message",        "message", TRIMMED),
                constant("CheckCounts", ""),
            ),
            refused_short("ReturnStatus", "Message"),
        )),
    },
)

ENDPOINTS = (send, balance, check_words, fetch_reports, fetch_inbound, change_password)
