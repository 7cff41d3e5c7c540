"""What the store keeps, and the tables it keeps it in.

A task is one row, however many messages it holds: a batch stays gzipped as it came, and its reports
are not made before somebody fetches them. So a batch costs one insert. The rule is a cursor (how
many of a task's reports were handed out), the exception is a row: a report that is not like the
others of its task, by a magic number or because somebody set it, stands in ``reports``.

Moments are texts, ``2026-01-05 09:00:00``, Beijing time: they sort as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from .. import unpack_frames, unpack_tms
from ..formats.batch import read_lines
from ..formats.frames import Frame
from ..formats.tms import Element
from ..primitives.gz import gunzip

__all__ = [
    "SCHEMA",
    "VERSION",
    "Captured",
    "Kind",
    "Money",
    "Row",
    "SetReport",
    "StoredInbound",
    "StoredTemplate",
    "Task",
    "Wanted",
]

VERSION = 1

SCHEMA = """
CREATE TABLE accounts (
    name        TEXT PRIMARY KEY,
    password    TEXT NOT NULL,
    balance     INTEGER NOT NULL,
    mms_balance INTEGER NOT NULL,
    bought      INTEGER NOT NULL,
    mms_bought  INTEGER NOT NULL,
    used        INTEGER NOT NULL DEFAULT 0,
    mms_used    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE tasks (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT NOT NULL UNIQUE,
    account   TEXT NOT NULL,
    endpoint  TEXT NOT NULL,
    kind      TEXT NOT NULL,
    taken_at  TEXT NOT NULL,
    send_at   TEXT,
    due_at    TEXT NOT NULL,
    extension TEXT NOT NULL,
    subject   TEXT NOT NULL,
    mobiles   TEXT NOT NULL,
    content   BLOB NOT NULL,
    rows      INTEGER NOT NULL,
    accepted  INTEGER NOT NULL,
    refused   TEXT NOT NULL,
    cost      INTEGER NOT NULL,
    handed    INTEGER NOT NULL
);
CREATE INDEX tasks_waiting ON tasks (account, due_at) WHERE handed < rows;
CREATE TABLE requests (
    task         INTEGER PRIMARY KEY,
    method       TEXT NOT NULL,
    path         TEXT NOT NULL,
    query        TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body         BLOB NOT NULL
);
CREATE TABLE reports (
    number       INTEGER PRIMARY KEY,
    task         INTEGER NOT NULL,
    row          INTEGER NOT NULL,
    mobile       TEXT NOT NULL,
    carrier_code TEXT NOT NULL,
    due_at       TEXT NOT NULL,
    handed       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX reports_of ON reports (task, row);
CREATE INDEX reports_waiting ON reports (due_at) WHERE handed = 0;
CREATE TABLE inbound (
    number      INTEGER PRIMARY KEY,
    account     TEXT NOT NULL,
    mobile      TEXT NOT NULL,
    content     TEXT NOT NULL,
    received_at TEXT NOT NULL,
    task_id     TEXT NOT NULL,
    extension   TEXT NOT NULL,
    handed      INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX inbound_waiting ON inbound (account, received_at) WHERE handed = 0;
CREATE TABLE templates (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    account  TEXT NOT NULL,
    text     TEXT NOT NULL,
    state    TEXT NOT NULL,
    ready_at TEXT NOT NULL
);
"""

Kind = Literal["text", "batch", "frames", "elements"]


class Row(NamedTuple):
    """One message of a task."""

    row: int
    mobile: str
    content: str


class Money(NamedTuple):
    """What is left of a balance, what was bought, what was used."""

    balance: int
    bought: int
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What was taken in one request."""

    number: int = 0
    """The store's own; 0 before it is there."""
    id: str
    account: str
    endpoint: str
    kind: Kind
    taken_at: datetime
    send_at: datetime | None
    due_at: datetime
    """When the reports are there."""
    extension: str
    subject: str = ""
    mobiles: str
    """With commas between them; none for a batch, whose content has them."""
    content: bytes = field(repr=False)
    """A text in UTF-8, the gzipped lines of a batch, frames as text, or a TMS container."""
    rows: int
    accepted: int
    refused: tuple[tuple[int, str], ...] = ()
    """Rows that were not taken, and why."""
    cost: int
    handed: int = 0
    """Rows whose reports have been handed out."""

    def messages(self) -> list[Row]:
        """Every message, those that were not taken too; an MMS has no text."""
        if self.kind == "batch":
            mobiles, contents = read_lines(gunzip(self.content), "backslash")
        else:
            mobiles = self.mobiles.split(",")
            text = self.content.decode() if self.kind == "text" else ""
            contents = [text] * len(mobiles)
        return [Row(row, *each) for row, each in enumerate(zip(mobiles, contents, strict=True))]

    def frames(self) -> tuple[Frame, ...]:
        """Of an MMS as 002 has it."""
        return unpack_frames(self.content.decode(), max_bytes=len(self.content))

    def elements(self) -> tuple[Element, ...]:
        """Of an MMS as 003 has it."""
        return unpack_tms(self.content, unique=False, max_bytes=len(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReport:
    """A report that is not like the others of its task."""

    row: int
    mobile: str
    carrier_code: str
    """"" for a report that never comes."""
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInbound:
    """A message from a phone."""

    number: int = 0
    account: str
    mobile: str
    content: str
    received_at: datetime
    task_id: str = ""
    extension: str = ""
    """Without what the platform puts in front."""
    handed: int = 0
    """1 when it was handed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTemplate:
    """A template somebody registered."""

    number: int = 0
    id: str
    account: str
    text: str
    state: str
    ready_at: datetime
    """When the review ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody who fetches wants, and may have."""

    account: str
    since: datetime
    until: datetime
    mms: bool = False
    """Whether of 002's MMS, or of all else."""
    task_id: str = ""
    """Of one task only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A request as it came, secrets masked."""

    method: str
    path: str
    query: str
    content_type: str
    body: bytes
