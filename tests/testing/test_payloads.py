"""Drawn payloads can be packed, and cover what there is."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drawing import drawn

from smscodec import (
    Element,
    Entry,
    Frame,
    SealedMessage,
    Slideshow,
    bulk,
    check_template,
    open_message,
    pack_batch,
    pack_frames,
    pack_tms,
    pack_values,
    slideshow_from_elements,
    slideshow_from_frames,
    slideshow_to_elements,
    slideshow_to_frames,
    unpack_batch,
    unpack_frames,
    unpack_tms,
    unpack_values,
)
from smscodec.formats.sealed import check_secret
from smscodec.testing import (
    batches,
    elements,
    frames,
    packed_batches,
    sealed_messages,
    sealed_texts,
    slideshows,
    template_texts,
    template_values,
    tms_containers,
)


@given(batches())
def test_batches_are_packed(entries: tuple[Entry, ...]) -> None:
    """And read as they were."""
    assert unpack_batch(pack_batch(entries), strict=True) == entries


@given(packed_batches())
def test_packed_batches_are_form_values(content: bytes) -> None:
    """They travel as they are."""
    assert bulk.unpack(content).mobiles
    assert unquote_to_bytes(content).decode().isascii()
    assert not set(content) & set(b"+/=&")


@given(tms_containers())
def test_containers_are_packed(container: tuple[Element, ...]) -> None:
    """No name comes twice."""
    assert unpack_tms(pack_tms(container)) == container


@given(frames())
def test_frames_are_packed(some: tuple[Frame, ...]) -> None:
    """Whatever their types."""
    assert unpack_frames(pack_frames(some)) == some


@given(slideshows(), slideshows(whole_seconds=True))
def test_slideshows_become_elements_and_frames(any_: Slideshow, plain: Slideshow) -> None:
    """All of them elements, those of whole seconds frames, too."""
    assert slideshow_from_elements(slideshow_to_elements(any_)) == any_
    assert slideshow_from_frames(slideshow_to_frames(plain)) == plain


@given(sealed_messages("mima"))
def test_sealed_messages_are_proven(message: SealedMessage) -> None:
    """By the password they are made for."""
    assert check_secret(message.secret, "mima", message.stamp)


@given(sealed_texts())
def test_sealed_texts_are_opened(text64: str) -> None:
    """By the default password."""
    assert open_message(text64, "secret123")


@given(template_values(), template_values("gbk"))
def test_values_are_packed(values: tuple[str, ...], gbk: tuple[str, ...]) -> None:
    """None of them is empty."""
    assert unpack_values(pack_values(values)) == values
    assert unpack_values(pack_values(gbk)) == gbk


@pytest.mark.parametrize(
    ("strategy", "corner"),
    [
        (batches(), lambda entries: not entries),
        (batches(), lambda entries: any("\r" in entry.content for entry in entries)),
        (elements(), lambda element: not element.name.isascii()),
        (elements(), lambda element: element.data == b""),
        (tms_containers(), lambda container: not container),
        (tms_containers(), lambda container: len(container) == 5),
        (frames(), lambda some: any(part.type == "txt" for frame in some for part in frame.parts)),
        (frames(min_size=0), lambda some: not some),
        (slideshows(), lambda show: any(page.sound for page in show.pages)),
        (slideshows(), lambda show: any(page.duration_ms is None for page in show.pages)),
        (sealed_messages(), lambda message: message.send_at and message.extension),
        (template_texts(), lambda text: not text),
        (template_texts(), lambda text: check_template(text) and text),
        (template_texts(), lambda text: "@@@@@" in text and not check_template(text)),
        (template_values(), lambda values: not values),
    ],
)
def test_corners_are_reached(strategy: st.SearchStrategy[Any], corner: Any) -> None:
    """Each of them is drawn, and not only once in a blue moon."""
    assert any(map(corner, drawn(strategy, 300)))
