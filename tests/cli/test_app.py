"""The command as processes see it: signals, pipes, terminals, full disks, missing extras."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smscodec import BACKEND
from smscodec.cli.source import SNIFF

posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")
Run = Callable[..., Any]
TWO = "mobile,content\n13800138000,甲\n13800138001,乙\n"


def test_version_tells_the_core(run: Run) -> None:
    """Which of the two runs is never a secret."""
    assert run("--version").stdout == f"smscodec 0.1.0, {BACKEND} core\n"


@pytest.mark.parametrize("command", ["pack", "unpack", "preview", "explain"])
def test_help_has_an_example(run: Run, command: str) -> None:
    """Every command shows how it is used."""
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"Example:\n    smscodec {command} " in done.stdout


def test_script_and_module_are_one(run: Run) -> None:
    """The console script runs the function that ``python -m smscodec.cli`` runs."""
    from importlib.metadata import entry_points

    from smscodec.cli import main

    (script,) = entry_points(group="console_scripts", name="smscodec")
    assert script.load() is main


# ---- a light install -----------------------------------------------------------------------------


def python(code: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_missing_extra_is_one_line(missing: str) -> None:
    """The script is there without the extra, and says how to get it."""
    hide = f"import sys; sys.modules[{missing!r}] = None"
    done = python(f"{hide}; from smscodec.cli import main; sys.exit(main())")
    assert done.returncode == 2
    said = b'the command smscodec needs more: pip install "smscodec[cli]"'
    assert done.stderr.splitlines() == [said]
    assert done.stdout == b""


def test_other_import_errors_are_not_hidden() -> None:
    """A broken install is not a light one."""
    hide = "import sys; sys.modules['rich.console'] = sys.modules['click.core'] = None"
    done = python(f"{hide}; from smscodec.cli import main; sys.exit(main())")
    assert b"ModuleNotFoundError" in done.stderr
    assert b"pip install" not in done.stderr


# ---- signals -------------------------------------------------------------------------------------


def start_and_wait_for_a_batch(spawn: Run, *options: str) -> Any:
    """A process that has written its first batch and now waits for more rows."""
    # a signal between opening a file and noting it leaves that to the collector, which warns
    quietly = {"PYTHONWARNINGS": "error,ignore::ResourceWarning"}
    process = spawn("pack", "-", "--out", "out", "--max-rows", "5000", *options, env=quietly)
    rows = b"".join(b"100%08d,%050d\n" % (n, n) for n in range(SNIFF // 60))
    process.stdin.write(b"mobile,content\n" + rows)
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while not Path("out.partial/00001.content").exists():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return process


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_job_leaves_nothing(spawn: Run, number: signal.Signals) -> None:
    """Neither the directory nor a part of it, nor the skip file."""
    with start_and_wait_for_a_batch(spawn, "--skip-bad", "bad.csv") as process:
        process.send_signal(number)
        _, said = process.communicate()
    assert process.returncode == 128 + number
    assert said == b"smscodec: interrupted" + os.linesep.encode()
    assert list(Path().iterdir()) == []


@posix
def test_killed_job_is_visibly_unfinished(spawn: Run, run: Run) -> None:
    """The directory never appears; the next run asks for what is left to be removed."""
    with start_and_wait_for_a_batch(spawn, "--skip-bad", "bad.csv") as process:
        process.kill()
        process.communicate()
    assert sorted(path.name for path in Path().iterdir()) == ["bad.csv.partial", "out.partial"]
    assert not Path("out.partial/manifest.jsonl").exists()
    failed = run("pack", "-", "--out", "out", stdin=TWO.encode())
    assert failed.exit_code == 1
    assert "out.partial: exists: another run is at work or was killed; remove it" in failed.stderr
    assert not Path("out").exists()


# ---- disks and pipes -----------------------------------------------------------------------------


@posix
def test_full_disk_leaves_nothing(spawn: Run, recipients: Run) -> None:
    """A write that fails names the file, and what was written is removed."""
    import resource

    path = recipients("mobile,content\n" + "".join(f"100{n:08},{n * n}\n" for n in range(3000)))
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))  # noqa: E731
    with spawn("pack", path, "--out", "out", "--json", preexec_fn=limit) as process:
        said, _ = process.communicate()
    failure = json.loads(said)
    assert (process.returncode, failure["error"]) == (1, "system")
    assert failure["file"].endswith("out.partial/00001.content")
    assert failure["reason"] == "File too large"
    assert [path.name for path in Path().iterdir()] == ["in.csv"]


@posix
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["pack", "--help"]])
def test_help_on_a_full_device_is_no_traceback(spawn: Run, arguments: list[str]) -> None:
    """What is written before there is a command fails like the rest."""
    with open("/dev/full", "wb") as full, spawn(*arguments, stdout=full) as process:
        _, said = process.communicate()
    assert (process.returncode, said) == (1, b"smscodec: No space left on device\n")


@posix
@pytest.mark.parametrize("command", ["unpack", "pack", "preview"])
def test_full_standard_output_is_told(spawn: Run, recipients: Run, command: str) -> None:
    """Without a traceback, at exit either."""
    arguments = {
        "unpack": ["unpack", recipients(b"H4sIAAAAAAAA/wMAAAAAAAAAAAA=", "empty")],
        "pack": ["pack", recipients(TWO), "--out", "out"],
        "preview": ["preview", "x"],
    }
    with open("/dev/full", "wb") as full, spawn(*arguments[command], stdout=full) as process:
        _, said = process.communicate()
    assert process.returncode == 1
    assert said == b"smscodec: <stdout>: No space left on device\n"


@posix
@pytest.mark.parametrize("arguments", [["preview", "x"], ["preview", "--file", "-"]])
def test_closed_streams_are_told(spawn: Run, arguments: list[str]) -> None:
    """As ``>&-`` and ``<&-`` close them."""
    closed = 0 if "-" in arguments else 1
    with spawn(*arguments, preexec_fn=lambda: os.close(closed)) as process:
        _, said = process.communicate()
    assert process.returncode == 1
    assert re.fullmatch(rb"smscodec: .*standard (in|out)put is closed\n", said)


@posix
def test_reader_that_leaves_is_no_failure_to_talk_about(
    spawn: Run, run: Run, recipients: Run
) -> None:
    """``smscodec unpack … | head``: silence, and the exit code of SIGPIPE."""
    rows = "".join(f"100{n:08},{'x' * 100}{n}\n" for n in range(5000))
    run("pack", recipients("mobile,content\n" + rows), "--out", "out")
    with spawn("unpack", *["out/00001.content"] * 20) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


# ---- progress ------------------------------------------------------------------------------------


def test_no_progress_on_a_pipe(spawn: Run, recipients: Run) -> None:
    """Nothing at all, even where colours are asked for."""
    env = {"FORCE_COLOR": "1"}
    with spawn("pack", recipients(TWO), "--out", "out", env=env) as process:
        said, progress = process.communicate()
    assert process.returncode == 0
    assert progress == b""
    assert said.startswith(b"rows ")


@posix
def test_progress_on_a_terminal(spawn: Run, recipients: Run) -> None:
    """A bar on standard error with the rate and the time that remains."""
    import pty

    path = recipients("mobile,content\n" + "".join(f"100{n:08},{n}\n" for n in range(30_000)))
    terminal, end = pty.openpty()
    env = {"TERM": "xterm", "COLUMNS": "120"}
    options = ("--max-rows", "3000", "--json")
    with spawn("pack", path, "--out", "out", *options, stderr=end, env=env) as process:
        os.close(end)
        shown = b""
        while piece := read_terminal(terminal):
            shown += piece
        said, _ = process.communicate()
    os.close(terminal)
    assert json.loads(said)["rows"] == 30_000
    assert re.search(rb"[1-9][0-9,]* rows, [1-9][0-9,]* rows/s", shown)
    assert re.search(rb"remaining.*[0-9]:[0-9]{2}:[0-9]{2}", shown)


def read_terminal(terminal: int) -> bytes:
    """What was shown since; nothing when the process has ended, which Linux calls an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
