"""JSON of 000, which 001 gives too for ``rt=json``: capitals in front, numbers as numbers.

The id of a task is a number where it is sent and a text where it is reported; here it is a text.
"""

from __future__ import annotations

from ..messages import (
    Accepted,
    Balance,
    DeliveryReport,
    Inbound,
    InboundMessage,
    PasswordChanged,
    Refused,
    Reports,
)
from ..wire.tables import Nothing, OneOf, Table, When, const, constant, field, many
from ..wire.values import INTEGER, TEXT, TRIMMED, in_json_number
from .rows import (
    QUANTITY,
    RECEIVED,
    absent,
    refused_alone,
    refused_in_words,
    refused_short,
    verdict,
)

__all__ = ["BALANCE", "INBOX", "PASSWORD", "REPORTS", "SUBMITTED", "WORDS"]

# fmt: off

NUMBER_ID = in_json_number(TRIMMED)

_REFUSED_SHORT = refused_short("ReturnStatus", "Message")
_REFUSED       = Table(Refused,                                    # with zeros where it is a send
    *_REFUSED_SHORT.rows,
    field("RemainPoint",   "balance",        QUANTITY),
    field("TaskID",        "task_id",        NUMBER_ID),
    field("SuccessCounts", "accepted_count", QUANTITY),
)

SUBMITTED = OneOf(
    Table(Accepted,
        const("ReturnStatus",  "Success", "Sucess"),
        field("Message",       "message",        TRIMMED),
        field("RemainPoint",   "balance",        QUANTITY),
        field("TaskID",        "task_id",        NUMBER_ID),
        field("SuccessCounts", "accepted_count", QUANTITY),
    ),
    _REFUSED,
)

BALANCE = OneOf(
    Table(Balance,
        const("ReturnStatus",  "Success", "Sucess"),
        field("Message",       "message", TRIMMED),
        field("Payinfo",       "billing", TRIMMED),
        field("Overage",       "balance", in_json_number(INTEGER)),
        field("SendTotal",     "total",   QUANTITY),
    ),
    Table(Refused,
        When("RemainPoint",    absent),
        *_REFUSED_SHORT.rows,
    ),
    _REFUSED,                                                      # wrong login: as for a send
)

WORDS = OneOf(
    verdict("ReturnStatus",          "Message", "CheckCounts"),
    refused_in_words("ReturnStatus", "Message"),
    refused_alone("ReturnStatus",    "Message"),
)

REPORTS = OneOf(
    Table(Reports,
        const("ReturnStatus",  "Success", "Sucess"),
        field("Message",       "message", TRIMMED),
        many("Task",           "reports", Table(DeliveryReport,
            field("Mobile",      "mobile",       TRIMMED),
            field("TaskID",      "task_id",      TRIMMED),
            field("Status",      "status",       TRIMMED),
            field("ReceiveTime", "received_at",  RECEIVED),
            field("ErrorCode",   "carrier_code", TRIMMED),
            field("ExtNo",       "extension",    TRIMMED),
        )),
    ),
    Table(Reports, Nothing()),
    _REFUSED_SHORT,
)

INBOX = OneOf(
    Table(Inbound,
        const("ReturnStatus",  "Success", "Sucess"),
        field("Message",       "message",  TRIMMED),
        many("Task",           "messages", Table(InboundMessage,
            field("Mobile",      "mobile",      TRIMMED),
            field("TaskID",      "task_id",     TRIMMED),
            field("Content",     "content",     TEXT),
            field("ReceiveTime", "received_at", RECEIVED),
            field("ExtNo",       "extension",   TRIMMED),
        )),
    ),
    Table(Inbound, Nothing()),
    _REFUSED_SHORT,
)

PASSWORD = OneOf(
    Table(PasswordChanged,
        const("ReturnStatus",   "Success", "Sucess"),
        field("Message",        "message", TRIMMED),
        constant("CheckCounts", ""),                               # reserved, the document says
    ),
    _REFUSED_SHORT,
)
