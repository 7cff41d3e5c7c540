"""002: multimedia messages as frames; the password in clear; UTF-8 only.

``sendmms.aspx`` is both the send and the balance, told apart by ``action``. The document names two
hosts for the same paths, one for lines of China Telecom; hosts are the caller's.

**Content.** Frames as text (see ``formats.frames``), texts in them GB2312 and all else UTF-8. Read
is what clients write; a gateway that wants to know how odd that was reads the parameter with
``formats.frames.read_frames``, whose warnings are data. Title and parts together are ``MAX_BYTES``
at most when written. What is over that is read all the same, up to 4 MiB, and so is no content, so
that a gateway can answer 9 and 4. Platforms take ``CAPS.max_mobiles`` numbers at once; the codec
writes and reads any number of them, as their answer to more is a 5.

``extno`` is in no table of the document, but sent and accepted.

**Replies.** A send is answered in plain text: ``balance:task id``, where the id may be missing, or
a bare number, which is a failure – 0 too. The words of a refusal are the document's, as they do not
travel. Anything else, such as a proxy's page, is no reply. The others are answered in XML; the
document prints the declaration of one as ``<xml version="1.0" …>``, which is read.
"""

from __future__ import annotations

import re

from ..errors import EncodeError
from ..formats.frames import MAX_BYTES, Frame, frames_size, pack_frames, unpack_frames
from ..formats.rules import Caps
from ..logins import PlainLogin
from ..messages import (
    Accepted,
    Balance,
    FetchBalance,
    FetchReports,
    Reason,
    Refused,
    Reports,
    SendMms,
)
from ..wire.bodies import Plain, Xml
from ..wire.endpoint import Endpoint
from ..wire.form import Form
from ..wire.tables import Table, const, field, obeying, optional
from ..wire.times import DATETIME
from ..wire.values import TEXT, Value, blank, counted, digits, mobiles
from . import rows
from .reasons import MMS_ERRORS
from .rows import INTER, PLAIN_LOGIN

__all__ = [
    "CAPS",
    "ENDPOINTS",
    "MAX_BYTES",
    "REPORTS_AT_MOST",
    "REPORTS_AT_ONCE",
    "balance",
    "fetch_reports",
    "send",
]

CAPS = Caps(max_mobiles=2000)
REPORTS_AT_ONCE = 4000
"""How many reports come when ``FetchReports.limit`` is not said."""
REPORTS_AT_MOST = 10_000
"""More cannot be asked for."""
_READ_AT_MOST = 4 << 20

# ---- frames ----------------------------------------------------------------------------------


def _write_frames(frames: tuple[Frame, ...]) -> str:
    return pack_frames(frames) if frames else ""


def _read_frames(text: str) -> tuple[Frame, ...]:
    return unpack_frames(text, max_bytes=_READ_AT_MOST) if text.strip() else ()


FRAMES = Value("frames", _write_frames, _read_frames)


def _fits(mms: SendMms) -> None:
    size = frames_size(mms.frames) + len(mms.subject.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        reason = f"title and parts have {size} bytes, more than {MAX_BYTES}"
        raise EncodeError(reason, path="$.content")


# ---- the reply to a send ---------------------------------------------------------------------

_SUBMITTED = re.compile(r"(-?[0-9]{1,18})\s*(?:(:)\s*([0-9A-Za-z-]*))?", re.ASCII)


def _read_submitted(text: str) -> Accepted | Refused:
    found = _SUBMITTED.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text[:40]!r} is neither balance:task id nor the number of an error")
    number, colon, task_id = found.groups()
    if colon:
        return Accepted(balance=int(number), task_id=task_id)
    message, reason = MMS_ERRORS.get(number, ("", Reason.UNKNOWN))
    return Refused(code=number, message=message, reason=reason)


def _write_submitted(reply: object) -> str:
    if isinstance(reply, Accepted):
        text = f"{reply.balance}:{reply.task_id}"
    elif isinstance(reply, Refused):
        text = reply.code
    else:
        raise ValueError(f"cannot say {type(reply).__name__} here, only Accepted, Refused")
    if _read_submitted(text) != reply:
        raise ValueError("there are words here for balance and task id, or for the code, only")
    return text


SUBMITTED = Value("balance:task id, or an error", _write_submitted, _read_submitted)

# fmt: off

# ---- 2.1 send --------------------------------------------------------------------------------

send: Endpoint[PlainLogin, SendMms, Accepted | Refused] = Endpoint(
    name    = "mms.send",
    paths   = {"utf-8": "sendmms.aspx"},
    form    = Form(const("action", "send"), PLAIN_LOGIN, Table(SendMms,
        field("mobile",    "mobiles",   mobiles()),
        field("title",     "subject",   TEXT),
        field("starttime", "send_at",   blank(DATETIME)),
        optional("extno",  "extension", digits(20)),               # no number is longer
        field("content",   "frames",    FRAMES),
        obeying(_fits),
    )),
    replies = {"plain": Plain(SUBMITTED)},
)

# ---- 2.2 balance -----------------------------------------------------------------------------

balance: Endpoint[PlainLogin, FetchBalance, Balance | Refused] = Endpoint(
    name    = "mms.balance",
    paths   = {"utf-8": "sendmms.aspx"},
    form    = Form(const("action", "overage"), PLAIN_LOGIN, Table(FetchBalance)),
    replies = {"xml": Xml("returnsms", rows.balance_xml("Success", "Sucess"), INTER)},
)

# ---- 2.3 delivery reports --------------------------------------------------------------------

fetch_reports: Endpoint[PlainLogin, FetchReports, Reports | Refused] = Endpoint(
    name    = "mms.fetch_reports",
    paths   = {"utf-8": "mmsStatusApi.aspx"},
    form    = Form(const("action", "query"), PLAIN_LOGIN, Table(FetchReports,
        optional("statusNum", "limit", blank(counted(REPORTS_AT_MOST))),
    )),
    replies = {"xml": Xml("returnsms", rows.REPORTS_XML, INTER)},
)

ENDPOINTS = (send, balance, fetch_reports)
