"""A long document is read child by child, within bounds, and as a short one would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.errors import DecodeError, LimitError, SmsCodecError
from smscodec.primitives.safexml import parse_xml
from smscodec.primitives.xmlstream import HEAD, stream_children


def texts(chunks: Iterable[bytes], **options: object) -> list[str | None]:
    """Tag of the root, then texts of its children."""
    children = stream_children(chunks, **options)  # type: ignore[arg-type]
    return [each.text if number else each.tag for number, each in enumerate(children)]


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


LONG = b'<?xml version="1.0" encoding="gbk" ?>\r\n<r>\r\n' + b"".join(
    f"<a>镕{number}</a>\r\n ".encode("gbk") for number in range(12_000)
) + b"</r>\r\n"  # fmt: skip


@pytest.mark.parametrize("size", [1000, HEAD - 1, HEAD, HEAD + 1, len(LONG)])
def test_chunks_may_be_of_any_size(size: int) -> None:
    """Characters, tags and the declaration may be torn apart between them."""
    assert len(LONG) > 2 * HEAD
    assert texts(cut(LONG, size)) == ["r", *(f"镕{number}" for number in range(12_000))]


@given(st.integers(1, 9))
def test_chunks_may_be_of_few_bytes(size: int) -> None:
    """And empty ones among them."""
    data = '\ufeff<?xml version="1.0"?><r><a>字</a><!-- > --><b c=">"/><a>&gt;]]&gt;</a></r>'
    chunks = [part for each in cut(data.encode(), size) for part in (each, b"")]
    assert texts(chunks) == ["r", "字", None, ">]]>"]


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_nothing_is_nothing(data: bytes) -> None:
    """Neither a root nor an error."""
    assert texts([data]) == texts([]) == []


def test_children_are_gone_soon() -> None:
    """There are never more than come with one piece, so memory does not grow."""
    box = b"<a><b>1</b></a> "
    children = stream_children([b"<r>", *[box] * 30_000, b"</r>"])
    root = next(children)
    for child in children:
        assert child[0].text == "1"
        assert len(root) <= HEAD // len(box) + 2


def test_chunks_are_taken_as_they_are_needed() -> None:
    """What comes later is not waited for, beyond the first bytes."""
    taken = 0

    def chunks() -> Iterator[bytes]:
        nonlocal taken
        yield b"<r>"
        while True:
            taken += 1
            yield b"<a/>" * 1000

    children = stream_children(chunks())
    for _ in range(5):
        next(children)
    assert taken <= HEAD // 4000 + 2
    for _ in range(20_000):
        next(children)
    assert taken <= 20_000 // 1000 + 2


@pytest.mark.parametrize(
    ("data", "options", "text"),
    [
        (b"<r><a>\xc4\xa3</a></r>", {}, "ģ"),
        (b"<r><a>\xc4\xa3</a></r>", {"default": "gbk"}, "模"),
        (b"<r><a>\xc4\xa3</a></r>", {"content_type": "text/xml; charset=gb2312"}, "模"),
        (b'<?xml version="1.0" encoding="gbk"?><r><a>\xc4\xa3</a></r>', {}, "模"),
        (b'<?xml version="1.0" encoding="utf-8"?><r><a>\xc4\xda</a></r>', {}, "内"),
        (b'<xml version="1.0"><r><a>1</a></r>', {}, "1"),
    ],
)
def test_the_charset_is_settled_as_elsewhere(
    data: bytes, options: dict[str, str], text: str
) -> None:
    """A declaration that lies is overruled, if the first bytes show it."""
    assert texts([data], **options) == ["r", text]


def test_a_lie_found_late_is_an_error() -> None:
    """With its byte; nothing is read again in another charset."""
    good = b'<?xml version="1.0" encoding="utf-8"?><r>' + b"<a>1</a>" * (HEAD // 8)
    with pytest.raises(DecodeError, match="not utf-8 text") as caught:
        texts([good, b"<a>\xc4\xda</a></r>"])
    assert caught.value.offset == len(good) + 3


@pytest.mark.parametrize("before", [0, HEAD // 2])
def test_a_doctype_is_refused(before: int) -> None:
    """Wherever it stands, with its byte."""
    data = b"<r>" + b"<a/>" * before + b"<!DOCTYPE r></r>"
    with pytest.raises(DecodeError, match="DOCTYPE is refused") as caught:
        texts(cut(data, 100))
    assert caught.value.offset == 3 + 4 * before


@pytest.mark.parametrize(
    "data",
    [b"<r>", b"<r><a>", b"<r></a></r>", b"x", b"<r/><r/>", b"<r>&x;</r>", b"<?xml ?>", b"</r>"],
)
def test_what_is_not_well_formed_is_refused(data: bytes) -> None:
    """At the end at the latest, and in no words of the document."""
    with pytest.raises(DecodeError, match="not well formed"):
        texts([data])


def test_depth_is_bounded() -> None:
    """At the limit it is read, one level below it is not."""
    deep = b"<r><a><b/></a></r>"
    assert texts([deep], max_depth=3) == ["r", None]
    with pytest.raises(LimitError) as caught:
        texts([deep], max_depth=2)
    assert caught.value.limit == 2
    with pytest.raises(SmsCodecError):
        texts([b"<a>" * 100_000])


@pytest.mark.parametrize("filling", [b"<b/>", b"x", b"<!-- -->"])
def test_a_child_is_bounded(filling: bytes) -> None:
    """Whatever it is filled with, and however slowly."""
    endless = chain([b"<r><a>"], repeat(filling * 1000))
    with pytest.raises(LimitError) as caught:
        texts(endless, max_child=100_000)
    assert caught.value.limit == 100_000
    assert len(texts(cut(LONG, 1000), max_child=1000)) == 12_001


def test_small_chunks_take_no_longer() -> None:
    """A megabyte byte by byte is over at once."""
    with pytest.raises(LimitError):
        texts(cut(b"<r>" + b"x" * 1_200_000, 1))


PIECES = [
    b"<r>", b"</r>", b"<a>", b"</a>", b"<a/>", b"x", b">", b"]]>", b"<![CDATA[", b"\xff", b"&",
    b"<!--", b"-->", b"<!DOCTYPE", b"\xc4", b"<?xml version='1.0' encoding='gbk'?>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_any_bytes_are_children_or_our_error(chunks: list[bytes]) -> None:
    """Just where the whole document is read or refused, too."""
    try:
        root = parse_xml(b"".join(chunks))
        expected = [root.tag, *(child.text for child in root)]
    except SmsCodecError:
        expected = None
    if not b"".join(chunks).strip():
        expected = []
    try:
        assert texts(chunks) == expected
    except SmsCodecError:
        assert expected is None
