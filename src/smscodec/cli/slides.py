"""A folder of slides: files whose names begin with the number of their page.

::

    slides/
      01.txt   01.jpg          page 1: a text and a picture
      02-lake.jpg  02.mp3      page 2: a picture and a sound
      10.txt                   page 3
      durations.txt            how long pages last: lines like "02 8.5"

Pages come in the order of their numbers; gaps do not matter, nor do leading zeros. A page has at
most one text, one picture, one video and one sound. Any other file is an error, so that none is
left out unnoticed; only what systems put into folders (``.DS_Store`` and other names that begin
with a dot, ``Thumbs.db``, ``desktop.ini``) is passed over.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from .. import DecodeError, decode_text, unsendable
from ..formats.parts import Part
from ..formats.slideshow import Page, Slideshow
from ..formats.smil import MAX_DURATION_MS
from .report import InputError, naming
from .source import Charset, sniff

__all__ = ["Slides", "milliseconds", "read_slides", "too_large"]

DURATIONS = "durations.txt"

_SLOTS: dict[str, tuple[str, str]] = {
    "txt": ("text", "txt"),
    "jpg": ("image", "jpg"),
    "jpeg": ("image", "jpg"),
    "gif": ("image", "gif"),
    "png": ("image", "png"),
    "bmp": ("image", "bmp"),
    "mp4": ("video", "mp4"),
    "wav": ("sound", "wav"),
    "mid": ("sound", "mid"),
    "midi": ("sound", "mid"),
    "amr": ("sound", "amr"),
    "mp3": ("sound", "mp3"),
}
"""What an extension is, and the type of its part."""

_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})
_NAME = re.compile(r"([0-9]{1,9})(?![0-9]).*\.([^.]+)", re.DOTALL)
_LARGEST = 3

_Files = dict[str, Path]  # by what they are: text, image, video or sound


class Slides(NamedTuple):
    """What a folder holds."""

    slideshow: Slideshow
    files: tuple[dict[str, Path], ...]
    """Where each page comes from: its ``text``, ``image``, ``video`` and ``sound``."""


def milliseconds(text: str) -> int:
    """``8`` or ``2.5`` seconds in milliseconds; ``ValueError``, in words, for no duration."""
    try:
        value = Decimal(text) * 1000
    except InvalidOperation:
        raise ValueError(f"{text[:20]!r} is no number of seconds") from None
    if not value.is_finite() or value != value.to_integral_value():
        raise ValueError(f"{text[:20]!r} is no number of seconds with at most three decimals")
    if not 1 <= value <= MAX_DURATION_MS:
        raise ValueError(f"{text[:20]!r} seconds: more than 0, up to {MAX_DURATION_MS // 1000}")
    return int(value)


def read_slides(folder: Path, *, charset: Charset, default_ms: int, max_bytes: int) -> Slides:
    """The pages of a folder; ``InputError`` that names the file for all that cannot be sent."""
    pages, durations = _sorted_out(folder)
    if not pages:
        raise InputError("there are no slides in it", file=str(folder))
    lasting = _read_durations(durations, charset, set(pages)) if durations else {}
    media = [path for page in pages.values() for slot, path in page.items() if slot != "text"]
    size = sum(path.stat().st_size for path in media)
    if size > max_bytes:
        raise too_large("its media are", size, max_bytes, folder, media)
    shown = [
        _page(files, lasting.get(number, default_ms), charset)
        for number, files in sorted(pages.items())
    ]
    return Slides(Slideshow(tuple(shown)), tuple(files for _, files in sorted(pages.items())))


def too_large(what: str, size: int, max_bytes: int, folder: Path, files: list[Path]) -> InputError:
    """The error of a message over the limit, with the files to look at first."""
    sizes = sorted(((path.stat().st_size, path.name) for path in files), reverse=True)
    largest = ", ".join(f"{name} {count:,}" for count, name in sizes[:_LARGEST])
    reason = f"{what} too large: {size:,} bytes of {max_bytes:,}; largest: {largest}"
    return InputError(reason, file=str(folder))


# ---- names ---------------------------------------------------------------------------------------


def _sorted_out(folder: Path) -> tuple[dict[int, _Files], Path | None]:
    """The files of each page, by its number, and the file of durations."""
    pages: dict[int, _Files] = {}
    durations = None
    with naming(folder):
        paths = sorted(folder.iterdir())
    for path in paths:
        if path.name.startswith(".") or path.name.lower() in _PASSED_OVER:
            continue
        if not path.is_file():
            raise InputError("is no ordinary file", file=str(path))
        if path.name.lower() == DURATIONS:
            durations = path
            continue
        number, slot = _place(path)
        other = pages.setdefault(number, {}).setdefault(slot, path)
        if other is not path:
            reason = f"page {number} has its {slot} already: {other.name}"
            raise InputError(reason, file=str(path))
    return pages, durations


def _place(path: Path) -> tuple[int, str]:
    found = _NAME.fullmatch(path.name)
    if not found:
        reason = f"the name has to be like 01.txt or 01-cover.jpg, or {DURATIONS}"
        raise InputError(reason, file=str(path))
    known = _SLOTS.get(found[2].lower())
    if known is None:
        reason = f"a slide cannot hold {found[2]!r}; it can: {', '.join(_SLOTS)}"
        raise InputError(reason, file=str(path))
    return int(found[1]), known[0]


# ---- contents ------------------------------------------------------------------------------------


def _page(files: _Files, duration_ms: int, charset: Charset) -> Page:
    text = _read_text(files["text"], charset) if "text" in files else None
    return Page(
        duration_ms=duration_ms,
        text=text,
        image=_part(files.get("image")),
        video=_part(files.get("video")),
        sound=_part(files.get("sound")),
    )


def _part(path: Path | None) -> Part | None:
    if path is None:
        return None
    with naming(path):
        data = path.read_bytes()
    if not data:
        raise InputError("the file is empty", file=str(path))
    _, kind = _SLOTS[path.suffix[1:].lower()]
    return Part(kind, data)


def _read_text(path: Path, charset: Charset) -> str:
    """A slide's text, without the line break that editors leave at the end."""
    text = _decoded(path, charset).removesuffix("\n").removesuffix("\r")
    if not text:
        raise InputError("the file is empty", file=str(path))
    lost = unsendable(text)
    if lost:
        at, character = lost[0]
        more = f", nor {len(lost) - 1} more" if len(lost) > 1 else ""
        reason = f"GBK cannot carry {character!r} (U+{ord(character):04X}){more}"
        raise InputError(reason, file=str(path), line=text.count("\n", 0, at) + 1)
    return text


def _decoded(path: Path, charset: Charset) -> str:
    with naming(path):
        data = path.read_bytes()
    charset, mark = sniff(data, charset, str(path))
    try:
        return decode_text(data[len(mark) :], charset)
    except DecodeError as error:
        line = data.count(b"\n", 0, len(mark) + (error.offset or 0)) + 1
        raise InputError(error.reason, file=str(path), line=line) from None


def _read_durations(path: Path, charset: Charset, numbers: set[int]) -> dict[int, int]:
    """Milliseconds by number of the page; empty lines and those that begin with # do not count."""
    found: dict[int, int] = {}
    for line, text in enumerate(_decoded(path, charset).splitlines(), 1):
        words = text.split()
        if not words or words[0].startswith("#"):
            continue
        reason = None
        if len(words) != 2 or not re.fullmatch(r"[0-9]{1,9}", words[0]):
            reason = "a line has to be a page and its seconds, like 02 8.5"
        elif int(words[0]) not in numbers:
            reason = f"there is no page {words[0]}"
        elif int(words[0]) in found:
            reason = f"page {words[0]} stands here already"
        else:
            try:
                found[int(words[0])] = milliseconds(words[1])
            except ValueError as error:
                reason = str(error)
        if reason:
            raise InputError(reason, file=str(path), line=line)
    return found
