"""003, 1.5: an encrypted send, in two stages.

The request names a ``UserId`` and carries a Text64; who reads it has to look up the password of
that user before he can open it. So the endpoint knows the envelope only::

    envelope = seal_send(Send(…), account="test", password="secret123", at=now)
    request  = send_sealed.encode_request(make_sealed_login(user_id="1001"), envelope)

    call     = send_sealed.decode_request(request)          # and look up call.login.user_id
    message  = open_send(call.message, account="test", password="secret123", now=now)

What is in the envelope and how it is sealed: ``formats.sealed`` and ``formats.text64``. A
``UserId`` that is no number is read; ``check_login`` has the verdict (1008).
"""

from __future__ import annotations

from datetime import datetime

from ...errors import EncodeError
from ...formats.sealed import SealedMessage, check_secret, make_secret, open_message, seal_message
from ...formats.stamp import check_stamp, make_stamp
from ...formats.text64 import Text64Error, is_user_id
from ...logins import SealedLogin
from ...messages import Accepted, Reason, Refused, Send, SendSealed
from ...wire.bodies import Json
from ...wire.endpoint import Endpoint
from ...wire.form import Form
from ...wire.nested import const_number, texts
from ...wire.tables import OneOf, Table, field, spread
from ...wire.values import TEXT, TRIMMED, Value, in_json_number
from ..reasons import refuse
from ..rows import QUANTITY
from .codes import RESULT_CODES, SUCCESS, refusal_code

__all__ = ["open_send", "seal_send", "send_sealed"]


def _write_user_id(user_id: str) -> str:
    if not is_user_id(user_id):
        raise ValueError("cannot write a UserId that is not all digits 0-9 (UserIdError)")
    return user_id


USER_ID: Value[str] = Value("user id", _write_user_id, str.strip)

# fmt: off

RESULT = (
    field("Description",   "message",        TRIMMED),
    field("MsgId",         "task_id",        TRIMMED),
    field("Amount",        "balance",        QUANTITY),
    field("SuccessCounts", "accepted_count", QUANTITY),             # numbers, not messages
    texts("Errors",        "details"),
)

send_sealed: Endpoint[SealedLogin, SendSealed, Accepted | Refused] = Endpoint(
    name    = "hashed.send_sealed",
    paths   = {"utf-8": "ensms.ashx"},
    form    = Form(
        Table(SealedLogin, field("UserId", "user_id", USER_ID)),
        Table(SendSealed,  field("Text64", "text64",  TEXT)),
    ),
    replies = {"json": Json(OneOf(
        Table(Accepted,
            const_number("StatusCode", SUCCESS),
            *RESULT,
        ),
        Table(Refused,
            spread("StatusCode", ("code", "reason"),
                   in_json_number(refusal_code(RESULT_CODES, SUCCESS))),
            *RESULT,
        ),
    ))},
)

# fmt: on


def seal_send(message: Send, *, account: str, password: str, at: datetime) -> SendSealed:
    """The envelope of a send; ``at`` is now, as the platform takes it for five minutes only.

    Raises ``EncodeError`` for what the envelope has no word for, and as ``seal_message`` does.
    """
    if message.signature_number or message.signature_text:
        raise EncodeError("there is no word for a signature of its own here", path="$.signature")
    stamp = make_stamp(at)
    sealed = SealedMessage(
        user_name=account,
        secret=make_secret(password, stamp),
        stamp=stamp,
        mobiles=message.mobiles,
        text=message.content,
        extension=message.extension,
        send_at=message.send_at,
    )
    return SendSealed(text64=seal_message(sealed, password))


def open_send(
    message: SendSealed, *, account: str, password: str, now: datetime | None = None
) -> Send | Refused:
    """What is in the envelope, or what a platform with this account and password would answer.

    In this order: 1009 for an envelope that cannot be opened (always the same, whatever is wrong),
    1004 for another account, 1005 for a wrong secret, 1010 for a stamp too far from ``now``;
    without ``now`` the stamp is not looked at. What else is wrong with the message is the
    platform's to say.
    """
    try:
        opened = open_message(message.text64, password)
    except Text64Error:
        return refuse(Reason.BAD_ENVELOPE, RESULT_CODES)
    if opened.user_name != account:
        return refuse(Reason.WRONG_ACCOUNT, RESULT_CODES)
    if not check_secret(opened.secret, password, opened.stamp):
        return refuse(Reason.WRONG_PASSWORD, RESULT_CODES)
    if now is not None and not check_stamp(opened.stamp, now):
        return refuse(Reason.BAD_STAMP, RESULT_CODES)
    return Send(
        mobiles=opened.mobiles,
        content=opened.text,
        send_at=opened.send_at,
        extension=opened.extension,
    )
