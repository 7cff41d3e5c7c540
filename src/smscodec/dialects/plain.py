"""000: the password in clear; XML, or JSON for the asking (``rt=json``).

Send, balance, word check and password change have a twin path for GBK; reports and inbound messages
have not, and are UTF-8. The document prints JSON only; the XML bodies are those of its sibling 001,
and that of the password change, printed nowhere, is made after them.

Reports and inbound messages are handed out once only.

A gateway refuses with ``refuse(reason)``; platforms give a refused send zeros, too: ``balance=0``,
``task_id="0"``, ``accepted_count=0``. Report errors have numbers (1 to 4) in XML and their words
alone in JSON, as printed: for XML, ``refuse(reason, REPORT_ERRORS)``.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..formats.rules import Caps
from ..logins import PlainLogin
from ..messages import (
    Accepted,
    Balance,
    ChangePassword,
    CheckWords,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Inbound,
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
from ..wire.tables import Table, again, const, field, optional
from ..wire.times import DATETIME
from ..wire.values import TEXT, blank, counted, digits, flag, mobiles
from . import plain_json, rows
from .rows import INTER, PLAIN_LOGIN, RT

__all__ = [
    "CAPS",
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
CAPS = Caps(extension_digits=EXTENSION_DIGITS)
REPORTS_AT_ONCE = 4000
"""How many reports come when ``FetchReports.limit`` is not said."""

# fmt: off

PATHS: Mapping[Charset, str] = {"utf-8": "sms.aspx", "gbk": "smsGBK.aspx"}


# ---- 1. send ---------------------------------------------------------------------------------

send: Endpoint[PlainLogin, Send, Accepted | Refused] = Endpoint(
    name    = "plain.send",
    paths   = PATHS,
    form    = Form(const("action", "send"), RT, PLAIN_LOGIN, Table(Send,
        field("mobile",   "mobiles",   mobiles()),
        field("content",  "content",   TEXT),
        field("sendTime", "send_at",   blank(DATETIME)),
        field("extno",    "extension", digits(EXTENSION_DIGITS)),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.SUBMITTED_XML, INTER),
        "json": Json(plain_json.SUBMITTED),
    },
)

# ---- 2. balance -------------------------------------------------------------------------------

balance: Endpoint[PlainLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "plain.balance",
    paths   = PATHS,
    form    = Form(const("action", "overage"), RT, PLAIN_LOGIN, Table(FetchBalance)),
    replies = {
        "xml":  Xml("returnsms", rows.BALANCE_XML, INTER),
        "json": Json(plain_json.BALANCE),
    },
)

# ---- 3. word check ----------------------------------------------------------------------------

check_words: Endpoint[PlainLogin, CheckWords, WordsVerdict | Refused] = Endpoint(
    name    = "plain.check_words",
    paths   = PATHS,
    form    = Form(const("action", "checkkeyword"), RT, PLAIN_LOGIN, Table(CheckWords,
        field("content", "content", TEXT),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.WORDS_XML, INTER),
        "json": Json(plain_json.WORDS),
    },
)

# ---- 4. delivery reports ----------------------------------------------------------------------

fetch_reports: Endpoint[PlainLogin, FetchReports, Reports | Refused] = Endpoint(
    name    = "plain.fetch_reports",
    paths   = {"utf-8": "statusApi.aspx"},
    form    = Form(const("action", "query"), RT, PLAIN_LOGIN, Table(FetchReports,
        optional("statusNum", "limit", blank(counted())),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.REPORTS_XML, INTER),
        "json": Json(plain_json.REPORTS),
    },
)

# ---- 5. inbound messages ----------------------------------------------------------------------

fetch_inbound: Endpoint[PlainLogin, FetchInbound, Inbound | Refused] = Endpoint(
    name    = "plain.fetch_inbound",
    paths   = {"utf-8": "callApi.aspx"},
    form    = Form(const("action", "query"), RT, PLAIN_LOGIN, Table(FetchInbound,
        optional("ownExt", "own_extension", flag("1")),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.INBOX_XML, INTER),
        "json": Json(plain_json.INBOX),
    },
)

# ---- 6. password change -----------------------------------------------------------------------

change_password: Endpoint[PlainLogin, ChangePassword, PasswordChanged | Refused] = Endpoint(
    name    = "plain.change_password",
    paths   = PATHS,
    form    = Form(const("action", "changespwd"), RT, PLAIN_LOGIN, Table(ChangePassword,
        field("newpwd",   "new_password", TEXT),
        again("renewpwd", "new_password", "newpwd"),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.PASSWORD_XML, INTER),
        "json": Json(plain_json.PASSWORD),
    },
)

ENDPOINTS = (send, balance, check_words, fetch_reports, fetch_inbound, change_password)
