"""MD5 digests as these platforms use them to prove a login, and how to compare them.

A digest is 32 hexadecimal digits over the UTF-8 bytes of a text: in upper case in document 003
(``password``, ``Secret``), in lower case in document 001 (``sign``). Clients mix the cases up, so
digests are compared without case, and in constant time, so that no stranger feels his way to one.

The texts hold passwords: no error here shows any part of one.
"""

from __future__ import annotations

import hmac
from hashlib import md5

from ..errors import EncodeError

__all__ = ["md5_lower", "md5_upper", "same_digest", "secret_bytes"]


def md5_lower(text: str) -> str:
    """MD5 of the text in UTF-8, as 32 lower-case digits; ``EncodeError`` for a lone surrogate."""
    return md5(secret_bytes(text), usedforsecurity=False).hexdigest()


def md5_upper(text: str) -> str:
    """MD5 of the text in UTF-8, as 32 upper-case digits; ``EncodeError`` for a lone surrogate."""
    return md5_lower(text).upper()


def same_digest(given: str, expected: str) -> bool:
    """Whether two digests are the same, without case, in constant time: a verdict on any text."""
    # of bytes, lower() knows ASCII only: no exotic letter turns into a digit on the way
    left, right = (text.encode("utf-8", "surrogatepass").lower() for text in (given, expected))
    return hmac.compare_digest(left, right)


def secret_bytes(text: str) -> bytes:
    """A secret in UTF-8; ``EncodeError`` for a lone surrogate, without showing any of it."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise EncodeError("a secret holds a lone surrogate, which UTF-8 cannot carry") from None
