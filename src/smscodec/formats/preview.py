"""What a text will cost and what may stop it, before anybody is billed.

``preview`` brings together what the other formats know: segments, signature, caps, what a charset
cannot carry. Its ``refusals`` are what a platform would answer, by the codes and names of document
003, chapter 10, which is the only one that has a code for each. How often a number may be sent to
depends on more than the text: that is ``rules.check_sending``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..primitives.charset import Charset, unsendable
from .rules import CapReason, Caps, check_caps
from .segments import LONG, SHORT, Units, count_segments, count_units
from .signature import (
    MAX_LENGTH,
    MIN_LENGTH,
    Place,
    Signature,
    SignatureVerdict,
    check_signature,
    find_signature,
)

__all__ = ["Preview", "Refusal", "preview"]


class Refusal(NamedTuple):
    """What a platform would answer."""

    code: str
    name: str
    """By document 003, chapter 10."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is known of a text without asking a platform."""

    segments: int
    """What it costs."""
    units: int
    """Characters as they are billed."""
    units_left: int
    """Characters that may be added before it costs one segment more."""
    signature: Signature | None
    unsendable: tuple[tuple[int, str], ...]
    """Every ``(offset, character)`` that the charset cannot carry."""
    refusals: tuple[Refusal, ...] = ()
    """What would be refused; nothing for a text that passes."""


def preview(
    text: str,
    *,
    units: Units = "utf16",
    charset: Charset = "gbk",
    caps: Caps = Caps(),  # noqa: B008 - frozen
    extension: str = "",
    signature_length: tuple[int, int] = (MIN_LENGTH, MAX_LENGTH),
    signature_places: tuple[Place, ...] = ("end", "start"),
) -> Preview:
    """Segments, signature, what ``charset`` cannot carry, and what would be refused.

    ``caps`` are a dialect's; the signature has to stand at one of the places and to be as long as
    ``signature_length`` says.
    """
    size = count_units(text, units)
    segments = count_segments(text, units)
    room = SHORT if segments <= 1 else segments * LONG
    verdict = check_signature(
        text,
        min_length=signature_length[0],
        max_length=signature_length[1],
        places=signature_places,
    )
    return Preview(
        segments=segments,
        units=size,
        units_left=room - size,
        signature=find_signature(text, signature_places),
        unsendable=unsendable(text, charset),
        refusals=(*_of_content(text, verdict), *_of_caps(text, extension, caps)),
    )


def _of_content(text: str, verdict: SignatureVerdict) -> Iterator[Refusal]:
    if not text:
        yield Refusal("2001", "ContentEmpty", "the content is empty")
    elif verdict is SignatureVerdict.MISSING:
        yield Refusal("2113", "RequiredSuffix", "there is no signature 【】")
    elif verdict is not SignatureVerdict.OK:
        yield Refusal("2114", "SuffixError", f"the signature is {verdict.value}")


def _of_caps(text: str, extension: str, caps: Caps) -> Iterator[Refusal]:
    for found in check_caps(0, text, extension, caps):
        if found.reason is CapReason.CONTENT_TOO_LONG:
            yield Refusal(
                "2105", "ContentLong", f"{found.actual} characters, {found.limit} at most"
            )
        elif found.reason is CapReason.EXTENSION_TOO_LONG:
            yield Refusal("1104", "ExtNumberError", f"{found.actual} digits, {found.limit} at most")
        else:
            yield Refusal("1104", "ExtNumberError", "an extension is digits 0-9")
