"""What a platform lets through: how often to one number, and how much at once.

How often (document 003, opening note): content with the word 验证码, at most 3 messages to one
number in 3 minutes, beyond which it counts as malicious registration; any content, at most 10
messages to one number in a day. Numbers or customers may be exempted, so the limits are parameters.
How much (numbers, characters, digits of the extension) differs by vendor: a dialect names its
``Caps``.

All functions return what is wrong, or nothing; they never raise for it: only the platform decides.
Time is an argument, and so is the history: this module remembers nothing.

What the document leaves open, and is decided here:

- A message counts for less than 3 minutes: exactly 3 minutes later it counts no more.
- A day is a calendar day in Beijing, from 00:00:00 until before the next.
- A message counts once, however many segments it is billed for; one in the future not yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from ..primitives.beijing import BEIJING, to_beijing
from .segments import Units, count_units

__all__ = [
    "CapReason",
    "CapViolation",
    "Caps",
    "SendingLimits",
    "SendingReason",
    "SendingViolation",
    "check_caps",
    "check_sending",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingLimits:
    """How often to one number; ``None`` lifts a limit."""

    otp_word: str = "验证码"
    """What makes a message a one-time password."""
    otp_messages: int | None = 3
    otp_window: timedelta = timedelta(minutes=3)
    daily_messages: int | None = 10


class SendingReason(Enum):
    """Which limit has been reached."""

    OTP_LIMIT = "otp limit"
    DAILY_LIMIT = "daily limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingViolation:
    """One limit that stands against a message."""

    reason: SendingReason
    limit: int
    count: int
    """Messages that count against the limit now, without the one to be sent."""
    allowed_at: datetime | None
    """When the limit no longer stands against it, if nothing else is sent: in the zone of ``now``,
    or without one as ``now`` is. ``None`` for never, as with a limit of 0."""


_STANDARD = SendingLimits()


def check_sending(
    content: str,
    history: Iterable[tuple[datetime, str]],
    now: datetime,
    limits: SendingLimits = _STANDARD,
) -> tuple[SendingViolation, ...]:
    """What stands against sending the content to one number now.

    ``history``: when and what the platform took for that number before, in any order; what is older
    than today and than ``otp_window`` does not count. A ``datetime`` without a zone is Beijing
    time. Raises ``EncodeError`` for one that lies outside the years 1 to 9999 there.
    """
    moment = to_beijing(now)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    otps: list[datetime] = []  # since when each message counts, as an OTP and as one of the day
    daily: list[datetime] = []
    for when, sent in history:
        at = to_beijing(when)
        if limits.otp_word in sent and timedelta(0) <= moment - at < limits.otp_window:
            otps.append(at)
        if midnight <= at <= moment:
            daily.append(midnight)
    otp_limit = limits.otp_messages if limits.otp_word in content else None
    measured = (
        (SendingReason.OTP_LIMIT, otp_limit, otps, limits.otp_window),
        (SendingReason.DAILY_LIMIT, limits.daily_messages, daily, timedelta(days=1)),
    )
    return tuple(
        SendingViolation(
            reason=reason,
            limit=limit,
            count=len(since),
            allowed_at=_allowed_at(limit, since, wait, now),
        )
        for reason, limit, since, wait in measured
        if limit is not None and len(since) >= limit
    )


def _allowed_at(
    limit: int, since: list[datetime], wait: timedelta, now: datetime
) -> datetime | None:
    """When so many messages have ceased to count that there is room for one."""
    if limit <= 0:
        return None
    try:
        free = sorted(since)[-limit] + wait
        if now.utcoffset() is None:
            return free
        return free.replace(tzinfo=BEIJING).astimezone(now.tzinfo)
    except OverflowError:  # after the year 9999
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much at once; ``None`` for no limit."""

    max_mobiles: int | None = None
    max_characters: int | None = None
    units: Units = "utf16"
    """What a character is, as in ``segments``."""
    extension_digits: int | None = None
    """Digits of an extension at most; with ``None`` an extension may be anything."""


class CapReason(Enum):
    """Which cap is passed."""

    TOO_MANY_MOBILES = "too many mobiles"
    CONTENT_TOO_LONG = "content too long"
    EXTENSION_TOO_LONG = "extension too long"
    EXTENSION_NOT_DIGITS = "extension not digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapViolation:
    """One cap that is passed, and by what."""

    reason: CapReason
    limit: int
    actual: int
    """Numbers or characters; of ``EXTENSION_NOT_DIGITS``, characters that are no ASCII digits."""


def check_caps(
    mobiles_count: int, content: str, extension: str, caps: Caps
) -> tuple[CapViolation, ...]:
    """Every cap that a message passes; an extension that is empty is none."""
    strays = sum(character not in "0123456789" for character in extension)
    digits = caps.extension_digits
    measured = (
        (CapReason.TOO_MANY_MOBILES, caps.max_mobiles, mobiles_count),
        (CapReason.CONTENT_TOO_LONG, caps.max_characters, count_units(content, caps.units)),
        (CapReason.EXTENSION_TOO_LONG, digits, len(extension)),
        (CapReason.EXTENSION_NOT_DIGITS, None if digits is None else 0, strays),
    )
    return tuple(
        CapViolation(reason=reason, limit=limit, actual=actual)
        for reason, limit, actual in measured
        if limit is not None and actual > limit
    )
