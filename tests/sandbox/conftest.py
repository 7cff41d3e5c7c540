"""Sandboxes whose clock stands at ``caller.NOW``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from support.caller import NOW, Caller

from smscodec.sandbox import Sandbox, read_config


@pytest.fixture
def open_box() -> Iterator[Callable[..., Sandbox]]:
    """Makes a sandbox of a configuration in TOML; it is closed at the end."""
    with ExitStack() as stack:

        def open_box(toml: str = "", store: Any = ":memory:") -> Sandbox:
            box = Sandbox(read_config(f"start = {NOW}\n{toml}"), store)
            stack.callback(box.close)
            return box

        yield open_box


@pytest.fixture
def box(open_box: Callable[..., Sandbox]) -> Sandbox:
    """One with the default account."""
    return open_box()


@pytest.fixture
def demo(box: Sandbox) -> Caller:
    """The default account."""
    return Caller(box)


@pytest.fixture
def caller(open_box: Callable[..., Sandbox]) -> Callable[..., Caller]:
    """The account ``demo`` with more said of it in TOML, in a sandbox of its own."""

    def caller(account: str = "", rest: str = "") -> Caller:
        toml = f'{rest}\n[[accounts]]\nname = "demo"\npassword = "secret123"\n{account}'
        return Caller(open_box(toml))

    return caller
