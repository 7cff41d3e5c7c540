"""003, chapters 4 and 5: delivery reports and inbound messages, each in XML and in JSON.

Mind the opposites: in XML ``error`` 1 is a refusal, in JSON it is success. JSON refuses by result
code, and its reports have neither status nor extension: what they say is the carrier's code.
``0001-01-01 00:00:00`` is no time.

003 does not say that each comes once only; that is taken from its siblings, as is that zero bytes,
an empty root, ``null`` and an empty list mean that nothing is new.
"""

from __future__ import annotations

from datetime import datetime

from ...logins import HashedLogin
from ...messages import (
    DeliveryReport,
    FetchInbound,
    FetchReports,
    Inbound,
    InboundMessage,
    Refused,
    Reports,
)
from ...wire.bodies import Json, Xml
from ...wire.endpoint import Endpoint
from ...wire.form import Form
from ...wire.nested import empty_list, holding
from ...wire.tables import Nothing, OneOf, Table, const, field, inside, many, optional, spread
from ...wire.times import DATETIME
from ...wire.values import TEXT, TRIMMED, blank, counted, or_null, unset
from ..reasons import coded
from ..rows import ALONE_REFUSED_XML, NO_BOXES, OTHERWISE_REFUSED_XML, RECEIVED, REPORT_XML
from .codes import REPORT_CODES, RESULT_CODES, SUCCESS, refusal_code
from .shared import LINES, LOGIN

__all__ = [
    "INBOUND_XML",
    "REPORTS_AT_ONCE",
    "fetch_inbound",
    "fetch_inbound_json",
    "fetch_reports",
    "fetch_reports_json",
]

REPORTS_AT_ONCE = 1000
"""How many reports come when ``FetchReports.limit`` is not said."""

# fmt: off

NEVER = unset(DATETIME, "0001-01-01 00:00:00", never=datetime.min)

REFUSED_XML = Table(Refused,
    NO_BOXES,
    inside("errorstatus",
        spread("error", ("code", "reason"), coded(REPORT_CODES)),
        field("remark", "message", TRIMMED),
    ),
)

# ---- 4. delivery reports ---------------------------------------------------------------------

REPORTS_FORM = Form(const("action", "query"), LOGIN, Table(FetchReports,
    optional("statusNum", "limit",   blank(counted())),
    optional("taskid",    "task_id", or_null(TRIMMED)),
))

fetch_reports: Endpoint[HashedLogin, FetchReports, Reports | Refused] = Endpoint(
    name    = "hashed.fetch_reports",
    paths   = {"utf-8": "statusApi.aspx"},
    form    = REPORTS_FORM,
    replies = {"xml": Xml("returnsms", OneOf(
        REFUSED_XML,
        OTHERWISE_REFUSED_XML,
        ALONE_REFUSED_XML,
        Table(Reports,
            holding("statusbox", "returnstatus"),
            many("statusbox", "reports", REPORT_XML),
        ),
    ), LINES)},
)

fetch_reports_json: Endpoint[HashedLogin, FetchReports, Reports | Refused] = Endpoint(
    name    = "hashed.fetch_reports_json",
    paths   = {"utf-8": "statusJsonApi.aspx"},
    form    = REPORTS_FORM,
    replies = {"json": Json(OneOf(
        Table(Reports,
            const("error",    SUCCESS),                            # success, unlike in XML
            field("remark",   "message", TRIMMED),
            many("statusbox", "reports", Table(DeliveryReport,
                field("mobile",      "mobile",       TRIMMED),
                field("taskid",      "task_id",      TRIMMED),
                field("receivetime", "received_at",  NEVER),
                field("errorcode",   "carrier_code", TRIMMED),
            )),
        ),
        Table(Reports, Nothing()),
        Table(Refused,
            spread("error",   ("code", "reason"), refusal_code(RESULT_CODES, SUCCESS)),
            field("remark",   "message", TRIMMED),
            empty_list("statusbox"),
        ),
    ))},
)

# ---- 5. inbound messages ---------------------------------------------------------------------

INBOUND_FORM = Form(const("action", "query"), LOGIN, Table(FetchInbound))

INBOUND_XML = Table(InboundMessage,
    field("mobile",      "mobile",      TRIMMED),
    field("content",     "content",     TEXT),
    field("receivetime", "received_at", RECEIVED),
    field("extno",       "extension",   TRIMMED),
)

fetch_inbound: Endpoint[HashedLogin, FetchInbound, Inbound | Refused] = Endpoint(
    name    = "hashed.fetch_inbound",
    paths   = {"utf-8": "callApi.aspx"},
    form    = INBOUND_FORM,
    replies = {"xml": Xml("returnsms", OneOf(
        REFUSED_XML,
        OTHERWISE_REFUSED_XML,
        ALONE_REFUSED_XML,
        Table(Inbound,
            holding("callbox", "returnstatus"),
            many("callbox", "messages", INBOUND_XML),
        ),
    ), LINES)},
)

fetch_inbound_json: Endpoint[HashedLogin, FetchInbound, Inbound | Refused] = Endpoint(
    name    = "hashed.fetch_inbound_json",
    paths   = {"utf-8": "callJsonApi.aspx"},
    form    = INBOUND_FORM,
    replies = {"json": Json(OneOf(
        Table(Inbound,
            const("error",  SUCCESS),                              # success, unlike in XML
            field("remark", "message",  TRIMMED),
            many("callbox", "messages", Table(InboundMessage,
                field("mobile",      "mobile",      TRIMMED),
                field("content",     "content",     TEXT),
                field("receivetime", "received_at", NEVER),
                field("extno",       "extension",   TRIMMED),
            )),
        ),
        Table(Inbound, Nothing()),
        Table(Refused,
            spread("error", ("code", "reason"), refusal_code(RESULT_CODES, SUCCESS)),
            field("remark", "message", TRIMMED),
            empty_list("callbox"),
        ),
    ))},
)
