"""gzip (RFC 1952) as these platforms need it: written always alike, read only within bounds.

Written is exactly one member with MTIME 0, so that the same bytes in give the same bytes out.
Several members are legal, but the platforms' .NET reader stops after the first and answers
``Success`` all the same; ``members="one"`` therefore refuses further ones, ``"all"`` reads them.

The bounds: ``max_bytes`` on what comes out, and ``max_ratio`` on how many times larger than what
went in. Up to ``ALWAYS_BYTES`` the ratio does not matter: an honest batch may well repeat itself.

What is read is nearly always one plain member, as large as its last bytes say: with the C core it
is inflated at once. All else, and whatever is wrong, goes member by member and piece by piece, and
is worded there.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from .._kernels import BACKEND, Member
from .._kernels import inflate as inflate_whole
from ..errors import DecodeError, LimitError, TruncatedError
from .inflate import crc32, inflate

__all__ = [
    "ALWAYS_BYTES",
    "ENGINES",
    "MAX_BYTES",
    "MAX_RATIO",
    "Engine",
    "Members",
    "gunzip",
    "gunzipped",
    "gzip_member",
    "plain_member",
]

T = TypeVar("T")

Engine = Literal["isal", "zlib"]
Members = Literal["one", "all"]

MAX_BYTES = 64 << 20
MAX_RATIO = 500
"""One long text to many numbers reaches 300; DEFLATE itself ends at 1,032."""
ALWAYS_BYTES = 16 << 20
MAX_MEMBERS = 1000
"""With ``members="all"``: legal in any number, and nobody writes more than a few."""

_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"
_PLAIN = b"\x1f\x8b\x08\0"
"""How a member begins whose header has no optional fields."""
_MOST_GROWTH = 1032
"""What DEFLATE can make of a byte: a larger size at the end is not true."""
_HEADER, _DEFLATE = 10, 8
_HEADER_CRC, _EXTRA, _NAME, _COMMENT, _RESERVED = 2, 4, 8, 16, 0xE0


_Compress = Callable[[bytes | memoryview, int], bytes]


def _isal() -> _Compress | None:
    """igzip, where its wheel is installed: it is there for the usual platforms, not for all.

    Its stream and not its one-shot ``compress``, which gives short data other bytes in one thread
    than in another: it looks at memory that nobody set.
    """
    try:
        from isal import isal_zlib
    except ImportError:
        return None
    return _with(isal_zlib)


def _with(library: Any) -> _Compress:
    def compress(data: bytes | memoryview, level: int) -> bytes:
        stream = library.compressobj(level, zlib.DEFLATED, _GZIP)
        packed: bytes = stream.compress(data) + stream.flush()
        return packed

    return compress


_KNOWN: tuple[tuple[Engine, _Compress | None, range, int], ...] = (
    ("isal", _isal(), range(4), 1),
    ("zlib", _with(zlib), range(10), 6),
)
_ENGINES: dict[Engine, tuple[_Compress, range, int]] = {
    name: (compress, levels, usual) for name, compress, levels, usual in _KNOWN if compress
}

ENGINES: tuple[Engine, ...] = tuple(_ENGINES)
"""The compressors of this machine, fastest first."""


def gzip_member(
    data: bytes | memoryview, engine: Engine | None = None, level: int | None = None
) -> bytes:
    """One gzip member with MTIME 0.

    ``engine`` is one of ``ENGINES`` (by default the first), ``level`` one of its levels: 0-3 for
    ``isal`` (default 1), 0-9 for ``zlib`` (default 6). Raises ``ValueError`` for any other.
    """
    return compressor(engine, level)(data)


def compressor(engine: Engine | None, level: int | None) -> Callable[[bytes | memoryview], bytes]:
    """``gzip_member`` with its engine and level chosen and checked."""
    chosen = engine or ENGINES[0]
    if chosen not in _ENGINES:
        raise ValueError(f"no gzip engine {chosen!r} here; there is {', '.join(ENGINES)}")
    compress, levels, usual = _ENGINES[chosen]
    if level is not None and level not in levels:
        raise ValueError(f"{chosen} has levels {levels[0]} to {levels[-1]}, not {level}")
    return lambda data: compress(data, usual if level is None else level)


def gunzip(
    data: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_ratio: int = MAX_RATIO,
    members: Members = "one",
) -> bytes:
    """What the gzip bytes hold, headers, lengths and CRC checked.

    Raises ``TruncatedError``, ``LimitError`` or ``DecodeError``; ``offset`` counts bytes of data.
    """
    return gunzipped(data, bytes, max_bytes=max_bytes, max_ratio=max_ratio, members=members)


def gunzipped(
    data: bytes,
    finish: Callable[[bytes | memoryview], T],
    *,
    max_bytes: int = MAX_BYTES,
    max_ratio: int = MAX_RATIO,
    members: Members = "one",
) -> T:
    """What ``finish`` makes of ``gunzip``, where it lies: in memory that is lent to it."""
    if members not in ("one", "all"):
        raise ValueError(f"members is one or all, not {members!r:.40}")
    member = plain_member(data, max_bytes=max_bytes, max_ratio=max_ratio)
    if member and (found := _at_once(data, member, finish)):
        return found[0]
    limit = _limit(data, max_bytes, max_ratio)
    pieces: list[bytes] = []
    at = size = 0
    for _ in range(1 if members == "one" else MAX_MEMBERS):
        try:
            inside, at = _read_member(data, at, limit - size, alone=members == "one")
        except LimitError:
            raise _too_large(limit, max_bytes, max_ratio) from None
        size += sum(map(len, inside))
        pieces += inside
        if at == len(data):
            return finish(b"".join(pieces))
    if members == "all":
        raise LimitError(f"more than {MAX_MEMBERS} gzip members", limit=MAX_MEMBERS, offset=at)
    raise DecodeError(_AFTERWARDS[data[at : at + 2] == _MAGIC], offset=at)


def plain_member(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_ratio: int = MAX_RATIO
) -> Member | None:
    """One plain member and nothing behind it, within the bounds, if that is what it seems to be.

    None, too, where there is no C core to inflate it at once.
    """
    end = len(data) - 8
    crc, size = int.from_bytes(data[end : end + 4], "little"), int.from_bytes(data[-4:], "little")
    limit = min(_limit(data, max_bytes, max_ratio), _MOST_GROWTH * len(data))
    plain = end >= _HEADER and data.startswith(_PLAIN) and size <= limit
    return Member(_HEADER, end, size, crc) if plain and BACKEND == "native" else None


def _limit(data: bytes, max_bytes: int, max_ratio: int) -> int:
    return min(max_bytes, max(ALWAYS_BYTES, max_ratio * len(data)))


def _at_once(
    data: bytes, member: Member, finish: Callable[[bytes | memoryview], T]
) -> tuple[T] | None:
    """By our own inflate; else None, whatever it is."""

    def check(inside: memoryview, end: int, crc: int) -> tuple[T] | None:
        right = (end, len(inside), crc) == member[1:]
        return (finish(inside),) if right else None

    return inflate_whole(data, member.start, member.size, check)


def _read_member(data: bytes, start: int, most: int, alone: bool) -> tuple[list[bytes], int]:
    """What the member that begins at ``start`` holds, and where it ends."""
    at = _header_end(data, start)
    # the last four bytes of all say how much there is; nothing hangs on whether that is true
    guess = {"expected": int.from_bytes(data[-4:], "little"), "feed": len(data)} if alone else {}
    try:
        inside, at = inflate(data, at, most, **guess)
    except DecodeError as error:
        if type(error) is DecodeError:
            error.offset = start  # of a damaged member nobody knows where
        raise
    trailer = data[at : at + 8]
    if len(trailer) < 8:
        raise TruncatedError("gzip stream ends too early", offset=len(data))
    crc = size = 0
    for piece in inside:
        crc, size = crc32(piece, crc), size + len(piece)
    if int.from_bytes(trailer[:4], "little") != crc:
        raise DecodeError("gzip stream is damaged: incorrect data check", offset=start)
    if int.from_bytes(trailer[4:], "little") != size & 0xFFFFFFFF:
        raise DecodeError("gzip stream is damaged: incorrect length check", offset=start)
    return inside, at + 8


def _header_end(data: bytes, start: int) -> int:
    """Where the compressed data of the member begins (RFC 1952, section 2.3.1)."""
    if data[start : start + 2] != _MAGIC[: len(data) - start]:
        raise DecodeError("no gzip header (1F 8B) here", offset=start)
    if len(data) - start < _HEADER:
        raise _header_cut(data)
    method, flags = data[start + 2], data[start + 3]
    if method != _DEFLATE:
        raise DecodeError("gzip stream is damaged: unknown compression method", offset=start)
    if flags & _RESERVED:
        raise DecodeError("gzip stream is damaged: unknown header flags set", offset=start)
    at = start + _HEADER
    if flags & _EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for named in (_NAME, _COMMENT):
        if flags & named:
            at = data.find(0, at) + 1 or len(data) + 1
    if flags & _HEADER_CRC:
        crc = crc32(data[start:at], 0) & 0xFFFF
        if at + 2 <= len(data) and int.from_bytes(data[at : at + 2], "little") != crc:
            raise DecodeError("gzip stream is damaged: header crc mismatch", offset=start)
        at += 2
    if at > len(data):
        raise _header_cut(data)
    return at


def _header_cut(data: bytes) -> TruncatedError:
    return TruncatedError("gzip stream is empty or ends in its header", offset=len(data))


_AFTERWARDS = {
    True: "a second gzip member, which the platforms drop in silence (members='all' reads it)",
    False: "bytes after the end of the gzip stream",
}


def _too_large(limit: int, max_bytes: int, max_ratio: int) -> LimitError:
    if limit == max_bytes:
        return LimitError(f"gzip stream holds more than {max_bytes} bytes", limit=max_bytes)
    return LimitError(
        f"gzip stream grows more than {max_ratio}-fold, as a bomb does", limit=max_ratio
    )
