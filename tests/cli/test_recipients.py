"""Reading the CSV file: rows, lines, and what is wrong with them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.cli.recipients import BLOCK, MAX_ROW, Recipients
from smscodec.cli.report import InputError

HEADER = b"mobile,content\n"


def read(data: bytes, charset: Any = "utf-8") -> list[tuple[int, list[str], str | None]]:
    """Line, fields and fault of each row."""
    source = Recipients(BytesIO(data), "in.csv", charset)
    return [(source.line, fields, source.fault) for fields in source]


def test_lines_are_those_of_the_file() -> None:
    """A row is known by the line it starts at, whatever stands before it."""
    data = HEADER + b'1,a\n\n2,"b\n\nb"\r\n\r\n3,c'
    assert read(data) == [(2, ["1", "a"], None), (4, ["2", "b\n\nb"], None), (8, ["3", "c"], None)]


def test_header_is_stripped_and_may_follow_empty_lines() -> None:
    """Blanks around a name are not part of it."""
    source = Recipients(BytesIO(b"\n\r\n mobile ,\t\xe5\x90\x8d \n1,x\n"), "in.csv", "utf-8")
    assert source.header == ("mobile", "名")
    assert [source.line for _ in source] == [4]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_file_without_header_is_refused(data: bytes) -> None:
    """There is nothing to go by."""
    with pytest.raises(InputError, match="empty; its first line should name the columns") as caught:
        read(data, "auto")
    assert (caught.value.file, caught.value.line) == ("in.csv", 1)


@pytest.mark.parametrize(("data", "reason"), [(b'"a"b\n', "not CSV"), (b"\xff,x\n", "0xFF")])
def test_bad_header_is_refused(data: bytes, reason: str) -> None:
    """Without columns no row can be read."""
    with pytest.raises(InputError, match=reason):
        read(b"\n" + data)


@pytest.mark.parametrize("distance", [0, 1, BLOCK - 2, BLOCK - 1, BLOCK, 5 * BLOCK])
def test_reading_goes_on_after_an_open_quote(distance: int) -> None:
    """It costs its own line alone, however far it led."""
    good = b"".join(b"%d,x\n" % n for n in range(distance))
    rows = read(HEADER + b'0,a\n1,"open\n' + good + b'2,"b"\n3,c\n')
    faults = [(line, fault) for line, _, fault in rows if fault]
    assert faults == [(3, "row is not CSV: a quote opens in it and does not close as it should")]
    assert [line for line, _, _ in rows] == list(range(2, 6 + distance))


def test_open_quote_does_not_read_to_the_end_of_a_large_file() -> None:
    """A field of csv ends at 131,072 characters; rows after that are read again too."""
    good = b"".join(b"%d,x\n" % n for n in range(50_000))
    source = Recipients(BytesIO(HEADER + b'1,"open\n' + good), "in.csv", "utf-8")
    assert sum(not source.broken for _ in source) == 50_000


def test_undecodable_bytes_are_a_matter_of_their_row() -> None:
    """The row before and the row after in the same block are read; the byte is counted from 1."""
    rows = read(HEADER + b'1,a\n2,"b\nb\xff"\n3,c\n')
    reason = "not utf-8 text: byte 0xFF does not belong here (byte 7 of the row)"
    assert [(line, fault) for line, _, fault in rows] == [(2, None), (3, reason), (5, None)]


def test_first_undecodable_byte_is_named() -> None:
    """Later ones, on other lines of the row too, can wait."""
    rows = read(HEADER + b'1,"\xfe\n\xff"\n')
    reason = "not utf-8 text: byte 0xFE does not belong here (byte 4 of the row)"
    assert [fault for _, _, fault in rows] == [reason]


def test_undecodable_bytes_in_a_column_nobody_asks_for_count_too() -> None:
    """A row that is partly unreadable may be wrong elsewhere."""
    rows = read(b"mobile,content,note\n1,a,\xff\n")
    assert rows[0][2] is not None


def test_gbk_hides_no_separator() -> None:
    """A cut-off character before a comma costs its row, not the columns of others."""
    rows = read(b"mobile,content\n1,\xb0,x\n2,\xb0\xa1\n", "gbk")
    assert rows[0][2] is not None
    assert rows[1] == (3, ["2", "啊"], None)


def test_euro_sign_of_windows_is_read() -> None:
    """Byte 0x80 in GBK, as everywhere in this package."""
    assert read(HEADER + b"1,\x80 A2E3:\xa2\xe3\n", "gbk") == [(2, ["1", "€ A2E3:€"], None)]


@pytest.mark.parametrize("row", [b"2," + b"y" * MAX_ROW, b'"a\n",' * (MAX_ROW // 4)])
def test_long_row_is_refused_with_its_line(row: bytes) -> None:
    """In the head of the file and after it, in one line or in many."""
    for before in (b"1,x\n" * 3, b"1,x\n" * 300_000):
        with pytest.raises(InputError, match="row has more than 1048576 bytes") as caught:
            read(HEADER + before + row)
        assert caught.value.line == before.count(b"\n") + 2


def test_memory_stays_flat() -> None:
    """What was read is forgotten: only the row handed out last is kept."""
    source = Recipients(BytesIO(HEADER + b"1,x\n" * 1000), "in.csv", "utf-8")
    assert max(len(source.raw) for _ in source) == 1
    assert source.bytes_read == len(HEADER) + 4000


PIECES = st.sampled_from([b"1", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xb0", b"x"])


@given(pieces=st.lists(PIECES), mark=st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_any_bytes_are_rows(pieces: list[bytes], mark: bytes) -> None:
    """No line is lost or read twice: the rows' bytes are the file, less its empty lines."""
    data = mark + HEADER + b"".join(pieces)
    source = Recipients(BytesIO(data), "in.csv", "utf-8")
    rows = [b"".join(source.raw) for _ in source]
    lines = b"".join(rows).splitlines(keepends=True)
    assert [line for line in lines if line.strip(b"\r\n")] == [
        line for line in b"".join(pieces).splitlines(keepends=True) if line.strip(b"\r\n")
    ]
    assert source.bytes_read == len(data)
