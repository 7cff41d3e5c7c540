"""The pytest plugin: ``sms_sandbox``, a platform of its own for every test.

::

    def test_a_code_is_sent(sms_sandbox):
        my_client(sms_sandbox.url).send("13800138000", "您的验证码：1439【示例】")
        (message,) = sms_sandbox.messages
        assert message.content == "您的验证码：1439【示例】"

The fixture is a ``smscodec.sandbox.running.Running``; it needs the extra ``sandbox``. How it is set
up says the ini option ``sms_sandbox_config``, the TOML file of all tests, or for a test, class or
module the marker ``sms_sandbox(config)``, with a TOML text, a ``Path`` or a
``smscodec.sandbox.Config``. When a test fails, its report ends with what the sandbox was asked.

This module is loaded by every run of pytest wherever smscodec is installed. So it stands outside of
the package and imports nothing of it before a test wants the fixture: runs stay as fast as they
were, and coverage sees smscodec imported when it would be without.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from smscodec.sandbox import Config
    from smscodec.sandbox.running import Running

__all__ = ["sms_sandbox"]

OPTION = "sms_sandbox_config"
MARKER = "sms_sandbox(config): the TOML text, Path or Config that a test's sandbox is set up with"
CALLS = 20
"""Of those before a failure, how many are shown."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini option."""
    parser.addini(OPTION, "TOML file that the sandboxes of tests are set up with, seen from here")


def pytest_configure(config: pytest.Config) -> None:
    """The marker."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def sms_sandbox(request: pytest.FixtureRequest) -> Generator[Running]:
    """A running smscodec sandbox of its own: ``.url``, ``.messages``, ``.fail_next()`` and more."""
    try:
        from smscodec.sandbox import Sandbox
        from smscodec.sandbox.running import running
    except ModuleNotFoundError as error:
        message = f'sms_sandbox needs {error.name}: pip install "smscodec[sandbox]"'
        pytest.fail(message, pytrace=False)
    with running(Sandbox(_config(request))) as box:
        yield box


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Tells of a test that failed what its sandbox was asked."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    box: Running | None = getattr(item, "funcargs", {}).get("sms_sandbox")
    if box is not None and report.when == "call" and report.failed:
        report.sections.append(("sms_sandbox calls", _told(box)))


def _config(request: pytest.FixtureRequest) -> Config:
    """What the marker says, or else the ini file."""
    from smscodec.sandbox import Config, load_config

    marker = request.node.get_closest_marker("sms_sandbox")
    if marker is not None:
        return _marked(request.path.parent, *marker.args, **marker.kwargs)
    file = request.config.getini(OPTION)
    ini = request.config.inipath
    folder = ini.parent if ini else request.config.rootpath
    return load_config(folder / file) if file else Config()


def _marked(folder: Path, config: Config | Path | str) -> Config:
    from smscodec.sandbox import load_config, read_config

    if isinstance(config, Path):
        return load_config(folder / config)
    return read_config(config) if isinstance(config, str) else config


def _told(box: Running) -> str:
    lines = [
        f"{each.at} {each.endpoint} {each.status} "
        + (f"refused {each.code} {each.message} ({each.why})" if each.refused else each.task_id)
        for each in box.calls[-CALLS:]
    ]
    return "\n".join(lines) or "no call"
