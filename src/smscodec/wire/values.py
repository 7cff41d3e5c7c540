"""Values: pairs of plain functions between what Python holds and the text on a wire.

One pair serves both directions, so reading and writing cannot disagree. The functions raise
``ValueError`` with the reason; the row that holds the value makes it an error with a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from ..primitives.beijing import to_beijing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """How one kind of thing is written, and read back."""

    name: str
    write: Callable[[T], str]
    read: Callable[[str], T]
    json: Literal["string", "number"] = "string"
    """What it is in JSON; read is either."""


def in_json_number(value: Value[T]) -> Value[T]:
    """The same value, as a JSON number where its text is one."""
    return Value(value.name, value.write, value.read, "number")


# ---- texts -----------------------------------------------------------------------------------

TEXT: Value[str] = Value("text", str, str)
"""To the character."""

TRIMMED: Value[str] = Value("trimmed text", str, str.strip)
"""Ids, codes and names, which arrive with blanks around them."""


def digits(most: int) -> Value[str]:
    """Nothing, or digits 0-9, so many at most when written; read as they come."""

    def write(text: str) -> str:
        if re.fullmatch(f"[0-9]{{0,{most}}}", text):
            return text
        raise ValueError(f"cannot write this: at most {most} digits 0-9 belong here")

    return Value(f"up to {most} digits", write, str.strip)


def listed(separator: str = ",") -> Value[tuple[str, ...]]:
    """Texts with a separator between them; nothing is no texts."""

    def write(items: Iterable[str]) -> str:
        texts = tuple(items)
        for text in texts:
            if separator in text or not text:
                raise ValueError(f"cannot write an item that is empty or holds {separator!r}")
        return separator.join(texts)

    def read(text: str) -> tuple[str, ...]:
        stripped = (part.strip() for part in text.split(separator))
        return tuple(part for part in stripped if part)

    return Value("list", write, read)


def mobiles() -> Value[tuple[str, ...]]:
    """Mobiles with ASCII commas between them: digits only when written, read as they come."""
    plain = listed(",")

    def write(items: Iterable[str]) -> str:
        numbers = tuple(items)
        for number in numbers:
            if not re.fullmatch("[0-9]+", number):
                raise ValueError("cannot write a mobile that is not all digits 0-9")
        return plain.write(numbers)

    return Value("mobiles", write, plain.read)


# ---- numbers ---------------------------------------------------------------------------------


def _read_integer(text: str) -> int:
    if re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", text, re.ASCII):
        return int(text)
    raise ValueError(f"cannot read {text[:40]!r} as a whole number")


INTEGER: Value[int] = Value("whole number", str, _read_integer)


def scaled(factor: int) -> Value[int]:
    """A number the wire counts in lots: 004 says 5 for 50 messages."""

    def write(number: int) -> str:
        lots, rest = divmod(number, factor)
        if rest:
            raise ValueError(f"cannot write {number}: it is no multiple of {factor}")
        return str(lots)

    return Value(f"whole number in lots of {factor}", write, lambda t: _read_integer(t) * factor)


# ---- times -----------------------------------------------------------------------------------


def _time(pattern: str, join: Callable[[str], str]) -> Value[datetime]:
    compiled = re.compile(pattern, re.ASCII)

    def write(at: datetime) -> str:
        if at.microsecond:
            raise ValueError("cannot write microseconds here")
        return join(to_beijing(at).isoformat(" "))

    def read(text: str) -> datetime:
        found = compiled.fullmatch(text.strip())
        try:
            if found:
                return datetime(*map(int, found.groups()))  # type: ignore[arg-type]
        except ValueError:  # February 30
            pass
        raise ValueError(f"cannot read {text[:40]!r} as datetime")

    return Value("datetime", write, read)


DATETIME = _time(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})", str)
"""``2010-10-24 09:08:10``; read without zero padding and with slashes too."""
COMPACT_DATETIME = _time(
    r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", lambda text: re.sub(r"\D", "", text)
)
"""``20140504111010`` (004)."""
SOAP_DATETIME = _time(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.0+)?(?:\+08:00)?",
    lambda text: text.replace(" ", "T"),
)
"""``2018-02-02T09:08:10``; read with the zone of Beijing too (003, section 8.2)."""


# ---- made of others --------------------------------------------------------------------------


def blank(value: Value[T]) -> Value[T | None]:
    """The same, or nothing at all for ``None``; the word ``null``, sent by some, is nothing."""

    def write(thing: T | None) -> str:
        return "" if thing is None else value.write(thing)

    def read(text: str) -> T | None:
        return None if text.strip().lower() in ("", "null") else value.read(text)

    return Value(value.name, write, read, value.json)


def flag(spelling: str) -> Value[bool]:
    """True is one text; false is nothing, and so is anything else when read."""
    return Value("flag", lambda on: spelling if on else "", lambda text: text.strip() == spelling)


def unset(value: Value[T | None], *spellings: str) -> Value[T | None]:
    """``None`` has spellings of its own; the first is written, all are read."""

    def write(thing: T | None) -> str:
        return spellings[0] if thing is None else value.write(thing)

    def read(text: str) -> T | None:
        return None if text.strip() in ("", *spellings) else value.read(text)

    return Value(value.name, write, read, value.json)


def choice(name: str, spellings: Mapping[Any, str]) -> Value[Any]:
    """One of a few things, each with its spelling; read without regard to case."""
    back = {spelling.lower(): thing for thing, spelling in spellings.items()}

    def write(thing: Any) -> str:
        if thing not in spellings:
            raise ValueError(f"cannot write {thing!r} as {name}")
        return spellings[thing]

    def read(text: str) -> Any:
        if text.strip().lower() not in back:
            raise ValueError(f"cannot read {text[:40]!r} as {name}")
        return back[text.strip().lower()]

    return Value(name, write, read)
