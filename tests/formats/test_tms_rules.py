"""The platform's own rules for a multimedia message, each by its name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.media import GIF
from support.vectors import cases

from smscodec.errors import DecodeError
from smscodec.formats.tms import Element, tms_size, unpack_tms
from smscodec.formats.tms_rules import ELEMENT_TYPES, TmsViolation, check_tms, find_smil

TEXT = Element("1.txt", b"a")


def smil(*pars: str, name: str = "mms.smil") -> Element:
    """A SMIL with these pages."""
    return Element(name, f"<smil><body>{''.join(pars)}</body></smil>".encode())


PAGE = '<par dur="5s"><text src="1.txt"/></par>'


def rules(*elements: Element, **limits: int) -> list[tuple[str, str]]:
    """Rule and path of every violation."""
    return [(found.rule, found.path) for found in check_tms(elements, **limits)]


@pytest.mark.parametrize("case", cases("tms", value=True))
def test_real_containers_break_no_rule(case: dict[str, Any]) -> None:
    """What clients send is what the platform takes."""
    assert check_tms(unpack_tms(case["bytes"])) == ()


@pytest.mark.parametrize("case", cases("tms", error=True))
def test_vectors_break_the_rule_they_name(case: dict[str, Any]) -> None:
    """That one, and no other."""
    try:
        elements = unpack_tms(case["bytes"], unique=False)
    except DecodeError:
        assert case["error"] in ("truncated", "name")
        return
    assert [rule for rule, _ in rules(*elements)] == [case["error"]]


@pytest.mark.parametrize(
    ("elements", "found"),
    [
        ([TEXT, smil(PAGE)], []),
        ([smil(PAGE), TEXT], []),
        ([], [("SmilEmpty", "$"), ("FramesEmpty", "$")]),
        ([TEXT], [("SmilEmpty", "$")]),
        ([TEXT, Element("mms.smil", b" \n")], [("SmilEmpty", "$[1]")]),
        ([TEXT, Element("mms.smil", b"")], [("SmilEmpty", "$[1]")]),
        ([TEXT, smil(PAGE), smil(PAGE, name="2.SMIL")], [("SmilExcessive", "$[2]")]),
        ([TEXT, smil()], [("FramesEmpty", "$[1]")]),
        ([TEXT, smil(PAGE, "<par/>")], [("FramesEmpty", "$[1].pages[1]")]),
        ([Element("1.txt", b""), smil(PAGE)], [("FramesEmpty", "$[1].pages[0]")]),
        ([smil(PAGE)], [("FrameError", "$[0].pages[0]")]),
        ([smil("<par><img/></par>")], [("FrameError", "$[0].pages[0]")]),
        ([TEXT, Element("1.TXT", b"b"), smil(PAGE)], [("ElementNameRepeat", "$[1]")]),
        ([TEXT, Element("a.exe", b"b"), smil(PAGE)], [("ElementError", "$[1]")]),
        ([TEXT, Element("a", b"b"), smil(PAGE)], [("ElementError", "$[1]")]),
        ([TEXT, Element("a/b.txt", b"b"), smil(PAGE)], [("ElementError", "$[1]")]),
        ([TEXT, Element("1.jpg", b""), smil(PAGE)], [("ElementError", "$[1]")]),
        ([TEXT, Element("2.txt", b""), smil(PAGE)], []),
        ([TEXT, Element("mms.smil", b"<smil>")], [("ElementError", "$[1]")]),
        ([TEXT, Element("A.GIF", GIF), smil('<par><img src="a.gif"/></par>')], []),
    ],
)
def test_rules(elements: list[Element], found: list[tuple[str, str]]) -> None:
    """Each by the platform's name, at its place."""
    assert rules(*elements) == found


def test_every_violation_is_listed_at_once() -> None:
    """Of the container, of the elements, of the pages: in this order."""
    elements = (
        TEXT,
        TEXT,
        Element("x.exe", b"x"),
        smil("<par/>", '<par><img src="2.gif"/><text src="1.TXT"/></par>'),
        smil(),
    )
    assert rules(*elements, max_bytes=100, max_frame_bytes=0) == [
        ("SizeLong", "$"),
        ("ElementNameRepeat", "$[1]"),
        ("ElementError", "$[2]"),
        ("ElementNameRepeat", "$[4]"),
        ("SmilExcessive", "$[4]"),
        ("FramesEmpty", "$[3].pages[0]"),
        ("FrameError", "$[3].pages[1]"),
        ("FrameSizeLong", "$[3].pages[1]"),
    ]


def test_sizes_at_their_limits() -> None:
    """The whole container; and what a page shows, an element counted once."""
    elements = (Element("1.txt", b"abcd"), smil('<par><text src="1.txt"/><ref src="1.TXT"/></par>'))
    size = tms_size(elements)
    assert rules(*elements, max_bytes=size, max_frame_bytes=4) == []
    assert rules(*elements, max_bytes=size - 1) == [("SizeLong", "$")]
    assert rules(*elements, max_frame_bytes=3) == [("FrameSizeLong", "$[1].pages[0]")]


@pytest.mark.parametrize("kind", sorted(ELEMENT_TYPES - {"smil"}))
def test_known_types(kind: str) -> None:
    """In any case."""
    assert rules(TEXT, Element(f"2.{kind.upper()}", b"x"), smil(PAGE)) == []


def test_a_violation_reads_as_a_sentence() -> None:
    """Like an error: the name, the words, the place."""
    found = TmsViolation("SmilEmpty", "there is no SMIL", "$")
    assert check_tms([TEXT]) == (found,)
    assert str(found) == "SmilEmpty: there is no SMIL - at `$`"


def test_the_smil_is_found_by_its_extension() -> None:
    """Anywhere; the first of several; perhaps not at all."""
    assert find_smil([TEXT, smil(name="a.Smil"), smil()]) == 1
    assert find_smil([TEXT]) is None


@given(
    st.lists(
        st.builds(
            Element,
            st.one_of(st.sampled_from(["1.txt", "1.TXT", "2.jpg", "mms.smil", ""]), st.text()),
            st.one_of(st.binary(max_size=9), st.just(smil(PAGE).data), st.just(b"<smil/>")),
        ),
        max_size=5,
    )
)
def test_any_elements_get_a_verdict(elements: list[Element]) -> None:
    """No element is so broken that the rules cannot be asked."""
    for found in check_tms(elements, max_bytes=30):
        assert found.path.startswith("$")
