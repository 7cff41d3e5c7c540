"""Kills in the middle of accepting, many of them over one store."""

from __future__ import annotations

from pathlib import Path

from support.killing import check, kill_often


def test_nothing_is_lost_or_doubled_by_50_kills(tmp_path: Path) -> None:
    """Whatever was answered is there once, and of what was not, nothing is there twice."""
    ledger = kill_often(tmp_path / "store", 50, seed=1)
    check(tmp_path / "store", ledger)
