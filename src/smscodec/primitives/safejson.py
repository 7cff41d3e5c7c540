"""JSON from strangers: one careful way to parse it.

Numbers stay the characters they are written in, so that no id passes through a float and no digit
limit is met; NaN and Infinity are refused; an object is the pairs it is written in, so that nothing
said twice is lost, unless the caller makes something else of them; nesting too deep to read is an
error like any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

from ..errors import DecodeError

__all__ = ["JsonNumber", "JsonObject", "parse_json"]

_BOM = "\ufeff"


class JsonNumber(str):
    """A number as it is written."""

    __slots__ = ()


class JsonObject(list[tuple[str, Any]]):
    """An object as the pairs it is written in."""

    __slots__ = ()


def parse_json(text: str, make_object: Callable[[list[tuple[str, Any]]], Any] = JsonObject) -> Any:
    """What the text says: texts, ``JsonNumber``, booleans, ``None``, lists and ``JsonObject``.

    ``make_object`` makes of an object's pairs what shall stand for it, from the innermost outwards.
    One byte order mark in front is taken off. Raises ``DecodeError``; ``offset`` counts the bytes
    of the text in UTF-8.
    """
    bare = text.removeprefix(_BOM)
    try:
        return json.loads(
            bare,
            object_pairs_hook=make_object,
            parse_int=JsonNumber,
            parse_float=JsonNumber,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        before = text[: len(text) - len(bare) + error.pos]
        offset = len(before.encode("utf-8", "surrogatepass"))
        raise DecodeError(f"not JSON: {error.msg}", offset=offset) from None
    except RecursionError:
        raise DecodeError("JSON is nested too deep") from None


def _refuse_constant(name: str) -> NoReturn:
    raise DecodeError(f"not JSON: {name} is no value")
