"""Other people's programs; what is not installed is skipped."""

from __future__ import annotations

import shutil
import subprocess

import pytest


def installed(name: str) -> str:
    """Where a program is."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    return program


@pytest.fixture(scope="session")
def php() -> str:
    """PHP, with the modules our programs use."""
    program = installed("php")
    listed = subprocess.run([program, "-m"], capture_output=True, text=True, check=True).stdout
    missing = {"curl", "iconv", "openssl", "SimpleXML", "soap"} - set(listed.split())
    if missing:
        pytest.skip(f"PHP lacks {', '.join(sorted(missing))}")
    return program


@pytest.fixture(scope="session")
def node() -> str:
    """Node, with ``fetch`` built in."""
    return installed("node")


@pytest.fixture(scope="session")
def curl() -> str:
    """curl."""
    return installed("curl")
