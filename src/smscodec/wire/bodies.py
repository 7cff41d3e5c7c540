"""Bodies: how the nodes of a table become XML, JSON or plain text, and how those become trees.

All read tolerantly where the field demands it and nowhere else: children in any order, names
without case, comments and remarks between elements ignored, unknown names ignored. Nothing at all
(no bytes, an empty root, ``null``) is an empty tree: to a table of reports that means "nothing
new".
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import DecodeError, EncodeError
from ..primitives.charset import Charset
from ..primitives.safejson import JsonNumber, JsonObject, parse_json
from ..primitives.safexml import XmlElement, parse_xml_text
from .tables import OneOf, Pair, Table, Tree
from .values import Value

__all__ = ["Body", "Json", "Layout", "Plain", "Xml"]


class Body(Protocol):
    """One form of a reply."""

    @property
    def content_type(self) -> str: ...

    def write(self, reply: Any, charset: Charset) -> str: ...

    def read(self, text: str) -> Any: ...


# ---- XML -------------------------------------------------------------------------------------


class Layout:
    """White space between elements: how a platform's own replies look, to the byte."""

    def __init__(self, declaration: str, between: str, end: str) -> None:
        self.declaration = declaration
        """With what follows it; ``{charset}`` stands for the name the platform declares."""
        self.between = between
        """In front of each child of the root."""
        self.end = end
        """In front of the root's end."""


_DECLARED = {"utf-8": "utf-8", "gbk": "gb2312"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Xml:
    """XML under one root element."""

    root: str
    table: Table | OneOf
    layout: Layout
    content_type: str = "text/xml"

    def write(self, reply: Any, charset: Charset) -> str:
        """The document; ``EncodeError`` for a character that XML cannot hold."""
        pairs = self.table.write(reply)
        head = self.layout.declaration.format(charset=_DECLARED[charset])
        if not pairs or all(node == () for _, node in pairs):
            return f"{head}<{self.root}>{self.layout.end}</{self.root}>"
        between = self.layout.between
        children = "".join(f"{between}{element}" for element in _elements(pairs, between))
        return f"{head}<{self.root}>{children}{self.layout.end}</{self.root}>"

    def read(self, text: str) -> Any:
        """The reply a document says."""
        if not text.strip():
            return self.table.read({})
        root = parse_xml_text(text)
        if _name(root) != self.root.lower():
            raise DecodeError(f"the root is <{_name(root):.40}>, not <{self.root}>")
        return self.table.read(_tree_of_element(root))


def _elements(pairs: list[Pair], between: str) -> list[str]:
    out: list[str] = []
    for name, node in pairs:
        for each in node if isinstance(node, tuple) else (node,):
            if isinstance(each, list):
                inner = "".join(f"{between}{e}" for e in _elements(each, between))
                out.append(f"<{name}>{inner}{between}</{name}>")
            else:
                out.append(f"<{name}>{_escaped(each, name)}</{name}>")
    return out


def _escaped(text: str, name: str) -> str:
    illegal = _ILLEGAL.search(text)
    if illegal:
        raise EncodeError(f"XML cannot hold U+{ord(illegal[0]):04X}", path=f"$.{name}")
    for plain, escape in _ESCAPES.items():
        if plain in text:
            text = text.replace(plain, escape)
    return text


def _name(element: XmlElement) -> str:
    return element.tag.rpartition("}")[2].lower()


def _tree_of_element(element: XmlElement) -> Tree:
    tree: Tree = {}
    for child in element:
        name = _name(child)
        found: Any = _tree_of_element(child) if len(child) else child.text or ""
        if name not in tree:
            tree[name] = found
        elif isinstance(tree[name], list):
            tree[name].append(found)
        else:
            tree[name] = [tree[name], found]
    return tree


# ---- JSON ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Json:
    """One JSON object, without blanks, in UTF-8 unescaped."""

    table: Table | OneOf
    content_type: str = "application/json"

    def write(self, reply: Any, charset: Charset) -> str:
        """The text; lone surrogates are refused where it is encoded."""
        return json.dumps(
            _plain(self.table.write(reply)), ensure_ascii=False, separators=(",", ":")
        )

    def read(self, text: str) -> Any:
        """The reply an object says."""
        parsed = parse_json(text) if text.strip() else None
        if parsed is None or parsed == []:
            return self.table.read({})
        if not isinstance(parsed, JsonObject):
            raise DecodeError("not a JSON object")
        return self.table.read(_tree_of_object(parsed, "$"))


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return {name: _plain(inner) for name, inner in node}
    if isinstance(node, tuple):
        return [_plain(inner) for inner in node]
    return int(node) if isinstance(node, JsonNumber) else node


def _tree_of_object(pairs: JsonObject, path: str) -> Tree:
    tree: Tree = {}
    for name, value in pairs:
        lower = name.lower()
        if lower in tree:
            raise DecodeError("member is said twice", path=f"{path}.{name}")
        tree[lower] = _tree_of_json(value, f"{path}.{name}")
    return tree


def _tree_of_json(value: Any, path: str) -> Any:
    if isinstance(value, JsonObject):
        return _tree_of_object(value, path)
    if isinstance(value, list):
        return [_tree_of_json(each, f"{path}[{at}]") for at, each in enumerate(value)]
    return value


# ---- plain text ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plain:
    """A reply that is one value and nothing else: ``100:2734…``, ``1``, ``error``."""

    value: Value[Any]
    content_type: str = "text/plain"

    def write(self, reply: Any, charset: Charset) -> str:
        """The text."""
        try:
            return self.value.write(reply)
        except ValueError as error:
            raise EncodeError(str(error)) from None

    def read(self, text: str) -> Any:
        """The reply a text says."""
        try:
            return self.value.read(text)
        except ValueError as error:
            raise DecodeError(str(error)) from None
