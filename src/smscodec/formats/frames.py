"""Frames: a multimedia message as text (document 002, section 2.1.2).

``3,txt|zsSxvg==,jpg|4AAQ…;5,gif|R0lG…``: frames in playing order joined by ``;``. Each is the
seconds it is shown and its parts, joined by ``,``; a part is its type, ``|``, its bytes in base64.
Texts are GB2312, which is GBK here (see ``primitives.charset``). Written without blanks.

The document names the types txt, gif and jpg (``DOCUMENTED_TYPES``); jpeg, png and mp4 are sent
too (``FIELD_TYPES``); any other is carried as it is. Title and decoded parts together are at most
100 K, 102,400 bytes; the title is counted in UTF-8, the charset it travels in.

Read is what clients really write. Each departure from the document is a warning, which is data,
never a Python warning; ``strict=True`` makes the first one an error:

``percent-encoded``   encoded once too often (``%7C`` in it and no ``|``): decoded once, and offsets
                      are those of the decoded text
``blanks``            around ``;`` or ``,`` or at an end, but for the one that the document prints
                      after a ``;``
``last-separator``    one ``;`` after the last frame
``no-duration``       a frame that begins with a part, or with ``,``: its duration is ``None``,
                      which is never written
``leading-zero``      in a duration
``type-case``         upper case in a type, which is read in lower case
``unknown-type``      a type not in ``types``
``base64-form``       line breaks inside, blanks for ``+`` (at the end, too, where they complete a
                      group of four), loose bits at the end

Three more are suspicions: the text is legal but hardly what was meant. They never become errors,
and nothing is guessed:

``frame-numbers``     the durations count 1, 2, 3 or 0, 1, 2: they look like frame numbers
``joined-media``      several pictures or videos in a frame, as where ``;`` and duration got lost
``empty-part``        no bytes

Everything else is an error. So is base64 that ends in the middle, as does the document's own
example, which is cut short for print.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote_to_bytes

from ..errors import DecodeError, EncodeError, LimitError
from ..primitives.base64text import decode_base64
from ..primitives.charset import encode_text
from .parts import Part

__all__ = [
    "DOCUMENTED_TYPES",
    "FIELD_TYPES",
    "MAX_BYTES",
    "MAX_SECONDS",
    "Frame",
    "FrameFinding",
    "FrameWarning",
    "FramesRead",
    "frames_size",
    "pack_frames",
    "read_frames",
    "unpack_frames",
]

DOCUMENTED_TYPES = frozenset({"txt", "gif", "jpg"})
FIELD_TYPES = DOCUMENTED_TYPES | {"jpeg", "png", "mp4"}
MAX_BYTES = 102_400
MAX_SECONDS = 999_999
"""Eleven days; a bound for the numbers, not a recommendation."""
MAX_PARTS = 1000
"""More than 100 K can sensibly hold; keeps hostile text of empty parts small."""


class Frame(NamedTuple):
    """What is shown together."""

    duration: int | None
    """Seconds, 0 to ``MAX_SECONDS``; ``None`` where a client left it out."""
    parts: tuple[Part, ...]


def frames_size(frames: Iterable[Frame], title: str = "") -> int:
    """The bytes that count towards the limit: title in UTF-8 and all parts."""
    parts = sum(len(part.data) for frame in frames for part in frame.parts)
    return len(encode_text(title)) + parts


# ---- writing -------------------------------------------------------------------------------

_WRITTEN_TYPE = re.compile(r"[!-+\--:<-@\[-{}~]+")  # printable ASCII but , ; | and upper case


def pack_frames(frames: Iterable[Frame], *, title: str = "", max_bytes: int = MAX_BYTES) -> str:
    """The text, not yet percent-encoded (an HTTP client's form does that).

    Raises ``EncodeError`` with the path for no frames, a frame without parts or duration, a type
    that is not lower-case printable ASCII without ``, ; |``; and over ``max_bytes`` with the title,
    or ``MAX_PARTS``.
    """
    frames = tuple(frames)
    if not frames:
        raise EncodeError("there are no frames")
    if sum(len(frame.parts) for frame in frames) > MAX_PARTS:
        raise EncodeError(f"more than {MAX_PARTS} parts")
    size = frames_size(frames, title)
    if size > max_bytes:
        raise EncodeError(f"title and parts have {size} bytes, more than {max_bytes}")
    return ";".join(_packed(frame, f"$[{number}]") for number, frame in enumerate(frames))


def _packed(frame: Frame, path: str) -> str:
    if type(frame.duration) is not int or not 0 <= frame.duration <= MAX_SECONDS:
        raise EncodeError(
            f"a duration is whole seconds from 0 to {MAX_SECONDS}, not {frame.duration}",
            path=f"{path}.duration",
        )
    if not frame.parts:
        raise EncodeError("the frame has no parts", path=path)
    pieces = [str(frame.duration)]
    for number, part in enumerate(frame.parts):
        if not _WRITTEN_TYPE.fullmatch(part.type):
            raise EncodeError(
                f"the type {part.type!r} is not lower-case ASCII without blanks and , ; |",
                path=f"{path}.parts[{number}].type",
            )
        pieces.append(f"{part.type}|{b64encode(part.data).decode('ascii')}")
    return ",".join(pieces)


# ---- reading -------------------------------------------------------------------------------

FrameFinding = Literal[
    "percent-encoded",
    "blanks",
    "last-separator",
    "no-duration",
    "leading-zero",
    "type-case",
    "unknown-type",
    "base64-form",
    "frame-numbers",
    "joined-media",
    "empty-part",
]
_SUSPICIONS = frozenset({"frame-numbers", "joined-media", "empty-part"})

_BLANKS = " \t\r\n"
_NO_BREAKS = str.maketrans("", "", "\r\n")
_MEDIA = frozenset({"jpg", "jpeg", "gif", "png", "bmp", "mp4"})
_DURATION = re.compile(r"[0-9]{1,6}")
_TYPE = re.compile(r"[!-~]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class FrameWarning(NamedTuple):
    """One departure or suspicion, and where."""

    finding: FrameFinding
    reason: str
    path: str
    """``$``, a frame ``$[1]``, or a part ``$[1].parts[0]``."""
    offset: int
    """In the text, from 0."""


class FramesRead(NamedTuple):
    """What was read, and what was odd about it."""

    frames: tuple[Frame, ...]
    warnings: tuple[FrameWarning, ...]


def unpack_frames(
    content: str,
    *,
    title: str = "",
    strict: bool = False,
    types: Collection[str] = FIELD_TYPES,
    max_bytes: int = MAX_BYTES,
    max_parts: int = MAX_PARTS,
) -> tuple[Frame, ...]:
    """The frames alone; arguments and errors are those of ``read_frames``."""
    return read_frames(
        content,
        title=title,
        strict=strict,
        types=types,
        max_bytes=max_bytes,
        max_parts=max_parts,
    ).frames


def read_frames(
    content: str,
    *,
    title: str = "",
    strict: bool = False,
    types: Collection[str] = FIELD_TYPES,
    max_bytes: int = MAX_BYTES,
    max_parts: int = MAX_PARTS,
) -> FramesRead:
    """The frames of a text (as it is once a form reader has taken the percents out) and warnings.

    ``types`` are those that need no warning. Raises ``LimitError`` for more than ``max_parts``
    parts, or more than ``max_bytes`` in title and parts; ``TruncatedError`` for base64 that ends
    too early; ``DecodeError`` for all else that cannot be read and, if ``strict``, any departure.
    """
    reader = _Reader(strict, types)
    text = reader.plain(content)
    if text.count("|") > max_parts:
        raise LimitError(f"more than {max_parts} parts", limit=max_parts)
    pieces = list(_split(text, ";", 0))
    last_at, last = pieces[-1]
    if len(pieces) > 1 and not last.strip(_BLANKS):
        reader.warn("last-separator", "a ; after the last frame", "$", last_at - 1)
        pieces.pop()
    frames: list[Frame] = []
    size = frames_size((), title)
    for number, (at, piece) in enumerate(pieces):
        frame = reader.frame(piece, at, f"$[{number}]")
        frames.append(frame)
        size += frames_size([frame])
        if size > max_bytes:
            reason = f"title and parts have more than {max_bytes} bytes"
            raise LimitError(reason, limit=max_bytes, path=f"$[{number}]", offset=at)
    reader.doubt_durations(frames)
    return FramesRead(tuple(frames), tuple(reader.warnings))


def _split(text: str, separator: str, at: int) -> Iterator[tuple[int, str]]:
    """The pieces between the separators, each with its offset in the whole text."""
    for piece in text.split(separator):
        yield at, piece
        at += len(piece) + len(separator)


class _Reader:
    """Reads the pieces of one text and gathers what is odd about them."""

    def __init__(self, strict: bool, types: Collection[str]) -> None:
        self._strict = strict
        self._types = types
        self.warnings: list[FrameWarning] = []

    def warn(self, finding: FrameFinding, reason: str, path: str, offset: int) -> None:
        """Notes a finding; a departure raises if reading is strict."""
        if self._strict and finding not in _SUSPICIONS:
            raise DecodeError(reason, path=path, offset=offset)
        self.warnings.append(FrameWarning(finding, reason, path, offset))

    def plain(self, content: str) -> str:
        """The text without a percent-encoding too many; ASCII, as is everything in the format."""
        _check_ascii(content)
        if "|" in content or "%7c" not in content.lower():
            return content
        self.warn("percent-encoded", "encoded once too often", "$", content.lower().index("%7c"))
        text = unquote_to_bytes(content).decode("latin-1")
        _check_ascii(text)
        return text

    def frame(self, text: str, at: int, path: str) -> Frame:
        """One frame: what stands between two ``;``, from offset ``at``."""
        if not text.strip(_BLANKS):
            raise DecodeError("an empty frame", path=path, offset=at)
        if at and text[0] == " " and text[1] not in _BLANKS:  # as printed in the document
            text, at = text[1:], at + 1
        pieces = list(_split(text, ",", at))
        duration = None
        if "|" in pieces[0][1]:
            self.warn("no-duration", "the frame begins with a part", path, at)
        else:
            duration = self._duration(pieces.pop(0)[1], at, path)
        if not pieces:
            raise DecodeError("the frame has no parts", path=path, offset=at + len(text))
        parts = [
            self._part(piece, piece_at, f"{path}.parts[{place}]")
            for place, (piece_at, piece) in enumerate(pieces)
        ]
        media = [part.type for part in parts if part.type in _MEDIA]
        if len(media) > 1:
            self.warn("joined-media", f"{', '.join(media)} in one frame", path, at)
        return Frame(duration, tuple(parts))

    def doubt_durations(self, frames: list[Frame]) -> None:
        """Warns of durations that look like frame numbers."""
        durations = [frame.duration for frame in frames]
        for first in (0, 1):
            if len(frames) > 1 and durations == list(range(first, first + len(frames))):
                self.warn("frame-numbers", f"the durations count from {first}", "$", 0)

    def _duration(self, text: str, at: int, path: str) -> int | None:
        text, at = self._trimmed(text, at, path)
        if not text:
            self.warn("no-duration", "the frame begins with a comma", path, at)
            return None
        if not _DURATION.fullmatch(text):
            reason = f"cannot read {text[:20]!r} as seconds from 0 to {MAX_SECONDS}"
            raise DecodeError(reason, path=f"{path}.duration", offset=at)
        if text != str(int(text)):
            self.warn("leading-zero", f"the duration is written {text}", path, at)
        return int(text)

    def _part(self, text: str, at: int, path: str) -> Part:
        tail = text[len(text.rstrip(_BLANKS)) :]
        text, at = self._trimmed(text, at, path)
        name, bar, packed = text.partition("|")
        if not bar:
            raise DecodeError("a part has to be type|base64", path=path, offset=at)
        if not _TYPE.fullmatch(name):
            raise DecodeError(f"the type {name[:20]!r} is no word", path=path, offset=at)
        kind = name.lower()
        if kind != name:
            self.warn("type-case", f"the type is written {name[:20]}", path, at)
        if kind not in self._types:
            self.warn("unknown-type", f"the type {kind[:20]} is unknown", path, at)
        at += len(name) + 1
        try:
            data = decode_base64(packed + _lost_plus(packed, tail))
        except DecodeError as error:
            error.path, error.offset = path, at + (error.offset or 0)
            raise
        if not data:
            self.warn("empty-part", "the part has no bytes", path, at)
        if b64encode(data).decode("ascii") != packed:
            self.warn("base64-form", "the base64 is not in its plain form", path, at)
        return Part(kind, data)

    def _trimmed(self, text: str, at: int, path: str) -> tuple[str, int]:
        """The text without blanks around it, and its offset."""
        trimmed = text.strip(_BLANKS)
        if trimmed != text:
            self.warn("blanks", "blanks around a separator", path, at)
        return trimmed, at + len(text) - len(text.lstrip(_BLANKS))


def _lost_plus(packed: str, tail: str) -> str:
    """Of the blanks behind a base64, those that were ``+``: as many as complete its last group.

    Four more may be blanks or another group, and nobody can tell.
    """
    lost = 0 if packed.endswith("=") else -len(packed.translate(_NO_BREAKS)) % 4
    blanks = len(tail) - len(tail.lstrip(" "))
    if blanks >= lost + 4:
        reason = "blanks that may be part of the base64, whose + has to travel as %2B"
        raise DecodeError(reason, offset=len(packed))
    return " " * lost if blanks >= lost else ""


def _check_ascii(text: str) -> None:
    stray = None if text.isascii() else _NOT_ASCII.search(text)
    if stray:
        raise DecodeError(f"{stray[0]!r} does not belong in frames", offset=stray.start())
