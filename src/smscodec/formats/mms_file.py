"""A multimedia message from a file, in any of the forms it is met in.

Which one it is the bytes tell:

========== ========================================================================================
a byte 00  a TMS container (document 003, section 2.2): none is without
``|``      frames (document 002, section 2.1.2), percent-encoded or not
else       base64 of a TMS container, as a request of 003 carries it, percent-encoded or not
========== ========================================================================================

A UTF-8 byte order mark before a text and one line break after it do not count: editors put them
there.

Read is what the platform takes. What is odd about it is a warning, and so is a size over the limit
and an element that no page refers to, which is left out. What the platform refuses is an error: the
first such reason, and all others are warnings before it.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Literal, NamedTuple
from urllib.parse import unquote_to_bytes

from ..errors import DecodeError
from ..primitives.base64text import decode_base64
from .frames import MAX_BYTES, frames_size, read_frames
from .media_type import mistyped
from .slideshow import Slideshow, slideshow_from_elements, slideshow_from_frames
from .smil import read_smil
from .tms import Element, name_key, unpack_tms
from .tms_rules import check_tms, find_smil

__all__ = ["Form", "MmsFile", "MmsWarning", "form_of", "read_mms_file"]

Form = Literal["TMS", "base64 of TMS", "frames"]

_SIZE_RULES = ("SizeLong", "FrameSizeLong")


class MmsWarning(NamedTuple):
    """Something odd, and where."""

    finding: str
    """A word for it: of ``FrameFinding``, of ``TmsRule``, or ``size``, ``type``, ``unreferenced``
    or ``percent-encoded``."""
    reason: str
    path: str


class MmsFile(NamedTuple):
    """What was read."""

    form: Form
    slideshow: Slideshow
    size: int
    """Bytes that count towards the limit: of the container, or of the parts of frames."""


_Warn = Callable[[MmsWarning], None]


def form_of(data: bytes) -> Form:
    """What the bytes of a file are, or would have to be."""
    if b"\0" in data:
        return "TMS"
    return "frames" if b"|" in data or b"%7c" in data.lower() else "base64 of TMS"


def read_mms_file(data: bytes, *, on_warning: _Warn) -> MmsFile:
    """The message; ``on_warning`` is called with each warning as it is found.

    Raises ``DecodeError`` for what is none of the three, and for one that the platform would refuse
    or a slide show cannot hold. The limit of 102,400 bytes does not apply, only warns.
    """
    form = form_of(data)
    if form == "frames":
        slideshow, size = _read_frames(_text(data), on_warning)
    else:
        container = data if form == "TMS" else _from_base64(_text(data), on_warning)
        slideshow, size = _read_tms(container, on_warning), len(container)
    for page, slot, reason in mistyped(slideshow):
        on_warning(MmsWarning("type", reason, f"$.pages[{page}].{slot}"))
    return MmsFile(form, slideshow, size)


def _text(data: bytes) -> bytes:
    return data.removeprefix(codecs.BOM_UTF8).removesuffix(b"\n").removesuffix(b"\r")


def _from_base64(text: bytes, warn: _Warn) -> bytes:
    if b"%" in text:
        warn(MmsWarning("percent-encoded", "the base64 is percent-encoded", "$"))
        text = unquote_to_bytes(text)
    return decode_base64(text)


# ---- frames --------------------------------------------------------------------------------


def _read_frames(text: bytes, warn: _Warn) -> tuple[Slideshow, int]:
    read = read_frames(text.decode("latin-1"), max_bytes=len(text))
    for warning in read.warnings:
        warn(MmsWarning(warning.finding, warning.reason, warning.path))
    size = frames_size(read.frames)
    if size > MAX_BYTES:
        warn(MmsWarning("size", f"the parts have {size} bytes, more than {MAX_BYTES}", "$"))
    return slideshow_from_frames(read.frames), size


# ---- elements ------------------------------------------------------------------------------


def _read_tms(data: bytes, warn: _Warn) -> Slideshow:
    elements = unpack_tms(data, unique=False, max_bytes=len(data))
    if not elements:
        raise DecodeError("there is nothing in it")
    violations = check_tms(elements)
    fatal = [violation for violation in violations if violation.rule not in _SIZE_RULES]
    for violation in violations:
        if violation not in fatal[:1]:  # the first is the error, and told as such
            warn(MmsWarning(*violation))
    if fatal:
        raise DecodeError(f"{fatal[0].rule}: {fatal[0].reason}", path=fatal[0].path)
    return _shown(elements, len(data), warn)


def _shown(elements: tuple[Element, ...], size: int, warn: _Warn) -> Slideshow:
    """The pages of elements that break no rule."""
    at = find_smil(elements)
    assert at is not None, "check_tms misses a SMIL"
    pages = read_smil(elements[at].data, max_bytes=size)
    names = {name_key(elements[at].name)}
    names |= {name_key(ref.src) for page in pages for ref in page.refs}
    kept: list[Element] = []
    for number, element in enumerate(elements):
        if name_key(element.name) in names:
            kept.append(element)
        else:
            reason = f"no page refers to {element.name!r}, so it is not shown"
            warn(MmsWarning("unreferenced", reason, f"$[{number}]"))
    try:
        return slideshow_from_elements(kept, max_bytes=size)
    except DecodeError as error:  # counts the elements that were kept, and speaks of the SMIL
        error.path = error.path.replace(f"$[{kept.index(elements[at])}]", f"$[{at}]", 1)
        raise
