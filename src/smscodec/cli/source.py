"""Input files: how they are opened, and which charset they are in.

A byte order mark tells the charset. Without one it is GBK where GBK fails less often than UTF-8,
and UTF-8 fails more often than not; else UTF-8. Why both: Chinese text in GBK hardly ever passes
for UTF-8, while UTF-8 often passes for GBK, as other characters, which would then be sent. So one
broken byte in a short file must not turn it into GBK.
"""

from __future__ import annotations

import codecs
import errno
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import BinaryIO, Literal

from .report import InputError

__all__ = ["CHARSETS", "SNIFF", "STDIN", "Charset", "CharsetChoice", "open_input", "sniff"]

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
