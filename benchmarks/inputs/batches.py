"""gzip and the lines of a batch."""

from __future__ import annotations

import gzip
import zlib
from base64 import b64encode
from functools import cache, partial
from urllib.parse import quote_plus

from smscodec import bulk, unpack_batch
from smscodec._kernels import LINE_BREAKS
from smscodec.primitives.gz import MAX_MEMBERS, gunzip

from .. import mixes
from .growing import NEVER, Case, Make, filled, inputs

__all__ = ["CASES"]


@cache
def rows(size: int) -> bytes:
    """Lines of mix C, which have about 175 bytes."""
    made = mixes.rows("C", max(1, size // 175), 0)
    return "\r\n".join(map(",".join, zip(*made, strict=True))).encode()


def in_base64(make: Make, size: int) -> str:
    return b64encode(gzip.compress(make(size), 1)).decode()


def in_form(make: Make, size: int) -> bytes:
    return quote_plus(in_base64(make, size)).encode()


# ---- lines ---------------------------------------------------------------------------------------

LINES: dict[str, Make] = {
    "ordinary": rows,
    "bad_last_row": lambda size: rows(size) + b"\r\nx",
    "bad_text_at_the_end": lambda size: rows(size) + b"\x80",
    "backslashes": filled(rb"\\", b"1,"),
    "a_backslash_in_every_row": filled(b"13800138000,\\\\n\r\n"),
    "shortest_rows": filled(b"1,\r\n"),
    "line_breaks": filled(b"\r\n"),
    "commas": filled(b",", b"1,"),
    "digits": filled(b"1"),
    "lone_CR": filled(b"\r", b"1,"),
}
FORMS = {title: partial(in_form, make) for title, make in LINES.items()}


def unpack() -> list[Case]:
    cases: list[Case] = []
    for line_breaks in LINE_BREAKS:
        one = partial(unpack_batch, line_breaks=line_breaks)
        cases += inputs(f"unpack_batch {line_breaks}", one, ordinary=partial(in_base64, rows))
        columns = partial(bulk.unpack, line_breaks=line_breaks)
        cases += inputs(f"bulk.unpack {line_breaks}", columns, **FORMS)
    cases += inputs("bulk.unpack strict", partial(bulk.unpack, strict=True), **FORMS)
    return cases + inputs(
        "bulk.unpack, percents",
        bulk.unpack,
        alone=filled(b"%"),
        everything_encoded=filled(b"%41"),
        line_breaks=filled(b"%0D%0A"),
    )


# ---- gzip ----------------------------------------------------------------------------------------

HEADER = bytes.fromhex("1F8B 08 00 00000000 00 00")
HEADER_WITH_NAME = bytes.fromhex("1F8B 08 08 00000000 00 00")
EMPTY_BLOCK = bytes.fromhex("00 0000 FFFF")
LAST_BLOCK = bytes.fromhex("01 0000 FFFF")
END = zlib.crc32(b"").to_bytes(4, "little") + bytes(4)

GZIP = (
    *inputs(
        "gunzip",
        partial(gunzip, max_bytes=NEVER, max_ratio=NEVER),
        ordinary=lambda size: gzip.compress(rows(size), 1),
        zeros=lambda size: gzip.compress(bytes(size)),
        empty_blocks=filled(EMPTY_BLOCK, HEADER, LAST_BLOCK + END),
        a_long_name_of_the_file=filled(b"a", HEADER_WITH_NAME, b"\0" + LAST_BLOCK + END),
        cut=lambda size: gzip.compress(rows(size), 1)[:-9],
        a_second_member=lambda size: gzip.compress(rows(size), 1) * 2,
    ),
    *inputs(
        "gunzip members=all",
        partial(gunzip, max_bytes=NEVER, max_ratio=NEVER, members="all"),
        as_many_as_there_may_be=lambda size: (
            gzip.compress(bytes(size // MAX_MEMBERS), 0) * MAX_MEMBERS
        ),
        more_than_there_may_be=filled(gzip.compress(b"")),
    ),
)

CASES = (*GZIP, *unpack())
