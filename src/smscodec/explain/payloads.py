"""Payloads: what stands inside requests, on its own.

First bytes and alphabet tell which: gzip has its magic number, a TMS container begins with a file
name and a byte 00, frames have a ``|``, a stamp is ten digits. Base64 turns into one of these; if
into none, and its length is that of a cipher, it may be an envelope. What is damaged is told with
its fault.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote_to_bytes

from ..errors import DecodeError, LimitError
from ..formats.batch import Entry, read_lines
from ..formats.frames import frames_size, read_frames
from ..formats.sealed import unpack_sealed
from ..formats.tms import unpack_tms
from ..formats.tms_rules import check_tms
from ..primitives.base64text import decode_base64
from ..primitives.des import BLOCK_SIZE
from ..primitives.gz import gunzip
from ..wire.request import Parameters
from .explanation import Explanation
from .facts import MAX_ITEMS, Facts, cut, facts_of, rows_of

__all__ = ["of_bytes", "of_sealed", "of_text", "too_large_a_batch"]

MAX_EXPANDED = 4 << 20
"""Bytes of a batch that is looked into: twice those of 10,000 long messages."""
LEAST_ENVELOPE = 96
"""The JSON in an envelope has more bytes, whatever it says."""

_GZIP, _GZIP_IN_BASE64 = b"\x1f\x8b", b"H4sI"
_FILE_NAME = re.compile(rb"[^\0-\x1f/\\:]{1,250}\.[A-Za-z0-9]{2,4}\0")
_FRAME = re.compile(r"\s*(?:[0-9]{0,6}\s*,\s*)?[A-Za-z0-9]{2,5}\|")
_STAMP = re.compile(r"\s*" + "([0-9]{2})" * 5 + r"\s*")


def of_bytes(data: bytes) -> list[Explanation]:
    """What binary data are: gzip, or a TMS container."""
    if data.startswith(_GZIP):
        return [_batch(data)]
    return [_tms(data)] if _FILE_NAME.match(data) else []


def of_sealed(data: bytes) -> list[Explanation]:
    """The JSON of an envelope, which somebody has opened."""
    try:
        message = unpack_sealed(data)
    except DecodeError:
        return []
    return [_payload("sealed", "what was in an envelope: one text to send", facts_of(message))]


def of_text(data: bytes) -> list[Explanation]:
    """What a text is: a stamp, frames, or base64 of a batch, a container or an envelope."""
    data = data.removeprefix(b"content=")
    text = data.decode("latin-1")
    if stamp := _STAMP.fullmatch(text):
        return _stamp(*map(int, stamp.groups()))
    if "|" in text or "%7c" in text.lower():
        return _frames(text)
    plain = unquote_to_bytes(data) if b"%" in data else data
    try:
        packed = decode_base64(plain)
    except DecodeError as error:
        return [_damaged("batch", error)] if data.startswith(_GZIP_IN_BASE64) else []
    if found := of_bytes(packed):
        return found
    if len(packed) < LEAST_ENVELOPE or len(packed) % BLOCK_SIZE:
        return []
    summary = "perhaps an envelope, which takes the password to open"
    return [_payload("text64", summary, {"bytes": len(packed)})]


def too_large_a_batch(parameters: Parameters) -> None:
    """Raises ``LimitError`` for a form whose content expands to more than is looked into."""
    content = parameters.values.get("content", b"")
    if content.startswith(_GZIP_IN_BASE64):
        try:
            gunzip(decode_base64(content), max_bytes=MAX_EXPANDED)
        except LimitError:
            raise
        except DecodeError:  # to be told by who reads it
            pass


# ---- one by one ------------------------------------------------------------------------------


def _payload(name: str, summary: str, facts: Facts, *notes: str) -> Explanation:
    return Explanation(kind="payload", name=name, summary=summary, facts=facts, notes=notes)


def _damaged(name: str, fault: DecodeError) -> Explanation:
    return _payload(name, "damaged, or something else that begins like one", {}, str(fault))


def _batch(data: bytes) -> Explanation:
    try:
        lines = gunzip(data, max_bytes=MAX_EXPANDED)
    except LimitError as error:
        return _payload("gzip", "too much to be looked into", {"bytes": len(data)}, str(error))
    except DecodeError as error:
        return _damaged("gzip", error)
    try:
        mobiles, contents = read_lines(lines, "backslash")
    except DecodeError as error:
        return _payload("gzip", "packed, but no batch", {"bytes": len(lines)}, str(error))
    entries = map(Entry, mobiles, contents)
    facts = {**rows_of(contents), "entries": cut(entries, len(mobiles))}
    return _payload("batch", "mobiles, each with its own text", facts, *_repeated(mobiles))


def _repeated(mobiles: list[str]) -> list[str]:
    first: dict[str, int] = {}
    for row, mobile in enumerate(mobiles):
        if first.setdefault(mobile, row) != row:
            return [f"{mobile} stands in row {first[mobile]} and in row {row}, counted from 0"]
    return []


def _tms(data: bytes) -> Explanation:
    try:
        elements = unpack_tms(data, unique=False, max_bytes=len(data))
    except DecodeError as error:
        return _damaged("tms", error)
    broken = list(map(str, check_tms(elements)))
    facts = {"bytes": len(data), "elements": cut(elements, len(elements))}
    return _payload("tms", "the files of a multimedia message", facts, *broken[:MAX_ITEMS])


def _frames(text: str) -> list[Explanation]:
    try:
        read = read_frames(text, max_bytes=len(text))
    except DecodeError as error:
        return [_damaged("frames", error)] if _FRAME.match(text) else []
    odd = [f"{each.reason} - at `{each.path}`" for each in read.warnings]
    facts = {"bytes": frames_size(read.frames), "frames": cut(read.frames, len(read.frames))}
    return [_payload("frames", "the pages of a multimedia message", facts, *odd[:MAX_ITEMS])]


def _stamp(month: int, day: int, hour: int, minute: int, second: int) -> list[Explanation]:
    try:
        at = datetime(2000, month, day, hour, minute, second)  # any year with a February 29
    except ValueError:
        return []
    facts = {"moment": f"{at:%m-%d %H:%M:%S}", "year": "not said", "time_zone": "Beijing"}
    return [_payload("stamp", "the moment of an encrypted submit", facts)]
