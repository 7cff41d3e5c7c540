"""Templates as a platform registers them (document 003, section 9).

A template is the text of a message with ``@`` where it varies, as in ``您的验证码：@【星辰】``. One
``@`` stands for up to 20 characters of any content. It may occur many times, at most five of them
in a row; such a row is one variable here: ``@@@@@`` takes up to 100 characters.

``check_template`` says what a platform would refuse; ``matches`` says whether a message is one of a
template's, and what its variables took or where it first goes wrong. Neither raises: a message that
breaks the rules is a legal value.

What the document leaves open, and is decided here:

- A variable may take nothing. The document says "within 20 characters", and a row of five would be
  of no use for short content if each ``@`` had to take something.
- Characters are code points: an emoji is one. Any will do, line breaks and ``@`` included.
- There is no way to write a constant ``@`` in a template. The full-width ``＠`` is one.
- A message that can be read in several ways is read so that the first variable takes as little as
  it can, then the second, and so on: ``【@】@`` reads ``【a】b】c`` as ``a`` and ``b】c``.
- ``matches`` applies no rule of ``check_template``: six ``@`` in a row take up to 120 characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, partial
from typing import NamedTuple

__all__ = [
    "Match",
    "Mismatch",
    "MismatchReason",
    "TemplateReason",
    "TemplateRules",
    "TemplateViolation",
    "Variable",
    "check_template",
    "find_variables",
    "matches",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRules:
    """The two numbers of the document."""

    max_marks: int = 5
    """``@`` in a row."""
    mark_characters: int = 20
    """Characters that one ``@`` stands for at most."""


class Variable(NamedTuple):
    """A row of ``@`` in a template."""

    offset: int
    """Characters before it."""
    marks: int
    """How many ``@`` it has."""


class TemplateReason(Enum):
    """Why a platform would not register a template."""

    EMPTY = "empty"
    TOO_MANY_MARKS = "too many marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateViolation:
    """One thing wrong with a template."""

    reason: TemplateReason
    offset: int
    """Characters of the template before it."""
    marks: int = 0
    """How many ``@`` stand in a row there."""


@dataclass(frozen=True, slots=True)
class Match:
    """The message is one of the template's."""

    values: tuple[str, ...]
    """What each variable took."""


class MismatchReason(Enum):
    """Why a message is none of a template's."""

    VARIABLE_TOO_LONG = "variable too long"
    CONSTANT_NOT_FOUND = "constant not found"
    TEXT_LEFT_OVER = "text left over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """The message is none of the template's: the first place where no reading of it goes on.

    It is false, so that ``if matches(template, text)`` means what it says.
    """

    reason: MismatchReason
    offset: int
    """Characters of the message before the variable that is too long, before the place from which
    the constant was looked for, or before the text that is left over."""
    variable: int | None = None
    """The variable that is too long, or that the constant should follow: an index, from 0."""
    excess: int = 0
    """How many characters the variable has too many, or are left over."""
    constant: str = ""
    """The constant that was not found, or stands too far off (empty: the end of the message)."""

    def __bool__(self) -> bool:
        return False


_MARKS = re.compile("@+")
_STANDARD = TemplateRules()


def find_variables(template: str) -> tuple[Variable, ...]:
    """The variables of a template in their order."""
    return tuple(Variable(m.start(), len(m.group())) for m in _MARKS.finditer(template))


def check_template(
    template: str, rules: TemplateRules = _STANDARD
) -> tuple[TemplateViolation, ...]:
    """Everything a platform would not register in a template; nothing if it is a good one."""
    if not template:
        return (TemplateViolation(reason=TemplateReason.EMPTY, offset=0),)
    return tuple(
        TemplateViolation(reason=TemplateReason.TOO_MANY_MARKS, offset=offset, marks=marks)
        for offset, marks in find_variables(template)
        if marks > rules.max_marks
    )


# A set of places in a message is a number here: bit n stands for "n characters have been read". One
# shift or one AND moves all readings of the message on together, however many there are, so nothing
# is ever tried and taken back: at worst it takes template x message / 64 steps.


def matches(template: str, text: str, rules: TemplateRules = _STANDARD) -> Match | Mismatch:
    """Whether the message is one of the template's: what the variables took, or what is wrong."""
    first, *constants = _MARKS.split(template)
    rooms = [min(rules.mark_characters * marks, len(text)) for _, marks in find_variables(template)]
    if not text.startswith(first):
        return Mismatch(reason=MismatchReason.CONSTANT_NOT_FOUND, offset=0, constant=first)

    # bounded: a hostile template may hold any number of characters
    places_of = lru_cache(1024)(partial(_places_of, text))
    here = 1 << len(first)
    begins: list[int] = []  # of each variable: where it may begin
    for room, constant in zip(rooms, constants, strict=True):
        begins.append(here)
        here = _behind(constant, _widened(here, room), places_of)
        if not here:
            break
    if here >> len(text) & 1:
        return Match(_values(text, len(first), begins, rooms, constants))
    if not begins:
        return _left_over(text, here)
    return _mismatch(text, begins, here, rooms, constants)


def _places_of(text: str, character: str) -> int:
    """Where the character stands in the text."""
    bits = bytearray(len(text) // 8 + 1)
    at = text.find(character)
    while at >= 0:
        bits[at >> 3] |= 1 << (at & 7)
        at = text.find(character, at + 1)
    return int.from_bytes(bits, "little")


def _widened(places: int, room: int) -> int:
    """The places and all that are up to ``room`` characters further on."""
    width = 1
    while width <= room:
        step = min(width, room + 1 - width)
        places |= places << step
        width += step
    return places


def _behind(constant: str, places: int, places_of: Callable[[str], int]) -> int:
    """The places behind the constant, for those of the places where it stands."""
    for character in constant:
        places = (places & places_of(character)) << 1
        if not places:
            break
    return places


def _values(
    text: str, start: int, begins: list[int], rooms: list[int], constants: list[str]
) -> tuple[str, ...]:
    """What the variables took in a message that matches; the first of them begins at ``start``."""
    ends: list[int] = []  # of each variable, last first: where it may end so that the rest matches
    good = 1 << len(text)
    for begin, room, constant in zip(begins[::-1], rooms[::-1], constants[::-1], strict=True):
        ends.append(good >> len(constant))
        good = begin & (_widened(ends[-1], room) >> room)

    values: list[str] = []
    for end, constant in zip(ends[::-1], constants, strict=True):
        stop = start + _lowest(end >> start)
        values.append(text[start:stop])
        start = stop + len(constant)
    return tuple(values)


def _mismatch(
    text: str, begins: list[int], here: int, rooms: list[int], constants: list[str]
) -> Mismatch:
    """What is wrong with a message that can be read to the last of ``begins``, or to ``here``."""
    variable = len(begins) - 1
    begin, constant = begins[variable], constants[variable]
    earliest = _lowest(begin)
    if len(begins) == len(constants) and text.endswith(constant, earliest):
        stop = len(text) - len(constant)
    elif here:
        return _left_over(text, here)
    else:
        stop = text.find(constant, earliest)
    if stop < 0:
        return Mismatch(
            reason=MismatchReason.CONSTANT_NOT_FOUND,
            offset=earliest,
            variable=variable,
            constant=constant,
        )
    nearest = _highest(begin & ((1 << stop) - 1))
    return Mismatch(
        reason=MismatchReason.VARIABLE_TOO_LONG,
        offset=nearest,
        variable=variable,
        excess=stop - nearest - rooms[variable],
        constant=constant,
    )


def _left_over(text: str, here: int) -> Mismatch:
    end = _highest(here)
    return Mismatch(reason=MismatchReason.TEXT_LEFT_OVER, offset=end, excess=len(text) - end)


def _lowest(places: int) -> int:
    return _highest(places & -places)


def _highest(places: int) -> int:
    return places.bit_length() - 1
