"""Text64, the envelope of an encrypted submit (document 003, section 1.5, ``ensms.ashx``).

    JSON bytes  <->  PKCS#7 padding  <->  DES-CBC  <->  base64

Key and IV are both the first 8 *bytes* of the password in UTF-8 (a Chinese character may be cut in
two), filled up with zero bytes on the right. What is inside is described in ``formats/sealed.py``,
whose ``seal_message`` and ``open_message`` are what most callers want.

The platform runs on .NET, which refuses weak DES keys: that of the empty password above all, and a
few of control characters. Sealing with one is an error, as the platform could not open it. Opening
is none: other runtimes do seal with them.

Read as leniently as ``primitives/base64text.py``: base64 in lines, and blanks for ``+``.

Faults
------
Whatever is wrong with a Text64, the platform answers 1009, ``Text64Error``, and so do we: one
exception with always the same words, place and ``code``, all of them fit for the peer. Its
``__cause__`` tells which step failed (base64, DES, padding, JSON). That is for your own log only: a
stranger who learns whether the padding was right has a padding oracle, opens every message with it
and, the IV being the key and ``{"UserNa`` the first block, ends up with the password. What no code
in Python can hide is that the steps take different time.

An envelope that opens proves little: just 8 bytes of the password count, and altered ciphertext may
still open. What proves the sender is ``check_secret`` and ``check_stamp``.
"""

from __future__ import annotations

from base64 import b64encode

from ..errors import DecodeError, EncodeError, LimitError
from ..primitives.base64text import decode_base64
from ..primitives.des import BLOCK_SIZE, decrypt_cbc, encrypt_cbc, is_weak_key
from ..primitives.digest import secret_bytes

__all__ = [
    "MAX_LENGTH",
    "TEXT64_ERROR",
    "USER_ID_ERROR",
    "Text64Error",
    "is_user_id",
    "open_text64",
    "seal_text64",
]

USER_ID_ERROR = 1008
"""The platform's result code for a ``UserId`` that ``is_user_id`` refuses."""

TEXT64_ERROR = 1009
"""The platform's result code for a Text64 that cannot be opened."""

MAX_LENGTH = 4 << 20
"""Characters of a Text64: as many as ASP.NET takes by default for a whole request."""


class Text64Error(DecodeError):
    """The Text64 cannot be opened; ``code`` is the platform's answer.

    Says the same whatever is wrong. ``__cause__`` says more and must not leave the house.
    """

    code = TEXT64_ERROR

    def __init__(self) -> None:
        super().__init__(
            "not base64, not encrypted with this password or not the JSON of a message",
            path="$.Text64",
        )


def seal_text64(plain: bytes, password: str) -> str:
    """The Text64 of any bytes: base64 on one line, not yet percent-encoded.

    Raises ``EncodeError`` for a password that is empty, makes another weak key, or holds a lone
    surrogate.
    """
    key = _key(password)
    if is_weak_key(key):
        raise EncodeError("password makes a weak DES key, which .NET refuses", path="$.password")
    return b64encode(encrypt_cbc(plain, key, key)).decode()


def open_text64(text64: str, password: str, *, max_length: int = MAX_LENGTH) -> bytes:
    """The bytes in a Text64, percent-decoded already, of at most ``max_length`` characters.

    Raises ``Text64Error`` and nothing else for any text. Raises ``EncodeError`` for a password of
    yours that holds a lone surrogate.
    """
    key = _key(password)
    try:
        if len(text64) > max_length:
            raise LimitError(f"Text64 has more than {max_length} characters", limit=max_length)
        return decrypt_cbc(decode_base64(text64), key, key)
    except DecodeError as fault:
        raise Text64Error from fault


def is_user_id(user_id: str) -> bool:
    """Whether a ``UserId`` is a number (digits 0-9 only), which the platform wants to see first."""
    return user_id.isascii() and user_id.isdigit()


def _key(password: str) -> bytes:
    return secret_bytes(password)[:BLOCK_SIZE].ljust(BLOCK_SIZE, b"\0")
