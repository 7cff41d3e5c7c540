"""What the chapters of document 003 have in common: the login, the layouts, the reply to a send."""

from __future__ import annotations

from ...formats.rules import Caps
from ...logins import HashedLogin
from ...wire.bodies import Layout
from ...wire.tables import Table, field
from ...wire.times import DATETIME
from ...wire.values import TEXT, TRIMMED, blank, digits
from ..rows import SUBMITTED_XML

__all__ = [
    "BLANKS",
    "CAPS",
    "EXTENSION",
    "EXTENSION_DIGITS",
    "LINES",
    "LOGIN",
    "SEND_AT",
    "SUBMITTED",
]

EXTENSION_DIGITS = 5
CAPS = Caps(extension_digits=EXTENSION_DIGITS)
"""The document limits nothing else, and names no number for 2105, "content too long"."""

# fmt: off

LOGIN = Table(HashedLogin,
    field("userid",   "user_id",  TRIMMED),
    field("account",  "account",  TRIMMED),
    field("password", "password", TEXT),
)
SEND_AT   = field("sendTime", "send_at",   blank(DATETIME))
EXTENSION = field("extno",    "extension", digits(EXTENSION_DIGITS))

_DECLARATION = '<?xml version="1.0" encoding="{charset}" ?>\r\n'

BLANKS = Layout(_DECLARATION, "\r\n    ", "\r\n")
"""Replies to a send: four blanks before a child, as they are seen."""
LINES  = Layout(_DECLARATION, "\r\n",     "\r\n")
"""All others: as they are printed."""

SUBMITTED = SUBMITTED_XML
"""The reply to a send; in JSON it has the same names, and all numbers are texts."""
