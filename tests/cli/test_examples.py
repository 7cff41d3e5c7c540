"""The shipped example is what its generator makes, and the demonstration holds."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__, "../../../examples").resolve()


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a module of the examples, without leaving anything there."""

    def example(name: str) -> Any:
        monkeypatch.syspath_prepend(str(EXAMPLES))
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        monkeypatch.delitem(sys.modules, name, raising=False)
        return __import__(name)

    return example


def test_generator_makes_the_file(example: Any) -> None:
    """Byte for byte, on every Python."""
    module = example("make_recipients")
    assert module.make_recipients() == module.FILE.read_bytes()


def test_numbers_are_nobodys() -> None:
    """Eleven digits, all different, and beginning as no mainland mobile does."""
    with (EXAMPLES / "recipients.csv").open(encoding="utf-8", newline="") as file:
        mobiles = [row["mobile"] for row in csv.DictReader(file)]
    assert len(set(mobiles)) == len(mobiles) == 10_000
    assert all(re.fullmatch("100[0-9]{8}", mobile) for mobile in mobiles)


def test_demonstration_runs() -> None:
    """``make demo`` ends well and prints its table."""
    done = subprocess.run([sys.executable, EXAMPLES / "demo.py"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(rb"^rows +10,000 +each read back and equal$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("damage", [lambda rows: rows[:-1], lambda rows: [*rows, ("1", "x")]])
def test_demonstration_fails_at_a_difference(example: Any, damage: Any) -> None:
    """It could not, if it did not compare every row."""
    demo = example("demo")
    read_back = demo.read_back
    demo.read_back = lambda path: damage(read_back(path))
    with pytest.raises(SystemExit, match=r"row (1999|2000) should be"):
        demo.main()
