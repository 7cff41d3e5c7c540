"""One slide show, two ways of sending it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.media import GIF, JPEG, MIDI, PNG
from support.vectors import cases

from smscodec.errors import DecodeError, EncodeError, SmsCodecError
from smscodec.formats.frames import FIELD_TYPES, Frame, pack_frames, unpack_frames
from smscodec.formats.parts import Part, text_part
from smscodec.formats.slideshow import (
    Page,
    Slideshow,
    slideshow_from_elements,
    slideshow_from_frames,
    slideshow_to_elements,
    slideshow_to_frames,
)
from smscodec.formats.smil import MAX_DURATION_MS
from smscodec.formats.tms import Element, pack_tms, unpack_tms
from smscodec.formats.tms_rules import check_tms

BYTES = st.binary(min_size=1, max_size=20)
TEXTS = st.one_of(
    st.text("a1 €文本镕\r\n", max_size=9), st.text(st.characters(codec="gbk"), max_size=9)
)


def pages(durations: st.SearchStrategy[int | None], *kinds: str, sound: bool) -> Any:
    """Pages that show something, with pictures of these types."""
    images = st.builds(Part, st.sampled_from(kinds), BYTES)
    sounds = st.builds(Part, st.sampled_from(["wav", "mid", "amr", "mp3"]), BYTES)
    return st.builds(
        Page,
        duration_ms=durations,
        text=st.none() | TEXTS,
        image=st.none() | images,
        video=st.none() | st.builds(Part, st.just("mp4"), BYTES),
        sound=st.none() | sounds if sound else st.none(),
    ).filter(lambda page: bool(page.text or page.image or page.video or page.sound))


def shows(of_pages: Any) -> Any:
    """Slide shows of one to four such pages."""
    return st.lists(of_pages, min_size=1, max_size=4).map(lambda found: Slideshow(tuple(found)))


FOR_TMS = shows(
    pages(st.none() | st.integers(0, MAX_DURATION_MS), "jpg", "gif", "png", "bmp", sound=True)
)
FOR_FRAMES = shows(
    pages(st.integers(0, 999_999).map(lambda s: s * 1000), "jpg", "gif", "png", sound=False)
)


# ---- elements ------------------------------------------------------------------------------


@given(FOR_TMS)
def test_elements_give_the_slide_show_back(show: Slideshow) -> None:
    """Through the container, with the SMIL last or anywhere; and no rule is broken."""
    elements = slideshow_to_elements(show)
    assert elements[-1].name == "mms.smil"
    assert check_tms(elements) == ()
    assert slideshow_from_elements(unpack_tms(pack_tms(elements))) == show
    assert slideshow_from_elements(elements[::-1]) == show


def test_what_the_elements_are() -> None:
    """Named by page and type; the text first; every region that is referred to is declared."""
    show = Slideshow(
        (
            Page(duration_ms=5000, text="文本", image=Part("jpg", JPEG)),
            Page(duration_ms=None, sound=Part("mid", MIDI)),
        )
    )
    assert slideshow_to_elements(show) == (
        Element("1.txt", "文本".encode("gbk")),
        Element("1.jpg", JPEG),
        Element("2.mid", MIDI),
        Element(
            "mms.smil",
            b'<smil><head><layout><root-layout width="240" height="320"/>'
            b'<region id="Text" left="0" top="50%" width="100%" height="50%"/>'
            b'<region id="Image" left="0" top="0" width="100%" height="50%" fit="meet"/>'
            b"</layout></head><body>"
            b'<par dur="5s"><text src="1.txt" region="Text"/>'
            b'<img src="1.jpg" region="Image"/></par>'
            b'<par><audio src="2.mid"/></par>'
            b"</body></smil>",
        ),
    )


@pytest.mark.parametrize("case", cases("tms", value=True))
def test_real_containers_are_slide_shows(case: dict[str, Any]) -> None:
    """Page by page as many parts as references; written and read again they are the same."""
    show = slideshow_from_elements(unpack_tms(case["bytes"]))
    for page, expected in zip(show.pages, case["value"]["pages"], strict=True):
        held = [page.text, page.image, page.video, page.sound]
        assert page.duration_ms == expected["duration_ms"]
        assert 4 - held.count(None) == len(expected["refs"])
    assert slideshow_from_elements(slideshow_to_elements(show)) == show


@pytest.mark.parametrize("case", cases("tms", error=True))
def test_broken_containers_are_refused_by_name(case: dict[str, Any]) -> None:
    """The platform's name stands first in the message."""
    try:
        elements = unpack_tms(case["bytes"], unique=False)
    except DecodeError:
        return
    with pytest.raises(DecodeError, match=f"^{case['error']}: "):
        slideshow_from_elements(elements)


TEXT = Element("1.txt", b"a")
PICTURE = Element("1.jpg", JPEG)


def smil(body: str) -> Element:
    """A SMIL with this body."""
    return Element("mms.smil", f"<smil><body>{body}</body></smil>".encode())


@pytest.mark.parametrize(
    ("elements", "words", "path"),
    [
        (
            [TEXT, PICTURE, smil('<par><text src="1.txt"/></par>')],
            "no page refers to '1.jpg'",
            "$[1]",
        ),
        (
            [
                PICTURE,
                Element("2.gif", GIF),
                smil('<par><img src="1.jpg"/><img src="2.gif"/></par>'),
            ],
            "more than one image",
            "$[2].pages[0]",
        ),
        (
            [TEXT, smil('<par><text src="1.txt"/><text src="1.txt"/></par>')],
            "more than one text",
            "$[1].pages[0]",
        ),
        (
            [TEXT, Element("a.xml", b"<a/>"), smil('<par/><par><ref src="a.xml"/></par>')],
            "FramesEmpty",
            "$[2].pages[0]",
        ),
        (
            [Element("a.xml", b"<a/>"), smil('<par><ref src="a.xml"/></par>')],
            "'xml'",
            "$[1].pages[0]",
        ),
        (
            [TEXT, smil('<par><text src="1.txt"/><ref src="mms.smil"/></par>')],
            "'smil'",
            "$[1].pages[0]",
        ),
        (
            [Element("1.txt", b"a\xff"), smil('<par><text src="1.txt"/></par>')],
            "not gbk text",
            "$[1].pages[0].text",
        ),
        ([TEXT, smil('<par><text src="2.txt"/></par>')], "^FrameError: ", "$[1].pages[0]"),
        ([TEXT], "^SmilEmpty: ", "$"),
    ],
)
def test_what_a_slide_show_cannot_hold(elements: list[Element], words: str, path: str) -> None:
    """Is an error that says so; nothing is lost in silence."""
    with pytest.raises(DecodeError, match=words) as caught:
        slideshow_from_elements(elements)
    assert caught.value.path == path


def test_an_element_may_be_shown_twice() -> None:
    """It becomes a part of both pages."""
    page = '<par dur="5s"><img src="1.JPG"/></par>'
    show = slideshow_from_elements([PICTURE, smil(page * 2)])
    assert show == Slideshow((Page(duration_ms=5000, image=Part("jpg", JPEG)),) * 2)


def test_a_text_on_many_pages_is_read_once() -> None:
    """Small containers do not become large values: all pages hold the same text, not a copy."""
    text = Element("1.txt", "文本".encode("gbk") * 10_000)
    show = slideshow_from_elements([text, smil('<par><text src="1.txt"/></par>' * 1000)])
    assert len(show.pages) == 1000
    assert len({id(page.text) for page in show.pages}) == 1


def test_the_extension_decides_what_an_element_is() -> None:
    """Not the tag that refers to it."""
    show = slideshow_from_elements([PICTURE, smil('<par><ref src="1.jpg"/></par>')])
    assert show.pages[0].image == Part("jpg", JPEG)


@given(
    st.lists(
        st.builds(
            Element,
            st.sampled_from(["1.txt", "1.jpg", "2.mid", "a.xml", "x", "mms.smil"]),
            st.sampled_from([b"", b"a", b"\xff", b"<smil/>"])
            | st.lists(
                st.sampled_from(["1.txt", "1.jpg", "2.mid", "a.xml"]).map(
                    lambda name: f'<ref src="{name}"/>'
                ),
                max_size=3,
            ).map(lambda refs: smil(f"<par>{''.join(refs)}</par>").data),
        ),
        max_size=4,
    )
)
def test_any_elements_are_a_value_or_our_error(elements: list[Element]) -> None:
    """And a value can be written again."""
    try:
        show = slideshow_from_elements(elements)
    except SmsCodecError:
        return
    assert slideshow_from_elements(slideshow_to_elements(show)) == show


# ---- frames --------------------------------------------------------------------------------


@given(FOR_FRAMES)
def test_frames_give_the_slide_show_back(show: Slideshow) -> None:
    """Through the text; and the text comes before the pictures."""
    frames = slideshow_to_frames(show)
    assert slideshow_from_frames(unpack_frames(pack_frames(frames), strict=True)) == show
    assert all("txt" not in [part.type for part in frame.parts[1:]] for frame in frames)


@given(FOR_FRAMES)
def test_the_two_ways_agree(show: Slideshow) -> None:
    """What frames can say, elements can."""
    assert slideshow_from_elements(slideshow_to_elements(show)) == show


@pytest.mark.parametrize("case", cases("frames", value=True))
def test_real_frames_are_slide_shows(case: dict[str, Any]) -> None:
    """But for those with two pictures in one frame, a sound or a part of no known type."""
    frames = unpack_frames(case["bytes"].decode())
    if {"joined-media", "unknown-type"} & set(case["value"]["warnings"]):
        with pytest.raises(DecodeError):
            slideshow_from_frames(frames)
        return
    show = slideshow_from_frames(frames)
    assert [page.duration_ms for page in show.pages] == [
        None if frame.duration is None else frame.duration * 1000 for frame in frames
    ]


def test_jpeg_is_jpg() -> None:
    """Two spellings of one type in document 002; the platform of 003 knows one."""
    show = slideshow_from_frames([Frame(3, (Part("jpeg", JPEG), text_part("文本")))])
    assert show == Slideshow((Page(duration_ms=3000, text="文本", image=Part("jpg", JPEG)),))


@pytest.mark.parametrize(
    ("frames", "path"),
    [
        ([], "$"),
        ([Frame(3, (Part("gif", GIF), Part("jpg", JPEG)))], "$[0]"),
        ([Frame(3, (text_part("a"),)), Frame(3, (text_part("a"), text_part("b")))], "$[1]"),
        ([Frame(3, (text_part("a"), Part("amr", b"a")))], "$[0].parts[1]"),
        ([Frame(3, (Part("exe", b"a"),))], "$[0].parts[0]"),
        ([Frame(3, (text_part("a"), Part("gif", b"")))], "$[0]"),
        ([Frame(3, (text_part(""),))], "$[0]"),
        ([Frame(3, ())], "$[0]"),
        ([Frame(3, (Part("txt", b"\xff"),))], "$[0].text"),
    ],
)
def test_frames_that_are_no_pages(frames: list[Frame], path: str) -> None:
    """Refused with their place."""
    with pytest.raises(DecodeError) as caught:
        slideshow_from_frames(frames)
    assert caught.value.path == path


# ---- what cannot be said -------------------------------------------------------------------

GOOD = Page(duration_ms=5000, text="a")
NOWHERE = [
    (Page(duration_ms=5000), "$.pages[1]"),
    (Page(duration_ms=5000, text=""), "$.pages[1]"),
    (Page(duration_ms=-1000, text="a"), "$.pages[1].duration_ms"),
    (Page(duration_ms=MAX_DURATION_MS + 1000, text="a"), "$.pages[1].duration_ms"),
    (Page(duration_ms=5000, text="a😀"), "$.pages[1].text[1]"),
    (Page(duration_ms=5000, image=Part("jpeg", JPEG)), "$.pages[1].image.type"),
    (Page(duration_ms=5000, image=Part("mid", MIDI)), "$.pages[1].image.type"),
    (Page(duration_ms=5000, image=Part("../a", MIDI)), "$.pages[1].image.type"),
    (Page(duration_ms=5000, video=Part("png", PNG)), "$.pages[1].video.type"),
    (Page(duration_ms=5000, sound=Part("txt", b"a")), "$.pages[1].sound.type"),
    (Page(duration_ms=5000, text="a", image=Part("gif", b"")), "$.pages[1].image.data"),
]
NOT_IN_FRAMES = [
    (Page(duration_ms=None, text="a"), "$.pages[1].duration_ms"),
    (Page(duration_ms=1500, text="a"), "$.pages[1].duration_ms"),
    (Page(duration_ms=5000, sound=Part("mid", MIDI)), "$.pages[1].sound"),
    (Page(duration_ms=5000, image=Part("bmp", b"BM")), "$.pages[1].image"),
]


@pytest.mark.parametrize(("page", "path"), NOWHERE)
def test_pages_that_cannot_be_elements(page: Page, path: str) -> None:
    """An error that names the page."""
    with pytest.raises(EncodeError) as caught:
        slideshow_to_elements(Slideshow((GOOD, page)))
    assert caught.value.path == path


@pytest.mark.parametrize(("page", "path"), NOWHERE + NOT_IN_FRAMES)
def test_pages_that_cannot_be_frames(page: Page, path: str) -> None:
    """An error that names the page."""
    with pytest.raises(EncodeError) as caught:
        slideshow_to_frames(Slideshow((GOOD, page)))
    assert caught.value.path == path


def test_no_pages_are_no_message() -> None:
    """In either way."""
    for write in (slideshow_to_elements, slideshow_to_frames):
        with pytest.raises(EncodeError, match="no pages"):
            write(Slideshow(()))


def test_the_limit_is_the_same_in_both_directions() -> None:
    """102,400 bytes of container unless told otherwise."""
    show = Slideshow((Page(duration_ms=5000, image=Part("jpg", bytes(102_401))),))
    with pytest.raises(EncodeError, match="SizeLong"):
        slideshow_to_elements(show)
    elements = slideshow_to_elements(show, max_bytes=200_000)
    with pytest.raises(DecodeError, match="SizeLong"):
        slideshow_from_elements(elements)
    assert slideshow_from_elements(elements, max_bytes=200_000) == show


def test_every_type_of_the_field_has_its_place() -> None:
    """But for jpeg, which is jpg."""
    for kind in FIELD_TYPES - {"jpeg"}:
        show = slideshow_from_frames([Frame(3, (Part(kind, b"a"),))])
        assert slideshow_to_frames(show) == (Frame(3, (Part(kind, b"a"),)),)
