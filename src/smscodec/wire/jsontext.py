"""JSON: the text of a table's nodes, and the tree of a text."""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

import json
import re
from typing import Any

from ..errors import DecodeError
from ..primitives.safejson import JsonNumber, JsonObject, json_parser, parse_json
from ..primitives.safexml import MAX_DEPTH
from .columns import Grid
from .trees import Node, Tree

__all__ = ["json_of", "tree_of_json"]

_SPECIAL = re.compile('["\\\\\0-\x1f]')
"""What has to be escaped."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def json_of(node: Node) -> str:
    """What a node is in JSON, without blanks, unescaped where it can be."""
    if isinstance(node, list):
        return "{" + ",".join([f"{_quoted(name)}:{json_of(inner)}" for name, inner in node]) + "}"
    if isinstance(node, tuple):
        return "[" + ",".join(map(json_of, node)) + "]"
    if isinstance(node, Grid):
        first, *others = [f'{_quoted(name)}:"' for name in node.names]
        pieces = [",{" + first, *('",' + other for other in others), '"}']
        objects = node.fill(pieces, _SPECIAL, lambda text: _quoted(text)[1:-1])
        return f"[{objects[1:]}]"
    return str(int(node)) if isinstance(node, JsonNumber) else _quoted(node)


def tree_of_json(text: str) -> Any:
    """What the text says, objects as trees, numbers as texts.

    Raises ``DecodeError`` for what is no JSON, and with its path for a member said twice and for
    half a character, unless they are deeper than any table looks.
    """
    try:
        tree = _parse_unique(text)
    except DecodeError:
        _check_members(parse_json(text), 0)  # which says where
        return _parse_any(text)
    if "\\u" in text:  # half a character can only come escaped
        _check_members(parse_json(text), 0)
    return tree


def _members(pairs: list[tuple[str, Any]]) -> Tree:
    return {name.lower(): value for name, value in pairs}


def _unique_members(pairs: list[tuple[str, Any]]) -> Tree:
    tree = _members(pairs)
    if len(tree) < len(pairs):
        raise DecodeError("member is said twice")
    return tree


_parse_any, _parse_unique = json_parser(_members, str), json_parser(_unique_members, str)


def _check_members(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, JsonObject):
        said: set[str] = set()
        for name, inner in value:
            try:
                if name.lower() in said:
                    raise DecodeError("member is said twice")
                said.add(name.lower())
                _check_members(inner, depth + 1)
            except DecodeError as error:
                raise error.under(f".{name}") from None
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            try:
                _check_members(inner, depth + 1)
            except DecodeError as error:
                raise error.under(f"[{number}]") from None
    elif isinstance(value, str) and _SURROGATE.search(value):
        raise DecodeError("a lone surrogate, which is no character")
