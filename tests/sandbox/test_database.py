"""SQLite, opened, changed and committed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from smscodec.sandbox.config import Account
from smscodec.sandbox.database import Database, StoreError
from smscodec.sandbox.store import Store

DEMO = Account(name="demo", password="secret123", balance=5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be."""
    return tmp_path / "sandbox.db"


def balance_in(path: Path) -> int:
    """What a store of its own finds there."""
    store = Store(path)
    try:
        return store.money("demo").balance
    finally:
        store.close()


def charge_in_vain(store: Store) -> None:
    """A change that does not come to its end."""
    with store.changes():
        store.charge("demo", 3)
        raise ZeroDivisionError


def test_what_is_committed_is_there_after_a_kill(path: Path) -> None:
    """And what is not, is not: the file is copied as a killed process leaves it."""
    store = Store(path)
    with store.changes():
        store.open_account(DEMO)
    store.commit()
    with store.changes():
        store.charge("demo", 3)
    killed = path.with_name("killed.db")
    for end in ("", "-wal"):
        killed.with_name(f"killed.db{end}").write_bytes(Path(f"{path}{end}").read_bytes())
    store.close()
    assert balance_in(killed) == 5
    assert balance_in(path) == 2


def test_a_change_happens_as_a_whole_or_not_at_all() -> None:
    """Those before it in the same transaction stay."""
    store = Store()
    with store.changes():
        store.open_account(DEMO)
    with pytest.raises(ZeroDivisionError):
        charge_in_vain(store)
    with store.changes():
        store.charge("demo", 1)
    store.commit()
    assert store.money("demo").balance == 4
    store.close()


def test_changes_may_stand_in_changes() -> None:
    """The inner ones alone are undone."""
    store = Store()
    with store.changes():
        store.open_account(DEMO)
        with pytest.raises(ZeroDivisionError):
            charge_in_vain(store)
    store.commit()
    assert store.money("demo").balance == 5
    store.close()


def test_a_full_disk_takes_everything_back_that_waits(path: Path) -> None:
    """Whoever waits for the commit is told; what was committed before stays."""
    store = Store(path)
    with store.changes():
        store.open_account(DEMO)
    store.commit()
    ((pages,),) = store.rows("PRAGMA page_count")
    store.rows(f"PRAGMA max_page_count={pages}")
    with store.changes():
        store.charge("demo", 1)
    with pytest.raises(StoreError, match="the disk is full"), store.changes():
        store.set_password("demo", "x" * 100_000)
    with pytest.raises(StoreError, match="the disk is full"):
        store.commit()
    assert store.money("demo").balance == 5
    store.rows("PRAGMA max_page_count=100000")
    with store.changes():
        store.charge("demo", 2)
    store.commit()
    store.close()
    assert balance_in(path) == 3


def test_changes_outside_of_changes_are_a_mistake() -> None:
    """They would never be committed."""
    store = Store()
    with pytest.raises(AssertionError, match="changes"):
        store.charge("demo", 1)
    store.close()


def test_a_store_belongs_to_one_sandbox(path: Path) -> None:
    """The second one is told."""
    store = Store(path)
    with pytest.raises(StoreError, match="another sandbox has it open"):
        Store(path)
    store.close()


def test_what_is_no_store_is_told(path: Path) -> None:
    """No database, one of something else, of another version, damaged, or nowhere."""
    path.write_bytes(b"certainly no database" * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        Database(path)
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    with pytest.raises(StoreError, match="something else"):
        Database(path)
    path.unlink()
    Store(path).close()
    later = sqlite3.connect(path)
    later.execute("PRAGMA user_version=99")
    later.close()
    with pytest.raises(StoreError, match="of version 99"):
        Database(path)
    with pytest.raises(StoreError, match="cannot be opened or created"):
        Database(path.parent / "nowhere" / "sandbox.db")


def test_a_damaged_store_is_told(path: Path) -> None:
    """Before anything is taken into it."""
    Store(path).close()
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 3] = bytes(4096 * 2)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged") as error:
        Store(path)
    assert error.value.path == str(path)
