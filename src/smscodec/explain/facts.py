"""What a message, login or payload says, as plain data: what is long is cut, secrets are masked.

Plain data are texts, whole numbers, truth values, and lists and dicts of them, ready for JSON.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from itertools import islice
from typing import Any

from ..errors import DecodeError
from ..formats.parts import Part, part_text
from ..formats.segments import count_many_segments, count_segments
from ..formats.tms import Element, element_type
from ..messages import Balance, DeliveryReport, PersonalisedSend, Refused, Send

__all__ = ["MASK", "MAX_ITEMS", "MAX_TEXT", "Facts", "cut", "cut_text", "facts_of", "rows_of"]

Facts = dict[str, Any]

MASK = "***"
MAX_ITEMS = 10
MAX_TEXT = 300
"""Characters of one text."""


def facts_of(thing: Any) -> Facts:
    """Name by name what a dataclass or named tuple says.

    Left out is what it leaves unsaid. Masked is what its class leaves out of ``repr``: that is how
    this package marks its secrets.
    """
    if isinstance(thing, Element | Part):
        return _of_part(thing)
    if not is_dataclass(thing):
        return {name: _fact(value) for name, value in thing._asdict().items()}
    facts: Facts = {}
    for each in fields(thing):
        value = getattr(thing, each.name)
        if each.default is not MISSING and value in (each.default, None):
            continue
        facts[each.name] = _fact(value) if each.repr else MASK if value else ""
    more = _MORE.get(type(thing))
    return {**facts, **more(thing)} if more else facts


_MORE: Mapping[type, Callable[[Any], Facts]] = {
    Send: lambda send: {"segments": count_segments(send.content)},
    PersonalisedSend: lambda send: rows_of([content for _, content in send.entries]),
    Balance: lambda balance: {} if balance.postpaid is None else {"postpaid": balance.postpaid},
    DeliveryReport: lambda report: {"delivered": report.delivered},
    Refused: lambda refused: {
        "fix": refused.reason.fix or "unknown",
        "retryable": refused.reason.retryable,
    },
}
"""What follows from what is said."""


def rows_of(contents: list[str]) -> Facts:
    """How much a batch is."""
    return {"rows": len(contents), "segments": sum(count_many_segments(contents))}


def cut(items: Iterable[Any], total: int) -> list[Any]:
    """The first of them as facts, and how many there are more."""
    shown = [_fact(item) for item in islice(items, MAX_ITEMS)]
    return shown if total <= MAX_ITEMS else [*shown, f"and {total - MAX_ITEMS:,} more"]


def cut_text(text: str) -> str:
    """Its beginning, and how much more there is."""
    more = len(text) - MAX_TEXT
    return text if more <= 0 else f"{text[:MAX_TEXT]} … and {more:,} more characters"


def _fact(value: Any) -> Any:
    if isinstance(value, str):
        return cut_text(value)
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, Enum):
        return value.value[0]
    if is_dataclass(value) or hasattr(value, "_asdict"):
        return facts_of(value)
    if isinstance(value, tuple):
        return cut(value, len(value))
    return value if isinstance(value, int) or value is None else str(value)


def _of_part(part: Element | Part) -> Facts:
    name, data = part
    facts: Facts = {"name" if isinstance(part, Element) else "type": _fact(name)}
    facts["bytes"] = len(data)
    if (element_type(name) if isinstance(part, Element) else name) == "txt":
        try:
            facts["text"] = _fact(part_text(Part("txt", data)))
        except DecodeError:
            pass
    return facts
