"""How well a reading accounts for what was read.

Tables read tolerantly: unknown names are passed over, missing ones are nothing. So one body can be
read in many ways, most of them poor. A good one is that which, written again, has the same names: a
``<taskID>`` that a reading has no place for counts against it, and so does a name that it would
have expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["UNPROVEN", "believable", "likeness", "names_in"]

T = TypeVar("T")

POOR = 0.5
"""A reading must be more like than this."""
UNPROVEN = 0.6
"""What is assumed for one that cannot be written: readers are more tolerant than writers."""
NEAR = 0.8
"""And not less like than this part of the best one, where several are told."""

_BEFORE = b"\xef\xbb\xbf \t\r\n"
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_MEMBER = re.compile(rb'"([^"\\]{1,64})"\s*:')


def names_in(body: bytes) -> frozenset[bytes]:
    """Names of the elements below the root, or of members, in lower case; plain text as it is."""
    begins = body.lstrip(_BEFORE)[:1]
    if begins == b"<":
        found = map(bytes.lower, _ELEMENT.findall(body))
        return frozenset([name for name in found if name != b"xml"][1:])  # <xml …> is sic, in 002
    if begins in (b"{", b"["):
        return frozenset(map(bytes.lower, _MEMBER.findall(body)))
    text = b"".join(body.lstrip(_BEFORE).split())
    return frozenset() if text in (b"", b"null") else frozenset((text,))


def likeness(read: frozenset[T], written: frozenset[T]) -> float:
    """From 0 to 1: how many of all names are in both; 1 where there was nothing to be read."""
    return len(read & written) / len(read | written) if read else 1.0


def believable(likenesses: Sequence[float], near: float = NEAR) -> list[int]:
    """Which of so many readings are worth telling: the best first, those as good in their order."""
    least = max([POOR, *(near * like for like in likenesses)])
    found = [n for n, like in enumerate(likenesses) if like >= least and like > POOR]
    return sorted(found, key=lambda n: -likenesses[n])
