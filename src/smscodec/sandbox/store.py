"""The embedded store: SQLite, in a file or in memory.

One connection and one writer, the thread that runs the sandbox: no locks. Changes gather in one
transaction until ``commit``, so requests that come together are committed together; the caller
answers none of them before. In WAL mode a commit survives a process that is killed, though not a
machine that loses its power (``synchronous=NORMAL``).

A file belongs to one sandbox at a time. ``StoreError`` says in words what is wrong with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from .config import Account
from .records import (
    SCHEMA,
    VERSION,
    Captured,
    Money,
    SetReport,
    StoredInbound,
    StoredTemplate,
    Task,
    Wanted,
)

__all__ = ["Store", "StoreError"]

T = TypeVar("T")

_TASK = (
    "id, account, endpoint, kind, taken_at, send_at, due_at, extension, subject, mobiles, content,"
    " rows, accepted, refused, cost, handed"
)
_MARKS = ", ".join("?" * 16)
_TABLES = ("accounts", "tasks", "requests", "reports", "inbound", "templates", "sqlite_sequence")


class StoreError(Exception):
    """The store cannot be used: in use elsewhere, damaged, full, or none of ours."""


class Store:
    """Everything a sandbox remembers."""

    def __init__(self, path: str | Path = ":memory:") -> None:
        self.path = str(path)
        self.dirty = False
        """Whether something waits for ``commit``."""
        with self._telling():
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                self._open()
            except BaseException:
                self._db.close()
                raise

    def _open(self) -> None:
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL"):
            self._db.execute(f"PRAGMA {pragma}")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if not version:
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise StoreError(f"{self.path} is a database of something else")
            self._db.executescript(f"BEGIN;{SCHEMA}PRAGMA user_version={VERSION};COMMIT;")
        elif version != VERSION:
            raise StoreError(f"{self.path} is of version {version}, not {VERSION}: use another")
        elif self._db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreError(f"{self.path} is damaged: restore a copy, or start with another file")

    def close(self) -> None:
        """Commits what waits."""
        self.commit()
        self._db.close()

    # ---- transactions -------------------------------------------------------------------------

    @contextmanager
    def changes(self) -> Iterator[None]:
        """All that is changed inside happens, or nothing of it."""
        with self._telling():
            if not self.dirty:
                self._db.execute("BEGIN IMMEDIATE")
                self.dirty = True
            self._db.execute("SAVEPOINT change")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK TO change")
                raise
            finally:
                if self._db.in_transaction:
                    self._db.execute("RELEASE change")

    def commit(self) -> None:
        """Makes everything last; where that fails, none of it happened."""
        if not self.dirty:
            return
        self.dirty = False
        with self._telling():
            try:
                self._db.execute("COMMIT")
            except sqlite3.Error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def clear(self) -> None:
        """Forgets everything."""
        with self.changes():
            for table in _TABLES:
                self._db.execute(f"DELETE FROM {table}")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_words(error)}") from error

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._telling():
            return self._db.execute(sql, values).fetchall()

    # ---- accounts -----------------------------------------------------------------------------

    def open_account(self, account: Account) -> None:
        """Lets a customer in, unless he is there already."""
        self._db.execute(
            "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
            (account.name, account.password, *(account.balance, account.mms_balance) * 2),
        )

    def password(self, account: str) -> str:
        """The one that holds now."""
        ((password,),) = self._rows("SELECT password FROM accounts WHERE name = ?", account)
        return str(password)

    def set_password(self, account: str, password: str) -> None:
        self._db.execute("UPDATE accounts SET password = ? WHERE name = ?", (password, account))

    def money(self, account: str, *, mms: bool = False) -> Money:
        """The balance of texts, or that of MMS."""
        columns = "mms_balance, mms_bought, mms_used" if mms else "balance, bought, used"
        (row,) = self._rows(f"SELECT {columns} FROM accounts WHERE name = ?", account)
        return Money(*row)

    def charge(self, account: str, cost: int, *, mms: bool = False) -> None:
        p = "mms_" if mms else ""
        self._db.execute(
            f"UPDATE accounts SET {p}balance = {p}balance - ?, {p}used = {p}used + ?"
            " WHERE name = ?",
            (cost, cost, account),
        )

    def top_up(self, account: str, amount: int, *, mms: bool = False) -> None:
        p = "mms_" if mms else ""
        self._db.execute(
            f"UPDATE accounts SET {p}balance = {p}balance + ?, {p}bought = {p}bought + ?"
            " WHERE name = ?",
            (amount, amount, account),
        )

    # ---- tasks --------------------------------------------------------------------------------

    def next_task(self) -> int:
        """The number the next task will have."""
        found = self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'tasks'")
        return int(found[0][0]) + 1 if found else 1

    def add_task(
        self, task: Task, reports: Iterable[SetReport] = (), captured: Captured | None = None
    ) -> int:
        """Keeps a task, its unlike reports, and its request; its number."""
        number = self._db.execute(
            f"INSERT INTO tasks ({_TASK}) VALUES ({_MARKS})",
            (
                *(task.id, task.account, task.endpoint, task.kind, _text(task.taken_at)),
                *(task.send_at and _text(task.send_at), _text(task.due_at), task.extension),
                *(task.subject, task.mobiles, task.content, task.rows, task.accepted),
                *(json.dumps(task.refused), task.cost, task.handed),
            ),
        ).lastrowid
        assert number is not None
        for report in reports:
            self.add_report(number, report)
        if captured is not None:
            self._db.execute(
                "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(number, captured.method, captured.path, captured.query),
                    *(captured.content_type, captured.body),
                ),
            )
        return number

    def task(self, id: str) -> Task | None:
        """By the id its sender was told."""
        found = self._tasks("WHERE id = ?", id)
        return found[0] if found else None

    def tasks(self, *, after: int = 0, limit: int = 100, account: str = "") -> list[Task]:
        """In their order, from behind a number on."""
        mine = "AND account = ?" if account else "AND ? = ''"
        return self._tasks(
            f"WHERE number > ? {mine} ORDER BY number LIMIT ?", after, account, limit
        )

    def latest_tasks(self, *, before: int | None = None, limit: int = 100) -> list[Task]:
        """The last ones, latest first."""
        end = before if before is not None else 1 << 62
        return self._tasks("WHERE number < ? ORDER BY number DESC LIMIT ?", end, limit)

    def tasks_since(self, account: str, at: datetime) -> list[Task]:
        """Those taken since then."""
        where = "WHERE account = ? AND taken_at >= ? ORDER BY number"
        return self._tasks(where, account, _text(at))

    def tasks_with_reports(self, wanted: Wanted, limit: int) -> list[Task]:
        """Those some of whose reports are there and not handed out, in their order."""
        return self._tasks(
            "WHERE account = ? AND due_at BETWEEN ? AND ? AND (endpoint = 'mms.send') = ?"
            " AND ? IN ('', id) AND handed < rows ORDER BY due_at, number LIMIT ?",
            *(wanted.account, _text(wanted.since), _text(wanted.until), wanted.mms),
            *(wanted.task_id, limit),
        )

    def _tasks(self, where: str, *values: Any) -> list[Task]:
        return [
            _task(row) for row in self._rows(f"SELECT number, {_TASK} FROM tasks {where}", *values)
        ]

    def hand_out(self, task: int, rows: int) -> None:
        """Moves the cursor of a task's reports."""
        self._db.execute("UPDATE tasks SET handed = ? WHERE number = ?", (rows, task))

    def captured(self, task: int) -> Captured | None:
        """The request that brought a task."""
        found = self._rows(
            "SELECT method, path, query, content_type, body FROM requests WHERE task = ?", task
        )
        names = ("method", "path", "query", "content_type", "body")
        return Captured(**dict(zip(names, found[0], strict=True))) if found else None

    # ---- reports that are not like the others ---------------------------------------------------

    def add_report(self, task: int, report: SetReport) -> None:
        self._db.execute(
            "INSERT INTO reports (task, row, mobile, carrier_code, due_at) VALUES (?, ?, ?, ?, ?)",
            (task, report.row, report.mobile, report.carrier_code, _text(report.due_at)),
        )

    def set_reports(self, task: int) -> dict[int, tuple[SetReport, bool]]:
        """By row, the last one of each, and whether it was handed out."""
        return {
            row[0]: (_set_report(row[:4]), bool(row[4]))
            for row in self._rows(
                "SELECT row, mobile, carrier_code, due_at, handed FROM reports WHERE task = ?"
                " ORDER BY number",
                task,
            )
        }

    def waiting_set_reports(self, wanted: Wanted, limit: int) -> list[tuple[int, Task, SetReport]]:
        """Those that are there and not handed out: number, task, report."""
        found = self._rows(
            "SELECT reports.number, task, row, reports.mobile, carrier_code, reports.due_at"
            " FROM reports JOIN tasks ON tasks.number = task"
            " WHERE reports.handed = 0 AND carrier_code != '' AND account = ?"
            " AND reports.due_at BETWEEN ? AND ? AND (endpoint = 'mms.send') = ?"
            " AND ? IN ('', id) ORDER BY reports.due_at, reports.number LIMIT ?",
            *(wanted.account, _text(wanted.since), _text(wanted.until), wanted.mms),
            *(wanted.task_id, limit),
        )
        tasks = {number: self._tasks("WHERE number = ?", number)[0] for _, number, *_ in found}
        return [(row[0], tasks[row[1]], _set_report(row[2:])) for row in found]

    def hand_out_set_reports(self, numbers: Iterable[int]) -> None:
        self._db.executemany(
            "UPDATE reports SET handed = 1 WHERE number = ?", ((each,) for each in numbers)
        )

    def next_due(self, account: str, now: datetime) -> datetime | None:
        """When the next report or inbound message will be there, behind ``now``."""
        ((at,),) = self._rows(
            "SELECT min(at) FROM ("
            " SELECT min(due_at) AS at FROM tasks"
            "  WHERE account = ?1 AND handed < rows AND due_at > ?2 AND endpoint != 'mms.send'"
            " UNION ALL SELECT min(reports.due_at) FROM reports JOIN tasks ON tasks.number = task"
            "  WHERE account = ?1 AND reports.handed = 0 AND reports.due_at > ?2"
            " UNION ALL SELECT min(received_at) FROM inbound"
            "  WHERE account = ?1 AND handed = 0 AND received_at > ?2)",
            *(account, _text(now)),
        )
        return _at(at) if at else None

    # ---- inbound messages -----------------------------------------------------------------------

    def add_inbound(self, message: StoredInbound) -> int:
        number = self._db.execute(
            "INSERT INTO inbound (account, mobile, content, received_at, task_id, extension)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(message.account, message.mobile, message.content, _text(message.received_at)),
                *(message.task_id, message.extension),
            ),
        ).lastrowid
        assert number is not None
        return number

    def waiting_inbound(self, wanted: Wanted, limit: int) -> list[StoredInbound]:
        """Those that are there and not handed out."""
        return self._inbound(
            "WHERE handed = 0 AND account = ? AND received_at BETWEEN ? AND ?"
            " ORDER BY received_at, number LIMIT ?",
            *(wanted.account, _text(wanted.since), _text(wanted.until), limit),
        )

    def latest_inbound(self, limit: int) -> list[StoredInbound]:
        """The last ones, latest first."""
        return self._inbound("ORDER BY number DESC LIMIT ?", limit)

    def _inbound(self, where: str, *values: Any) -> list[StoredInbound]:
        names = [
            "number",
            "account",
            "mobile",
            "content",
            "received_at",
            "task_id",
            "extension",
            "handed",
        ]
        found = self._rows(f"SELECT {', '.join(names)} FROM inbound {where}", *values)
        records = (dict(zip(names, row, strict=True)) for row in found)
        return [
            StoredInbound(**{**each, "received_at": _at(each["received_at"])}) for each in records
        ]

    def hand_out_inbound(self, numbers: Iterable[int]) -> None:
        self._db.executemany(
            "UPDATE inbound SET handed = 1 WHERE number = ?", ((each,) for each in numbers)
        )

    # ---- templates ------------------------------------------------------------------------------

    def next_template(self) -> int:
        """The number the next template will have."""
        found = self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'templates'")
        return int(found[0][0]) + 1 if found else 1

    def put_template(self, template: StoredTemplate) -> None:
        """Keeps a template, in the place of the one with its id."""
        self._db.execute(
            "INSERT INTO templates (id, account, text, state, ready_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET text = excluded.text, state = excluded.state,"
            " ready_at = excluded.ready_at",
            (
                *(template.id, template.account, template.text, template.state),
                _text(template.ready_at),
            ),
        )

    def templates(self, account: str = "") -> list[StoredTemplate]:
        """All, or those of an account."""
        names = ["number", "id", "account", "text", "state", "ready_at"]
        found = self._rows(
            f"SELECT {', '.join(names)} FROM templates WHERE ? IN ('', account) ORDER BY number",
            account,
        )
        records = (dict(zip(names, row, strict=True)) for row in found)
        return [StoredTemplate(**{**each, "ready_at": _at(each["ready_at"])}) for each in records]

    def drop_template(self, id: str) -> None:
        self._db.execute("DELETE FROM templates WHERE id = ?", (id,))


# ---- rows to records -------------------------------------------------------------------------


def _text(at: datetime) -> str:
    return at.isoformat(" ", "seconds")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _task(row: tuple[Any, ...]) -> Task:
    names = ("number", *_TASK.replace(" ", "").split(","))
    said = dict(zip(names, row, strict=True))
    for name in ("taken_at", "send_at", "due_at"):
        said[name] = said[name] and _at(said[name])
    said["refused"] = tuple((row, words) for row, words in json.loads(said["refused"]))
    return Task(**said)


def _set_report(row: tuple[Any, ...]) -> SetReport:
    number, mobile, carrier_code, due_at = row
    return SetReport(row=number, mobile=mobile, carrier_code=carrier_code, due_at=_at(due_at))


def _words(error: sqlite3.Error) -> str:
    text = str(error)
    told = {
        "database is locked": "another sandbox has it open",
        "file is not a database": "no SQLite database",
        "database disk image is malformed": "damaged: restore a copy, or start with another file",
        "database or disk is full": "the disk is full",
        "unable to open database file": "cannot be opened or created",
        "attempt to write a readonly database": "may not be written",
        "disk I/O error": "the disk fails",
    }
    return told.get(text, text)
