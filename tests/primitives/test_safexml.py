"""XML from strangers is parsed within bounds or refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smscodec.errors import DecodeError, LimitError, SmsCodecError
from smscodec.primitives.safexml import parse_xml, settle_charset

BOMB = b"""<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>"""


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<a>字</a>".encode(), "字"),
        ("<a>字</a>".encode("gbk"), "字"),
        (b"\xef\xbb\xbf" + "<a>字</a>".encode(), "字"),
        ('<?xml version="1.0" encoding="GB2312"?><a>镕</a>'.encode("gbk"), "镕"),
        ("<?xml version='1.0' encoding='UTF-8' standalone='no' ?>\n<a>字</a>".encode(), "字"),
        ('\r\n <?xml version="1.0"?><a>字</a>'.encode(), "字"),
        ('<?xml version="1.0" encoding="utf-16"?><a>字</a>'.encode(), "字"),
    ],
)
def test_the_charset_is_settled_before_parsing(data: bytes, text: str) -> None:
    """Mark, declaration or default; a charset that is neither UTF-8 nor GBK is not believed."""
    assert parse_xml(data).text == text


def test_a_declaration_that_lies_is_overruled() -> None:
    """Bytes that are not text in the declared charset are read in the other one."""
    lying = '<?xml version="1.0" encoding="utf-8"?><a>彩信</a>'.encode("gbk")
    assert parse_xml(lying).text == "彩信"


def test_chinese_in_utf8_is_never_read_as_gbk() -> None:
    """Its bytes are text in GB 18030 too, so that no error would tell."""
    lying = '<?xml version="1.0" encoding="gb2312"?><a>短信内容</a>'.encode()
    assert settle_charset(lying) == (lying.decode(), "utf-8", True)
    assert settle_charset("内容".encode(), content_type="text/html; charset=GBK").text == "内容"
    assert settle_charset("内容".encode("gbk"), default="gbk") == ("内容", "gbk", False)


def test_a_declaration_decides_where_both_charsets_fit() -> None:
    """C4 A3 is text in both: ģ in UTF-8 and 模 in GBK."""
    body = b"<a>\xc4\xa3</a>"
    assert parse_xml(body).text == "ģ"
    assert parse_xml(body, default="gbk").text == "模"
    assert parse_xml(b'<?xml version="1.0" encoding="gbk"?>' + body).text == "模"
    assert parse_xml(b'<?xml version="1.0" encoding="utf-8"?>' + body, default="gbk").text == "ģ"
    assert parse_xml(b"\xef\xbb\xbf" + body, default="gbk").text == "ģ"


def test_bytes_that_are_no_text_are_refused() -> None:
    """Neither UTF-8 nor GBK: an error with the offset."""
    with pytest.raises(DecodeError, match="not utf-8 text") as caught:
        parse_xml(b"<a>\xff</a>")
    assert caught.value.offset == 3


@pytest.mark.parametrize(
    "prefix", [b"", b" ", b"\xef\xbb\xbf", b'<?xml version="1.0"?>', b"<!---->"]
)
def test_a_doctype_is_refused(prefix: bytes) -> None:
    """Wherever it stands, before anything in it is looked at."""
    with pytest.raises(DecodeError, match="DOCTYPE is refused") as caught:
        parse_xml(prefix + BOMB)
    assert caught.value.offset == len(prefix)


def test_a_doctype_in_utf_16_is_no_way_around() -> None:
    """UTF-16 is read as what it is not, so it is not well formed."""
    with pytest.raises(DecodeError):
        parse_xml(BOMB.decode().encode("utf-16"))


def test_an_entity_nobody_declared_is_refused() -> None:
    """Without a DTD there are only the five of XML."""
    with pytest.raises(DecodeError, match="not well formed"):
        parse_xml(b"<a>&c;</a>")
    assert parse_xml(b"<a>&lt;&#23383;</a>").text == "<字"


def test_comments_and_instructions_are_dropped() -> None:
    """They split no text and are no children."""
    root = parse_xml(b"<a>1<!-- x -->2<?php echo 1 ?>3</a>")
    assert (root.text, len(root)) == ("123", 0)


def test_size_is_bounded() -> None:
    """At the limit it is read, one byte above it is not."""
    assert parse_xml(b"<a></a>", max_bytes=7).tag == "a"
    with pytest.raises(LimitError) as caught:
        parse_xml(b"<a></a>", max_bytes=6)
    assert caught.value.limit == 6


def test_depth_is_bounded() -> None:
    """At the limit it is read, one level below it is not; nor is a very deep one."""
    assert parse_xml(b"<a><b><c/></b><d/></a>", max_depth=3).tag == "a"
    with pytest.raises(LimitError) as caught:
        parse_xml(b"<a><b><c/></b><d/></a>", max_depth=2)
    assert caught.value.limit == 2
    with pytest.raises(DecodeError):
        parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000)


PIECES = [
    b"<a>", b"</a>", b"<a b='", b"'/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&", b";", b"x:",
    b"<?xml version='1.0' encoding='", b"gbk", b"'?>", b"\0", b"\xff\xfe", b"\xc4",
]  # fmt: skip


@given(st.binary(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=9).map(b"".join))
@example(b"")
@example(b"<x:a/>")
@example(b"<a>\0</a>")
def test_any_bytes_are_a_value_or_our_error(data: bytes) -> None:
    """Nothing of lxml or of Python's codecs escapes."""
    try:
        assert parse_xml(data).tag
    except SmsCodecError:
        pass


def test_a_fault_is_told_by_its_line() -> None:
    """Of the whole, declaration and blanks in front of it included."""
    broken = "\r\n<a>\r\n<b></c></a>"
    for before, line in (
        ("", 3),
        ('<?xml version="1.0"?>', 3),
        (' \n<?xml version="1.0"\n?>\n', 6),
    ):
        with pytest.raises(DecodeError, match=f"tag name mismatch in line {line}, column 7"):
            parse_xml((before + broken).encode())
