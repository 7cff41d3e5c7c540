"""The play list of a message, written small and read as it comes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec.errors import DecodeError, EncodeError, LimitError, SmsCodecError
from smscodec.formats.smil import MAX_DURATION_MS, TAGS, SmilPage, SmilRef, build_smil, read_smil
from smscodec.formats.tms import unpack_tms
from smscodec.formats.tms_rules import find_smil

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8).filter(
    lambda name: not set(name) & {"\ufffe", "\uffff"}
)
PAGES = st.lists(
    st.builds(
        SmilPage,
        st.one_of(
            st.none(), st.integers(0, MAX_DURATION_MS), st.integers(0, 99).map(lambda s: s * 1000)
        ),
        st.lists(st.builds(SmilRef, st.sampled_from(TAGS), NAMES, NAMES), max_size=4).map(tuple),
    ),
    max_size=4,
).map(tuple)


@pytest.mark.parametrize("case", cases("tms", value=True))
def test_vectors(case: dict[str, Any]) -> None:
    """The SMIL of real containers: durations and references, page by page."""
    elements = unpack_tms(case["bytes"])
    smil = find_smil(elements)
    assert smil is not None
    assert [
        {"duration_ms": page.duration_ms, "refs": [ref.src for ref in page.refs]}
        for page in read_smil(elements[smil].data)
    ] == case["value"]["pages"]


def test_what_is_written() -> None:
    """ASCII, one region for each that is referred to, whole seconds in seconds."""
    pages = (
        SmilPage(5000, (SmilRef("text", "1.txt", "Text"), SmilRef("img", "图.jpg", "Image"))),
        SmilPage(1500, (SmilRef("audio", "2.mid"), SmilRef("img", "2.gif", "Image"))),
        SmilPage(None, (SmilRef("video", "3.mp4", "Full"),)),
    )
    assert build_smil(pages) == (
        b'<smil><head><layout><root-layout width="240" height="320"/>'
        b'<region id="Text" left="0" top="50%" width="100%" height="50%"/>'
        b'<region id="Image" left="0" top="0" width="100%" height="50%" fit="meet"/>'
        b'<region id="Full" left="0" top="0" width="100%" height="100%" fit="meet"/>'
        b"</layout></head><body>"
        b'<par dur="5s"><text src="1.txt" region="Text"/>'
        b'<img src="&#22270;.jpg" region="Image"/></par>'
        b'<par dur="1500ms"><audio src="2.mid"/><img src="2.gif" region="Image"/></par>'
        b'<par><video src="3.mp4" region="Full"/></par>'
        b"</body></smil>"
    )


@given(PAGES)
def test_read_inverts_build(pages: tuple[SmilPage, ...]) -> None:
    """Every page, duration, reference and region comes back."""
    assert read_smil(build_smil(pages)) == pages


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\rb", '"<&>', "  a  "])
def test_no_character_of_a_name_is_normalised(name: str) -> None:
    """Line breaks in an attribute would be, were they not written as references."""
    pages = (SmilPage(1000, (SmilRef("text", name, name),)),)
    assert read_smil(build_smil(pages)) == pages


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (SmilPage(-1, ()), "$[1].duration_ms"),
        (SmilPage(MAX_DURATION_MS + 1, ()), "$[1].duration_ms"),
        (SmilPage(0, (SmilRef("par", "a"),)), "$[1].refs[0].tag"),
        (SmilPage(0, (SmilRef("img", "a"), SmilRef("img", "a\0b"))), "$[1].refs[1]"),
        (SmilPage(0, (SmilRef("img", "a", "\x01"),)), "$[1].refs[0]"),
        (SmilPage(0, (SmilRef("img", "\ud800"),)), "$[1].refs[0]"),
    ],
)
def test_what_cannot_be_written(page: SmilPage, path: str) -> None:
    """An error with its place."""
    with pytest.raises(EncodeError) as caught:
        build_smil([SmilPage(0, ()), page])
    assert caught.value.path == path


def one(par: str) -> SmilPage:
    """The only page of a SMIL with this content."""
    (page,) = read_smil(f"<smil><body>{par}</body></smil>".encode())
    return page


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("5s", 5000),
        ("5000ms", 5000),
        ("5", 5000),
        (" 5s ", 5000),
        ("0s", 0),
        ("2.5s", 2500),
        ("0.125", 125),
        ("1.5000s", 1500),
        ("7.0ms", 7),
        ("999999s", MAX_DURATION_MS),
    ],
)
def test_durations(text: str, duration: int) -> None:
    """Seconds, milliseconds, fractions as far as they are whole milliseconds."""
    assert one(f'<par dur="{text}"/>').duration_ms == duration


@pytest.mark.parametrize(
    "text",
    [
        "", "s", "-5s", "+5s", "5 s", "5S", "5m", "1e3", "0.0001s", "0.5ms", "00:05", "indefinite",
        "1000000s", "9" * 5000, "５s", "5s5s", ".5s", "1_0s",
    ],
)  # fmt: skip
def test_durations_that_are_none(text: str) -> None:
    """Refused with the page."""
    with pytest.raises(DecodeError, match="cannot read dur=") as caught:
        one(f'<par dur="{text}"/>')
    assert caught.value.path == "$[0].dur"


def test_no_duration_is_none() -> None:
    """It is for the reader to say what that means."""
    assert one('<par><text src="1.txt"/></par>') == SmilPage(None, (SmilRef("text", "1.txt"),))


def test_what_is_read_over() -> None:
    """Comments, text, unknown elements, attribute order, an undeclared region."""
    page = one(
        'a<!-- <par/> --><meta/><par id="p" dur="5s">b<img region="r" alt="c" src="1.jpg"/>'
        '<param name="x"/><switch><text src="1.txt" begin="1s"/></switch></par>'
    )
    assert page == SmilPage(5000, (SmilRef("img", "1.jpg", "r"), SmilRef("text", "1.txt")))


@pytest.mark.parametrize(
    ("declared", "charset"), [("utf-8", "utf-8"), ("GB2312", "gbk"), (None, "gbk")]
)
@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.w3.org/2001/SMIL20/Language"'])
def test_charsets_and_namespaces(declared: str | None, charset: str, namespace: str) -> None:
    """Undeclared is GBK: 图片 in GBK happens to be valid UTF-8 as well."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = f'<smil{namespace}><body><par dur="5s"><img src="图片.jpg"/></par></body></smil>'
    (page,) = read_smil((declaration + text).encode(charset))
    assert page == SmilPage(5000, (SmilRef("img", "图片.jpg"),))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not well formed"),
        (b"<smil>", "not well formed"),
        (b"<html/>", "root is <html>"),
        (b"<!DOCTYPE smil><smil/>", "DOCTYPE"),
        (b"<smil><body><img src='a'/></body></smil>", "outside of <par>"),
        (b"<smil><par/><par><seq><par/></seq></par></smil>", r"inside of a <par> - at `\$\[2\]`"),
    ],
)
def test_what_is_no_smil(data: bytes, words: str) -> None:
    """Refused in words."""
    with pytest.raises(DecodeError, match=words):
        read_smil(data)


def test_size_and_depth_are_bounded() -> None:
    """102,400 bytes by default, 16 levels always."""
    with pytest.raises(LimitError):
        read_smil(b"<smil>" + b" " * 102_400 + b"</smil>")
    assert read_smil(b"<smil>" + b"<a>" * 15 + b"</a>" * 15 + b"</smil>") == ()
    with pytest.raises(LimitError):
        read_smil(b"<smil>" + b"<a>" * 16 + b"</a>" * 16 + b"</smil>")


PIECES = [
    "<smil>", "</smil>", "<par>", '<par dur="5s">', '<par dur="x"/>', "</par>", '<img src="a"/>',
    "<text/>", "<img", "<n:par xmlns:n='n'/>", "<!-- -->", "&amp;", "&x;", "x",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_anything_is_a_value_or_our_error(fragments: list[str]) -> None:
    """And a value can be written again."""
    try:
        pages = read_smil(f"<smil>{''.join(fragments)}</smil>".encode())
    except SmsCodecError:
        return
    assert read_smil(build_smil(pages)) == pages


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_our_error(data: bytes) -> None:
    """Nothing of lxml escapes."""
    try:
        read_smil(data)
    except SmsCodecError:
        pass
