"""Values: pairs of plain functions between what Python holds and the text on a wire.

One pair serves both directions, so reading and writing cannot disagree: what would not be read
back as it is, like blanks around an id, is not written. The functions raise ``ValueError`` with the
reason; the row that holds the value makes it an error with a place. Times are in ``times``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import compress
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """How one kind of thing is written, and read back."""

    name: str
    write: Callable[[T], str]
    read: Callable[[str], T]
    json: Literal["string", "number"] = "string"
    """What it is in JSON; read is either."""
    many: Callable[[list[T]], list[str]] | None = None
    """``write`` for a whole column at once, where that is faster. It raises where ``write`` would
    for any of them; of what, the row that writes one after the other will tell."""
    read_many: Callable[[list[str]], list[T]] | None = None
    """``read`` for a whole column, likewise."""

    def write_all(self, things: list[T]) -> list[str]:
        """The texts of a column."""
        return self.many(things) if self.many else list(map(self.write, things))

    def read_all(self, texts: list[str]) -> list[T]:
        """The things a column says."""
        return self.read_many(texts) if self.read_many else list(map(self.read, texts))


def in_json_number(value: Value[T]) -> Value[T]:
    """The same value, as a JSON number where its text is one."""
    return replace(value, json="number")


# ---- texts -----------------------------------------------------------------------------------


def _write_text(thing: object) -> str:
    if isinstance(thing, str):
        return thing
    raise ValueError(f"cannot write {type(thing).__name__} as a text")  # or "None" would be sent


TEXT: Value[str] = Value("text", _write_text, str)
"""To the character."""


def _write_trimmed(thing: object) -> str:
    text = _write_text(thing)
    if text != text.strip():
        raise ValueError("cannot write blanks around this: readers take them off")
    return text


def _write_trimmed_all(things: list[str]) -> list[str]:
    texts = list(map(str.strip, things))
    return texts if texts == things else list(map(_write_trimmed, things))


TRIMMED: Value[str] = Value("trimmed text", _write_trimmed, str.strip, many=_write_trimmed_all)
"""Ids, codes and names, which arrive with blanks around them."""


def digits(most: int) -> Value[str]:
    """Nothing, or digits 0-9, so many at most when written; read as they come.

    The word ``null``, sent by some, is nothing.
    """

    fits = re.compile(f"[0-9]{{0,{most}}}").fullmatch

    def write(text: str) -> str:
        if fits(text):
            return text
        raise ValueError(f"cannot write this: at most {most} digits 0-9 belong here")

    def read(text: str) -> str:
        word = text.strip()
        return "" if word.lower() == "null" else word

    return Value(f"up to {most} digits", write, read)


def at_most(most: int) -> Value[str]:
    """A text, of so many characters at most when written; read as it comes."""

    def write(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"cannot write this: {len(text)} characters, more than {most}")
        return text

    return Value(f"text of up to {most} characters", write, str)


def listed(separator: str = ",") -> Value[tuple[str, ...]]:
    """Texts with a separator between them; nothing is no texts."""

    def write(items: Iterable[str]) -> str:
        if isinstance(items, str):  # whose items are its characters
            raise ValueError("cannot write one text here, only several")
        texts = tuple(items)
        for text in texts:
            if separator in text or not text or text != text.strip():
                raise ValueError(
                    f"cannot write an item that is empty, holds {separator!r} or has blanks around"
                )
        return separator.join(texts)

    def read(text: str) -> tuple[str, ...]:
        return tuple([part for part in map(str.strip, text.split(separator)) if part])

    return Value("list", write, read)


def mobiles() -> Value[tuple[str, ...]]:
    """Mobiles with ASCII commas between them: digits only when written, read as they come."""
    plain = listed(",")
    fits = re.compile("[0-9,]*").fullmatch

    def write(items: tuple[str, ...]) -> str:
        text = plain.write(items)
        if not fits(text):
            raise ValueError("cannot write a mobile that is not all digits 0-9")
        return text

    return Value("mobiles", write, plain.read)


# ---- numbers ---------------------------------------------------------------------------------


_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*", re.ASCII)


def _write_integer(number: int) -> str:
    if abs(number) >= 10**18:
        raise ValueError("cannot write a whole number of more than 18 digits")
    return format(number, "d")


def _read_integer(text: str) -> int:
    if (text.isdecimal() and text.isascii() and len(text) <= 18) or _INTEGER.fullmatch(text):
        return int(text)
    raise ValueError(f"cannot read {text[:40]!r} as a whole number")


INTEGER: Value[int] = Value("whole number", _write_integer, _read_integer)
"""Up to 18 digits."""


def _write_decimal(number: Decimal) -> str:
    text = format(number, "f")
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"cannot write {number}: too many digits, or no number")
    return text


def _read_decimal(text: str) -> Decimal:
    if _DECIMAL.fullmatch(text.strip()):
        return Decimal(text.strip())
    raise ValueError(f"cannot read {text[:40]!r} as an amount of money")


_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
DECIMAL: Value[Decimal] = Value("amount of money", _write_decimal, _read_decimal)
"""Money, to the digit."""


def counted(most: int | None = None) -> Value[int]:
    """How many: 1 or more, ``most`` at most when written; read as it comes."""

    def write(number: int) -> str:
        if number < 1 or (most is not None and number > most):
            bounds = "1 or more" if most is None else f"1 to {most}"
            raise ValueError(f"cannot write {number}: only {bounds} belongs here")
        return _write_integer(number)

    return Value("how many", write, _read_integer)


def scaled(factor: int) -> Value[int]:
    """A number the wire counts in lots: 004 says 5 for 50 messages."""

    def write(number: int) -> str:
        lots, rest = divmod(number, factor)
        if rest:
            raise ValueError(f"cannot write {number}: it is no multiple of {factor}")
        return _write_integer(lots)

    return Value(f"whole number in lots of {factor}", write, lambda t: _read_integer(t) * factor)


# ---- made of others --------------------------------------------------------------------------


def blank(value: Value[T]) -> Value[T | None]:
    """The same, or nothing at all for ``None``; the word ``null``, sent by some, is nothing."""
    return unset(value, "")


def unset(value: Value[T], *spellings: str, never: T | None = None) -> Value[T | None]:
    """``blank``, where ``None`` has more spellings: the first is written, all are read.

    So is ``never``, however it is spelt.
    """
    nothing = {"", "null", *spellings, *([] if never is None else [value.write(never)])}

    def write(thing: T | None) -> str:
        if thing is None:
            return spellings[0]
        text = value.write(thing)
        if text.strip().lower() in nothing:
            raise ValueError(f"cannot write {text!r} here: it would be read as nothing")
        return text

    def write_all(things: list[T | None]) -> list[str]:
        said = [thing for thing in things if thing is not None]
        texts = value.write_all(said)
        if not nothing.isdisjoint(map(str.lower, map(str.strip, texts))):
            return list(map(write, things))
        if len(said) == len(things):
            return texts
        rest = iter(texts)
        return [spellings[0] if thing is None else next(rest) for thing in things]

    def read(text: str) -> T | None:
        return None if text.strip().lower() in nothing else known(value.read(text))

    def known(thing: T) -> T | None:
        return None if thing == never else thing

    def read_known(texts: list[str]) -> list[T | None]:
        things = value.read_all(texts)
        return [*map(known, things)] if never in things else [*things]

    def read_all(texts: list[str]) -> list[T | None]:
        words = [text.lower() for text in map(str.strip, texts)]
        if nothing.isdisjoint(words):
            return read_known(texts)
        said = [word not in nothing for word in words]
        rest = iter(read_known([*compress(texts, said)]))
        return [next(rest) if each else None for each in said]

    return Value(value.name, write, read, value.json, write_all, read_all)


def required(value: Value[T]) -> Value[T]:
    """The same, but never nothing."""

    def write(thing: T) -> str:
        text = value.write(thing)
        if not text.strip():
            raise ValueError("cannot write nothing here")
        return text

    def read(text: str) -> T:
        if not text.strip():
            raise ValueError("nothing stands here")
        return value.read(text)

    return Value(value.name, write, read, value.json)


def or_null(value: Value[str]) -> Value[str]:
    """The same text, but nothing for the word ``null``, sent by some."""

    def write(thing: str) -> str:
        text = value.write(thing)
        if text.strip().lower() == "null":
            raise ValueError(f"cannot write {text!r} here: it would be read as nothing")
        return text

    def read(text: str) -> str:
        return "" if text.strip().lower() == "null" else value.read(text)

    return Value(value.name, write, read, value.json)


def flag(spelling: str) -> Value[bool]:
    """True is one text; false is nothing, and so is anything else when read."""
    return Value("flag", lambda on: spelling if on else "", lambda text: text.strip() == spelling)


def choice(name: str, spellings: Mapping[Any, str]) -> Value[Any]:
    """One of a few things, each with its spelling; read without regard to case."""
    back = {spelling.lower(): thing for thing, spelling in spellings.items()}
    if len(back) < len(spellings):
        raise TypeError(f"{name}: two things have the same spelling")

    def write(thing: Any) -> str:
        if thing not in spellings:
            raise ValueError(f"cannot write {thing!r} as {name}")
        return spellings[thing]

    def read(text: str) -> Any:
        if text.strip().lower() not in back:
            raise ValueError(f"cannot read {text[:40]!r} as {name}")
        return back[text.strip().lower()]

    return Value(name, write, read)
