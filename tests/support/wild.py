"""Whatever the annotations of a class allow, sensible or not."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from smscodec import Entry, Frame, Part, Reason, messages
from smscodec.formats.tms import Element
from smscodec.testing import contents, moments, words

__all__ = ["wild"]

_NAMED = {"Entry": Entry, "Frame": Frame, "Element": Element, "Part": Part}
_PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "None": st.none(),
    "bool": st.booleans(),
    "bytes": st.binary(max_size=20) | st.text("ABab01+/=%2BFD", max_size=12).map(str.encode),
    "int": st.integers() | st.integers(-20, 20),
    "str": st.text(st.characters(), max_size=8)
    | st.text("0123456789", max_size=25)
    | contents()
    | words(),
    "Decimal": st.decimals() | st.integers().map(Decimal),
    "datetime": st.datetimes() | moments(),
    "Reason": st.sampled_from(Reason),
}


@cache
def wild(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Objects of a dataclass or a ``NamedTuple``; often with defaults where there are some."""
    return st.deferred(lambda: st.builds(cls, **_attributes(cls)))


def _attributes(cls: type[Any]) -> dict[str, st.SearchStrategy[Any]]:
    if not is_dataclass(cls):
        return {name: _of(hint.__forward_arg__) for name, hint in cls.__annotations__.items()}
    return {
        each.name: _of(str(each.type))
        if each.default is MISSING
        else st.just(each.default) | st.just(each.default) | _of(str(each.type))
        for each in fields(cls)
    }


def _of(annotation: str) -> st.SearchStrategy[Any]:
    hint = annotation.strip()
    if "|" in hint:
        return st.one_of([_of(part) for part in hint.split("|")])
    if hint.startswith("tuple["):
        inner = _of(hint.removeprefix("tuple[").partition(",")[0])
        return st.lists(inner, max_size=3).map(tuple)
    if hint in _PLAIN:
        return _PLAIN[hint]
    return wild(_NAMED.get(hint) or getattr(messages, hint))
