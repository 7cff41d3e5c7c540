"""Numbers and words that make the sandbox do what a test needs.

**Numbers.** Those with a behaviour are in ``NUMBERS``, from ``13800138060`` to ``13800138095``; all
others are ordinary.

**Words.** A text that holds ``[sandbox name=value …]`` decides for its message:

========== =====================================================================================
``refuse`` the request is refused: by a code, name or phrase of the endpoint's table, or the name
           of a ``Reason`` (``[sandbox refuse=1106]``, ``[sandbox refuse=NO_CHANNEL]``)
``report`` the carrier's code of the report (``DELIVRD`` is arrival); ``none`` for no report
``delay``  seconds until the report is there
``answer`` what the phone answers when it has the message
``state``  of a template: what its review comes to, ``1``, ``2`` or ``4``
========== =====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .. import Reason

__all__ = ["MARK", "NUMBERS", "OF_A_NUMBER", "Magic", "magic_of", "read_magic"]

MARK = "[sandbox "
"""By this a text with magic in it is known."""

R = Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Magic:
    """What is to become of a message; nothing said is nothing changed."""

    refuse: str = ""
    """A code or the name of a ``Reason``."""
    report: str = ""
    """The carrier's code, or ``none``."""
    delay: int | None = None
    """Seconds."""
    answer: str = ""
    """What comes back from the phone."""
    state: str = ""
    """What the review of a template comes to."""


NUMBERS: Mapping[str, Magic] = {
    # what becomes of it
    "13800138060": Magic(report="UNDELIV"),
    "13800138061": Magic(report="EXPIRED"),
    "13800138062": Magic(report="REJECTD"),
    "13800138063": Magic(report="UNKNOWN"),
    "13800138064": Magic(report="MA:0006"),
    "13800138065": Magic(report="none"),
    # when
    "13800138070": Magic(delay=10),
    "13800138071": Magic(delay=60),
    "13800138072": Magic(delay=3600),
    "13800138073": Magic(delay=24 * 3600),
    # who answers
    "13800138075": Magic(answer="TD"),
    "13800138076": Magic(answer="收到，谢谢"),
    # who is not sent to
    "13800138080": Magic(refuse=R.BLACKLISTED.name),
    "13800138081": Magic(refuse=R.NO_CHANNEL_FOR_MOBILE.name),
    "13800138082": Magic(refuse=R.BAD_MOBILES.name),
    "13800138083": Magic(refuse=R.TOO_FREQUENT.name),
    # what refuses everything
    "13800138090": Magic(refuse=R.INSUFFICIENT_BALANCE.name),
    "13800138091": Magic(refuse=R.NO_CHANNEL.name),
    "13800138092": Magic(refuse=R.NO_PRODUCT.name),
    "13800138093": Magic(refuse=R.RESTRICTED_WORDS.name),
    "13800138094": Magic(refuse=R.CONTENT_TOO_LONG.name),
    "13800138095": Magic(refuse=R.PLATFORM_ERROR.name),
}
"""By number."""

OF_A_NUMBER = frozenset(
    each.name for each in (R.BLACKLISTED, R.NO_CHANNEL_FOR_MOBILE, R.BAD_MOBILES, R.TOO_FREQUENT)
)
"""Reasons that refuse a number, not the request it stands in."""

_WORDS = re.compile(r"\[sandbox((?: +[a-z]+=[^\s\]]*)+) *\]")


def magic_of(mobile: str, content: str) -> Magic | None:
    """What a message's number and text say; the text wins."""
    by_number = NUMBERS.get(mobile)
    by_text = read_magic(content) if MARK in content else None
    if by_number is None or by_text is None:
        return by_text or by_number
    said = {
        name: value
        for name in Magic.__slots__
        if (value := getattr(by_text, name)) not in ("", None)
    }
    return replace(by_number, **said)


def read_magic(text: str) -> Magic | None:
    """What a text says in brackets; nothing where it is not said right."""
    found = _WORDS.search(text)
    if not found:
        return None
    said: dict[str, str | int] = {}
    for pair in found[1].split():
        name, _, value = pair.partition("=")
        if name == "delay":
            if not re.fullmatch("[0-9]{1,7}", value):
                return None
            said[name] = int(value)
        elif name in Magic.__slots__ and value.isprintable():
            said[name] = value
        else:
            return None
    return Magic(**said)  # type: ignore[arg-type]
