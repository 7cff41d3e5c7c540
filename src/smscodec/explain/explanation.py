"""An explanation, and how it reads."""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .facts import Facts

__all__ = ["DOCUMENTS", "Explanation", "Kind", "Other", "in_words"]

Kind = Literal["request", "reply", "payload", "unknown"]

DOCUMENTS: Mapping[str, str] = {
    "plain": "000",
    "signed": "001",
    "mms": "002",
    "hashed": "003",
    "xunchen": "004",
}
"""Which document describes a dialect."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another reading of the same bytes."""

    kind: Kind
    name: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What something is, and what it says."""

    kind: Kind
    name: str = ""
    """The endpoint, as ``xunchen.send``; of a payload its format, as ``batch``."""
    summary: str
    """In one sentence."""
    facts: Facts = field(default_factory=dict[str, Any])
    """What it says, name by name: texts, numbers, and lists and dicts of them."""
    notes: tuple[str, ...] = ()
    """What is odd about it."""
    others: tuple[Other, ...] = ()
    """What it may as well be, the likelier first."""


def in_words(explanation: Explanation) -> str:
    """The explanation as lines of text, the last of them with its line break."""
    return "".join(f"{_visible(line)}\n" for line in _lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    named = f"{explanation.kind} {explanation.name}".strip()
    dialect = explanation.name.partition(".")[0]
    document = f" (document {DOCUMENTS[dialect]})" if dialect in DOCUMENTS else ""
    yield f"{named}{document}: {explanation.summary}"
    if explanation.facts:
        yield ""
        yield from _tree(explanation.facts, "")
    if explanation.others or explanation.notes:
        yield ""
    yield from _others(explanation)
    yield from (f"note: {note}" for note in explanation.notes)


def _others(explanation: Explanation) -> Iterator[str]:
    """Those that say the same on one line, those that say something else on one line each."""
    named: dict[str, list[str]] = {}
    for each in explanation.others:
        named.setdefault(each.summary, []).append(f"{each.kind} {each.name}".strip())
    for summary, names in named.items():
        meaning = "" if summary == explanation.summary else f": {summary}"
        yield f"or {', '.join(names)}{meaning}"


def _tree(facts: Facts, margin: str) -> Iterator[str]:
    width = max(map(len, facts), default=0)
    for name, fact in facts.items():
        title = f"{margin}{name.replace('_', ' ')}"
        if isinstance(fact, dict):
            yield title
            yield from _tree(fact, f"{margin}  ")
        elif _is_rows(fact):
            yield title
            yield from (f"{margin}  - {_on_one_line(row)}" for row in fact)
        else:
            yield f"{title:<{len(margin) + width}}  {_on_one_line(fact)}"


def _is_rows(fact: Any) -> bool:
    return isinstance(fact, list) and any(isinstance(item, dict) for item in fact)


def _on_one_line(fact: Any) -> str:
    if isinstance(fact, dict):
        return ", ".join(f"{n.replace('_', ' ')} {_on_one_line(each)}" for n, each in fact.items())
    if isinstance(fact, list):
        return ", ".join(map(_on_one_line, fact)) or "none"
    if isinstance(fact, bool) or fact is None:
        return {True: "yes", False: "no", None: "unknown"}[fact]
    return f"{fact:,}" if isinstance(fact, int) else fact or "(empty)"


def _visible(line: str) -> str:
    """Without anything that moves the cursor or turns the writing round."""
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
