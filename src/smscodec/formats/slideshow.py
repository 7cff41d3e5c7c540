"""A multimedia message without a vendor: pages with a text, a picture, a video, a sound.

One value for both ways of sending it: as TMS elements with a SMIL (document 003, section 2.2) and
as frames (document 002, section 2.1.2). Each way gives back the value it was made of, exactly.

**As elements.** Page 1 becomes ``1.txt``, ``1.jpg``, ``1.mid``, …; ``mms.smil`` comes last, and is
read wherever it stands. Reading is strict: the first violation of ``tms_rules.check_tms`` is an
error, and so is what a slide show cannot hold: an element that no page refers to, two pictures on
one page, an ``xml``. An element that several pages refer to becomes a part of each. The extension
of an element says what it is, not the tag that refers to it. Layout, titles and the timing inside a
page are not kept. ``unpack_tms`` and ``read_smil`` read what a slide show cannot hold.

**As frames.** The text comes first. Document 002 has no sound and no ``bmp`` and wants whole
seconds; its ``jpeg`` is ``jpg`` here. A frame with two texts or two pictures, or with a part of any
other type, is an error when read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..errors import DecodeError, EncodeError
from .frames import FIELD_TYPES, MAX_SECONDS, Frame
from .parts import Part, part_text, text_part
from .smil import MAX_DURATION_MS, SmilPage, SmilRef, build_smil, read_smil
from .tms import MAX_BYTES, Element, element_type, name_key, tms_size
from .tms_rules import check_tms, find_smil

__all__ = [
    "Page",
    "Slideshow",
    "slideshow_from_elements",
    "slideshow_from_frames",
    "slideshow_to_elements",
    "slideshow_to_frames",
]

Slot = Literal["text", "image", "video", "sound"]

_SLOT: dict[str, Slot] = {
    "txt": "text",
    "jpg": "image",
    "gif": "image",
    "png": "image",
    "bmp": "image",
    "mp4": "video",
    "wav": "sound",
    "mid": "sound",
    "amr": "sound",
    "mp3": "sound",
}
"""What an extension is; those of pictures, videos and sounds are the types of their parts."""

_TAG: dict[Slot, str] = {"text": "text", "image": "img", "video": "video", "sound": "audio"}
_REGION: dict[Slot, str] = {"text": "Text", "image": "Image", "video": "Image", "sound": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is shown and played together. At least one of the four is there, and not empty."""

    duration_ms: int | None
    """Milliseconds; ``None`` where nothing is said, which frames cannot say."""
    text: str | None = None
    image: Part | None = None
    """``jpg``, ``gif``, ``png`` or ``bmp``."""
    video: Part | None = None
    """``mp4``."""
    sound: Part | None = None
    """``wav``, ``mid``, ``amr`` or ``mp3``."""


@dataclass(frozen=True, slots=True)
class Slideshow:
    """Pages in playing order, at least one."""

    pages: tuple[Page, ...]


# ---- elements ------------------------------------------------------------------------------


def slideshow_to_elements(
    slideshow: Slideshow, *, max_bytes: int = MAX_BYTES
) -> tuple[Element, ...]:
    """The elements for ``pack_tms``, ``mms.smil`` last.

    Raises ``EncodeError`` that names the page for one that shows nothing, a type out of its place,
    a part of no bytes, a character GBK lacks or an impossible duration; and over ``max_bytes``.
    """
    if not slideshow.pages:
        raise EncodeError("FramesEmpty: there are no pages", path="$.pages")
    elements: list[Element] = []
    pages: list[SmilPage] = []
    for number, page in enumerate(slideshow.pages):
        refs: list[SmilRef] = []
        for slot, part in _parts(page, f"$.pages[{number}]"):
            name = f"{number + 1}.{part.type}"
            elements.append(Element(name, part.data))
            refs.append(SmilRef(_TAG[slot], name, _REGION[slot]))
        pages.append(SmilPage(page.duration_ms, tuple(refs)))
    try:
        elements.append(Element("mms.smil", build_smil(pages)))
    except EncodeError as error:
        error.path = f"$.pages{error.path[1:]}"
        raise
    size = tms_size(elements)
    if size > max_bytes:
        raise EncodeError(f"SizeLong: a container of {size} bytes, more than {max_bytes}")
    return tuple(elements)


def slideshow_from_elements(
    elements: Iterable[Element], *, max_bytes: int = MAX_BYTES
) -> Slideshow:
    """The pages of a container's elements; ``DecodeError`` for what is said above.

    The message of an error that the platform has a name for begins with that name.
    """
    elements = tuple(elements)
    violations = check_tms(elements, max_bytes=max_bytes, max_frame_bytes=max_bytes)
    smil = find_smil(elements)
    if violations or smil is None:
        rule, reason, path = violations[0]
        raise DecodeError(f"{rule}: {reason}", path=path)
    pages = read_smil(elements[smil].data, max_bytes=max_bytes)
    by_name = {name_key(element.name): element for element in elements}
    shown = {name_key(ref.src) for page in pages for ref in page.refs}
    for number, element in enumerate(elements):
        if number != smil and name_key(element.name) not in shown:
            raise DecodeError(f"no page refers to {element.name!r}", path=f"$[{number}]")
    read_text = cache(part_text)  # once, however many pages show it
    return Slideshow(
        tuple(
            _page(
                page.duration_ms, _referred(page, by_name), f"$[{smil}].pages[{number}]", read_text
            )
            for number, page in enumerate(pages)
        )
    )


def _referred(page: SmilPage, by_name: dict[str, Element]) -> list[Part]:
    elements = [by_name[name_key(ref.src)] for ref in page.refs]
    return [Part(element_type(name), data) for name, data in elements]


# ---- frames --------------------------------------------------------------------------------


def slideshow_to_frames(slideshow: Slideshow) -> tuple[Frame, ...]:
    """The frames for ``pack_frames``, which knows the limits.

    Raises ``EncodeError`` that names the page for what ``slideshow_to_elements`` refuses in one,
    and for a sound, a ``bmp``, no duration or one that is not whole seconds.
    """
    if not slideshow.pages:
        raise EncodeError("there are no pages", path="$.pages")
    return tuple(_frame(page, f"$.pages[{n}]") for n, page in enumerate(slideshow.pages))


def _frame(page: Page, path: str) -> Frame:
    duration = page.duration_ms
    if duration is None or not 0 <= duration <= MAX_DURATION_MS or duration % 1000:
        raise EncodeError(
            f"a frame lasts 0 to {MAX_SECONDS} whole seconds, not {duration} ms",
            path=f"{path}.duration_ms",
        )
    parts = _parts(page, path)
    for slot, part in parts:
        if part.type not in FIELD_TYPES:
            raise EncodeError(f"a frame cannot hold {part.type!r}", path=f"{path}.{slot}")
    return Frame(duration // 1000, tuple(part for _, part in parts))


def slideshow_from_frames(frames: Iterable[Frame]) -> Slideshow:
    """The pages of frames; ``DecodeError`` for what is said above."""
    pages = tuple(_page_of(frame, f"$[{number}]") for number, frame in enumerate(frames))
    if not pages:
        raise DecodeError("there are no frames")
    return Slideshow(pages)


def _page_of(frame: Frame, path: str) -> Page:
    for number, (kind, _) in enumerate(frame.parts):
        if kind not in FIELD_TYPES:
            raise DecodeError(f"no page can hold {kind!r}", path=f"{path}.parts[{number}]")
    parts = [Part("jpg" if kind == "jpeg" else kind, data) for kind, data in frame.parts]
    return _page(None if frame.duration is None else frame.duration * 1000, parts, path)


# ---- both ----------------------------------------------------------------------------------


def _parts(page: Page, path: str) -> list[tuple[Slot, Part]]:
    """What a page holds, text first."""
    parts: list[tuple[Slot, Part]] = []
    if page.text is not None:
        try:
            parts.append(("text", text_part(page.text)))
        except EncodeError as error:
            error.path = f"{path}.text{error.path[1:]}"
            raise
    media: tuple[tuple[Slot, Part | None], ...] = (
        ("image", page.image),
        ("video", page.video),
        ("sound", page.sound),
    )
    for slot, part in media:
        if part is None:
            continue
        if _SLOT.get(part.type) != slot:
            raise EncodeError(f"{part.type!r} is no type of {slot}", path=f"{path}.{slot}.type")
        if not part.data:
            raise EncodeError(f"the {slot} has no bytes", path=f"{path}.{slot}.data")
        parts.append((slot, part))
    if not any(part.data for _, part in parts):
        raise EncodeError("FramesEmpty: the page shows nothing", path=path)
    return parts


def _page(
    duration_ms: int | None,
    parts: Sequence[Part],
    path: str,
    read_text: Callable[[Part], str] = part_text,
) -> Page:
    """The page that shows these parts, in whatever order they come."""
    held: dict[Slot, Part] = {}
    for part in parts:
        slot = _SLOT.get(part.type)
        if slot is None:
            raise DecodeError(f"no page can hold {part.type!r}", path=path)
        if slot in held:
            raise DecodeError(f"more than one {slot} on a page", path=path)
        if slot != "text" and not part.data:
            raise DecodeError(f"the {slot} has no bytes", path=path)
        held[slot] = part
    if not any(part.data for part in parts):
        raise DecodeError("FramesEmpty: the page shows nothing", path=path)
    return Page(
        duration_ms=duration_ms,
        text=_text(held.get("text"), path, read_text),
        image=held.get("image"),
        video=held.get("video"),
        sound=held.get("sound"),
    )


def _text(part: Part | None, path: str, read_text: Callable[[Part], str]) -> str | None:
    if part is None:
        return None
    try:
        return read_text(part)
    except DecodeError as error:
        error.path = f"{path}.text"
        raise
