"""003, 1.6: many mobiles, each with its own text. POST only, and without an ``action``.

``send_batch`` packs the entries itself (``formats.batch``: line breaks as ``backslash`` writes
them). ``send_packed`` has the same path and takes what is packed already, by ``bulk.pack`` with
whatever options: the bytes travel as they are, and come back as they are. A gateway reads either.
"""

from __future__ import annotations

from ...formats.batch import Entry, pack_batch, unpack_batch
from ...logins import HashedLogin
from ...messages import Accepted, PersonalisedSend, Refused, SendPacked
from ...primitives.base64text import decode_base64
from ...wire.bodies import Xml
from ...wire.endpoint import Endpoint
from ...wire.form import Form
from ...wire.tables import Table, field
from ...wire.values import Value
from ...wire.variant import Encoded
from .shared import BLANKS, EXTENSION, LOGIN, SEND_AT, SUBMITTED

__all__ = ["send_batch", "send_packed"]

BATCH: Value[tuple[Entry, ...]] = Value("batch", pack_batch, unpack_batch)

_PERCENT = {"+": "%2B", "/": "%2F", "=": "%3D"}


def _write_finished(content: bytes) -> str:
    digits = content.replace(b"%2B", b"0").replace(b"%2F", b"0")
    start = digits.removesuffix(b"%3D").removesuffix(b"%3D")
    padding = (len(digits) - len(start)) // len(b"%3D")
    if not start.isalnum() or (len(start) + padding) % 4:
        raise ValueError("cannot write this: it is no base64 with its + / = percent-encoded")
    return Encoded(content.decode("ascii"))


def _read_finished(text: str) -> bytes:
    decode_base64(text)
    for plain, encoded in {"\r": "", "\n": "", " ": "+", **_PERCENT}.items():
        text = text.replace(plain, encoded)
    return text.encode("ascii")


FINISHED: Value[bytes] = Value("finished batch", _write_finished, _read_finished)
"""Read leniently as all base64 here: without line breaks, and with ``+`` for blanks."""

# fmt: off

send_batch: Endpoint[HashedLogin, PersonalisedSend, Accepted | Refused] = Endpoint(
    name      = "hashed.send_batch",
    paths     = {"utf-8": "BatchSms.ashx"},
    form      = Form(LOGIN, Table(PersonalisedSend,
        field("content", "entries", BATCH),
        SEND_AT,
        EXTENSION,
    )),
    replies   = {"xml": Xml("returnsms", SUBMITTED, BLANKS)},
    post_only = True,
)

send_packed: Endpoint[HashedLogin, SendPacked, Accepted | Refused] = Endpoint(
    name      = "hashed.send_packed",
    paths     = {"utf-8": "BatchSms.ashx"},
    form      = Form(LOGIN, Table(SendPacked,
        field("content", "content", FINISHED),
        SEND_AT,
        EXTENSION,
    )),
    replies   = {"xml": Xml("returnsms", SUBMITTED, BLANKS)},
    post_only = True,
)
