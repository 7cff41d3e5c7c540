"""XML from strangers: one hardened way to parse it.

No DTD (a DOCTYPE is refused outright, so there are no entities either), no network, no
``huge_tree``, bounds on size and depth; comments and processing instructions are dropped.

**Charset.** It is settled before the parser sees anything: byte order mark, else the HTTP header,
else the declaration, else the caller's default. Each of them may lie, so where the bytes are not
text in that charset the other of UTF-8 and GBK is tried, and ``Settled.doubted`` says so; nothing
else is. As nearly all bytes are text in GB 18030, GBK also lies where they are UTF-8 with a
character of three bytes or more, such as Chinese: of GBK that cannot be by accident.

**Prolog.** The declaration is then taken off, blanks in front of it too. Two that are none are
known and taken for one: ``<xml version="1.0" …>``, which document 002 prints, and the backslashes
in front of the quotes, which document 004 prints.

A ``<!DOCTYPE`` is looked for in the text, so one in a comment or CDATA section is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from lxml import etree

from ..errors import DecodeError, LimitError
from .charset import Charset, decode_text

__all__ = [
    "HARDENED",
    "MAX_DEPTH",
    "Settled",
    "XmlElement",
    "not_well_formed",
    "parse_xml",
    "parse_xml_text",
    "refuse_doctype",
    "settle_charset",
    "without_prolog",
]

XmlElement: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

MAX_BYTES = 1 << 20
MAX_DEPTH = 16

HARDENED: Mapping[str, Any] = {
    "encoding": "utf-8",
    "attribute_defaults": False,
    "dtd_validation": False,
    "huge_tree": False,
    "load_dtd": False,
    "no_network": True,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
    "resolve_entities": False,
}
"""How every parser is made."""

_ERRORS = cast(Mapping[str, Any], vars(cast(Any, etree).ErrorTypes))
_KINDS: Mapping[int, str] = {
    code: name.removeprefix("ERR_").replace("_", " ").lower()
    for name, code in _ERRORS.items()
    if isinstance(code, int)
}

_MARK = b"\xef\xbb\xbf"
_DOCTYPE = "<!DOCTYPE"
_PROLOG = re.compile(r"\A\s*(?:<\??xml\s[^>]*>\s*)?")
_NO_BREAK = re.compile(r"[^\r\n]")
_DECLARED = re.compile(rb"""[ \t\r\n]*<\??xml\s[^>]*encoding\s*=\s*\\?["']([A-Za-z0-9._-]+)""")
_IN_HEADER = re.compile(r"""charset\s*=\s*"?([A-Za-z0-9._-]+)""", re.IGNORECASE)
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
_NAMED: dict[str, Charset] = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gbk",
    "gbk": "gbk",
    "gb18030": "gbk",
    "cp936": "gbk",
    "x-gbk": "gbk",
}


class Settled(NamedTuple):
    """A text and how it was come by."""

    text: str
    charset: Charset
    doubted: bool
    """Whether the bytes were not in the charset they were said to be in."""


def settle_charset(data: bytes, *, content_type: str = "", default: Charset = "utf-8") -> Settled:
    """The text of XML, JSON or plain bytes whose charset several places may name.

    Raises ``DecodeError`` where the bytes are text in neither UTF-8 nor GBK.
    """
    charset = _said(data, content_type) or default
    if data.startswith(_MARK):
        data, charset = data[len(_MARK) :], "utf-8"
    if charset == "gbk" and _is_chinese_utf8(data):
        return Settled(decode_text(data), "utf-8", True)
    try:
        return Settled(decode_text(data, charset), charset, False)
    except DecodeError as error:
        other: Charset = "utf-8" if charset == "gbk" else "gbk"
        try:
            return Settled(decode_text(data, other), other, True)
        except DecodeError:
            raise error from None


def _said(data: bytes, content_type: str) -> Charset | None:
    """What the header says, else the declaration; a charset that is neither says nothing."""
    header = _IN_HEADER.search(content_type) if content_type else None
    charset = _NAMED.get(header[1].lower()) if header else None
    declared = None if charset else _DECLARED.match(data)
    return _NAMED.get(declared[1].decode("ascii").lower()) if declared else charset


def _is_chinese_utf8(data: bytes) -> bool:
    try:
        return _THREE_BYTES.search(data.decode()) is not None
    except UnicodeDecodeError:
        return False


def parse_xml(
    data: bytes,
    *,
    default: Charset = "utf-8",
    max_bytes: int = MAX_BYTES,
    max_depth: int = MAX_DEPTH,
) -> XmlElement:
    """The root element of bytes.

    Raises ``LimitError`` over ``max_bytes`` or ``max_depth`` elements inside each other, and
    ``DecodeError`` for a DOCTYPE (with its offset) and for anything that is no well-formed XML.
    """
    if len(data) > max_bytes:
        raise LimitError(f"XML of {len(data)} bytes, more than {max_bytes}", limit=max_bytes)
    text = settle_charset(data, default=default).text
    try:
        return parse_xml_text(text, max_depth=max_depth)
    except DecodeError as error:
        if error.offset is not None and data.startswith(_MARK):
            error.offset += len(_MARK)
        raise


def parse_xml_text(text: str, *, max_depth: int = MAX_DEPTH) -> XmlElement:
    """The root element of a text whose charset is settled; errors are those of ``parse_xml``."""
    refuse_doctype(text)
    try:
        parser = etree.XMLParser(**HARDENED)
        root = cast(XmlElement, etree.fromstring(without_prolog(text).rstrip().encode(), parser))
    except etree.XMLSyntaxError as error:
        raise not_well_formed(error) from None
    _check_depth(root, max_depth)
    return root


def not_well_formed(error: etree.XMLSyntaxError) -> DecodeError:
    """The parser's error without its words: they quote the document, which may hold a password."""
    kind = _KINDS.get(getattr(error, "code", 0), "syntax error")
    place = f"line {error.lineno}, column {error.offset}"
    return DecodeError(f"XML is not well formed: {kind} in {place}")


def refuse_doctype(text: str) -> None:
    """``DecodeError`` for a DOCTYPE, wherever it stands."""
    if _DOCTYPE in text:
        offset = len(text.partition(_DOCTYPE)[0].encode())
        raise DecodeError("XML with a DOCTYPE is refused", offset=offset)


def without_prolog(text: str) -> str:
    """The text with blanks for its declaration, and for blanks of other kinds around that: what
    follows stays in its line and column."""
    return _PROLOG.sub(lambda prolog: _NO_BREAK.sub(" ", prolog[0]), text, count=1)


def _check_depth(root: XmlElement, max_depth: int) -> None:
    if root.xpath(f"boolean({'/*' * (max_depth + 1)})"):
        raise LimitError(f"XML with elements more than {max_depth} deep", limit=max_depth)
