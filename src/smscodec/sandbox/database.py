"""The embedded database: SQLite, in a file or in memory, opened, changed and committed.

One connection and one writer, the thread that runs the sandbox: no locks. Changes gather in one
transaction until ``commit``, so requests that come together are committed together; the caller
answers none of them before. In WAL mode a commit survives a process that is killed, though not a
machine that loses its power (``synchronous=NORMAL``).

A file belongs to one sandbox at a time. ``StoreError`` says in words what is wrong with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .records import SCHEMA, VERSION

__all__ = ["Database", "StoreError"]

_PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "wal_autocheckpoint=10000",  # pages, 40 MB: the disk is waited for at each checkpoint
)


class StoreError(Exception):
    """The store cannot be used: in use elsewhere, damaged, full, or none of ours."""

    def __init__(self, reason: str, path: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.reason = reason
        self.path = path


class Database:
    """A connection, and the transaction that is open."""

    def __init__(self, path: str | Path = ":memory:") -> None:
        self.path = str(path)
        self.dirty = False
        """Whether something waits for ``commit``."""
        self._lost: StoreError | None = None
        """Why everything that waited is gone: a full disk rolls back all of it."""
        self._depth = self._waiting = 0
        self.failures = 0
        """How often everything that waited was lost."""
        with self._telling():
            self._db = sqlite3.connect(
                self.path, timeout=0.1, isolation_level=None, check_same_thread=False
            )
            try:
                self._open()
            except BaseException:
                self._db.close()
                raise

    def _open(self) -> None:
        for pragma in _PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if not version:
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise StoreError("a database of something else", self.path)
            self._db.executescript(f"BEGIN;{SCHEMA}PRAGMA user_version={VERSION};COMMIT;")
        elif version != VERSION:
            raise StoreError(f"of version {version}, not {VERSION}; use another", self.path)
        elif self._db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreError(_DAMAGED, self.path)

    def close(self) -> None:
        """Commits what waits."""
        try:
            self.commit()
        finally:
            self._db.close()

    @contextmanager
    def changes(self) -> Generator[None]:
        """All that is changed inside happens, or nothing of it."""
        with self._telling():
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
                self.dirty, self._waiting = True, 0
            self._db.execute("SAVEPOINT change")
            self._depth += 1
            try:
                yield
            except BaseException as error:
                self._undo(error)
                raise
            else:
                self._db.execute("RELEASE change")
                self._waiting += self._depth == 1
            finally:
                self._depth -= 1

    def _undo(self, error: BaseException) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK TO change")
            self._db.execute("RELEASE change")
        elif self._waiting:
            self._lost = self._told(error)
        else:
            self.dirty = False

    def commit(self) -> None:
        """Makes everything last; where that fails, none of it happened."""
        if not self.dirty:
            return
        lost, self._lost, self.dirty = self._lost, None, False
        with self._telling():
            try:
                if lost is not None:
                    raise lost
                self._db.execute("COMMIT")
            except (sqlite3.Error, StoreError):
                self.failures += 1
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # ---- statements ---------------------------------------------------------------------------

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self._telling():
            return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Changes something, inside ``changes``; the number of a row that is new."""
        assert self.dirty, "outside of changes()"
        return self._db.execute(sql, values).lastrowid or 0

    def run_each(self, sql: str, numbers: Iterable[int]) -> None:
        """The same for each of many numbers."""
        assert self.dirty, "outside of changes()"
        self._db.executemany(sql, ((number,) for number in numbers))

    @contextmanager
    def _telling(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._told(error) from error

    def _told(self, error: BaseException) -> StoreError:
        return StoreError(_WORDS.get(str(error), str(error)), self.path)


_DAMAGED = "damaged; restore a copy, or start with another file"
_WORDS = {
    "database is locked": "another sandbox has it open",
    "file is not a database": "no SQLite database",
    "database disk image is malformed": _DAMAGED,
    "database or disk is full": "the disk is full",
    "unable to open database file": "cannot be opened or created",
    "attempt to write a readonly database": "may not be written",
    "disk I/O error": "the disk fails",
}
