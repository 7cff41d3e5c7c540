"""TMS containers: element after element, to the byte."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec.errors import DecodeError, EncodeError, LimitError, SmsCodecError, TruncatedError
from smscodec.formats.tms import (
    Element,
    element_type,
    name_fault,
    name_key,
    pack_tms,
    tms_size,
    unpack_tms,
)

CHARACTERS = st.one_of(st.sampled_from("aA.1 €图片镕Я"), st.characters(codec="gbk"))
NAMES = st.text(CHARACTERS, min_size=1, max_size=20).filter(lambda name: not name_fault(name))
ELEMENTS = st.lists(
    st.builds(Element, NAMES, st.binary(max_size=40)),
    unique_by=lambda element: name_key(element.name),
    max_size=6,
).map(tuple)


def elements_of(case: dict[str, Any]) -> tuple[Element, ...]:
    """The elements of a vector."""
    return tuple(
        Element(
            item["name"],
            item["text"].encode("gbk") if "text" in item else b64decode(item["base64"]),
        )
        for item in case["value"]["elements"]
    )


@pytest.mark.parametrize("case", cases("tms", value=True))
def test_vectors(case: dict[str, Any]) -> None:
    """Bytes of real clients are read; written again they are the same."""
    assert unpack_tms(case["bytes"]) == elements_of(case)
    if case["reproducible"]:
        assert pack_tms(elements_of(case)) == case["bytes"]
        assert tms_size(elements_of(case)) == len(case["bytes"])


@pytest.mark.parametrize("case", cases("tms", error=True))
def test_broken_vectors(case: dict[str, Any]) -> None:
    """A broken container is refused; what only breaks the platform's rules is read."""
    if case["error"] == "truncated":
        with pytest.raises(TruncatedError):
            unpack_tms(case["bytes"])
    elif case["error"] in ("name", "ElementNameRepeat"):
        with pytest.raises(DecodeError, match=case["error"]):
            unpack_tms(case["bytes"])
    else:
        assert pack_tms(unpack_tms(case["bytes"])) == case["bytes"]


def test_the_layout_of_the_document() -> None:
    """Name, 00, length, content; then the next."""
    packed = pack_tms([Element("1.txt", b"ab"), Element("图.gif", b"")])
    assert packed == b"1.txt\0\x02\0\0\0ab" + b"\xcd\xbc.gif\0\0\0\0\0"


def test_nothing_is_an_empty_container() -> None:
    """Whether it is a message is another question."""
    assert pack_tms([]) == b""
    assert unpack_tms(b"") == ()


@given(ELEMENTS)
def test_unpack_inverts_pack(elements: tuple[Element, ...]) -> None:
    """Every element comes back, in its place; and the size is known before."""
    packed = pack_tms(elements)
    assert unpack_tms(packed) == elements
    assert tms_size(elements) == len(packed)


@given(ELEMENTS, st.data())
def test_a_container_cut_anywhere_is_truncated(
    elements: tuple[Element, ...], data: st.DataObject
) -> None:
    """Or it ends between two elements and holds those before."""
    packed = pack_tms(elements)
    cut = data.draw(st.integers(0, len(packed)))
    ends = [tms_size(elements[:count]) for count in range(len(elements) + 1)]
    if cut in ends:
        assert unpack_tms(packed[:cut]) == elements[: ends.index(cut)]
    else:
        with pytest.raises(TruncatedError) as caught:
            unpack_tms(packed[:cut])
        assert caught.value.offset is not None
        assert caught.value.offset <= cut


ASCII_NAMES = st.from_regex(r"[a-z0-9]{1,3}\.(txt|jpg)", fullmatch=True)


@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(
            st.tuples(
                st.one_of(ASCII_NAMES.map(str.encode), st.binary(max_size=3)), st.binary(max_size=5)
            )
        ).map(lambda items: b"".join(n + b"\0" + bytes([len(d), 0, 0, 0]) + d for n, d in items)),
    )
)
def test_any_bytes_are_a_value_or_our_error(data: bytes) -> None:
    """And a value of ASCII names is written again as it was."""
    try:
        elements = unpack_tms(data)
    except SmsCodecError:
        return
    if all(element.name.isascii() for element in elements):
        assert pack_tms(elements) == data


# ---- faults --------------------------------------------------------------------------------

FIRST = b"1.txt\0\x02\0\0\0ab"  # 12 bytes


@pytest.mark.parametrize(
    ("rest", "kind", "offset", "words"),
    [
        (b"2.txt", TruncatedError, 17, "ends inside a name"),
        (b"2.txt\0\1\0\0", TruncatedError, 21, "ends inside the length"),
        (b"2.txt\0\3\0\0\0cd", TruncatedError, 18, "claims 3 bytes, and 2 are left"),
        (b"2.txt\0\xff\xff\xff\xffcd", TruncatedError, 18, "claims 4294967295 bytes"),
        (b"\0\1\0\0\0c", DecodeError, 12, "name is empty"),
        (b"a/b\0\0\0\0\0", DecodeError, 12, "path separator '/'"),
        (b"a\\b\0\0\0\0\0", DecodeError, 12, "path separator"),
        (b"c:b\0\0\0\0\0", DecodeError, 12, "path separator ':'"),
        (b"..\0\0\0\0\0", DecodeError, 12, "directory"),
        (b"a\x1fb\0\0\0\0\0", DecodeError, 12, "control character"),
        (b"\x81\x30\x81\x35\0\0\0\0\0", DecodeError, 12, "control character '\\\\x85'"),
        (b"ab\xff\0\0\0\0\0", DecodeError, 14, "not gbk text"),
        (b"1.TXT\0\0\0\0\0", DecodeError, 12, "ElementNameRepeat: element 0 has the same name"),
    ],
)
def test_faults_have_their_place(
    rest: bytes, kind: type[DecodeError], offset: int, words: str
) -> None:
    """Element, byte of the container, and what is wrong."""
    with pytest.raises(kind, match=words) as caught:
        unpack_tms(FIRST + rest)
    assert caught.value.path in ("$[1]", "$[1].name")
    assert caught.value.offset == offset


def test_a_backslash_inside_a_gbk_character_is_none() -> None:
    """誠 ends in 5C, which is a backslash only in ASCII."""
    elements = (Element("誠.txt", b""),)
    assert b"\\" in pack_tms(elements)
    assert unpack_tms(pack_tms(elements)) == elements


def test_a_big_endian_length_is_only_a_hint() -> None:
    """It is refused all the same; where it would not fit either, nothing is said of it."""
    with pytest.raises(TruncatedError, match=r"big-endian it would be 2;") as caught:
        unpack_tms(b"1.txt\0\0\0\0\x02ab")
    assert caught.value.offset == 6
    with pytest.raises(TruncatedError) as caught:
        unpack_tms(b"1.txt\0\0\0\0\x03ab")
    assert "endian" not in caught.value.reason


def test_a_repeated_name_may_be_let_through() -> None:
    """For whoever answers it by the platform's own error name."""
    twice = FIRST + FIRST
    assert [name for name, _ in unpack_tms(twice, unique=False)] == ["1.txt", "1.txt"]


# ---- limits --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "over"),
    [
        ({"max_bytes": 24}, {"max_bytes": 23}),
        ({"max_elements": 2}, {"max_elements": 1}),
        ({"max_name": 5}, {"max_name": 4}),
    ],
)
def test_limits_hold_in_both_directions(limits: dict[str, Any], over: dict[str, Any]) -> None:
    """At the limit all is well, one below it is not."""
    data = FIRST + FIRST.replace(b"1", b"2")
    elements = unpack_tms(data, **limits)
    assert pack_tms(elements, **limits) == data
    with pytest.raises(LimitError) as caught:
        unpack_tms(data, **over)
    assert [caught.value.limit] == list(over.values())
    with pytest.raises(EncodeError):
        pack_tms(elements, **over)


def test_the_default_limit_is_100_k() -> None:
    """102,400 bytes, names and lengths included."""
    fits = (Element("1.jpg", bytes(102_390)),)
    assert unpack_tms(pack_tms(fits)) == fits
    with pytest.raises(EncodeError, match="SizeLong: a container of 102401 bytes"):
        pack_tms([Element("1.jpg", bytes(102_391))])
    with pytest.raises(LimitError, match="SizeLong"):
        unpack_tms(bytes(102_401))


def test_a_huge_limit_costs_nothing() -> None:
    """Room is reserved for what there can be, not for what is allowed."""
    assert len(unpack_tms(FIRST, max_elements=1 << 62)) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "name is empty"),
        ("a\0b", "control character"),
        ("a\x7fb", "control character"),
        ("a/b", "path separator"),
        (".", "directory"),
        ("1.TXT", "ElementNameRepeat: element 0"),
        ("😀.txt", "gbk cannot carry"),
        ("\ud800", "gbk cannot carry"),
    ],
)
def test_bad_names_are_not_written(name: str, words: str) -> None:
    """The same rules as for reading, and what GBK lacks."""
    with pytest.raises(EncodeError, match=words) as caught:
        pack_tms([Element("1.txt", b""), Element(name, b"")])
    assert caught.value.path == "$[1].name"


@pytest.mark.parametrize(
    ("name", "kind"), [("1.JPG", "jpg"), ("a.b.txt", "txt"), ("readme", ""), ("a.", "")]
)
def test_the_type_is_the_extension(name: str, kind: str) -> None:
    """In lower case."""
    assert element_type(name) == kind
