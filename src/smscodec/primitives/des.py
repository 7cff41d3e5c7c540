"""DES in CBC mode with PKCS#7 padding, as document 003, section 1.5 prescribes it.

Any fast machine breaks DES, and CBC proves nothing about who wrote the bytes: this is here to speak
to the platforms, never to protect anything. Whoever answers strangers must not tell them which of
the faults below it was; ``formats/text64.py`` says why and sees to it.

Sixteen keys are worthless even by that measure: with the 4 *weak* ones encryption undoes itself,
the 12 *semi-weak* ones undo each other in pairs. .NET, and so the platforms, refuse them.
"""

from __future__ import annotations

from Crypto.Cipher import DES
from Crypto.Util.Padding import pad, unpad

from ..errors import DecodeError, EncodeError, TruncatedError

__all__ = ["BLOCK_SIZE", "decrypt_cbc", "encrypt_cbc", "is_weak_key"]

BLOCK_SIZE = 8
"""Bytes of a block, of a key and of an IV."""

# fmt: off
_WEAK_KEYS = frozenset(map(bytes.fromhex, [  # without their parity bits
    "0000000000000000", "1E1E1E1E0E0E0E0E", "E0E0E0E0F0F0F0F0", "FEFEFEFEFEFEFEFE",  # weak
    "00FE00FE00FE00FE", "FE00FE00FE00FE00", "1EE01EE00EF00EF0", "E01EE01EF00EF00E",  # semi-weak,
    "00E000E000F000F0", "E000E000F000F000", "1EFE1EFE0EFE0EFE", "FE1EFE1EFE0EFE0E",  # two and two
    "001E001E000E000E", "1E001E000E000E00", "E0FEE0FEF0FEF0FE", "FEE0FEE0FEF0FEF0",
]))
# fmt: on


def encrypt_cbc(plain: bytes, key: bytes, iv: bytes) -> bytes:
    """The ciphertext of any bytes: a whole number of blocks, at least one.

    ``key`` and ``iv`` have 8 bytes each, else ``EncodeError``. Weak keys work; see ``is_weak_key``.
    """
    _check_size(key, iv)
    return DES.new(key, DES.MODE_CBC, iv=iv).encrypt(pad(plain, BLOCK_SIZE))


def decrypt_cbc(data: bytes, key: bytes, iv: bytes) -> bytes:
    """What the ciphertext holds.

    Raises ``TruncatedError`` for anything but one or more whole blocks, ``DecodeError`` for wrong
    padding, which is what a wrong key nearly always comes to. ``offset`` counts bytes of ``data``.
    """
    _check_size(key, iv)
    size = len(data)
    if not size or size % BLOCK_SIZE:
        raise TruncatedError(f"{size} bytes are no whole number of DES blocks", offset=size)
    padded = DES.new(key, DES.MODE_CBC, iv=iv).decrypt(data)
    try:
        return unpad(padded, BLOCK_SIZE)
    except ValueError:
        raise DecodeError(
            "PKCS#7 padding is wrong: another key, or damaged ciphertext", offset=size - BLOCK_SIZE
        ) from None


def is_weak_key(key: bytes) -> bool:
    """Whether the key is one of the 16 weak and semi-weak ones.

    The lowest bit of each byte is a parity bit, which DES ignores, and so does the comparison.
    """
    return bytes(byte & 0xFE for byte in key) in _WEAK_KEYS


def _check_size(key: bytes, iv: bytes) -> None:
    if len(key) != BLOCK_SIZE or len(iv) != BLOCK_SIZE:
        raise EncodeError(f"a DES key and its IV have {BLOCK_SIZE} bytes each", path="$.key")
