"""The message inside a Text64 (document 003, section 1.5): one flat JSON object of texts.

    {"UserName":"test","Secret":"2A8D…","Stamp":"0414174715","Moblie":"13800138000,13800138001",
     "Text":"…","Ext":"","SendTime":""}

``Secret`` is the upper-case MD5 of password + stamp; for ``Stamp`` see ``formats/stamp.py``.
``Moblie`` (sic) holds the numbers with commas between them. ``Ext`` (digits) and ``SendTime``
(``yyyy-MM-dd HH:mm:ss``, Beijing time) are empty where there is none.

Written as the document prints it: in that order, without blanks, in UTF-8 with nothing escaped but
what JSON itself wants.

Read are all spellings JSON has (blanks, ``\\uXXXX``, ``\\/``), and with these leniencies:

* members in any order, names without case, ``Mobile`` for ``Moblie``, unknown members ignored;
* ``Ext`` and ``SendTime`` missing, null, or the word ``"null"``;
* a number for a text, as the characters it is written in: ``"Moblie":13800138000``;
* times without zero padding;
* one byte order mark in front.

Refused are: bytes that are not UTF-8, NaN and Infinity, raw control characters in a text, anything
around the object, nesting too deep to read; any other member missing or null; true, false, an array
or an object for a text; a lone surrogate; a time that is none; and a member said twice, be it in
another case or by its alias, as two readers could take different ones.

What is well-formed and still wrong (letters in ``Ext``, an empty number, a stamp that is no date)
is kept as it came: the platform has answers of its own for it, 1104, 1108 and 1010.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..errors import DecodeError, EncodeError
from ..primitives.beijing import to_beijing
from ..primitives.charset import decode_text
from ..primitives.digest import md5_upper, same_digest
from ..primitives.safejson import JsonObject, parse_json
from .text64 import MAX_LENGTH, Text64Error, open_text64, seal_text64

__all__ = [
    "SealedMessage",
    "check_secret",
    "make_secret",
    "open_message",
    "pack_sealed",
    "seal_message",
    "unpack_sealed",
]

_DIGITS = re.compile("[0-9]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TIME = re.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}) ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})")

_MEMBERS = ("UserName", "Secret", "Stamp", "Moblie", "Text", "Ext", "SendTime")  # sic
_OPTIONAL = ("Ext", "SendTime")
_NAMES = {"mobile": "Moblie"} | {name.lower(): name for name in _MEMBERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedMessage:
    """One encrypted submit, as its JSON says it."""

    user_name: str
    secret: str = field(repr=False)
    """``make_secret(password, stamp)``; left out of ``repr``."""
    stamp: str
    """``make_stamp(at)``."""
    mobiles: tuple[str, ...]
    text: str
    extension: str = ""
    send_at: datetime | None = None
    """In whole seconds; Beijing time if it has no zone, and what is read has none."""


def make_secret(password: str, stamp: str) -> str:
    """The proof that the sender knows the password: MD5 of password + stamp, in upper case."""
    return md5_upper(password + stamp)


def check_secret(secret: str, password: str, stamp: str) -> bool:
    """Whether the secret is that of the password and stamp, without case and in constant time."""
    return same_digest(secret, make_secret(password, stamp))


def seal_message(message: SealedMessage, password: str) -> str:
    """The Text64 of a message; ``EncodeError`` as ``pack_sealed`` and ``seal_text64`` raise it."""
    return seal_text64(pack_sealed(message), password)


def open_message(text64: str, password: str, *, max_length: int = MAX_LENGTH) -> SealedMessage:
    """The message in a Text64; ``Text64Error``, always the same, if anything is wrong with it."""
    plain = open_text64(text64, password, max_length=max_length)
    try:
        return unpack_sealed(plain)
    except DecodeError as fault:
        raise Text64Error from fault


def pack_sealed(message: SealedMessage) -> bytes:
    """The JSON of a message, byte for byte as the document prints it.

    Raises ``EncodeError`` for a mobile or an extension that is not all digits, a time with
    fractions of a second, and a lone surrogate.
    """
    members = {
        "UserName": message.user_name,
        "Secret": message.secret,
        "Stamp": message.stamp,
        "Moblie": _write_mobiles(message.mobiles),  # sic
        "Text": message.text,
        "Ext": _write_extension(message.extension),
        "SendTime": _write_time(message.send_at),
    }
    for name, text in members.items():
        if _SURROGATE.search(text):
            raise EncodeError("a lone surrogate, which UTF-8 cannot carry", path=f"$.{name}")
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_sealed(data: bytes) -> SealedMessage:
    """The message in its JSON, read as leniently as said above.

    Raises ``DecodeError`` that tells what is wrong and where. That is too much for a stranger:
    open what he sent with ``open_message``.
    """
    members = _members(data)
    mobiles = members["Moblie"]
    return SealedMessage(
        user_name=members["UserName"],
        secret=members["Secret"],
        stamp=members["Stamp"],
        mobiles=tuple(mobiles.split(",")) if mobiles else (),
        text=members["Text"],
        extension=members["Ext"],
        send_at=_read_time(members["SendTime"]),
    )


def _write_mobiles(mobiles: tuple[str, ...]) -> str:
    if isinstance(mobiles, str):
        raise EncodeError("cannot write one text here, only several", path="$.Moblie")
    for number, mobile in enumerate(mobiles):
        if not _DIGITS.fullmatch(mobile):
            raise EncodeError("a mobile is digits 0-9 and nothing else", path=f"$.Moblie[{number}]")
    return ",".join(mobiles)


def _write_extension(extension: str) -> str:
    if extension and not _DIGITS.fullmatch(extension):
        raise EncodeError("an extension is digits 0-9 and nothing else", path="$.Ext")
    return extension


def _write_time(at: datetime | None) -> str:
    if at is None:
        return ""
    if at.microsecond:
        raise EncodeError("a time has fractions of a second", path="$.SendTime")
    return to_beijing(at).isoformat(" ")


def _read_time(text: str) -> datetime | None:
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if found:
        year, month, day, hour, minute, second = map(int, found.groups())
        try:
            return datetime(year, month, day, hour, minute, second)
        except ValueError:  # February 30, 24:00:00
            pass
    raise DecodeError("not a time like 2018-02-02 09:08:10", path="$.SendTime")


def _members(data: bytes) -> dict[str, str]:
    """Every member by its name in the document."""
    parsed = parse_json(decode_text(data))
    if not isinstance(parsed, JsonObject):
        raise DecodeError("not a JSON object")
    found: dict[str, Any] = {}
    for written, value in parsed:
        name = _NAMES.get(written.lower())
        if name is None:
            continue
        if name in found:
            raise DecodeError("member is said twice", path=f"$.{name}")
        found[name] = value
    return {name: _text(name, found.get(name)) for name in _MEMBERS}


def _text(name: str, value: Any) -> str:
    if name in _OPTIONAL and value in (None, "null"):
        return ""
    if value is None:
        raise DecodeError("member is missing", path=f"$.{name}")
    if not isinstance(value, str):
        raise DecodeError("member is not a text", path=f"$.{name}")
    if _SURROGATE.search(value):
        raise DecodeError("a lone surrogate, which is no character", path=f"$.{name}")
    return str(value)  # of a JsonNumber, the characters
