"""HTTP as uvicorn reads it with h11, and URLs that are not percent-encoded.

Many customers write ``…&content=内容`` into a URL as it is, in UTF-8 or GBK, and the servers of
these platforms take it. h11 takes ASCII only, so what else stands in a request line is encoded on
its way in: the same bytes, for whoever decodes them.
"""

from __future__ import annotations

import re

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Protocol"]

_BARE = re.compile(rb"[\x80-\xff]")


class Protocol(H11Protocol):
    """One connection."""

    def data_received(self, data: bytes) -> None:
        """As it comes from the network, in any pieces."""
        if self.conn.their_state is h11.IDLE and not data.isascii():
            seen, _ = self.conn.trailing_data
            if b"\n" not in seen.lstrip(b"\r\n"):
                line, end, rest = data.partition(b"\n")
                data = _BARE.sub(lambda found: b"%%%02X" % ord(found[0]), line) + end + rest
        super().data_received(data)
