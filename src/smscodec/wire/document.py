"""Requests that are one document instead of parameters: a push, whose whole body is the XML.

The body counts, whatever its content type says; the path is the receiver's own, so it is not looked
at. Nobody logs in: the login is ``None``. ``wire.soap`` has the other request of this kind.
"""

from __future__ import annotations

from typing import Any, Protocol

from ..errors import DecodeError, EncodeError, LimitError
from ..primitives.charset import encode_text
from ..primitives.safexml import settle_charset
from .bodies import Layout, Xml
from .request import Request
from .tables import Table
from .variant import Call, Variant

__all__ = ["MAX_DOCUMENT", "Document", "Push", "document_text"]

MAX_DOCUMENT = 4 << 20
"""Bytes of a document that is read: as many as ASP.NET takes for a whole request."""


class Document(Protocol):
    """A request that is no form."""

    @property
    def login(self) -> Table | None: ...

    @property
    def message(self) -> Table: ...

    @property
    def names(self) -> tuple[str, ...]:
        """What stands in it, as for a form."""
        ...

    @property
    def secrets(self) -> frozenset[str]:
        """Names of which no error shows anything."""
        ...

    def check_variant(self, variant: Variant) -> None:
        """``EncodeError`` for a variant it cannot be said in."""
        ...

    def request(self, path: str, login: Any, message: Any, variant: Variant) -> Request: ...

    def call(self, request: Request) -> Call[Any, Any]: ...

    def fits(self, request: Request) -> bool: ...


def document_text(request: Request) -> str:
    """The text of a body; ``DecodeError`` where there is none, ``LimitError`` for too much."""
    if len(request.body) > MAX_DOCUMENT:
        reason = f"a document of {len(request.body)} bytes, more than {MAX_DOCUMENT}"
        raise LimitError(reason, limit=MAX_DOCUMENT)
    if not request.body.strip():
        raise DecodeError("the body is empty, where XML belongs")
    return settle_charset(request.body, content_type=request.content_type).text


class Push:
    """What a platform posts to its customer: a message in XML."""

    def __init__(self, root: str, message: Table, layout: Layout) -> None:
        self.login = None
        self.message = message
        self.body = Xml(root, message, layout)
        self.names = tuple(name for row in message.rows for name in row.names)
        self.secrets = message.secrets

    def check_variant(self, variant: Variant) -> None:
        """``EncodeError`` for any method or format."""
        if variant.method or variant.format:
            raise EncodeError("a push has no method and no format", path="$.variant")

    def request(self, path: str, login: None, message: Any, variant: Variant) -> Request:
        """The request to post."""
        if login is not None:
            raise EncodeError("there is no word for a login here")
        self.check_variant(variant)
        text = self.body.write(message, variant.charset)
        return Request(
            path=path,
            body=encode_text(text, variant.charset),
            content_type=f"{self.body.content_type}; charset={variant.charset}",
        )

    def call(self, request: Request) -> Call[None, Any]:
        """What a push says."""
        return Call(login=None, message=self.body.read(document_text(request)))

    def fits(self, request: Request) -> bool:
        """Whether a request may be one: by its root and what stands in it."""
        return self.message.fits(self.body.tree(document_text(request)))
