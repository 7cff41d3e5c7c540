"""Parts: bytes of a known type, of which multimedia messages are made."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import DecodeError
from ..primitives.charset import Unencodable, decode_text, encode_text

__all__ = ["Part", "part_text", "text_part"]


class Part(NamedTuple):
    """Some bytes and what they are."""

    type: str
    """File extension in lower case: ``txt``, ``jpg``, …"""
    data: bytes


def text_part(text: str, unencodable: Unencodable = "strict") -> Part:
    """A ``txt`` part in GBK; ``EncodeError``, or the policy, for what GBK cannot carry."""
    return Part("txt", encode_text(text, "gbk", unencodable))


def part_text(part: Part) -> str:
    """The text of a ``txt`` part; ``DecodeError`` for another type or bytes that are not GBK."""
    if part.type != "txt":
        raise DecodeError(f"a part of type {part.type!r} is no text")
    return decode_text(part.data, "gbk")
