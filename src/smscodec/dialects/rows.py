"""Rows, tables and layouts that dialects share: they come from two families of platforms.

Every table here reads what all of the family write; what one of them writes is said in its own
file.
"""

from __future__ import annotations

from datetime import datetime

from ..logins import PlainLogin
from ..messages import (
    Accepted,
    Balance,
    DeliveryReport,
    Inbound,
    InboundMessage,
    PasswordChanged,
    Reason,
    Refused,
    Reports,
    WordsVerdict,
)
from ..wire.bodies import Layout
from ..wire.form import Spoken
from ..wire.nested import holding, lacking
from ..wire.tables import (
    OneOf,
    Table,
    When,
    const,
    constant,
    field,
    inside,
    many,
    spread,
)
from ..wire.times import DATETIME
from ..wire.values import (
    INTEGER,
    TEXT,
    TRIMMED,
    Value,
    blank,
    in_json_number,
    required,
    unset,
)
from .reasons import REPORT_ERRORS, coded, phrase, understand

# fmt: off

INTER = Layout('<?xml version="1.0" encoding="{charset}" ?>', "\r\n ", "")
"""000, 001, 002: the root behind the declaration, one blank before a child, none before the end."""

RT = Spoken(
    "rt",
    say=lambda variant: variant.format,
    hear=lambda text: {"format": "json"} if text.strip().lower() == "json" else {},
)
"""``rt=json`` asks for JSON; anything else, and nothing, for XML."""

PLAIN_LOGIN = Table(PlainLogin,                                    # 000, 002
    field("userid",   "user_id",  TRIMMED),
    field("account",  "account",  TRIMMED),
    field("password", "password", TEXT),
)

# ---- values ----------------------------------------------------------------------------------

NUMBER   = blank(INTEGER)
QUANTITY = blank(in_json_number(INTEGER))                          # a number in JSON, too
RECEIVED = unset(DATETIME, "", never=datetime.min)                 # as .NET says it

_SUCCESS, _FAILURE = ("success", "sucess"), ("faild", "fail")      # sic


def failed_word(missing: bool = False) -> Value[str]:
    """The status of a refusal: ``Faild`` (sic) is no news, any other word is kept as the code.

    ``missing``: words tell the refusal, not its status, which may be missing or a success.
    """

    def read(text: str) -> str:
        word = text.strip()
        if not word and not missing:
            raise ValueError("there is no status")
        return "" if word.lower() in _FAILURE else word

    def write(code: str) -> str:
        if code and read(code) != code:
            raise ValueError(f"cannot write {code!r} as the status of a refusal")
        if code.isdecimal() or (code.lower() in _SUCCESS and not missing):
            raise ValueError(f"the status of a refusal is a word, not {code!r}")
        return code or "Faild"

    return Value("status", write, read)


def absent(text: str) -> bool:
    """For ``When``: the name is not there, or empty."""
    return not text.strip()


def present(text: str) -> bool:
    """For ``When``: something stands there."""
    return not absent(text)


def _is_failure(word: str) -> bool:
    return present(word) and word.strip().lower() not in _SUCCESS


def _write_words(said: tuple[bool, tuple[str, ...], str]) -> str:
    clean, words, message = said
    if _read_words(message) != said:
        raise ValueError(f"clean={clean} and the words {words} do not follow from the message")
    return message


def _read_words(text: str) -> tuple[bool, tuple[str, ...], str]:
    message = text.strip()
    return "没有包含" in message, understand(message)[1], message


WORDS = Value("verdict", _write_words, _read_words)


def says_verdict(message: str) -> bool:
    """Whether a message of the word check is its verdict, not a refusal."""
    return "没有包含" in message or understand(message)[0] is Reason.RESTRICTED_WORDS


# ---- replies ---------------------------------------------------------------------------------

def refused_short(status: str, message: str) -> Table:
    """A refusal that is its status and words."""
    return Table(Refused,
        field(status,   "code", failed_word()),
        spread(message, ("message", "reason", "details"), phrase()),
    )


def refused_alone(status: str, message: str) -> Table:
    """A refusal that is its words alone."""
    return Table(Refused,
        When(status,    absent),
        spread(message, ("message", "reason", "details"), required(phrase())),
    )


def refused_in_words(status: str, message: str) -> Table:
    """A refusal where the words decide, whatever its status."""
    return Table(Refused,
        When(status,    present),
        field(status,   "code", failed_word(missing=True)),
        spread(message, ("message", "reason", "details"), phrase()),
    )


def verdict(status: str, message: str, checked: str) -> Table:
    """What was found in a text, and the text."""
    return Table(WordsVerdict,
        When(message,    says_verdict),
        constant(status, "Success"),
        spread(message,  ("clean", "restricted_words", "message"), WORDS),
        field(checked,   "content", TEXT),
    )


REFUSED_XML = Table(Refused,                                       # with zeros where it is a send
    *refused_short("returnstatus", "message").rows,
    field("remainpoint",   "balance",        NUMBER),
    field("taskID",        "task_id",        TRIMMED),
    field("successCounts", "accepted_count", NUMBER),
)

# ---- send ------------------------------------------------------------------------------------

ACCEPTED_XML = Table(Accepted,
    const("returnstatus",  "Success", "Sucess"),
    field("message",       "message",        TRIMMED),
    field("remainpoint",   "balance",        NUMBER),
    field("taskID",        "task_id",        TRIMMED),
    field("successCounts", "accepted_count", NUMBER),
)
SUBMITTED_XML = OneOf(ACCEPTED_XML, REFUSED_XML)

# ---- balance ---------------------------------------------------------------------------------

def balance_xml(success: str, alias: str) -> OneOf:
    """What is left; a wrong login is refused as for a send."""
    return OneOf(
        Table(Balance,
            const("returnstatus", success, alias),
            field("message",      "message", TRIMMED),
            field("payinfo",      "billing", TRIMMED),
            field("overage",      "balance", INTEGER),
            field("sendTotal",    "total",   NUMBER),
        ),
        REFUSED_XML,
    )


BALANCE_XML  = balance_xml("Sucess", "Success")                    # sic, here and nowhere else

# ---- word check ------------------------------------------------------------------------------

WORDS_XML = OneOf(
    verdict("returnstatus",          "message", "checkCounts"),
    refused_in_words("returnstatus", "message"),
    refused_alone("returnstatus",    "message"),
)

# ---- password change -------------------------------------------------------------------------

PASSWORD_XML = OneOf(
    Table(PasswordChanged,
        const("returnstatus", "Success", "Sucess"),
        field("message",      "message", TRIMMED),
    ),
    refused_short("returnstatus", "message"),
)

# ---- delivery reports and inbound messages ---------------------------------------------------

NO_BOXES = lacking("statusbox", "status", "callbox")               # which come once, and count

REPORT_REFUSED_XML = Table(Refused,
    NO_BOXES,
    inside("errorstatus",
        spread("error", ("code", "reason"), coded(REPORT_ERRORS)),
        field("remark", "message", TRIMMED),
    ),
)
OTHERWISE_REFUSED_XML = Table(Refused,                             # answered as a send would be
    NO_BOXES,
    When("returnstatus", _is_failure),
    *refused_short("returnstatus", "message").rows,
)
ALONE_REFUSED_XML = Table(Refused,
    NO_BOXES,
    When("message", present),
    *refused_alone("returnstatus", "message").rows,
)

REPORT_XML = Table(DeliveryReport,
    field("mobile",      "mobile",       TRIMMED),
    field("taskid",      "task_id",      TRIMMED),
    field("status",      "status",       TRIMMED),
    field("receivetime", "received_at",  RECEIVED, "createtime"),  # the alias: an older generation
    field("errorcode",   "carrier_code", TRIMMED),
    field("extno",       "extension",    TRIMMED),
)
REPORTS_XML = OneOf(
    REPORT_REFUSED_XML,
    OTHERWISE_REFUSED_XML,
    ALONE_REFUSED_XML,
    Table(Reports,
        holding("statusbox", "status", "returnstatus"),
        many("statusbox", "reports", REPORT_XML, "status"),
    ),
)

INBOUND_XML = Table(InboundMessage,
    field("mobile",      "mobile",      TRIMMED),
    field("taskid",      "task_id",     TRIMMED),
    field("content",     "content",     TEXT),
    field("receivetime", "received_at", RECEIVED),
    field("extno",       "extension",   TRIMMED),
)
INBOX_XML = OneOf(
    REPORT_REFUSED_XML,
    OTHERWISE_REFUSED_XML,
    ALONE_REFUSED_XML,
    Table(Inbound,
        holding("callbox", "returnstatus"),
        many("callbox", "messages", INBOUND_XML),
    ),
)
