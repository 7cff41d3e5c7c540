"""Nodes and trees: what tables write and read, and how texts on them become errors with a place."""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..errors import DecodeError, EncodeError
from ..primitives.safejson import JsonNumber
from .values import Value

__all__ = [
    "Node",
    "Pair",
    "Tree",
    "first",
    "number_or_text",
    "reading",
    "text_of",
    "unreadable",
    "unwritable",
    "writing",
]

Node = Any  # str | JsonNumber | list[Pair] | tuple[list[Pair], ...] | Grid
Pair = tuple[str, Node]
Tree = dict[str, Any]

_NUMBER = re.compile("0|-?[1-9][0-9]{0,17}")  # no more: readers make longer ones floats


def first(tree: Tree, names: Iterable[str]) -> Any:
    """What stands under the first of the names that is there; "" where none is."""
    for name in names:
        found = tree.get(name)
        if isinstance(found, list):
            if len(found) > 1:
                raise DecodeError("is said twice", path=f"$.{name}")
            found = found[0] if found else None
        if found is not None:
            return found
    return ""


def text_of(found: Any, name: str) -> str:
    """A leaf's text; null is nothing, true and false are words, as .NET writes them."""
    if isinstance(found, str):
        return found
    if isinstance(found, bool):
        return "true" if found else "false"
    if found is None or found == {}:
        return ""
    raise DecodeError(f"{name} holds more than a text", path=f"$.{name}")


def unreadable(error: ValueError, step: str = "") -> DecodeError:
    """What a value says of a text, as an error with a place; a sharper one stays what it is."""
    if isinstance(error, DecodeError):
        return error.under(step)
    if isinstance(error, EncodeError):
        return DecodeError(error.reason, path=error.path, offset=error.offset).under(step)
    return DecodeError(str(error), path=f"${step}")


def unwritable(error: ValueError, step: str = "") -> EncodeError:
    """What a value says of a thing, as an error with a place."""
    if isinstance(error, EncodeError):
        return error.under(step)
    if isinstance(error, DecodeError):
        return EncodeError(error.reason, path=error.path, offset=error.offset).under(step)
    return EncodeError(str(error), path=f"${step}")


def reading(value: Value[Any], text: str, name: str) -> Any:
    try:
        return value.read(text)
    except ValueError as error:
        raise unreadable(error, f".{name}") from None


def writing(value: Value[Any], thing: Any, name: str) -> Node:
    try:
        text = value.write(thing)
    except ValueError as error:
        raise unwritable(error, f".{name}") from None
    return number_or_text(text) if value.json == "number" else text


def number_or_text(text: str) -> str:
    return JsonNumber(text) if _NUMBER.fullmatch(text) else text
