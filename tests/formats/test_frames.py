"""Frames of document 002: one text, read as clients write it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.media import GIF, JPEG, PNG
from support.vectors import cases

from smscodec.errors import DecodeError, EncodeError, LimitError, SmsCodecError, TruncatedError
from smscodec.formats.frames import (
    DOCUMENTED_TYPES,
    MAX_SECONDS,
    Frame,
    frames_size,
    pack_frames,
    read_frames,
    unpack_frames,
)
from smscodec.formats.parts import Part, text_part

SUSPICIONS = {"frame-numbers", "joined-media", "empty-part"}
TYPES = st.one_of(
    st.sampled_from(["txt", "jpg", "jpeg", "gif", "png", "mp4"]),
    st.from_regex(r"[a-z0-9./+_-]{1,8}", fullmatch=True),
)
FRAMES = st.lists(
    st.builds(
        Frame,
        st.integers(0, MAX_SECONDS),
        st.lists(st.builds(Part, TYPES, st.binary(max_size=20)), min_size=1, max_size=4).map(tuple),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
TEXT = "txt|zsSxvg=="
PICTURE = f"gif|{b64encode(GIF).decode()}"


def frames_of(case: dict[str, Any]) -> tuple[Frame, ...]:
    """The frames of a vector."""
    return tuple(
        Frame(
            frame["duration"],
            tuple(
                text_part(part["text"])
                if "text" in part
                else Part(part["type"], b64decode(part["base64"]))
                for part in frame["parts"]
            ),
        )
        for frame in case["value"]["frames"]
    )


def findings(content: str, **how: Any) -> list[tuple[str, str, int]]:
    """Finding, path and offset of every warning."""
    return [(w.finding, w.path, w.offset) for w in read_frames(content, **how).warnings]


# ---- vectors -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("frames", value=True))
def test_vectors(case: dict[str, Any]) -> None:
    """The default reader reads them all and warns of what is odd."""
    content = case["bytes"].decode()
    read = read_frames(content)
    assert read.frames == frames_of(case)
    assert [warning.finding for warning in read.warnings] == case["value"]["warnings"]
    assert unpack_frames(content) == read.frames
    if case["reproducible"]:
        assert pack_frames(read.frames) == content


@pytest.mark.parametrize("case", cases("frames", value=True))
def test_strict_vectors(case: dict[str, Any]) -> None:
    """The strict reader takes what is strict, and nothing that departs from the document."""
    content = case["bytes"].decode()
    departures = [kind for kind in case["value"]["warnings"] if kind not in SUSPICIONS]
    if case["profile"] == "strict":
        assert not departures
    if departures:
        with pytest.raises(DecodeError):
            unpack_frames(content, strict=True)
    else:
        assert unpack_frames(content, strict=True) == frames_of(case)


@pytest.mark.parametrize("case", cases("frames", error=True))
def test_broken_vectors(case: dict[str, Any]) -> None:
    """Refused by every reader, with the place."""
    kind = TruncatedError if case["error"] == "truncated" else DecodeError
    for strict in (False, True):
        with pytest.raises(kind) as caught:
            unpack_frames(case["bytes"].decode(), strict=strict)
        assert caught.value.offset is not None


# ---- laws ----------------------------------------------------------------------------------


@given(FRAMES)
def test_unpack_inverts_pack(frames: tuple[Frame, ...]) -> None:
    """Unknown types are carried; a strict reader that is told of them has nothing to say."""
    content = pack_frames(frames)
    types = {part.type for frame in frames for part in frame.parts}
    assert unpack_frames(content) == frames
    assert unpack_frames(content, strict=True, types=types) == frames
    assert unpack_frames(quote(content, safe="")) == frames


PIECES = [
    "3", "1", "0", ",", ";", "|", " ", "\t", "=", "%7C", "%", "；", "\0", "txt", "JPG", "gif",
    "zsSxvg==", "QUJD", "QUI=", "QUJ=", "3,txt|zsSxvg==", "5,gif|QUJD", ",jpg|QUJD",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.one_of(st.text(max_size=30), HOSTILE))
@example("3,txt|\ud800")
@example("%7C%ff")
@example("%7C\ud800")
def test_any_text_is_a_value_or_our_error(content: str) -> None:
    """What the strict reader takes is, but for the printed blanks, what is written again."""
    try:
        read = read_frames(content)
    except SmsCodecError:
        return
    departures = [w for w in read.warnings if w.finding not in SUSPICIONS]
    if departures:
        with pytest.raises(DecodeError) as caught:
            read_frames(content, strict=True)
        first = departures[0]
        assert (caught.value.path, caught.value.offset) == (first.path, first.offset)
    else:
        assert read_frames(content, strict=True) == read
        assert pack_frames(read.frames) == content.replace("; ", ";")


# ---- leniencies ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f"3,{TEXT};", [("last-separator", "$", 14)]),
        (f"3,{TEXT}; \n", [("last-separator", "$", 14)]),
        (f",{TEXT}", [("no-duration", "$[0]", 0)]),
        (TEXT, [("no-duration", "$[0]", 0)]),
        (f"3,{TEXT}; {TEXT}", [("no-duration", "$[1]", 16)]),
        (f"03,{TEXT}", [("leading-zero", "$[0]", 0)]),
        ("3,TXT|zsSxvg==", [("type-case", "$[0].parts[0]", 2)]),
        ("3,amr|QUJD", [("unknown-type", "$[0].parts[0]", 2)]),
        ("3,txt|zsSxvh==", [("base64-form", "$[0].parts[0]", 6)]),
        (f"3,{TEXT};5, {PICTURE}", [("blanks", "$[1].parts[0]", 17)]),
        (f"3,{TEXT};  5,{PICTURE}", [("blanks", "$[1]", 15)]),
        (f" 3,{TEXT}", [("blanks", "$[0]", 0)]),
        (f"3,{TEXT} ", [("blanks", "$[0].parts[0]", 2)]),
        (
            "3,jpg|AAA ",
            [("blanks", "$[0].parts[0]", 2), ("base64-form", "$[0].parts[0]", 6)],
        ),
        (f"3,{PICTURE},{PICTURE}", [("joined-media", "$[0]", 0)]),
        (f"3,{TEXT},{TEXT},{PICTURE}", []),
        (f"0,{TEXT};1,{TEXT}", [("frame-numbers", "$", 0)]),
        (f"1,{TEXT};2,{TEXT};4,{TEXT}", []),
        (f"1,{TEXT}", []),
        (f"3,{TEXT}; 5,{PICTURE}", []),
    ],
)
def test_findings_have_their_place(content: str, found: list[tuple[str, str, int]]) -> None:
    """Finding, path, offset; in the order of the text."""
    assert findings(content) == found


@pytest.mark.parametrize("data", [b"ABC", b"\0\0\x3e", b"\0\x0f\xbe", b"\x03\xef\xbe"])
def test_blanks_that_were_plus_at_the_end_are_read(data: bytes) -> None:
    """As many as the last group lacks; others are blanks, unless there is room for a group."""
    packed = b64encode(data).decode()
    for behind in ("", " ", "   ", "\n"):
        for text in (f"3,jpg|{packed}{behind}", f"3,jpg|{packed}{behind};5,gif|QUJD"):
            [frame, *_] = unpack_frames(text.replace("+", " "))
            assert frame.parts == (Part("jpg", data),)
    with pytest.raises(DecodeError, match="blanks that may be part of the base64") as caught:
        unpack_frames(f"3,jpg|{packed}    ")
    assert (caught.value.path, caught.value.offset) == ("$[0].parts[0]", 6 + len(packed))


def test_which_types_need_no_warning_is_a_parameter() -> None:
    """By default those seen in the field; the document names three."""
    content = f"3,png|{b64encode(PNG).decode()}"
    assert findings(content) == []
    assert findings(content, types=DOCUMENTED_TYPES) == [("unknown-type", "$[0].parts[0]", 2)]
    assert findings("3,amr|QUJD", types={"amr"}) == []
    with pytest.raises(DecodeError, match="the type png is unknown"):
        unpack_frames(content, strict=True, types=DOCUMENTED_TYPES)


def test_only_what_has_no_bar_is_decoded_once_more() -> None:
    """A %7C beside a | is left alone, and so is not base64."""
    with pytest.raises(DecodeError, match="'%' does not belong in base64"):
        unpack_frames("3,txt|zsSxvg%3D%3D%7C")


def test_a_plus_survives_the_second_decoding() -> None:
    """It is a character of base64, not a blank."""
    content = pack_frames([Frame(3, (Part("jpg", b"\xfb\xef\xbe" * 3),))])
    assert "|++++" in content
    read = read_frames(content.replace("|", "%7C"))
    assert pack_frames(read.frames) == content
    assert [warning.finding for warning in read.warnings] == ["percent-encoded"]


@pytest.mark.parametrize(
    ("content", "path", "offset"),
    [
        ("", "$[0]", 0),
        (";", "$[0]", 0),
        ("3", "$[0]", 1),
        (f"3,{TEXT};;5,{TEXT}", "$[1]", 15),
        (f"3,{TEXT};;", "$[1]", 15),
        (f"3,{TEXT};-1,{TEXT}", "$[1].duration", 15),
        (f"3.5,{TEXT}", "$[0].duration", 0),
        (f"1000000,{TEXT}", "$[0].duration", 0),
        (f"{'9' * 5000},{TEXT}", "$[0].duration", 0),
        (f"3,{TEXT},", "$[0].parts[1]", 15),
        (f"3,{TEXT},5,{TEXT}", "$[0].parts[1]", 15),
        ("3,|zsSxvg==", "$[0].parts[0]", 2),
        ("3,t xt|zsSxvg==", "$[0].parts[0]", 2),
        (f"3,{TEXT}; 5, gif|QU*D", "$[1].parts[0]", 25),
        (f"3,{TEXT};5,gif|QUJ", "$[1].parts[0]", 24),
        ("3,gif|QU|D", "$[0].parts[0]", 8),
        (f"3,{TEXT}；", "$", 14),
        ("%7C%ff", "$", 1),
    ],
)
def test_errors_have_their_place(content: str, path: str, offset: int) -> None:
    """Path, and offset in the text."""
    with pytest.raises(DecodeError) as caught:
        read_frames(content)
    assert (caught.value.path, caught.value.offset) == (path, offset)


# ---- limits --------------------------------------------------------------------------------


def test_title_and_parts_are_at_most_100_k() -> None:
    """102,400 bytes; the title in UTF-8; the same in both directions."""
    fits = (Frame(3, (text_part("文"), Part("jpg", bytes(102_392)))),)
    assert frames_size(fits, "题题") == 102_400
    content = pack_frames(fits, title="题题")
    assert unpack_frames(content, title="题题") == fits
    with pytest.raises(EncodeError, match="102401 bytes"):
        pack_frames(fits, title="题题!")
    with pytest.raises(LimitError) as caught:
        unpack_frames(content, title="题题!")
    assert caught.value.limit == 102_400
    assert unpack_frames(content, title="题题!", max_bytes=102_401) == fits


def test_the_limit_names_the_frame_that_passes_it() -> None:
    """What came before it was fine."""
    content = pack_frames([Frame(3, (Part("jpg", JPEG),)), Frame(3, (Part("gif", GIF),))])
    with pytest.raises(LimitError) as caught:
        unpack_frames(content, max_bytes=len(JPEG) + len(GIF) - 1)
    assert caught.value.path == "$[1]"


def test_the_number_of_parts_is_bounded() -> None:
    """At the limit they are read, one above it they are not, and separators alone are an error."""
    assert len(unpack_frames("3,a|;" * 1000)) == 1000
    with pytest.raises(LimitError) as caught:
        unpack_frames("3,a|;" * 1001)
    assert caught.value.limit == 1000
    for hostile in (";", ",", "3,", "; ", "3;"):
        with pytest.raises(DecodeError):
            unpack_frames(hostile * 200_000)


# ---- writing -------------------------------------------------------------------------------


def test_the_example_of_the_document() -> None:
    """Frames joined by ; without blanks, texts in GBK, everything in base64."""
    frames = [
        Frame(3, (text_part("文本"), Part("jpg", b"\xe0\0\x10"))),
        Frame(3, (Part("gif", b"a"),)),
    ]
    assert pack_frames(frames) == "3,txt|zsSxvg==,jpg|4AAQ;3,gif|YQ=="


@pytest.mark.parametrize(
    ("frames", "path"),
    [
        ([], "$"),
        ([Frame(None, (Part("jpg", JPEG),))], "$[0].duration"),
        ([Frame(-1, (Part("jpg", JPEG),))], "$[0].duration"),
        ([Frame(MAX_SECONDS + 1, (Part("jpg", JPEG),))], "$[0].duration"),
        ([Frame(True, (Part("jpg", JPEG),))], "$[0].duration"),
        ([Frame(2.5, (Part("jpg", JPEG),))], "$[0].duration"),  # type: ignore[arg-type]
        ([Frame(3, (Part("jpg", b""),) * 501)] * 2, "$"),
        ([Frame(3, ())], "$[0]"),
        ([Frame(3, (Part("jpg", JPEG), Part("", JPEG)))], "$[0].parts[1].type"),
    ]
    + [
        ([Frame(3, (Part(kind, JPEG),))], "$[0].parts[0].type")
        for kind in ("JPG", "a,b", "a;b", "a|b", "a b", "图", "a\n", "a\x7f")
    ],
)
def test_what_cannot_be_written(frames: list[Frame], path: str) -> None:
    """An error with its place."""
    with pytest.raises(EncodeError) as caught:
        pack_frames(frames)
    assert caught.value.path == path
