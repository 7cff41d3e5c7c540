"""gzip (RFC 1952) as these platforms need it: written always alike, read only within bounds.

Written is exactly one member with MTIME 0, so that the same bytes in give the same bytes out.
Several members are legal, but the platforms' .NET reader stops after the first and answers
``Success`` all the same; ``members="one"`` therefore refuses further ones, ``"all"`` reads them.

The bounds: ``max_bytes`` on what comes out, and ``max_ratio`` on how many times larger than what
went in. Up to ``ALWAYS_BYTES`` the ratio does not matter: an honest batch may well repeat itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Literal

from ..errors import DecodeError, LimitError, TruncatedError

__all__ = [
    "ALWAYS_BYTES",
    "ENGINES",
    "MAX_BYTES",
    "MAX_RATIO",
    "Engine",
    "Members",
    "gunzip",
    "gzip_member",
]

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
_FEED = 64 << 10


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
    limit = min(max_bytes, max(ALWAYS_BYTES, max_ratio * len(data)))
    view = memoryview(data)
    pieces: list[bytes] = []
    at = size = 0
    for _ in range(1 if members == "one" else MAX_MEMBERS):
        _check_magic(data, at)
        member = zlib.decompressobj(_GZIP)
        fed, waiting = at, b""
        while not member.eof:
            if not waiting:
                waiting, fed = bytes(view[fed : fed + _FEED]), min(fed + _FEED, len(data))
                if not waiting:
                    raise TruncatedError("gzip stream ends too early", offset=len(data))
            try:
                piece = member.decompress(waiting, limit - size + 1)
            except zlib.error as error:
                raise DecodeError(f"gzip stream is damaged: {_plain(error)}", offset=at) from None
            waiting = member.unconsumed_tail
            size += len(piece)
            if size > limit:
                raise _too_large(limit, max_bytes, max_ratio)
            pieces.append(piece)
        at = fed - len(member.unused_data)
        if at == len(data):
            return b"".join(pieces)
    if members == "all":
        raise LimitError(f"more than {MAX_MEMBERS} gzip members", limit=MAX_MEMBERS, offset=at)
    raise DecodeError(_AFTERWARDS[data[at : at + 2] == _MAGIC], offset=at)


def _check_magic(data: bytes, at: int) -> None:
    found = data[at : at + 2]
    if found == _MAGIC:
        return
    if _MAGIC.startswith(found):
        raise TruncatedError("gzip stream is empty or ends in its header", offset=len(data))
    raise DecodeError("no gzip header (1F 8B) here", offset=at)


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


def _plain(error: zlib.error) -> str:
    """zlib says ``Error -3 while decompressing data: incorrect data check``; the end will do."""
    return str(error).rpartition(": ")[2]
