"""Batches read with nothing but the standard library, and rows compared whatever their order."""

from __future__ import annotations

import gzip
from base64 import b64decode
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import unquote_to_bytes

__all__ = ["digest_of", "lines_of", "rows_of"]

Row = tuple[str, str]


def lines_of(content: bytes) -> bytes:
    """The uncompressed lines of a form value."""
    return gzip.decompress(b64decode(unquote_to_bytes(content), validate=True))


def rows_of(content: bytes) -> list[Row]:
    """The rows of a form value whose contents have no line breaks."""
    parted = (line.partition(",") for line in lines_of(content).decode().split("\r\n"))
    return [(mobile, text) for mobile, _, text in parted]


def digest_of(rows: Iterable[Row]) -> int:
    """The same for the same rows in any order: the sum of their digests."""
    digests = (sha256(f"{mobile},{content}".encode()).digest() for mobile, content in rows)
    return sum(int.from_bytes(digest, "big") for digest in digests) % 2**256
