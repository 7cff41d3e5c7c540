"""What a request and its reply depend on beside the message, and what a request says in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ..primitives.charset import Charset, Unencodable

__all__ = ["Call", "Encoded", "Format", "Variant"]

L = TypeVar("L")
M = TypeVar("M")

Format = Literal["", "json", "soap12"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The tongue a request is spoken in; the defaults suit almost everyone."""

    charset: Charset = "utf-8"
    format: Format = ""
    """Of the reply; "" asks for none and gets the endpoint's own."""
    method: str = ""
    """004: which of its methods for the same thing; "" is the first."""
    unencodable: Unencodable = "strict"
    """What becomes of characters GBK lacks, see ``primitives.charset``. Not on the wire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[L, M]):
    """A request, understood."""

    login: L
    message: M
    variant: Variant = Variant()
    repeated: tuple[str, ...] = ()
    """Parameters that came with more than one value; which one counts is in ``wire.request``."""


class Encoded(str):
    """A form value that is percent-encoded already."""

    __slots__ = ()
