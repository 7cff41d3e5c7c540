"""003, chapter 2: an MMS, its elements in a TMS container (``formats.tms``) as base64.

What the elements have to be is for ``formats.tms_rules`` to say. So that a gateway can refuse in
the platform's own words (``ElementNameRepeat``, ``SizeLong``), a name that comes twice is read, and
so are up to ``MAX_READ`` bytes.
"""

from __future__ import annotations

from base64 import b64encode

from ...formats.tms import Element, pack_tms, unpack_tms
from ...logins import HashedLogin
from ...messages import Accepted, Refused, SendMms
from ...primitives.base64text import decode_base64
from ...wire.bodies import Xml
from ...wire.endpoint import Endpoint
from ...wire.form import Form
from ...wire.tables import Table, const, field
from ...wire.values import TEXT, Value, mobiles
from .shared import BLANKS, EXTENSION, LOGIN, SEND_AT, SUBMITTED

__all__ = ["MAX_READ", "send_mms"]

MAX_READ = 4 << 20
"""Bytes of a container that is read: as many as ASP.NET takes for a whole request."""


def _write_tms(elements: tuple[Element, ...]) -> str:
    return b64encode(pack_tms(elements)).decode("ascii")


def _read_tms(text: str) -> tuple[Element, ...]:
    return unpack_tms(decode_base64(text), unique=False, max_bytes=MAX_READ)


TMS: Value[tuple[Element, ...]] = Value("TMS container", _write_tms, _read_tms)

# fmt: off

send_mms: Endpoint[HashedLogin, SendMms, Accepted | Refused] = Endpoint(
    name    = "hashed.send_mms",
    paths   = {"utf-8": "mms.aspx"},
    form    = Form(const("action", "send"), LOGIN, Table(SendMms,
        field("mobile",  "mobiles",  mobiles()),
        field("subject", "subject",  TEXT),
        field("content", "elements", TMS),
        SEND_AT,
        EXTENSION,
    )),
    replies = {"xml": Xml("returnsms", SUBMITTED, BLANKS)},
)
