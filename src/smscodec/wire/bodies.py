"""Bodies: how the nodes of a table become XML, JSON or plain text, and how those become trees.

All read tolerantly where the field demands it and nowhere else: children in any order, names
without case, comments and remarks between elements ignored, unknown names ignored. Nothing at all
(no bytes, an empty root, ``null``) is an empty tree: to a table of reports that means "nothing
new".
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from ..errors import DecodeError, EncodeError
from ..primitives.charset import Charset, encode_text
from ..primitives.safexml import XmlElement, parse_xml_text
from .columns import Grid
from .jsontext import json_of, tree_of_json
from .tables import OneOf, Pair, Table, Tree, unreadable, unwritable
from .values import Value

__all__ = [
    "Body",
    "Json",
    "Layout",
    "Nil",
    "Plain",
    "Xml",
    "content_of",
    "elements",
    "nil",
    "require_encodable",
    "text_alone",
    "tree_of_element",
]

T = TypeVar("T")


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
_SPECIAL = re.compile("[&<>\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What has to be escaped, and what XML cannot hold."""


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
        children = "".join(elements(pairs, self.layout.between))
        return f"{head}<{self.root}>{children}{self.layout.end}</{self.root}>"

    def read(self, text: str) -> Any:
        """The reply a document says."""
        return self.table.read(self.tree(text))

    def tree(self, text: str) -> Tree:
        """What stands under the root."""
        if not text.strip():
            return {}
        root, names = parse_xml_text(text), Names()
        self.check_root(root, names)
        return tree_of_element(root, names) or text_alone(root)

    def check_root(self, root: XmlElement, names: Names) -> None:
        """``DecodeError`` for another root."""
        if names[root.tag] != self.root.lower():
            raise DecodeError(f"the root is <{names[root.tag]:.40}>, not <{self.root}>")


class Nil(str):
    """Nothing, and said so: ``xsi:nil="true"``."""

    __slots__ = ()


def nil(value: Value[T]) -> Value[T | None]:
    """The same, or ``Nil`` for ``None``."""

    def write(thing: T | None) -> str:
        return Nil() if thing is None else value.write(thing)

    def read(text: str) -> T | None:
        return value.read(text) if text.strip() else None

    return Value(value.name, write, read, value.json)


def elements(pairs: list[Pair], between: str) -> list[str]:
    """Nodes as elements, each with white space in front."""
    out: list[str] = []
    for name, node in pairs:
        if isinstance(node, str):
            # a plain text without anything to escape is the rule, and reports have many
            leaf = f"<{name}>{node}</{name}>" if node.isalnum() else _leaf(name, node)
            out.append(between + leaf)
            continue
        if isinstance(node, Grid):
            try:
                out.append(_filled(name, node, between))
                continue
            except EncodeError:
                node = node.rows()  # which will say where
        for number, each in enumerate(node if isinstance(node, tuple) else (node,)):
            if isinstance(each, str):
                out.append(f"{between}{_leaf(name, each)}")
                continue
            try:
                inner = "".join(elements(each, between))
            except EncodeError as error:
                step = f".{name}" if each is node else f".{name}[{number}]"
                raise error.under(step) from None
            out.append(f"{between}<{name}>{inner}{between}</{name}>")
    return out


def _filled(name: str, grid: Grid, between: str) -> str:
    """The same element many times."""
    starts = [*(f"{between}<{each}>" for each in grid.names), f"{between}</{name}>"]
    ends = [f"{between}<{name}>", *(f"</{each}>" for each in grid.names)]
    pieces = [end + start for end, start in zip(ends, starts, strict=True)]
    return grid.fill(pieces, _SPECIAL, lambda text: _escaped(text, name))


def _leaf(name: str, text: str) -> str:
    if isinstance(text, Nil):
        return f'<{name} xsi:nil="true"/>'
    return f"<{name}>{_escaped(text, name)}</{name}>"


def _escaped(text: str, name: str) -> str:
    def escape(found: re.Match[str]) -> str:
        if found[0] not in _ESCAPES:
            raise EncodeError(f"XML cannot hold U+{ord(found[0]):04X}", path=f"$.{name}")
        return _ESCAPES[found[0]]

    return _SPECIAL.sub(escape, text)


_REMARK = re.compile("-(?:-|$)")


class Names(dict[str, str]):
    """Tags to names: without namespace, in lower case. One for a document, as it has few."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition("}")[2].lower()
        return name


def content_of(element: XmlElement, names: Names) -> Any:
    """The tree of an element with children, the text of one without."""
    return tree_of_element(element, names) if len(element) else element.text or ""


def text_alone(root: XmlElement) -> Tree:
    """What a root without children says: a text is not nothing, under whatever name; a remark, as
    the documents have them, is."""
    text = (root.text or "").strip()
    return {"": text} if text and not _REMARK.match(text) else {}


def tree_of_element(element: XmlElement, names: Names) -> Tree:
    """What stands under an element; text between its children means nothing."""
    tree: Tree = {}
    for child in element:
        name = names[child.tag]
        found: Any = tree_of_element(child, names) if len(child) else child.text or ""
        if name not in tree:
            tree[name] = found
        elif isinstance(tree[name], list):
            tree[name].append(found)
        else:
            tree[name] = [tree[name], found]
    return tree


def require_encodable(pairs: list[Pair], charset: Charset) -> None:
    """``EncodeError`` with its place for the first text that the charset cannot carry."""
    for name, node in pairs:
        many = node.rows() if isinstance(node, Grid) else node
        for number, each in enumerate(many if isinstance(many, tuple) else (many,)):
            try:
                if isinstance(each, str):
                    encode_text(each, charset)
                else:
                    require_encodable(each, charset)
            except EncodeError as error:
                step = f".{name}[{number}]" if isinstance(many, tuple) else f".{name}"
                raise error.under(step) from None


# ---- JSON ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Json:
    """One JSON object, without blanks, in UTF-8 unescaped."""

    table: Table | OneOf
    content_type: str = "application/json"

    def write(self, reply: Any, charset: Charset) -> str:
        """The text; lone surrogates are refused where it is encoded."""
        return json_of(self.table.write(reply))

    def read(self, text: str) -> Any:
        """The reply an object says."""
        tree = tree_of_json(text) if text.strip() else None
        if tree is None or tree == []:
            return self.table.read({})
        if not isinstance(tree, dict):
            raise DecodeError("not a JSON object")
        return self.table.read(tree)


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
            raise unwritable(error) from None

    def read(self, text: str) -> Any:
        """The reply a text says."""
        try:
            return self.value.read(text)
        except ValueError as error:
            raise unreadable(error) from None
