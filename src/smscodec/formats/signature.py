"""The signature 【…】: who a message is from (document 003, sections 1.2 and 10).

Document 003 wants content + 【签名】, "3-8 characters", yet its own examples 【腾飞】 and 【星辰】
have two; other platforms put it in front. So the bounds are parameters (2 to 8 between the
brackets), both ends are read, and a wrong signature is a verdict, never a codec error: only the
platform decides.

Not to be confused with the MD5 ``sign`` that proves a login.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple

__all__ = [
    "Place",
    "Signature",
    "SignatureVerdict",
    "add_signature",
    "check_signature",
    "find_signature",
]

Place = Literal["end", "start"]

OPEN, CLOSE = "【", "】"
MIN_LENGTH, MAX_LENGTH = 2, 8


class Signature(NamedTuple):
    """A signature found in a text."""

    name: str
    """What stands between the brackets."""
    place: Place


class SignatureVerdict(Enum):
    """What a platform that wants a signature would say; the codes are those of 003, chapter 10."""

    OK = "ok"
    MISSING = "missing"  # 2113 RequiredSuffix
    TOO_SHORT = "too short"  # 2114 SuffixError
    TOO_LONG = "too long"  # 2114 SuffixError


def find_signature(text: str, places: tuple[Place, ...] = ("end", "start")) -> Signature | None:
    """The signature at one of the places, the first of them first; brackets elsewhere are text."""
    for place in places:
        if place == "end" and text.endswith(CLOSE) and OPEN in text:
            name = text[text.rindex(OPEN) + 1 : -1]
        elif place == "start" and text.startswith(OPEN) and CLOSE in text:
            name = text[1 : text.index(CLOSE)]
        else:
            continue
        if not (OPEN in name or CLOSE in name):
            return Signature(name, place)
    return None


def add_signature(text: str, name: str, place: Place = "end") -> str:
    """The text with 【name】 at its end or start; one that stands there already stays as it is."""
    if OPEN in name or CLOSE in name:
        raise ValueError("the brackets 【】 are added here; leave them out of the name")
    if find_signature(text, (place,)) == (name, place):
        return text
    tag = f"{OPEN}{name}{CLOSE}"
    return text + tag if place == "end" else tag + text


def check_signature(
    text: str,
    *,
    min_length: int = MIN_LENGTH,
    max_length: int = MAX_LENGTH,
    places: tuple[Place, ...] = ("end", "start"),
) -> SignatureVerdict:
    """Whether the text has a signature of the right length, in characters between the brackets."""
    found = find_signature(text, places)
    if found is None:
        return SignatureVerdict.MISSING
    if len(found.name) < min_length:
        return SignatureVerdict.TOO_SHORT
    return SignatureVerdict.TOO_LONG if len(found.name) > max_length else SignatureVerdict.OK
