"""What is said, in one vocabulary for every vendor.

Requests first, then replies; any request may be answered by ``Refused``, which is a reply like the
others. What a dialect has no word for stays at its default; asking it to say that all the same is
an ``EncodeError``.

Times: a ``datetime`` without a zone is Beijing time, one with a zone is converted; microseconds are
refused. Ids are text, whatever the wire makes of them. ``None`` and ``""`` mean "not said".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Literal, NoReturn

from .errors import SmsCodecError

if TYPE_CHECKING:
    from .formats.batch import Entry
    from .formats.frames import Frame
    from .formats.tms import Element

# ---- why a platform refuses ------------------------------------------------------------------

Fix = Literal["config", "money", "content", "number", "later"]


class Reason(Enum):
    """Five vendors' refusals in one list: a value, where the fix lies, whether to try again."""

    UNKNOWN = ("unknown", None)
    BAD_PARAMETERS = ("bad parameters", "config")
    MISSING_CREDENTIALS = ("missing credentials", "config")
    WRONG_CREDENTIALS = ("wrong credentials", "config")
    WRONG_ACCOUNT = ("wrong account", "config")
    WRONG_PASSWORD = ("wrong password", "config")
    WRONG_VERY_CODE = ("wrong veryCode", "config")
    WRONG_IP = ("IP address not bound", "config")
    ACCOUNT_STOPPED = ("account stopped", "config")
    WRONG_USER_ID = ("wrong user id", "config")
    BAD_ENVELOPE = ("Text64 cannot be opened", "config")
    BAD_STAMP = ("stamp too far off", "config")
    NOT_ALLOWED = ("not allowed for this account", "config")
    NOT_ENABLED = ("feature not enabled", "config")
    NO_CHANNEL = ("no channel", "config")
    NO_PRODUCT = ("no product", "config")
    BAD_EXTENSION = ("bad extension", "config")
    WRONG_TEMPLATE = ("no such template", "config")
    WRONG_SIGNATURE_TAG = ("no such signature", "config")
    INSUFFICIENT_BALANCE = ("insufficient balance", "money")
    EMPTY_CONTENT = ("empty content", "content")
    CONTENT_TOO_LONG = ("content too long", "content")
    BAD_CONTENT = ("bad content", "content")
    RESTRICTED_WORDS = ("restricted words", "content")
    INJECTION = ("looks like SQL injection", "content")
    SIGNATURE_REQUIRED = ("signature required", "content")
    BAD_SIGNATURE = ("bad signature", "content")
    EMPTY_SUBJECT = ("empty subject", "content")
    MMS_TOO_LARGE = ("MMS too large", "content")
    BAD_MMS = ("bad MMS", "content")
    EMPTY_MOBILES = ("no mobiles", "number")
    BAD_MOBILES = ("bad mobiles", "number")
    TOO_MANY_MOBILES = ("too many mobiles", "number")
    DUPLICATE_MOBILES = ("duplicate mobiles", "number")
    BLACKLISTED = ("blacklisted mobile", "number")
    NO_CHANNEL_FOR_MOBILE = ("no channel for this mobile", "number")
    TOO_FREQUENT = ("too frequent", "later")
    PLATFORM_ERROR = ("platform error", "later")

    @property
    def fix(self) -> Fix | None:
        """Where to mend it; ``None`` when nobody can say."""
        where: Fix | None = self.value[1]
        return where

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later without anybody mending anything."""
        return self.fix == "later"


# ---- sending -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One text to many mobiles."""

    mobiles: tuple[str, ...]
    content: str
    send_at: datetime | None = None
    extension: str = ""
    """Digits behind the number that the phone shows; who answers, answers to them."""
    signature_number: str = ""
    """Which registered signature (004 signtag)."""
    signature_text: str = ""
    """A signature of one's own (004 signtext)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalisedSend:
    """Many mobiles, each with its own text (003 BatchSms)."""

    entries: tuple[Entry, ...]
    send_at: datetime | None = None
    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPacked:
    """A batch that is packed already, sent as it is (003 BatchSms)."""

    content: bytes
    """The finished form value, as ``bulk.pack`` makes it: gzip as base64, percent-encoded."""
    send_at: datetime | None = None
    extension: str = ""

    def __repr__(self) -> str:
        return f"SendPacked({len(self.content)} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSealed:
    """A send in its envelope, which only who knows the password can open (003 ensms)."""

    text64: str = field(repr=False)
    """Encrypted with the password, so left out of ``repr``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMms:
    """A multimedia message, as frames (002) or as the elements of a TMS container (003)."""

    mobiles: tuple[str, ...]
    subject: str
    frames: tuple[Frame, ...] = ()
    elements: tuple[Element, ...] = ()
    send_at: datetime | None = None
    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTemplate:
    """Values for a template that the platform holds (004, msgtype 2)."""

    mobiles: tuple[str, ...]
    template_id: str
    values: tuple[str, ...]
    send_at: datetime | None = None
    extension: str = ""
    signature_number: str = ""
    signature_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The platform took the messages; whether they arrive is for the delivery reports to say."""

    task_id: str
    balance: int | None = None
    accepted_count: int | None = None
    """Messages, or numbers: whichever the platform counts."""
    segments: int | None = None
    """Segments billed."""
    message: str = ""
    details: tuple[str, ...] = ()
    """What went wrong all the same, in the vendor's words."""
    billing: str = ""
    """How the account is billed: a number of the platform's own (this and all below: 003, SOAP)."""
    cost: Decimal | None = None
    """What this cost, in money."""
    money_left: Decimal | None = None
    """What is left, in money."""
    custom_id: str = ""
    alternative: Accepted | Refused | None = None
    """What became of it on another way."""


# ---- asking ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchBalance:
    """How much is left?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What is left, in messages; negative for accounts billed afterwards."""

    balance: int
    billing: str = ""
    """How the account is billed, in the vendor's words."""
    total: int | None = None
    """All points bought so far, where the account is prepaid."""
    message: str = ""

    @property
    def postpaid(self) -> bool | None:
        """Whether it is billed afterwards; ``None`` where the platform does not say."""
        return True if "后付" in self.billing else False if "预付" in self.billing else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckWords:
    """Does this text hold restricted words?"""

    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsVerdict:
    """What the platform found in a text."""

    clean: bool
    restricted_words: tuple[str, ...] = ()
    message: str = ""
    content: str = ""
    """The text that was checked, where the platform repeats it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """From now on another password."""

    new_password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged:
    """It is changed."""

    message: str = ""


# ---- what comes back ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReports:
    """Which messages have arrived? Each report is handed out once only."""

    limit: int | None = None
    task_id: str = ""
    """Only reports of this task (003)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What became of one message to one mobile."""

    mobile: str
    task_id: str = ""
    status: str = ""
    """10 delivered, 20 failed; empty where the wire has only the carrier's code."""
    carrier_code: str = ""
    received_at: datetime | None = None
    extension: str = ""

    @property
    def delivered(self) -> bool | None:
        """Whether the phone has it; ``None`` for a status that is neither 10 nor 20."""
        if self.status:
            return {"10": True, "20": False}.get(self.status)
        return self.carrier_code.upper() == "DELIVRD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Delivery reports; none when there is nothing new."""

    reports: tuple[DeliveryReport, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchInbound:
    """What have people answered? Each message is handed out once only."""

    own_extension: bool = False
    """Extensions without the part the platform puts in front (000 ownExt)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """What somebody sent from a phone."""

    mobile: str
    content: str
    received_at: datetime | None = None
    task_id: str = ""
    extension: str = ""
    receiver: str = ""
    """The number it was sent to (004 recvcode)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """Inbound messages; none when there is nothing new."""

    messages: tuple[InboundMessage, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushAnswer:
    """What a client answers a push: that it took it, or that it wants it again."""

    taken: bool = True


# ---- templates ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterTemplate:
    """Lay a template before the platform."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTemplate:
    """How does it stand with a template?"""

    template_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendTemplate:
    """Another text for a template, which is examined anew."""

    template_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTemplate:
    """Delete a template."""

    template_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template as the platform holds it."""

    template_id: str
    text: str
    state: str
    """1 in use, 2 disabled, 3 under review, 4 returned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates that were asked for."""

    templates: tuple[Template, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDone:
    """A template was registered, amended or withdrawn."""

    template_id: str = ""
    message: str = ""


# ---- refusals ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The platform will not: a value, so that nobody forgets it. ``raise_()`` makes it an error."""

    code: str = ""
    """The vendor's code, where there is one."""
    message: str = ""
    """The vendor's words."""
    reason: Reason = Reason.UNKNOWN
    details: tuple[str, ...] = ()
    """What the words name: the restricted words, the errors row by row."""
    task_id: str = ""
    balance: int | None = None
    accepted_count: int | None = None
    segments: int | None = None
    billing: str = ""
    """This and all below as in ``Accepted``."""
    cost: Decimal | None = None
    money_left: Decimal | None = None
    custom_id: str = ""
    alternative: Accepted | Refused | None = None

    def raise_(self) -> NoReturn:
        """Raises ``RefusedError``."""
        raise RefusedError(self)


class RefusedError(SmsCodecError):
    """A refusal that somebody chose to raise."""

    def __init__(self, refused: Refused) -> None:
        words = " ".join(filter(None, (refused.code, refused.message)))
        super().__init__(f"refused: {refused.reason.value[0]} ({words})")
        self.refused = refused

    def __str__(self) -> str:
        return self.reason
