"""Values for a template the platform holds (document 004, section 2.2, example 5).

The template ``尊敬的@1@@2@,您在…`` is made in the platform's own web pages; a message names the
template and carries only the values, as its content::

    @1@=李先生,@2@=您好,@3@=928371

Joined by ASCII commas, numbered from 1. A value may hold anything but a comma that is followed by
``@``, digits and ``@=``, for there the next one begins; its own ``=`` and other commas are content.
``＠``, full-width digits and the full-width comma are content too. All of this is text: split it
after charset decoding, never before.

What the document leaves open, and is decided here:

- No values are an empty text. A value that is empty is read (clients do send it) but not written:
  what the platform makes of it is published nowhere.
- Values are written in the order of their numbers and read in any. A number that is missing or
  comes twice is an error.
- Nothing is trimmed: a blank or a comma at the end belongs to the last value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import DecodeError, EncodeError

__all__ = ["pack_values", "render", "unpack_values", "variables_of"]

_PAIR = re.compile("@([0-9]+)@=(.*)", re.DOTALL)
_SEAM = re.compile(",(?=@[0-9]+@=)")
VARIABLE = re.compile("@([1-9][0-9]{0,8})@")


def pack_values(values: Sequence[str]) -> str:
    """The content of a message by template: ``values[0]`` is ``@1@``, and so on.

    Raises ``EncodeError`` with a path such as ``$[1][4]`` (fifth character of the second value) for
    a value that is empty or holds what would be read as the beginning of the next one.
    """
    for index, value in enumerate(values):
        if not value:
            raise EncodeError("a template value is empty", path=f"$[{index}]")
        seam = _SEAM.search(value)
        if seam:
            raise EncodeError(
                "a template value holds what would be read as the next one: a comma and `@n@=`",
                path=f"$[{index}][{seam.start()}]",
            )
    return ",".join(f"@{number}@={value}" for number, value in enumerate(values, 1))


def unpack_values(text: str) -> tuple[str, ...]:
    """The values in the order of their numbers; the first of them is that of ``@1@``.

    Raises ``DecodeError`` with a path such as ``$[4]`` (fifth character of the text) when it does
    not begin with ``@n@=``, or a number comes twice or is missing.
    """
    if not text:
        return ()
    values: dict[str, str] = {}
    offset = 0
    for pair in _SEAM.split(text):
        found = _PAIR.fullmatch(pair)
        if not found:
            raise DecodeError("template values do not begin with `@1@=` or the like", path="$[0]")
        number, value = found.groups()
        if number in values:
            raise DecodeError(f"template value @{number}@ comes twice", path=f"$[{offset}]")
        values[number] = value
        offset += len(pair) + 1
    numbers = [str(number) for number in range(1, len(values) + 1)]
    for number in numbers:
        if number not in values:
            raise DecodeError(f"template value @{number}@ is missing")
    return tuple(values[number] for number in numbers)


def variables_of(template: str) -> tuple[int, ...]:
    """The numbers of a template's variables, each once, in the order of their first places."""
    return tuple(dict.fromkeys(int(number) for number in VARIABLE.findall(template)))


def render(template: str, values: Sequence[str]) -> str:
    """The message a phone gets, but for the signature that the platform puts in front of it.

    A variable may stand in several places; ``@n@`` inside a value is content. Raises
    ``EncodeError`` with the path of the value, such as ``$[2]``, when a variable of the template
    has no value or a value has no variable.
    """
    variables = variables_of(template)
    for number in variables:
        if number > len(values):
            raise EncodeError(f"no value for template variable @{number}@", path=f"$[{number - 1}]")
    known = frozenset(variables)
    for index in range(len(values)):
        if index + 1 not in known:
            raise EncodeError(f"the template has no variable @{index + 1}@", path=f"$[{index}]")
    return VARIABLE.sub(lambda variable: values[int(variable[1]) - 1], template)
