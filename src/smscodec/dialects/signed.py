"""001: no password on the wire, an MD5 over account, password and timestamp; XML.

The account itself does not travel: a gateway finds it by ``userid`` and checks the sign with
``check_login``. The document prints the parameter as ``sign =``, with a blank; names are read
without blanks and written without.

Send, balance and word check have a twin path for GBK; reports and inbound messages have not, and
are UTF-8. All of them are handed out once only.

Beyond the document, as real clients and platforms do: ``rt=json`` is understood and answered as 000
answers; inbound messages take ``ownExt``, as 000's do.

The document prints the reply to a word check as its message alone; platforms add a status and the
text that was checked. Both are read. Written is the printed form where it is enough, and the longer
one to say ``WordsVerdict.content``, or a refusal that is more than words.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..formats.rules import Caps
from ..logins import SignedLogin
from ..messages import (
    Accepted,
    Balance,
    CheckWords,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Inbound,
    Refused,
    Reports,
    Send,
    WordsVerdict,
)
from ..primitives.charset import Charset
from ..wire.bodies import Json, Xml
from ..wire.endpoint import Endpoint
from ..wire.form import Form
from ..wire.tables import OneOf, Table, When, const, field, optional, spread
from ..wire.times import DATETIME
from ..wire.values import TEXT, TRIMMED, blank, counted, digits, flag, mobiles
from . import plain_json, rows
from .rows import INTER, RT

__all__ = [
    "CAPS",
    "ENDPOINTS",
    "EXTENSION_DIGITS",
    "REPORTS_AT_ONCE",
    "balance",
    "check_words",
    "fetch_inbound",
    "fetch_reports",
    "send",
]

EXTENSION_DIGITS = 10
CAPS = Caps(extension_digits=EXTENSION_DIGITS)
REPORTS_AT_ONCE = 4000
"""How many reports come when ``FetchReports.limit`` is not said."""

# fmt: off

LOGIN = Table(SignedLogin,
    field("userid",    "user_id",   TRIMMED),
    field("timestamp", "timestamp", TEXT),                         # to the character: it is signed
    field("sign",      "proof",     TRIMMED),
)
PATHS: Mapping[Charset, str] = {"utf-8": "v2sms.aspx", "gbk": "v2smsGBK.aspx"}

# ---- 1. send ---------------------------------------------------------------------------------

send: Endpoint[SignedLogin, Send, Accepted | Refused] = Endpoint(
    name    = "signed.send",
    paths   = PATHS,
    form    = Form(const("action", "send"), RT, LOGIN, Table(Send,
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

# ---- 2. balance ------------------------------------------------------------------------------

balance: Endpoint[SignedLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "signed.balance",
    paths   = PATHS,
    form    = Form(const("action", "overage"), RT, LOGIN, Table(FetchBalance)),
    replies = {
        "xml":  Xml("returnsms", rows.BALANCE_XML, INTER),
        "json": Json(plain_json.BALANCE),
    },
)

# ---- 3. word check ---------------------------------------------------------------------------

check_words: Endpoint[SignedLogin, CheckWords, WordsVerdict | Refused] = Endpoint(
    name    = "signed.check_words",
    paths   = PATHS,
    form    = Form(const("action", "checkkeyword"), RT, LOGIN, Table(CheckWords,
        field("content", "content", TEXT),
    )),
    replies = {
        "xml":  Xml("returnsms", OneOf(
            Table(WordsVerdict,                                    # as printed
                When("checkCounts", rows.absent),
                When("message",     rows.says_verdict),
                spread("message",   ("clean", "restricted_words", "message"), rows.WORDS),
            ),
            rows.verdict("returnstatus",          "message", "checkCounts"),
            rows.refused_alone("returnstatus",    "message"),      # as printed
            rows.refused_in_words("returnstatus", "message"),
        ), INTER),
        "json": Json(plain_json.WORDS),
    },
)

# ---- 4. delivery reports ---------------------------------------------------------------------

fetch_reports: Endpoint[SignedLogin, FetchReports, Reports | Refused] = Endpoint(
    name    = "signed.fetch_reports",
    paths   = {"utf-8": "v2statusApi.aspx"},
    form    = Form(const("action", "query"), RT, LOGIN, Table(FetchReports,
        optional("statusNum", "limit", blank(counted())),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.REPORTS_XML, INTER),
        "json": Json(plain_json.REPORTS),
    },
)

# ---- 5. inbound messages ---------------------------------------------------------------------

fetch_inbound: Endpoint[SignedLogin, FetchInbound, Inbound | Refused] = Endpoint(
    name    = "signed.fetch_inbound",
    paths   = {"utf-8": "v2callApi.aspx"},
    form    = Form(const("action", "query"), RT, LOGIN, Table(FetchInbound,
        optional("ownExt", "own_extension", flag("1")),
    )),
    replies = {
        "xml":  Xml("returnsms", rows.INBOX_XML, INTER),
        "json": Json(plain_json.INBOX),
    },
)

ENDPOINTS = (send, balance, check_words, fetch_reports, fetch_inbound)
