"""Text to bytes and back in the two charsets of these platforms, never with a silent guess.

``utf-8``
    Strict. A lone surrogate is the only thing it cannot carry.

``gbk``
    What the documents call GB2312 is code page 936: the platforms run on .NET, where it is, and so
    do PHP and Windows. It is GBK plus the euro sign as the single byte 0x80. Written is just that;
    read is more, the whole of GB 18030 (four-byte forms, and the euro as A2 E3 from Java), as real
    clients send it. Python's own ``gb2312`` would lose 镕 and thousands of other characters.

A character that GBK lacks is an error by default. Whoever would rather send something chooses a
policy: ``replace`` writes ``?``, ``drop`` leaves it out. ``unsendable`` lists what would be hit.
"""

from __future__ import annotations

import codecs
from typing import Literal

from ..errors import DecodeError, EncodeError

__all__ = ["Charset", "Unencodable", "decode_text", "encode_text", "unsendable"]

Charset = Literal["utf-8", "gbk"]
Unencodable = Literal["strict", "replace", "drop"]

_EURO, _EURO_BYTE = "€", b"\x80"
_SUBSTITUTE = {"replace": b"?", "drop": b""}
_WRITTEN = {"utf-8": "utf-8", "gbk": "gbk"}
_READ = {"utf-8": "utf-8", "gbk": "gb18030"}


def _euro_written(error: UnicodeError) -> tuple[bytes, int]:
    """Error handler of Python's ``gbk`` encoder, which does not know the euro sign."""
    assert isinstance(error, UnicodeEncodeError)
    if error.object[error.start] != _EURO:
        raise error
    return _EURO_BYTE, error.start + 1


def _euro_read(error: UnicodeError) -> tuple[str, int]:
    """Error handler of Python's ``gb18030`` decoder, which refuses 0x80."""
    assert isinstance(error, UnicodeDecodeError)
    if error.object[error.start : error.start + 1] != _EURO_BYTE:
        raise error
    return _EURO, error.start + 1


codecs.register_error("smscodec.euro-written", _euro_written)
codecs.register_error("smscodec.euro-read", _euro_read)


def encode_text(
    text: str, charset: Charset = "utf-8", unencodable: Unencodable = "strict"
) -> bytes:
    """The text in ``utf-8`` or ``gbk`` (code page 936).

    ``unencodable`` says what becomes of a character the charset lacks: ``strict`` raises
    ``EncodeError`` with its place (the path counts characters, ``offset`` bytes), ``replace``
    writes ``?``, ``drop`` leaves it out.
    """
    try:
        return _encoded(text, charset)
    except UnicodeEncodeError as error:
        if unencodable == "strict":
            found = error.object[error.start]
            raise EncodeError(
                f"{charset} cannot carry {_named(found)}",
                path=f"$[{error.start}]",
                offset=len(_encoded(text[: error.start], charset)),
            ) from None
    substitute = _SUBSTITUTE[unencodable]
    lost = _lost(text, charset)
    return b"".join(substitute if c in lost else _encoded(c, charset) for c in text)


def decode_text(data: bytes, charset: Charset = "utf-8") -> str:
    """The text of bytes in ``utf-8`` or ``gbk`` (read as GB 18030, and 0x80 as the euro sign).

    Raises ``DecodeError`` with the offset of the first byte that is not text in the charset.
    """
    try:
        return data.decode(_READ[charset], "strict" if charset == "utf-8" else "smscodec.euro-read")
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"not {charset} text: byte 0x{data[error.start]:02X} does not belong here",
            offset=error.start,
        ) from None


def unsendable(text: str, charset: Charset = "gbk") -> tuple[tuple[int, str], ...]:
    """Every ``(offset, character)`` that the charset cannot carry; offsets count characters."""
    lost = _lost(text, charset)
    return tuple((offset, c) for offset, c in enumerate(text) if c in lost) if lost else ()


def _encoded(text: str, charset: Charset) -> bytes:
    return text.encode(
        _WRITTEN[charset], "strict" if charset == "utf-8" else "smscodec.euro-written"
    )


def _lost(text: str, charset: Charset) -> set[str]:
    lost: set[str] = set()
    for character in set(text):
        try:
            _encoded(character, charset)
        except UnicodeEncodeError:
            lost.add(character)
    return lost


def _named(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return f"the lone surrogate U+{ord(character):04X}"
    return f"{character!r} (U+{ord(character):04X})"
