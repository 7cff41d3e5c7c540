"""multipart/form-data: bytes in, bytes out, whatever stands in them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.errors import DecodeError, LimitError, SmsCodecError, TruncatedError
from smscodec.wire.multipart import read_multipart

KIND = "multipart/form-data; boundary=XX"
HEAD = b'Content-Disposition: form-data; name="a"\r\n\r\n'


def read(body: bytes, kind: str = KIND, most: int = 10) -> list[tuple[bytes, bytes]]:
    return list(read_multipart(body, kind, max_parts=most))


def written(pairs: Sequence[tuple[bytes, bytes]], end: bytes = b"\r\n") -> bytes:
    """As cURL writes it."""
    head = b'--XX\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'.replace(b"\r\n", end)
    return b"".join(head % pair for pair in pairs) + b"--XX--" + end


def plain(value: bytes) -> bool:
    return b"--XX" not in value


@given(st.lists(st.tuples(st.sampled_from((b"a", b"B c", b"")), st.binary().filter(plain))))
def test_values_are_bytes(pairs: list[tuple[bytes, bytes]]) -> None:
    """GBK, line breaks and NULs survive."""
    assert read(written(pairs), most=99) == pairs


def test_the_frame_may_end_its_lines_in_lf() -> None:
    """As clients do that write it by hand."""
    pairs = [(b"a", b"1\n2"), (b"b", "内容\r\n".encode("gbk"))]
    assert read(written(pairs, b"\n")) == pairs


@pytest.mark.parametrize(
    "kind",
    [
        'multipart/form-data; charset=GBK; BOUNDARY="XX"',
        "multipart/form-data;boundary=XX;charset=utf-8",
        "Multipart/Form-Data ; boundary = XX",
    ],
)
def test_the_boundary_is_a_parameter(kind: str) -> None:
    """Quoted or not, anywhere, without case."""
    assert read(written([(b"a", b"1")]), kind) == [(b"a", b"1")]


def test_boundaries_of_any_characters() -> None:
    """They are no pattern."""
    body = written([(b"a", b"1")]).replace(b"XX", b"(a+)+$")
    assert read(body, 'multipart/form-data; boundary="(a+)+$"') == [(b"a", b"1")]


@pytest.mark.parametrize(
    "head",
    [
        b'content-disposition:form-data;name="a"\r\n\r\n',
        b"Content-Disposition: form-data; name=a\r\n\r\n",
        b'Content-Disposition: form-data; filename="x; name=\\"b\\""; name="a"\r\n\r\n',
        b'Content-Disposition: form-data; name="a"; filename="b"\r\nContent-Type: text/xml\r\n\r\n',
        b'Content-Type: text/plain; name="b"\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
        b'Content-Transfer-Encoding: 8bit\r\nContent-Disposition: FORM-DATA ; NAME = "a"\r\n\r\n',
        b'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    ],
)
def test_the_name_is_found(head: bytes) -> None:
    """In any header there is; what else is said there is not looked at."""
    assert read(b"--XX\r\n" + head + b"MQ==\r\n--XX--") == [(b"a", b"MQ==")]


@pytest.mark.parametrize("head", [b"\r\n", b"X: y\r\n\r\n", b"Content-Disposition: inline\r\n\r\n"])
def test_a_part_without_a_name_is_ignored(head: bytes) -> None:
    """Nobody could ask for it."""
    assert read(b"--XX\r\n" + head + b"1\r\n--XX--") == []


def test_what_stands_around_is_ignored() -> None:
    """Before the first boundary and after the last."""
    body = written([(b"a", b"1")])
    assert read(b"preamble\r\n" + body + b"--XX\r\nepilogue") == [(b"a", b"1")]


@pytest.mark.parametrize("value", [b"x--XX", b"x--XX--", b" --XX\r\n", b"--XXY", b"\r\n--XXY\r\n"])
def test_a_boundary_in_a_line_is_part_of_the_value(value: bytes) -> None:
    """It has to have a line of its own."""
    assert read(written([(b"a", value)])) == [(b"a", value)]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (written([(b"a", b"1")]), "multipart/form-data", "without its boundary"),
        (written([(b"a", b"1")]), "multipart/form-data; boundary=", "without its boundary"),
        (written([(b"a", b"1")]), 'multipart/form-data; boundary=""', "without its boundary"),
        (written([(b"a", b"1")]), "multipart/form-data; boundary=YY", "is not in the body"),
        (b"", KIND, "is not in the body"),
        (b"a=1", KIND, "is not in the body"),
        (b"--XX\r\n--XX--", KIND, "without the empty line after its header"),
        (b"--XX\r\nContent-Disposition: form-data\r\n--XX--", KIND, "without the empty line"),
        (b"--XX\r\n" + b"A: b\r\n" * 1000 + b"\r\n1\r\n--XX--", KIND, "without the empty line"),
    ],
)
def test_what_is_no_multipart(body: bytes, kind: str, words: str) -> None:
    """Refused, not guessed."""
    with pytest.raises(DecodeError, match=words):
        read(body, kind)


def test_a_body_cut_short_is_truncated() -> None:
    """Anywhere before its last boundary."""
    body = written([(b"a", b"1"), (b"b", b"2")])
    for end in range(len(body) - len(b"--\r\n")):
        with pytest.raises(DecodeError):
            read(body[:end])
    with pytest.raises(TruncatedError) as caught:
        read(b"--XX\r\n" + HEAD + b"half a message")
    assert caught.value.offset == 6


def test_parts_are_counted() -> None:
    """At the limit they are read, one above it they are not."""
    pairs = [(b"a", b"1")] * 10
    assert len(read(written(pairs))) == 10
    with pytest.raises(LimitError) as caught:
        read(written([*pairs, (b"a", b"1")]))
    assert caught.value.limit == 10


PIECES = [b"--XX", b"--", b"\r\n", b"\n", b"\r", HEAD, b'"', b";", b"name=", b"\\", b"\xff", b":"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join), st.text(max_size=20))
def test_any_bytes_are_parts_or_our_error(body: bytes, kind: str) -> None:
    """Under any content type."""
    for each in (kind, KIND, f"{KIND}{kind}"):
        try:
            read(body, each)
        except SmsCodecError:
            pass


@pytest.mark.parametrize(
    "body",
    [
        b"--XX" * 250_000,
        b"\r\n--X" * 200_000,
        b"--XX\r\n" + b";" * 1_000_000 + b"\r\n--XX--",
        b"--XX\r\nContent-Disposition: form-data" + b'; a="' * 200_000,
        b"--XX\r\n" + HEAD + b"--XX" * 250_000,
    ],
)
def test_hostile_bytes_take_no_longer(body: bytes) -> None:
    """A megabyte of anything is over at once: no step looks back."""
    with pytest.raises(DecodeError):
        read(body)
