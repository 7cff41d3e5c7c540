"""Which endpoint is this request for? Several, sometimes: dialects share paths.

``sms.aspx``, ``smsGBK.aspx``, ``statusApi.aspx`` and ``callApi.aspx`` belong to 000 and 003 alike,
with the same names for the same things. What is not decided by path and fixed parameters is decided
by the first of these clues that a request has; without any, 000 comes first:

======================================== ==========================================================
a password of 32 hexadecimal digits       003, which hashes it; nobody else does
a ``taskid``                              003, whose reports can be asked for by task
``rt`` or ``ownExt``                      000, which has other replies to offer
an empty ``userid``, or none              003, which does not look at it
======================================== ==========================================================

A clue is no proof (plenty of clients send 003 their password in clear): a gateway knows by the
account. So the others come behind, and none is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from ..errors import DecodeError
from ..wire.endpoint import Endpoint
from ..wire.request import Parameters, Request, read_parameters
from . import hashed, mms, plain, signed, xunchen

__all__ = ["ALL", "Dialect", "find", "likeliest"]


class Dialect(Protocol):
    """One way of speaking: a module of ``smscodec.dialects``, or whatever has its endpoints."""

    @property
    def ENDPOINTS(self) -> tuple[Endpoint[Any, Any, Any], ...]: ...  # noqa: N802


ALL: tuple[Dialect, ...] = (plain, signed, mms, hashed, xunchen)
"""Every dialect there is."""

_MD5 = re.compile(rb"\s*[0-9A-Fa-f]{32}\s*")


def _has(*names: str) -> Callable[[Parameters], bool]:
    return lambda parameters: any(parameters.values.get(name, b"").strip() for name in names)


_CLUES: tuple[tuple[Callable[[Parameters], Any], Dialect], ...] = (
    (lambda parameters: _MD5.fullmatch(parameters.values.get("password", b"")), hashed),
    (_has("taskid"), hashed),
    (_has("rt", "ownext"), plain),
    (lambda parameters: not _has("userid")(parameters), hashed),
)


def find(
    request: Request, dialects: Iterable[Dialect] = ALL
) -> tuple[Endpoint[Any, Any, Any], ...]:
    """The endpoints a request may be for, best first; none for what nobody documents.

    Looked at are path and fixed parameters only: whether an endpoint can read all the rest, its
    ``decode_request`` says. ``dialects`` are those to choose from.
    """
    try:
        parameters = read_parameters(request)
    except DecodeError:  # a push may come with any query at all
        parameters = None
    offered = [endpoint for dialect in dialects for endpoint in dialect.ENDPOINTS]
    fitting = [endpoint for endpoint in offered if endpoint.fits(request, parameters)]
    likely = likeliest(parameters).ENDPOINTS if parameters else ()
    return tuple(sorted(fitting, key=lambda endpoint: endpoint not in likely))


def likeliest(parameters: Parameters) -> Dialect:
    """The one of 000 and 003 that the parameters speak for."""
    return next((dialect for seen, dialect in _CLUES if seen(parameters)), plain)
