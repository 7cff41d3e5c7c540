"""What a part is by its first bytes."""

from __future__ import annotations

import pytest
from support.media import GIF, JPEG, MIDI, PNG

from smscodec.formats.media_type import mistyped
from smscodec.formats.parts import Part
from smscodec.formats.slideshow import Page, Slideshow

WEBP = b"RIFF\x1a\0\0\0WEBPVP8 "
WAV = b"RIFF\x24\0\0\0WAVEfmt "
MP4 = b"\0\0\0\x18ftypmp42"


@pytest.mark.parametrize(
    ("slot", "kind", "data"),
    [
        ("image", "jpg", JPEG),
        ("image", "gif", GIF),
        ("image", "png", PNG),
        ("image", "bmp", b"BM\x46\0"),
        ("video", "mp4", MP4),
        ("sound", "wav", WAV),
        ("sound", "mid", MIDI),
        ("sound", "amr", b"#!AMR\n"),
        ("sound", "mp3", b"ID3\x03"),
        ("sound", "mp3", b"\xff\xfb\x90\x64"),
        ("sound", "mp3", b"\xff\xf3\x40\xc4"),
    ],
)
def test_a_part_that_begins_as_its_type_does(slot: str, kind: str, data: bytes) -> None:
    """Nothing to be said."""
    page = Page(duration_ms=1, **{slot: Part(kind, data)})  # type: ignore[arg-type]
    assert list(mistyped(Slideshow((page,)))) == []


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("jpg", WEBP, "the image is called jpg and begins like webp"),
        ("jpg", PNG, "the image is called jpg and begins like png"),
        ("png", b"\0\0\0\x18ftypheic", "the image is called png and begins like heic"),
        ("gif", b"<svg onload=alert(1)>", "the image is called gif and does not begin like one"),
        ("bmp", b"B", "the image is called bmp and does not begin like one"),
    ],
)
def test_a_part_that_begins_otherwise(kind: str, data: bytes, reason: str) -> None:
    """Page and slot are named, and what it looks like instead."""
    pages = (Page(duration_ms=1, text="x"), Page(duration_ms=1, image=Part(kind, data)))
    assert list(mistyped(Slideshow(pages))) == [(1, "image", reason)]
