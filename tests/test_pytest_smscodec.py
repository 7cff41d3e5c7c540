"""The pytest plugin: ``sms_sandbox``."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from smscodec.sandbox import Sandbox
from smscodec.sandbox.running import running

STRICTLY = ("-W", "error", "--strict-markers", "-p", "no:cacheprovider")
SEND = """
def send(box, content="您好【示例】"):
    import httpx
    said = dict(action="send", userid="1", account="demo", password="secret123", sendTime="",
                mobile="13800138000", content=content, extno="", rt="json")
    return httpx.post(f"{box.url}/sms.aspx", data=said, trust_env=False).json()
"""


@pytest.fixture(autouse=True, scope="module")
def everything_imported() -> None:
    """Runs inside forget what they import, which halves of httpx that remember would not bear."""
    with running(Sandbox()) as box:
        httpx.get(box.url, trust_env=False)


def run(pytester: pytest.Pytester, test: str) -> pytest.RunResult:
    """A run of a file that can send."""
    pytester.makepyfile(SEND + test)
    return pytester.runpytest(*STRICTLY)


def test_every_test_has_one_of_its_own(pytester: pytest.Pytester) -> None:
    """It begins empty, elsewhere, and is gone with the test."""
    before = threading.active_count()
    run(
        pytester,
        """
import pytest
urls = []

@pytest.mark.parametrize("number", range(3))
def test_it(sms_sandbox, number):
    assert sms_sandbox.messages == []
    assert send(sms_sandbox)["TaskID"] == 1000001
    assert len(sms_sandbox.messages) == 1
    urls.append(sms_sandbox.url)

def test_others():
    import httpx
    for url in urls:
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)
""",
    ).assert_outcomes(passed=4)
    assert threading.active_count() == before


def test_a_marker_sets_it_up(pytester: pytest.Pytester) -> None:
    """By TOML, a file beside the test, or a ``Config``; the nearest wins."""
    folder = pytester.mkdir("inner")
    (folder / "box.toml").write_text("start = 2026-01-06 09:00:00")
    (folder / "test_inner.py").write_text(
        """
from datetime import datetime
from pathlib import Path
import pytest
from smscodec.sandbox import Config

pytestmark = pytest.mark.sms_sandbox("start = 2026-01-05 09:00:00")

def test_text(sms_sandbox):
    assert sms_sandbox.now == datetime(2026, 1, 5, 9)

@pytest.mark.sms_sandbox(Path("box.toml"))
def test_file(sms_sandbox):
    assert sms_sandbox.now == datetime(2026, 1, 6, 9)

@pytest.mark.sms_sandbox(config=Config(start=datetime(2026, 1, 7)))
def test_config(sms_sandbox):
    assert sms_sandbox.now == datetime(2026, 1, 7)
"""
    )
    pytester.runpytest(*STRICTLY).assert_outcomes(passed=3)


def test_an_ini_option_sets_all_up(pytester: pytest.Pytester) -> None:
    """A file, seen from where the ini file is; a marker wins."""
    pytester.makeini("[pytest]\nsms_sandbox_config = box.toml")
    pytester.makefile(
        ".toml", box='start = 2026-01-05 09:00:00\n[[accounts]]\nname = "a"\npassword = "b"'
    )
    inner = pytester.mkdir("inner")
    (inner / "test_it.py").write_text(
        """
import pytest

def test_it(sms_sandbox):
    assert [each.name for each in sms_sandbox.accounts] == ["a"]

@pytest.mark.sms_sandbox("")
def test_its_own(sms_sandbox):
    assert [each.name for each in sms_sandbox.accounts] == ["demo"]
"""
    )
    pytester.chdir()
    pytester.runpytest(inner, *STRICTLY).assert_outcomes(passed=2)


def test_what_is_set_up_wrong_is_told(pytester: pytest.Pytester) -> None:
    """With the place."""
    done = run(
        pytester,
        """
import pytest

@pytest.mark.sms_sandbox("delivery = 3")
def test_it(sms_sandbox):
    pass
""",
    )
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*ConfigError: delivery has to be a table"])


def test_a_failure_ends_with_what_was_asked(pytester: pytest.Pytester) -> None:
    """Taken or refused, and why; nothing where nobody failed, or asked."""
    done = run(
        pytester,
        """
def test_it(sms_sandbox):
    send(sms_sandbox)
    send(sms_sandbox, "发票【示例】")
    assert False

def test_silent(sms_sandbox):
    assert False

def test_good(sms_sandbox):
    send(sms_sandbox)

def test_without():
    assert False
""",
    )
    done.assert_outcomes(passed=1, failed=3)
    lines = done.stdout.lines
    asked = [n for n, line in enumerate(lines) if "- sms_sandbox calls -" in line]
    assert [lines[n + 1][-7:] for n in asked] == ["1000001", "no call"]
    assert "plain.send 200 refused" in lines[asked[0] + 2]
    assert "发票" in lines[asked[0] + 2]


def test_what_the_extra_brings_is_named(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, where it is missing."""
    monkeypatch.setitem(sys.modules, "smscodec.sandbox.running", None)
    done = run(pytester, "def test_it(sms_sandbox): pass")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(['*pip install "smscodec?sandbox?"'])
    done.stdout.no_fnmatch_line("*Traceback*")


def test_it_is_shown_and_described(pytester: pytest.Pytester) -> None:
    """By pytest's own lists."""
    pytester.runpytest("--fixtures").stdout.fnmatch_lines(
        ["sms_sandbox*", "*running smscodec sandbox*"]
    )
    pytester.runpytest("--markers").stdout.fnmatch_lines(["@pytest.mark.sms_sandbox(config): *"])


def test_runs_without_it_import_nothing(tmp_path: Path) -> None:
    """smscodec is installed, and that is all: no module of it, no server, no thread."""
    (tmp_path / "test_it.py").write_text(
        """
import sys, threading

def test_it(pytestconfig):
    assert pytestconfig.pluginmanager.hasplugin("pytest_smscodec")
    heavy = {"smscodec", "uvicorn", "starlette", "httpx", "sqlite3", "lxml", "asyncio"}
    assert not heavy & {name.partition(".")[0] for name in sys.modules}
    assert threading.active_count() == 1
"""
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_smscodec", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_parallel_runs_have_one_each(pytester: pytest.Pytester) -> None:
    """With pytest-xdist."""
    pytest.importorskip("xdist")
    pytester.makepyfile(
        SEND
        + """
import pytest

@pytest.mark.parametrize("number", range(8))
def test_it(sms_sandbox, number):
    assert send(sms_sandbox)["TaskID"] == 1000001
    assert len(sms_sandbox.messages) == 1
"""
    )
    done = pytester.runpytest_subprocess("-n", "2", *STRICTLY)
    done.assert_outcomes(passed=8)
