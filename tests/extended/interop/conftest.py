"""A sandbox as it comes, and every customer's program against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smscodec.sandbox import Sandbox, read_config
from smscodec.sandbox.running import Running, running

from .clients import LANGUAGES, Client

CONFIG = """
[[accounts]]
name = "demo"
password = "secret123"
signatures = ["腾飞"]
[[accounts.texts]]
id = "T-1"
text = "尊敬的@1@@2@，您的验证码为@3@。"
"""


@pytest.fixture
def box() -> Iterator[Running]:
    """One that nobody has spoken to; its clock runs."""
    with running(Sandbox(read_config(CONFIG))) as box:
        yield box


@pytest.fixture(scope="session", params=LANGUAGES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Each of them, compiled where it has to be."""
    return LANGUAGES[request.param](tmp_path_factory.mktemp(request.param))
