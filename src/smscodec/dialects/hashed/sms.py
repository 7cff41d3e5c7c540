"""003, 1.1-1.4: one text to many mobiles, answered in XML or in JSON."""

from __future__ import annotations

from ...logins import HashedLogin
from ...messages import Accepted, Refused, Send
from ...wire.bodies import Json, Xml
from ...wire.endpoint import Endpoint
from ...wire.form import Form
from ...wire.tables import Table, const, field
from ...wire.values import TEXT, mobiles
from .shared import BLANKS, EXTENSION, LOGIN, SEND_AT, SUBMITTED

__all__ = ["send", "send_json"]

# fmt: off

FORM = Form(const("action", "send"), LOGIN, Table(Send,
    field("mobile",  "mobiles", mobiles()),
    field("content", "content", TEXT),
    SEND_AT,
    EXTENSION,
))

send: Endpoint[HashedLogin, Send, Accepted | Refused] = Endpoint(
    name    = "hashed.send",
    paths   = {"utf-8": "sms.aspx", "gbk": "smsGBK.aspx"},
    form    = FORM,
    replies = {"xml": Xml("returnsms", SUBMITTED, BLANKS)},
)

send_json: Endpoint[HashedLogin, Send, Accepted | Refused] = Endpoint(
    name    = "hashed.send_json",
    paths   = {"utf-8": "smsJson.aspx"},
    form    = FORM,
    replies = {"json": Json(SUBMITTED)},
)
