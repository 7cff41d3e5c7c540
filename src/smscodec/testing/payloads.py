"""What messages carry: batches, elements, frames, slide shows, sealed messages, templates."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase, digits
from urllib.parse import quote_plus

from hypothesis import strategies as st

from ..formats.batch import Entry, pack_batch
from ..formats.frames import FIELD_TYPES, MAX_SECONDS, Frame
from ..formats.parts import Part, text_part
from ..formats.sealed import SealedMessage, make_secret, seal_message
from ..formats.slideshow import Page, Slideshow
from ..formats.smil import MAX_DURATION_MS
from ..formats.stamp import make_stamp
from ..formats.tms import Element, name_key
from ..primitives.charset import Charset
from .texts import contents, extensions, mobiles, moments, send_times, words

__all__ = [
    "batches",
    "elements",
    "frames",
    "packed_batches",
    "sealed_messages",
    "sealed_texts",
    "slideshows",
    "template_texts",
    "template_values",
    "tms_containers",
]

_PICTURES = ("jpg", "gif", "png", "bmp")
_SOUNDS = ("wav", "mid", "amr", "mp3")
_DATA = st.binary(max_size=40)
_SOME_DATA = st.binary(min_size=1, max_size=40)

# ---- batches -----------------------------------------------------------------------------------


def batches(*, min_size: int = 0, max_size: int = 6) -> st.SearchStrategy[tuple[Entry, ...]]:
    """Rows for ``pack_batch`` and its default ``line_breaks``: no number twice, none empty."""
    eleven = st.integers(0, 10**11 - 1).map(lambda number: f"{number:011}")
    texts = contents(min_size=1).filter(lambda text: "\\r" not in text and "\\n" not in text)
    rows = st.lists(
        st.builds(Entry, eleven, texts),
        min_size=min_size,
        max_size=max_size,
        unique_by=lambda entry: entry.mobile,
    )
    return rows.map(tuple)


def packed_batches() -> st.SearchStrategy[bytes]:
    """Finished form values, as ``bulk.pack`` yields them."""
    return batches(min_size=1).map(lambda entries: quote_plus(pack_batch(entries)).encode("ascii"))


# ---- multimedia --------------------------------------------------------------------------------


def elements() -> st.SearchStrategy[Element]:
    """Elements of a TMS container, whatever its rules say of their types."""
    stems = st.text(ascii_lowercase + digits + "_- ", min_size=1, max_size=8)
    chinese = st.text("图片文字一二三镕€", min_size=1, max_size=4)
    types = st.sampled_from((*_PICTURES, *_SOUNDS, "txt", "smil", "JPG", "xyz"))
    names = st.builds("{}.{}".format, stems | chinese, types)
    return st.builds(Element, names, _DATA)


def tms_containers(*, max_size: int = 5) -> st.SearchStrategy[tuple[Element, ...]]:
    """Elements that fit into one container: no name twice."""
    several = st.lists(
        elements(), max_size=max_size, unique_by=lambda element: name_key(element.name)
    )
    return several.map(tuple)


def _parts() -> st.SearchStrategy[Part]:
    texts = contents("gbk", max_size=20).map(text_part)
    types = st.sampled_from(sorted(FIELD_TYPES)) | st.text(
        ascii_lowercase + digits, min_size=1, max_size=5
    )
    return texts | st.builds(Part, types, _DATA)


def frames(*, min_size: int = 1, max_size: int = 4) -> st.SearchStrategy[tuple[Frame, ...]]:
    """Frames of document 002; ``min_size=0`` adds the message without any."""
    parts = st.lists(_parts(), min_size=1, max_size=3).map(tuple)
    seconds = st.integers(0, 10) | st.integers(0, MAX_SECONDS)
    several = st.lists(st.builds(Frame, seconds, parts), min_size=min_size, max_size=max_size)
    return several.map(tuple)


def slideshows(*, whole_seconds: bool = False) -> st.SearchStrategy[Slideshow]:
    """Slide shows that a container holds; ``whole_seconds`` for those that frames hold, too.

    Frames know no sound, no ``bmp``, and always a duration.
    """
    seconds = st.integers(0, MAX_SECONDS).map(lambda number: number * 1000)
    durations = seconds if whole_seconds else st.none() | st.integers(0, MAX_DURATION_MS)
    texts = st.none() | contents("gbk", max_size=20)
    pictures = [kind for kind in _PICTURES if not whole_seconds or kind in FIELD_TYPES]
    images = st.none() | st.builds(Part, st.sampled_from(pictures), _SOME_DATA)
    videos = st.none() | st.builds(Part, st.just("mp4"), _SOME_DATA)
    sounds = st.none() | st.builds(Part, st.sampled_from(_SOUNDS), _SOME_DATA)
    pages = st.builds(
        Page,
        duration_ms=durations,
        text=texts,
        image=images,
        video=videos,
        sound=st.none() if whole_seconds else sounds,
    ).filter(lambda page: bool(page.text or page.image or page.video or page.sound))
    return st.lists(pages, min_size=1, max_size=3).map(lambda some: Slideshow(tuple(some)))


# ---- sealed ------------------------------------------------------------------------------------


def sealed_messages(password: str = "secret123") -> st.SearchStrategy[SealedMessage]:
    """What an encrypted submit holds, with the secret of this password."""

    unproven = st.builds(
        SealedMessage,
        user_name=words(),
        secret=st.just(""),
        stamp=moments().map(make_stamp),
        mobiles=st.lists(mobiles(), max_size=3).map(tuple),
        text=contents(),
        extension=extensions(),
        send_at=send_times(),
    )
    return unproven.map(lambda it: replace(it, secret=make_secret(password, it.stamp)))


def sealed_texts(password: str = "secret123") -> st.SearchStrategy[str]:
    """The Text64 of such messages."""
    return sealed_messages(password).map(lambda message: seal_message(message, password))


# ---- templates ---------------------------------------------------------------------------------


def template_texts() -> st.SearchStrategy[str]:
    """Templates as document 003 has them, with ``@`` where they vary; also those it refuses."""
    pieces = st.sampled_from(("@", "@@", "@@@@@", "@@@@@@")) | contents(max_size=8)
    return st.lists(pieces, max_size=6).map("".join)


def template_values(
    charset: Charset = "utf-8", *, max_size: int = 4
) -> st.SearchStrategy[tuple[str, ...]]:
    """Values for a template of document 004; none of them is empty."""
    values = contents(charset, min_size=1, max_size=12).filter(lambda text: ",@" not in text)
    return st.lists(values, max_size=max_size).map(tuple)
