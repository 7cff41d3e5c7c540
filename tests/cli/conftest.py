"""How the tests of the command run it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from smscodec import Entry, bulk
from smscodec.cli.app import app

COMMAND = [sys.executable, "-m", "smscodec.cli"]


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is in a directory of its own, so that names are short."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Runs the command in this process; an exception that it should have told of is one here."""

    def run(*args: object, stdin: bytes | None = None) -> Result:
        runner = CliRunner()
        return runner.invoke(app, [str(a) for a in args], input=stdin, catch_exceptions=False)

    return run


@pytest.fixture
def spawn() -> Callable[..., subprocess.Popen[bytes]]:
    """Starts the command as a process of its own, with pipes."""

    def spawn(*args: object, **options: Any) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        options = {"stdin": pipe, "stdout": pipe, "stderr": pipe, **options}
        options["env"] = {**os.environ, "PYTHONWARNINGS": "error", **options.get("env", {})}
        if os.name == "posix":  # a suite in the background of a shell has SIGINT switched off
            limits = options.pop("preexec_fn", lambda: None)
            options["preexec_fn"] = lambda: (signal.signal(signal.SIGINT, signal.SIG_DFL), limits())
        return subprocess.Popen([*COMMAND, *map(str, args)], **options)

    return spawn


@pytest.fixture
def recipients() -> Callable[..., Path]:
    """Writes a recipients file."""

    def recipients(data: str | bytes, name: str = "in.csv", charset: str = "utf-8") -> Path:
        path = Path(name)
        path.write_bytes(data if isinstance(data, bytes) else data.encode(charset))
        return path

    return recipients


@pytest.fixture
def rows_of() -> Callable[..., list[Entry]]:
    """The rows of all batches of a directory, in their order."""

    def rows_of(folder: str | Path = "out", **options: Any) -> list[Entry]:
        paths: Iterable[Path] = sorted(Path(folder).glob("*.content"))
        return [row for path in paths for row in bulk.unpack(path.read_bytes(), **options).rows()]

    return rows_of
