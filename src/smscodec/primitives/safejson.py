"""JSON from strangers: one careful way to parse it.

Numbers stay the characters they are written in, so that no id passes through a float and no digit
limit is met; NaN and Infinity are refused; an object is the pairs it is written in, so that nothing
said twice is lost, unless the caller has something else made of them; nesting too deep to read is
an error like any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

from ..errors import DecodeError

__all__ = ["JsonNumber", "JsonObject", "json_parser", "parse_json"]

_BOM = "\ufeff"


class JsonNumber(str):
    """A number as it is written."""

    __slots__ = ()


class JsonObject(list[tuple[str, Any]]):
    """An object as the pairs it is written in."""

    __slots__ = ()


def _refuse_constant(name: str) -> NoReturn:
    raise DecodeError(f"not JSON: {name} is no value")


def json_parser(
    make_object: Callable[[list[tuple[str, Any]]], Any], make_number: Callable[[str], Any]
) -> Callable[[str], Any]:
    """A ``parse_json`` that makes other things of an object's pairs, from the innermost outwards,
    and of a number's characters."""
    decode = json.JSONDecoder(
        object_pairs_hook=make_object,
        parse_int=make_number,
        parse_float=make_number,
        parse_constant=_refuse_constant,
    ).decode

    def parse(text: str) -> Any:
        bare = text.removeprefix(_BOM)
        try:
            return decode(bare)
        except json.JSONDecodeError as error:
            before = text[: len(text) - len(bare) + error.pos]
            offset = len(before.encode("utf-8", "surrogatepass"))
            raise DecodeError(f"not JSON: {error.msg}", offset=offset) from None
        except RecursionError:
            raise DecodeError("JSON is nested too deep") from None

    return parse


_parse = json_parser(JsonObject, JsonNumber)


def parse_json(text: str) -> Any:
    """What the text says: texts, ``JsonNumber``, booleans, ``None``, lists and ``JsonObject``.

    One byte order mark in front is taken off. Raises ``DecodeError``; ``offset`` counts the bytes
    of the text in UTF-8.
    """
    return _parse(text)
