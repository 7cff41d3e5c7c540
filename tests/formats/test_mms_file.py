"""A message in whatever form it comes."""

from __future__ import annotations

from base64 import b64encode, encodebytes
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.media import GIF, JPEG, MIDI, PNG
from support.vectors import cases

from smscodec.errors import DecodeError
from smscodec.formats.frames import pack_frames
from smscodec.formats.mms_file import MmsFile, MmsWarning, form_of, read_mms_file
from smscodec.formats.parts import Part
from smscodec.formats.slideshow import (
    Page,
    Slideshow,
    slideshow_from_frames,
    slideshow_to_elements,
    slideshow_to_frames,
)
from smscodec.formats.smil import SmilPage, SmilRef, build_smil
from smscodec.formats.tms import Element, pack_tms

SHOW = Slideshow(
    (
        Page(duration_ms=3000, text="文本", image=Part("jpg", JPEG)),
        Page(duration_ms=5000, image=Part("gif", GIF)),
    )
)
ELEMENTS = slideshow_to_elements(SHOW)
TMS = pack_tms(ELEMENTS)
FRAMES = pack_frames(slideshow_to_frames(SHOW)).encode()


def read(data: bytes) -> tuple[MmsFile, list[MmsWarning]]:
    """What was read, and the warnings."""
    warnings: list[MmsWarning] = []
    return read_mms_file(data, on_warning=warnings.append), warnings


def refused(data: bytes) -> tuple[str, list[str]]:
    """The error, and the findings before it."""
    warnings: list[MmsWarning] = []
    with pytest.raises(DecodeError) as caught:
        read_mms_file(data, on_warning=warnings.append)
    return str(caught.value), [warning.finding for warning in warnings]


def tms(*elements: Element, pages: tuple[SmilPage, ...] = ()) -> bytes:
    """A container with a SMIL of these pages at its end."""
    return pack_tms([*elements, Element("mms.smil", build_smil(pages))], max_bytes=1 << 24)


def page(*names: str) -> SmilPage:
    tags = {"txt": "text", "jpg": "img", "gif": "img", "mid": "audio"}
    return SmilPage(5000, tuple(SmilRef(tags[name[-3:]], name) for name in names))


# ---- forms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "form", "size", "findings"),
    [
        (TMS, "TMS", len(TMS), []),
        (b64encode(TMS), "base64 of TMS", len(TMS), []),
        (encodebytes(TMS), "base64 of TMS", len(TMS), []),
        (encodebytes(TMS).replace(b"\n", b"\r\n"), "base64 of TMS", len(TMS), []),
        (quote(b64encode(TMS), safe="").encode(), "base64 of TMS", len(TMS), ["percent-encoded"]),
        (FRAMES, "frames", len(JPEG) + len(GIF) + 4, []),
        (b"\xef\xbb\xbf" + FRAMES + b"\r\n", "frames", len(JPEG) + len(GIF) + 4, []),
        (quote(FRAMES, safe="").encode(), "frames", len(JPEG) + len(GIF) + 4, ["percent-encoded"]),
        (quote(FRAMES, safe="").lower().encode(), "frames", None, None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_bytes_tell_the_form(
    data: bytes, form: str, size: int | None, findings: list[str] | None
) -> None:
    """The same slide show from each; percent-encoding is a warning."""
    assert form_of(data) == form
    if size is not None:
        found, warnings = read(data)
        assert found == MmsFile(form, SHOW, size)  # type: ignore[arg-type]
        assert [warning.finding for warning in warnings] == findings


@pytest.mark.parametrize("case", cases("frames", value=True))
def test_wire_samples_of_frames(case: dict[str, Any]) -> None:
    """Each that a slide show can hold is read, with the warnings of the frames' reader."""
    try:
        found, warnings = read(case["bytes"])
    except DecodeError as error:
        assert "no page can hold" in str(error) or "more than one" in str(error)
        return
    assert found.form == "frames"
    assert len(found.slideshow.pages) == len(case["value"]["frames"])
    assert set(case["value"]["warnings"]) <= {warning.finding for warning in warnings}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "there is nothing in it - at `$`"),
        (b"\xef\xbb\xbf\r\n", "there is nothing in it - at `$`"),
        (b"%0A", "there is nothing in it - at `$`"),
        ("你好".encode(), "byte 0xE4 does not belong in base64 - at `$`, byte 0"),
        (b"3,txt|abc", "base64 ends in the middle of a group of four - at `$[0].parts[0]`, byte 9"),
        ("3,txt|你".encode(), "'\xe4' does not belong in frames - at `$`, byte 6"),
        (TMS[:-1], "an element claims"),
    ],
)
def test_what_is_none_of_them(data: bytes, message: str) -> None:
    """An error of the form that it would have to be."""
    assert refused(data)[0].startswith(message)


@given(st.binary() | st.text("%7C|,;=AZaz09+/ \r\n").map(str.encode))
@example(b"%7c")
@example(b"a\0")
def test_any_bytes_give_a_message_or_our_error(data: bytes) -> None:
    """Nothing else, however it is broken."""
    try:
        read(data)
    except DecodeError:
        pass


# ---- warnings --------------------------------------------------------------------------------


def test_size_over_the_limit_is_shown_and_told() -> None:
    """Of containers and of frames: a preview is where one sees what to shrink."""
    large = Slideshow((Page(duration_ms=1000, image=Part("jpg", JPEG + bytes(102_400))),))
    found, warnings = read(
        pack_tms(slideshow_to_elements(large, max_bytes=1 << 20), max_bytes=1 << 20)
    )
    assert found.slideshow == large
    assert [warning.finding for warning in warnings] == ["SizeLong", "FrameSizeLong"]
    found, warnings = read(pack_frames(slideshow_to_frames(large), max_bytes=1 << 20).encode())
    assert found.slideshow == large
    size = len(JPEG) + 102_400
    assert warnings == [("size", f"the parts have {size} bytes, more than 102400", "$")]


def test_an_element_that_no_page_refers_to_is_left_out() -> None:
    """The platform takes it and a phone does not show it; the SMIL is read wherever it stands."""
    data = pack_tms([Element("Left.gif", GIF), ELEMENTS[-1], *ELEMENTS[:-1]])
    found, warnings = read(data)
    assert found.slideshow == SHOW
    reason = "no page refers to 'Left.gif', so it is not shown"
    assert warnings == [("unreferenced", reason, "$[0]")]


def test_the_place_of_an_error_counts_all_elements() -> None:
    """Those left out as well."""
    data = tms(
        Element("left.gif", GIF),
        *(Element("1.jpg", JPEG), Element("2.gif", GIF)),
        pages=(page("1.jpg", "2.gif"),),
    )
    message, findings = refused(data)
    assert message == "more than one image on a page - at `$[3].pages[0]`"
    assert findings == ["unreferenced"]


def test_what_the_platform_refuses_is_an_error() -> None:
    """The first by its name; the others are warnings before it."""
    data = tms(Element("1.webp", b"x"), Element("2.jpg", b""), pages=(page("3.jpg"),))
    message, findings = refused(data)
    assert message == "ElementError: the type of '1.webp' is unknown - at `$[0]`"
    assert findings == ["ElementError", "FrameError"]


def test_a_part_that_is_not_what_it_is_called() -> None:
    """Named by page and slot."""
    wrong = Slideshow((SHOW.pages[0], Page(duration_ms=1000, image=Part("jpg", PNG))))
    _, warnings = read(pack_frames(slideshow_to_frames(wrong)).encode())
    reason = "the image is called jpg and begins like png"
    assert warnings == [("type", reason, "$.pages[1].image")]


def test_suspicions_about_frames_are_told() -> None:
    """Before the error, where a page cannot hold what they are about."""
    content = f"1,jpg|{b64encode(JPEG).decode()},gif|{b64encode(GIF).decode()}"
    message, findings = refused(content.encode())
    assert message == "more than one image on a page - at `$[0]`"
    assert findings == ["joined-media"]


def test_sounds_come_in_containers_only() -> None:
    """As frames they are of an unknown type, and no page can hold them."""
    found, _ = read(tms(Element("1.mid", MIDI), pages=(page("1.mid"),)))
    assert found.slideshow.pages[0].sound == Part("mid", MIDI)
    message, findings = refused(b"3,mid|" + b64encode(MIDI))
    assert message == "no page can hold 'mid' - at `$[0].parts[0]`"
    assert findings == ["unknown-type"]


def test_frames_and_elements_agree() -> None:
    """The same slide show either way."""
    assert slideshow_from_frames(slideshow_to_frames(SHOW)) == read(TMS)[0].slideshow
