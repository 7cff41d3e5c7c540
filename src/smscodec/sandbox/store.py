"""The store: accounts, tasks, reports, inbound messages and templates, each with its queries.

How changes become lasting is the business of ``database``. What changes something is called inside
``changes``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from .config import Account
from .database import Database
from .records import (
    Captured,
    Money,
    SetReport,
    StoredInbound,
    StoredTemplate,
    Task,
    Wanted,
)

__all__ = ["Store"]

T = TypeVar("T")

_TASK = (
    *("number", "id", "account", "endpoint", "kind", "taken_at", "send_at", "due_at", "extension"),
    *("subject", "mobiles", "content", "rows", "accepted", "refused", "cost", "handed"),
)
_REQUEST = ("method", "path", "query", "content_type", "body")
_REPORT = ("row", "mobile", "carrier_code", "due_at")
_INBOUND = ("number", "account", "mobile", "content", "received_at", "task_id", "extension")
_TEMPLATE = ("number", "id", "account", "text", "state", "ready_at")
_TABLES = ("accounts", "tasks", "requests", "reports", "inbound", "templates", "sqlite_sequence")


class Store(Database):
    """Everything a sandbox remembers."""

    def clear(self) -> None:
        """Forgets everything."""
        for table in _TABLES:
            self.run(f"DELETE FROM {table}")

    def next_number(self, table: str) -> int:
        """The number that the next task or template will have."""
        found = self.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
        return int(found[0][0]) + 1 if found else 1

    # ---- accounts -----------------------------------------------------------------------------

    def open_account(self, account: Account) -> None:
        """Lets a customer in, unless he is there already."""
        money = (account.balance, account.mms_balance)
        self.run(
            "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
            *(account.name, account.password, *money, *money),
        )

    def password(self, account: str) -> str:
        """The one that holds now."""
        ((password,),) = self.rows("SELECT password FROM accounts WHERE name = ?", account)
        return str(password)

    def set_password(self, account: str, password: str) -> None:
        """From now on another."""
        self.run("UPDATE accounts SET password = ? WHERE name = ?", password, account)

    def money(self, account: str, *, mms: bool = False) -> Money:
        """The balance of texts, or that of MMS."""
        columns = "mms_balance, mms_bought, mms_used" if mms else "balance, bought, used"
        (row,) = self.rows(f"SELECT {columns} FROM accounts WHERE name = ?", account)
        return Money(*row)

    def charge(self, account: str, cost: int, *, mms: bool = False) -> None:
        """Takes from a balance, below zero if need be."""
        self._move(account, "used", -cost, cost, mms)

    def top_up(self, account: str, amount: int, *, mms: bool = False) -> None:
        """Adds to a balance what was bought."""
        self._move(account, "bought", amount, amount, mms)

    def _move(self, account: str, column: str, balance: int, amount: int, mms: bool) -> None:
        front = "mms_" if mms else ""
        self.run(
            f"UPDATE accounts SET {front}balance = {front}balance + ?,"
            f" {front}{column} = {front}{column} + ? WHERE name = ?",
            *(balance, amount, account),
        )

    # ---- tasks --------------------------------------------------------------------------------

    def add_task(
        self, task: Task, reports: Iterable[SetReport] = (), captured: Captured | None = None
    ) -> None:
        """Keeps a task, its unlike reports, and its request."""
        self._insert("tasks", _TASK, task)
        for report in reports:
            self.add_report(task.number, report)
        if captured is not None:
            self._insert("requests", _REQUEST, captured, task=task.number)

    def task(self, id: str) -> Task | None:
        """By the id its sender was told."""
        found = self._tasks("WHERE id = ?", id)
        return found[0] if found else None

    def tasks(self) -> list[Task]:
        """All, in their order."""
        return self._tasks("ORDER BY number")

    def latest_tasks(self, *, before: int | None = None, limit: int) -> list[Task]:
        """The last ones, latest first."""
        end = before if before is not None else 1 << 62
        return self._tasks("WHERE number < ? ORDER BY number DESC LIMIT ?", end, limit)

    def tasks_since(self, account: str, at: datetime) -> list[Task]:
        """Those of an account taken since then."""
        where = "WHERE account = ? AND taken_at >= ? ORDER BY number"
        return self._tasks(where, account, _text(at))

    def tasks_with_reports(self, wanted: Wanted, limit: int) -> list[Task]:
        """Those some of whose reports are there and not handed out, in their order."""
        return self._tasks(
            "WHERE account = ? AND due_at BETWEEN ? AND ? AND (endpoint = 'mms.send') = ?"
            " AND ? IN ('', id) AND handed < rows ORDER BY due_at, number LIMIT ?",
            *(*_bounds(wanted), wanted.mms, wanted.task_id, limit),
        )

    def hand_out(self, task: int, rows: int) -> None:
        """Moves the cursor of a task's reports."""
        self.run("UPDATE tasks SET handed = ? WHERE number = ?", rows, task)

    def captured(self, task: int) -> Captured | None:
        """The request that brought a task."""
        sql = f"SELECT {', '.join(_REQUEST)} FROM requests WHERE task = ?"
        return next((_made(Captured, _REQUEST, row) for row in self.rows(sql, task)), None)

    def _tasks(self, where: str, *values: Any) -> list[Task]:
        found = self.rows(f"SELECT {', '.join(_TASK)} FROM tasks {where}", *values)
        return [_made(Task, _TASK, row) for row in found]

    # ---- reports that are not like the others -------------------------------------------------

    def add_report(self, task: int, report: SetReport) -> None:
        """Sets the report of a row; one that was set before and still waits is forgotten."""
        self.run(
            "UPDATE reports SET handed = 1 WHERE task = ? AND row = ? AND handed = 0",
            *(task, report.row),
        )
        self._insert("reports", _REPORT, report, task=task)

    def set_reports(self, task: int) -> dict[int, tuple[SetReport, bool]]:
        """By row, the last one of each, and whether it was handed out."""
        sql = f"SELECT {', '.join(_REPORT)}, handed FROM reports WHERE task = ? ORDER BY number"
        return {
            row[0]: (_made(SetReport, _REPORT, row[:-1]), bool(row[-1]))
            for row in self.rows(sql, task)
        }

    def waiting_set_reports(self, wanted: Wanted, limit: int) -> list[tuple[int, Task, SetReport]]:
        """Those that are there and not handed out: number, task, report."""
        columns = ", ".join(f"reports.{name}" for name in ("number", "task", *_REPORT))
        found = self.rows(
            f"SELECT {columns} FROM reports JOIN tasks ON tasks.number = task"
            " WHERE account = ? AND reports.due_at BETWEEN ? AND ? AND (endpoint = 'mms.send') = ?"
            " AND ? IN ('', id) AND reports.handed = 0 AND carrier_code != ''"
            " ORDER BY reports.due_at, reports.number LIMIT ?",
            *(*_bounds(wanted), wanted.mms, wanted.task_id, limit),
        )
        tasks = {number: self._tasks("WHERE number = ?", number)[0] for _, number, *_ in found}
        return [
            (number, tasks[task], _made(SetReport, _REPORT, row)) for number, task, *row in found
        ]

    def hand_out_set_reports(self, numbers: Iterable[int]) -> None:
        """They are gone."""
        self.run_each("UPDATE reports SET handed = 1 WHERE number = ?", numbers)

    def next_due(self, account: str, now: datetime) -> datetime | None:
        """When the next report or inbound message will be there, behind ``now``."""
        ((at,),) = self.rows(
            "SELECT min(at) FROM ("
            " SELECT min(due_at) AS at FROM tasks"
            "  WHERE account = ? AND due_at > ? AND handed < rows AND endpoint != 'mms.send'"
            " UNION ALL SELECT min(reports.due_at) FROM reports JOIN tasks ON tasks.number = task"
            "  WHERE account = ? AND reports.due_at > ? AND reports.handed = 0"
            " UNION ALL SELECT min(received_at) FROM inbound"
            "  WHERE account = ? AND received_at > ? AND handed = 0)",
            *((account, _text(now)) * 3),
        )
        return datetime.fromisoformat(at) if at else None

    # ---- inbound messages ---------------------------------------------------------------------

    def add_inbound(self, message: StoredInbound) -> None:
        """A phone has sent it."""
        self._insert("inbound", _INBOUND[1:], message)

    def waiting_inbound(self, wanted: Wanted, limit: int) -> list[StoredInbound]:
        """Those that are there and not handed out."""
        return self._inbound(
            "WHERE account = ? AND received_at BETWEEN ? AND ? AND handed = 0"
            " ORDER BY received_at, number LIMIT ?",
            *(*_bounds(wanted), limit),
        )

    def latest_inbound(self, limit: int) -> list[StoredInbound]:
        """The last ones, latest first."""
        return self._inbound("ORDER BY number DESC LIMIT ?", limit)

    def hand_out_inbound(self, numbers: Iterable[int]) -> None:
        """They are gone."""
        self.run_each("UPDATE inbound SET handed = 1 WHERE number = ?", numbers)

    def _inbound(self, where: str, *values: Any) -> list[StoredInbound]:
        names = (*_INBOUND, "handed")
        found = self.rows(f"SELECT {', '.join(names)} FROM inbound {where}", *values)
        return [_made(StoredInbound, names, row) for row in found]

    # ---- templates ----------------------------------------------------------------------------

    def put_template(self, template: StoredTemplate) -> None:
        """Keeps a template, in the place of the one with its number."""
        self._insert("templates", _TEMPLATE, template)

    def templates(self, account: str = "") -> list[StoredTemplate]:
        """All, or those of an account."""
        found = self.rows(
            f"SELECT {', '.join(_TEMPLATE)} FROM templates WHERE ? IN ('', account)"
            " ORDER BY number",
            account,
        )
        return [_made(StoredTemplate, _TEMPLATE, row) for row in found]

    def drop_template(self, number: int) -> None:
        """It is withdrawn."""
        self.run("DELETE FROM templates WHERE number = ?", number)

    def _insert(self, table: str, names: Sequence[str], record: Any, **more: Any) -> None:
        columns = (*names, *more)
        marks = ", ".join("?" * len(columns))
        values = (_plain(getattr(record, name)) for name in names)
        self.run(
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({marks})",
            *(*values, *more.values()),
        )


# ---- records and rows ------------------------------------------------------------------------

_MOMENTS = frozenset(("taken_at", "send_at", "due_at", "received_at", "ready_at"))


def _text(at: datetime) -> str:
    return at.isoformat(" ", "seconds")


def _bounds(wanted: Wanted) -> tuple[str, str, str]:
    return wanted.account, _text(wanted.since), _text(wanted.until)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _text(value)
    return json.dumps(value) if isinstance(value, tuple) else value


def _made(cls: type[T], names: Iterable[str], row: Iterable[Any]) -> T:
    said = dict(zip(names, row, strict=True))
    for name in _MOMENTS & said.keys():
        said[name] = said[name] and datetime.fromisoformat(said[name])
    if "refused" in said:
        said["refused"] = tuple((number, words) for number, words in json.loads(said["refused"]))
    return cls(**said)
