"""SOAP: the envelope around a request and its reply (document 003, chapter 8).

Document/literal, as ASP.NET speaks it: inside the body one element that is named after the
operation, of an own namespace. Version 1.1 is ``text/xml`` with a ``SOAPAction`` header in quotes;
version 1.2, ``application/soap+xml`` with the action in it, is ``Variant(format="soap12")``. Both
are read and written, and a call is answered in the version it came in.

Read tolerantly, as hand-written envelopes want it: any prefixes, any namespace of the operation,
headers ignored, ``SOAPAction`` not looked at, elements in any order, texts in CDATA or not. What is
``xsi:nil="true"`` or ``"1"`` is nothing, whatever it holds.

A fault is a refusal: its tree has ``Fault`` with ``faultcode`` and ``faultstring`` in it, for 1.2
too. The code always has its prefix (``soap:Client``), which no other code of these platforms has. A
server sends faults with HTTP status 500.
"""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import DecodeError, EncodeError
from ..primitives.charset import Charset, encode_text
from ..primitives.safexml import XmlElement, parse_xml_text
from .bodies import Names, elements, tree_of_element
from .document import document_text
from .request import Request
from .tables import OneOf, Pair, Table, Tree
from .variant import Call, Format, Variant

__all__ = ["Soap", "SoapRequest"]

Version = Literal["1.1", "1.2"]

ENVELOPES: Mapping[Version, str] = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
SCHEMA = "http://www.w3.org/2001/XMLSchema"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

_VERSIONS: Mapping[str, Version] = {url: version for version, url in ENVELOPES.items()}
_FORMATS: Mapping[Version, Format] = {"1.1": "", "1.2": "soap12"}
_TYPES: Mapping[Version, str] = {"1.1": "text/xml", "1.2": "application/soap+xml"}
_NIL = f"{{{INSTANCE}}}nil"


# ---- envelopes -------------------------------------------------------------------------------


def _wrapped(inner: str, version: Version, *, schema: bool = True) -> str:
    names = f' xmlns:xsi="{INSTANCE}" xmlns:xsd="{SCHEMA}"' if schema else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<soap:Envelope xmlns:soap="{ENVELOPES[version]}"{names}>'
        f"<soap:Body>{inner}</soap:Body></soap:Envelope>"
    )


def _opened(text: str) -> tuple[Version, XmlElement, Names]:
    """The version of an envelope, and the first element of its body."""
    root, names = parse_xml_text(text), Names()
    if names[root.tag] != "envelope":
        raise DecodeError(f"the root is <{names[root.tag]:.40}>, not <Envelope>")
    version = _VERSIONS.get(root.tag.rpartition("}")[0].removeprefix("{"))
    if version is None:
        raise DecodeError("the envelope is of neither SOAP 1.1 nor 1.2")
    for element in root.iter():
        if element.get(_NIL, "").strip() in ("true", "1"):
            element.clear()
    for part in root:
        if names[part.tag] == "body" and len(part):
            return version, part[0], names
    raise DecodeError("the envelope holds nothing")


def _tree(element: XmlElement, names: Names, operation: str) -> Tree:
    name = names[element.tag]
    if name != operation.lower():
        raise DecodeError(f"the envelope holds <{name:.40}>, not <{operation}>")
    return tree_of_element(element, names)


def _attribute(text: str) -> str:
    if set(text) & set("<>&\"' \t\r\n"):
        raise ValueError(f"{text!r} is no namespace")
    return text


# ---- requests --------------------------------------------------------------------------------


class SoapRequest:
    """A call of one operation: a login, then a message."""

    def __init__(self, operation: str, namespace: str, login: Table, message: Table) -> None:
        self.operation, self.namespace = operation, _attribute(namespace)
        self.login, self.message = login, message
        rows = (*login.rows, *message.rows)
        self.names = tuple(name for row in rows for name in row.names)
        self.secrets = login.secrets | message.secrets

    @property
    def action(self) -> str:
        """What the ``SOAPAction`` header says, without its quotes."""
        return f"{self.namespace}{self.operation}"

    def check_variant(self, variant: Variant) -> None:
        """``EncodeError`` for a method; the format is the version."""
        if variant.method:
            raise EncodeError(f"there is no method {variant.method!r:.40} here", path="$.method")

    def request(self, path: str, login: Any, message: Any, variant: Variant) -> Request:
        """The request to post."""
        self.check_variant(variant)
        version: Version = "1.2" if variant.format == "soap12" else "1.1"
        pairs = [*self._guarded(self.login.write(login)), *self.message.write(message)]
        call = "".join(elements(pairs, ""))
        inner = f'<{self.operation} xmlns="{self.namespace}">{call}</{self.operation}>'
        kind = f"{_TYPES[version]}; charset=utf-8"
        return Request(
            path=path,
            body=encode_text(_wrapped(inner, version)),
            content_type=kind if version == "1.1" else f'{kind}; action="{self.action}"',
            headers=(("SOAPAction", f'"{self.action}"'),) if version == "1.1" else (),
        )

    def _guarded(self, pairs: list[Pair]) -> list[Pair]:
        for name, text in pairs:
            if name.lower() in self.secrets:
                try:
                    elements([(name, text)], "")
                except EncodeError:
                    raise EncodeError(
                        "holds a character that XML cannot", path=f"$.{name}"
                    ) from None
        return pairs

    def call(self, request: Request) -> Call[Any, Any]:
        """What a request says, and in which version."""
        version, element, names = _opened(document_text(request))
        tree = _tree(element, names, self.operation)
        return Call(
            login=self.login.read(tree),
            message=self.message.read(tree),
            variant=Variant(format=_FORMATS[version]),
        )

    def fits(self, request: Request) -> bool:
        """Whether a request may be a call of this operation."""
        _, element, names = _opened(document_text(request))
        return self.message.fits(_tree(element, names, self.operation))


# ---- replies ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Soap:
    """The reply of one operation, or a fault."""

    operation: str
    namespace: str
    table: Table | OneOf
    version: Version = "1.1"
    """It is written in; read are both."""

    @property
    def content_type(self) -> str:
        return _TYPES[self.version]

    def write(self, reply: Any, charset: Charset) -> str:
        """The envelope; ``EncodeError`` for a character that XML cannot hold."""
        pairs = self.table.write(reply)
        if pairs[0][0] == "Fault":
            return _wrapped(_fault(pairs[0][1], self.version), self.version, schema=False)
        name = f"{self.operation}Response"
        result = "".join(elements(pairs, ""))
        inner = f'<{name} xmlns="{_attribute(self.namespace)}">{result}</{name}>'
        return _wrapped(inner, self.version)

    def read(self, text: str) -> Any:
        """What an envelope says."""
        _, element, names = _opened(text)
        if names[element.tag] == "fault":
            return self.table.read({"fault": _fault_tree(element, names)})
        return self.table.read(_tree(element, names, f"{self.operation}Response"))


def _fault(pairs: list[Pair], version: Version) -> str:
    if version == "1.1":
        return f"<soap:Fault>{''.join(elements(pairs, ''))}<detail /></soap:Fault>"
    code, words = (text for _, text in pairs)
    value = elements([("soap:Value", code)], "")[0]
    reason = elements([("soap:Text", words)], "")[0].replace(">", ' xml:lang="zh-CN">', 1)
    return (
        f"<soap:Fault><soap:Code>{value}</soap:Code>"
        f"<soap:Reason>{reason}</soap:Reason><soap:Detail /></soap:Fault>"
    )


def _fault_tree(fault: XmlElement, names: Names) -> Tree:
    def text(*path: str) -> str:
        level = [fault]
        for name in path:
            level = [child for each in level for child in each if names[child.tag] == name]
        return (level[0].text or "").strip() if level else ""

    code = text("faultcode") or text("code", "value")
    return {
        "faultcode": code if ":" in code or not code else f"soap:{code}",
        "faultstring": text("faultstring") or text("reason", "text"),
    }
