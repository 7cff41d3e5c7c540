"""Which charset a file is in."""

from __future__ import annotations

import codecs
import os
from io import BytesIO
from pathlib import Path

import pytest

from smscodec.cli.report import InputError
from smscodec.cli.source import look_ahead, size_of, sniff

TEXT = "mobile,content\n13800138000,【示例】您的包裹已到达\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (TEXT.encode(), ("utf-8", b"")),
        (TEXT.encode("gbk"), ("gbk", b"")),
        (b"mobile,content\n", ("utf-8", b"")),
        (b"", ("utf-8", b"")),
        (codecs.BOM_UTF8 + TEXT.encode(), ("utf-8", codecs.BOM_UTF8)),
        (TEXT.encode("gb18030").join([b"\x84\x31\x95\x33", b""]), ("gbk", b"\x84\x31\x95\x33")),
        (TEXT.encode("gbk") * 9 + b"\xff\n", ("gbk", b"")),
        (TEXT.encode() * 9 + b"\xff\n", ("utf-8", b"")),
        (b"a,b\n1,\xff\xff\n", ("utf-8", b"")),
        (TEXT.encode()[:-4], ("utf-8", b"")),
    ],
)
def test_charset_is_seen(head: bytes, expected: tuple[str, bytes]) -> None:
    """By the mark, or by what can be read; neither is UTF-8."""
    assert sniff(head, "auto", "in.csv") == expected


def test_one_broken_byte_does_not_make_gbk_of_a_short_file() -> None:
    """Though all of this one could be GBK: other texts would be sent, and nobody would see."""
    head = "编号,正文\n1,您好吗".encode() + b"\xe6\n"
    head.decode("gb18030")
    assert sniff(head, "auto", "in.csv") == ("utf-8", b"")


def test_choice_is_obeyed() -> None:
    """Whoever knows better says so."""
    assert sniff(TEXT.encode(), "gbk", "in.csv") == ("gbk", b"")
    assert sniff(TEXT.encode("gbk"), "utf-8", "in.csv") == ("utf-8", b"")


def test_choice_against_the_mark_is_refused() -> None:
    """One of the two is wrong."""
    with pytest.raises(InputError, match="byte order mark of utf-8, not gbk"):
        sniff(codecs.BOM_UTF8 + b"x", "gbk", "in.csv")


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_is_refused(mark: bytes) -> None:
    """With what to do about it."""
    with pytest.raises(InputError, match="UTF-16: save it as UTF-8 or GBK"):
        sniff(mark + b"m\0", "auto", "in.csv")


# ---- looking ahead -------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"abc", b"abcdef\nghi\n" * 5000])
def test_pipe_is_looked_into(data: bytes) -> None:
    """Nothing of it is lost."""
    end, start = os.pipe()
    with open(end, "rb") as file, open(start, "wb", buffering=0) as writer:
        writer.write(data)
        writer.close()
        assert size_of(file) is None
        head, whole = look_ahead(file, 6)
        assert head == data[:6]
        assert whole.readline() == data[:11].partition(b"ghi")[0]
        assert whole.read() == data[7:]


def test_file_is_looked_into() -> None:
    """It is the same file as before, of which the size is known unless it is in memory."""
    Path("in.csv").write_bytes(b"abcdef")
    with open("in.csv", "rb") as file:
        assert size_of(file) == 6
        assert look_ahead(file, 4) == (b"abcd", file)
        assert file.read() == b"abcdef"
    assert size_of(BytesIO(b"abc")) is None
