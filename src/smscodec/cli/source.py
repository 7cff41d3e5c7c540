"""Input files: how they are opened, and which charset they are in.

A byte order mark tells the charset. Without one it is GBK where GBK fails less often than UTF-8,
and UTF-8 fails more often than not; else UTF-8. Why both: Chinese text in GBK hardly ever passes
for UTF-8, while UTF-8 often passes for GBK, as other characters, which would then be sent. So one
broken byte in a short file must not turn it into GBK.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase, UnsupportedOperation
from typing import Any, BinaryIO, Literal, cast

from .report import InputError

__all__ = [
    "CHARSETS",
    "SNIFF",
    "STDIN",
    "Charset",
    "CharsetChoice",
    "look_ahead",
    "open_input",
    "size_of",
    "sniff",
]

STDIN = "-"
"""Written for standard input where a file is asked for."""

Charset = Literal["utf-8", "gbk"]
CharsetChoice = Literal["auto", "utf-8", "gbk"]
CHARSETS: tuple[CharsetChoice, ...] = ("auto", "utf-8", "gbk")

SNIFF = 1 << 20
"""Bytes looked at."""

_MARKS: tuple[tuple[bytes, Charset], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gbk"),  # as GB 18030 writes it
)


@contextmanager
def open_input(path: str) -> Generator[tuple[BinaryIO, str], None, None]:
    """A file or standard input, and its name for messages."""
    if path != STDIN:
        with open(path, "rb") as file:
            yield file, path
    elif sys.stdin is None:
        raise OSError(errno.EBADF, "standard input is closed")
    else:
        yield sys.stdin.buffer, "<stdin>"


def size_of(file: BinaryIO) -> int | None:
    """The bytes of a file; of a pipe nobody knows."""
    try:
        status = os.fstat(file.fileno())
    except UnsupportedOperation:  # it is in memory
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def look_ahead(file: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first bytes of a file, and the file to be read from there again."""
    head = file.read(size)
    if file.seekable():
        file.seek(-len(head), os.SEEK_CUR)
        return head, file
    return head, cast(BinaryIO, BufferedReader(_Rejoined(head, file)))


class _Rejoined(RawIOBase):
    """What was read already, and the rest of a pipe."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        some, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        some = some or cast(BufferedReader, self._rest).read1(len(buffer))
        buffer[: len(some)] = some
        return len(some)


def sniff(head: bytes, choice: CharsetChoice, file: str) -> tuple[Charset, bytes]:
    """The charset of a file that starts with ``head``, and the byte order mark it starts with."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError("file is UTF-16: save it as UTF-8 or GBK", file=file, line=1)
    for mark, charset in _MARKS:
        if head.startswith(mark):
            if choice not in ("auto", charset):
                reason = f"file starts with the byte order mark of {charset}, not {choice}"
                raise InputError(reason, file=file, line=1)
            return charset, mark
    return (_guess(head) if choice == "auto" else choice), b""


def _guess(head: bytes) -> Charset:
    failed, read = _beyond_ascii(head.decode("utf-8", "surrogateescape"))
    gbk_failed, _ = _beyond_ascii(head.decode("gb18030", "surrogateescape"))
    return "gbk" if failed > read and gbk_failed < failed else "utf-8"


def _beyond_ascii(text: str) -> tuple[int, int]:
    """Bytes that could not be read, and characters beyond ASCII that could."""
    characters = sum(c > "\x7f" for c in text)
    failed = sum("\udc80" <= c <= "\udcff" for c in text)
    return failed, characters - failed
