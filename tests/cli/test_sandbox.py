"""``smscodec sandbox``."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from smscodec.cli import sandbox as command

Run = Callable[..., Result]
Spawn = Callable[..., "subprocess.Popen[bytes]"]


def started(process: subprocess.Popen[bytes]) -> str:
    """The address it tells."""
    assert process.stdout
    line = process.stdout.readline().decode()
    found = re.search("http://[^ ]+/", line)
    assert found, line + (process.stderr.read().decode() if process.stderr else "")
    return found[0]


def state(url: str) -> Any:
    """What it says of itself."""
    with urllib.request.urlopen(f"{url}_sandbox/state", timeout=10) as reply:
        return json.load(reply)


def ended(process: subprocess.Popen[bytes], number: int = signal.SIGINT) -> tuple[int, bytes]:
    """Its exit code after a signal, and what it complained of."""
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors


def test_one_command_is_a_platform(spawn: Spawn) -> None:
    """On a free port of this machine only; Ctrl-C ends it."""
    process = spawn("sandbox", "--port", "0")
    url = started(process)
    assert url.startswith("http://127.0.0.1:")
    assert state(url)["accounts"][0]["name"] == "demo"
    form = "action=send&userid=1&account=demo&password=secret123&mobile=13800138000&content=a"
    with urllib.request.urlopen(f"{url}sms.aspx", form.encode(), timeout=10) as reply:
        assert b"<returnstatus>Success</returnstatus>" in reply.read()
    assert ended(process) == (130, b"smscodec: interrupted\n")


def test_a_configuration_and_a_store(spawn: Spawn) -> None:
    """Kept for the next time; SIGTERM ends it, too."""
    Path("sandbox.toml").write_text("start = 2026-01-05 09:00:00\nseed = 3", "utf-8")
    options = ("--port", "0", "--config", "sandbox.toml", "--store", "kept.db", "--seed", "7")
    process = spawn("sandbox", *options)
    found = state(started(process))
    assert (found["now"], found["seed"], found["store"]) == ("2026-01-05 09:00:00", 7, "kept.db")
    assert ended(process, signal.SIGTERM)[0] == 143
    with sqlite3.connect("kept.db") as store:
        assert store.execute("SELECT name FROM accounts").fetchall() == [("demo",)]
    store.close()


def test_another_address_is_warned_about(spawn: Spawn) -> None:
    """As it has no lock on its door."""
    process = spawn("sandbox", "--port", "0", "--host", "0.0.0.0")
    assert started(process).startswith("http://0.0.0.0:")
    _, errors = ended(process)
    assert b"warning: whoever reaches 0.0.0.0 can use this sandbox and read it" in errors


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--config", "nowhere.toml"), "smscodec: nowhere.toml: No such file"),
        (("--config", "wrong.toml"), "smscodec: wrong.toml: sed: there is no such name"),
        (("--store", "wrong.toml"), "smscodec: wrong.toml: no SQLite database"),
        (("--store", "no/such/folder.db"), "cannot be opened or created"),
        (("--port", "70000"), "smscodec: 127.0.0.1:70000: there is no such port"),
    ],
)
def test_what_cannot_be_used_is_told(run: Run, options: tuple[str, ...], words: str) -> None:
    """With exit code 1, and without a traceback."""
    Path("wrong.toml").write_text("sed = 1" + "\n" * 200, "utf-8")
    result = run("sandbox", "--port", "0", *options)
    assert words in result.stderr
    assert result.exit_code == 1


def test_a_port_that_is_taken(run: Run) -> None:
    """Is told with its address."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("sandbox", "--port", port)
    assert f"smscodec: 127.0.0.1:{port}: the port is taken" in result.stderr
    assert result.exit_code == 1


def test_without_the_extra_it_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of a traceback."""
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    result = run("sandbox")
    assert 'pip install "smscodec[sandbox]"' in result.stderr
    assert result.exit_code == 2
