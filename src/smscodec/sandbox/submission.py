"""What is to be sent, in one shape for every way of saying it.

``contents`` is one text for all numbers, or one for each; that of an MMS is empty. A number that is
said twice in an ordinary send is sent to once; in a batch it is an error (003, 1.6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from .. import (
    DecodeError,
    EncodeError,
    PersonalisedSend,
    Reason,
    Send,
    SendMms,
    SendPacked,
    SendTemplate,
    add_signature,
    bulk,
    check_tms,
    find_signature,
    mms,
    pack_batch,
    pack_frames,
    pack_tms,
    render,
)
from ..formats.frames import frames_size
from ..formats.segments import count_units
from ..primitives.base64text import decode_base64
from .config import Account
from .profiles import Profile
from .records import Kind
from .refusals import RefusalError

__all__ = ["Sendable", "Submission", "submitted"]

Sendable: TypeAlias = Send | PersonalisedSend | SendPacked | SendMms | SendTemplate
R = Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One request to send."""

    kind: Kind
    mobiles: list[str]
    contents: list[str]
    payload: bytes = field(repr=False)
    """What the store keeps: see ``records.Task.content``."""
    send_at: datetime | None
    extension: str
    subject: str = ""
    added: int = 0
    """Characters of the text that are the platform's own: its signature."""

    @property
    def mms(self) -> bool:
        """Whether it is paid from the balance of MMS."""
        return self.kind in ("frames", "elements")

    def content(self, row: int) -> str:
        """The text of a row."""
        return self.contents[row % len(self.contents)]


def submitted(message: Sendable, account: Account, profile: Profile) -> Submission:
    """What a message asks for; ``RefusalError`` where it cannot even be read."""
    if isinstance(message, PersonalisedSend):
        content = pack_batch(message.entries).encode().replace(b"+", b"%2B")
        return _batch(content, message.send_at, message.extension)
    if isinstance(message, SendPacked):
        return _batch(message.content, message.send_at, message.extension)
    if isinstance(message, SendMms):
        return _mms(message)
    text = message.content if isinstance(message, Send) else _rendered(message, account)
    given = count_units(text)
    if profile.signs and text:
        text = _signed(text, message, account)
    return Submission(
        kind="text",
        added=count_units(text) - given,
        mobiles=list(dict.fromkeys(message.mobiles)),
        contents=[text],
        payload=text.encode(),
        send_at=message.send_at,
        extension=message.extension,
    )


def _batch(content: bytes, send_at: datetime | None, extension: str) -> Submission:
    digits = unquote_to_bytes(content)
    try:
        columns = bulk.unpack(digits)
    except DecodeError as error:
        raise RefusalError(R.BAD_PARAMETERS, words=str(error)) from None
    return Submission(
        kind="batch",
        mobiles=list(columns.mobiles),
        contents=list(columns.contents),
        payload=decode_base64(digits),
        send_at=send_at,
        extension=extension,
    )


def _mms(message: SendMms) -> Submission:
    if not message.mobiles:
        raise RefusalError(R.EMPTY_MOBILES)
    if message.frames:
        kind: Kind = "frames"
        if frames_size(message.frames) + len(message.subject.encode()) > mms.MAX_BYTES:
            raise RefusalError(R.MMS_TOO_LARGE)
        payload = _packed(lambda: pack_frames(message.frames).encode())
    else:
        kind = "elements"
        _check_elements(message)
        payload = _packed(lambda: pack_tms(message.elements))
    return Submission(
        kind=kind,
        mobiles=list(dict.fromkeys(message.mobiles)),
        contents=[""],
        payload=payload,
        send_at=message.send_at,
        extension=message.extension,
        subject=message.subject,
    )


def _check_elements(message: SendMms) -> None:
    if not message.elements:
        raise RefusalError(R.EMPTY_CONTENT)
    if not message.subject:
        raise RefusalError(R.EMPTY_SUBJECT)
    for found in check_tms(message.elements):
        too_large = found.rule in ("SizeLong", "FrameSizeLong")
        raise RefusalError(R.MMS_TOO_LARGE if too_large else R.BAD_MMS, name=found.rule)


def _packed(pack: Callable[[], bytes]) -> bytes:
    try:
        return pack()
    except EncodeError as error:
        raise RefusalError(R.BAD_MMS, words=str(error)) from None


def _rendered(message: SendTemplate, account: Account) -> str:
    template = next((each for each in account.texts if each.id == message.template_id), None)
    if template is None:
        raise RefusalError(R.WRONG_TEMPLATE)
    try:
        return render(template.text, message.values)
    except EncodeError as error:
        raise RefusalError(R.BAD_PARAMETERS, words=str(error)) from None


def _signed(text: str, message: Send | SendTemplate, account: Account) -> str:
    """With the signature that 004 puts in front (2.2, examples 3 and 4)."""
    number = message.signature_number
    if number and not (number.isdecimal() and 1 <= int(number) <= len(account.signatures)):
        raise RefusalError(R.WRONG_SIGNATURE_TAG)
    if message.signature_text and account.own_signature:
        name = message.signature_text.strip("【】")
    elif number:
        name = account.signatures[int(number) - 1]
    elif find_signature(text) or not account.signatures:
        return text
    else:
        name = account.signatures[0]
    return add_signature(text, name, "start")
