"""Rows, tables and layouts that dialects share: they come from two families of platforms.

Every table here reads what all of the family write; what one of them writes is said in its own
file.
"""

from __future__ import annotations

from ..messages import (
    Accepted,
    Balance,
    DeliveryReport,
    InboundMessage,
    PasswordChanged,
    Reason,
    Refused,
    Reports,
    WordsVerdict,
)
from ..wire.bodies import Layout
from ..wire.form import Spoken
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
from ..wire.values import DATETIME, INTEGER, TEXT, TRIMMED, Value, blank, in_json_number, unset
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

# ---- values ----------------------------------------------------------------------------------

NUMBER    = blank(INTEGER)
QUANTITY  = blank(in_json_number(INTEGER))                         # a number in JSON, too
NUMBER_ID = in_json_number(TRIMMED)                                # 000 writes ids as numbers
RECEIVED  = unset(blank(DATETIME), "", "0001-01-01 00:00:00")      # .NET's "never"

_SUCCESS, _FAILURE = ("success", "sucess"), ("faild", "fail")      # sic


def failed_word(missing: bool = False) -> Value[str]:
    """The status of a refusal: ``Faild`` (sic) is no news, any other word is kept as the code."""

    def write(code: str) -> str:
        if code.lower() in (*_SUCCESS, *_FAILURE):
            raise ValueError(f"cannot write {code!r} as the status of a refusal")
        return code or "Faild"

    def read(text: str) -> str:
        word = text.strip()
        if not word and not missing:
            raise ValueError("there is no status")
        return "" if word.lower() in _FAILURE else word

    return Value("status", write, read)


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

def refused_short(status: str, message: str, *, missing: bool = False) -> Table:
    """A refusal that is its status and words."""
    return Table(Refused,
        field(status,   "code", failed_word(missing)),
        spread(message, ("message", "reason", "details"), phrase()),
    )


def refused_xml() -> Table:
    """A refused send: the children of a success, with zeros."""
    return Table(Refused,
        field("returnstatus",  "code",           failed_word()),
        spread("message",      ("message", "reason", "details"), phrase()),
        field("remainpoint",   "balance",        NUMBER),
        field("taskID",        "task_id",        TRIMMED),
        field("successCounts", "accepted_count", NUMBER),
    )


ACCEPTED_XML = Table(Accepted,
    const("returnstatus",  "Success", "Sucess"),
    field("message",       "message",        TRIMMED),
    field("remainpoint",   "balance",        NUMBER),
    field("taskID",        "task_id",        TRIMMED),
    field("successCounts", "accepted_count", NUMBER),
)
SUBMITTED_XML = OneOf(ACCEPTED_XML, refused_xml())

BALANCE_XML = OneOf(
    Table(Balance,
        const("returnstatus", "Sucess", "Success"),                # sic
        field("message",      "message", TRIMMED),
        field("payinfo",      "billing", TRIMMED),
        field("overage",      "balance", INTEGER),
        field("sendTotal",    "total",   NUMBER),
    ),
    refused_xml(),                                                 # wrong login: as for a send
)

WORDS_XML = OneOf(
    Table(WordsVerdict,
        When("message", says_verdict),
        constant("returnstatus", "Success"),
        spread("message",        ("clean", "restricted_words", "message"), WORDS),
        field("checkCounts",     "content", TEXT),
    ),
    refused_short("returnstatus", "message", missing=True),        # 001 prints the message alone
)

PASSWORD_XML = OneOf(
    Table(PasswordChanged,
        const("returnstatus", "Success", "Sucess"),
        field("message",      "message", TRIMMED),
    ),
    refused_short("returnstatus", "message"),
)

REPORT_REFUSED_XML = Table(Refused,
    inside("errorstatus",
        spread("error", ("code", "reason"), coded(REPORT_ERRORS)),
        field("remark", "message", TRIMMED),
    ),
)
OTHERWISE_REFUSED_XML = Table(Refused,                             # answered as a send would be
    When("returnstatus", lambda word: bool(word.strip())),
    *refused_short("returnstatus", "message").rows,
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
    Table(Reports, many("statusbox", "reports", REPORT_XML, "status")),
)

INBOUND_XML = Table(InboundMessage,
    field("mobile",      "mobile",      TRIMMED),
    field("taskid",      "task_id",     TRIMMED),
    field("content",     "content",     TEXT),
    field("receivetime", "received_at", RECEIVED),
    field("extno",       "extension",   TRIMMED),
)
