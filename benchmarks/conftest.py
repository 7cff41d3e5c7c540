"""The fixture ``race``, the heap it runs on, and what has to be known of the machine."""

from __future__ import annotations

import os
import platform
import sysconfig
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from smscodec import BACKEND

from .heap import warm_heap
from .race import Race, run


@pytest.fixture(scope="session", autouse=True)
def heap() -> None:
    """Every rival finds memory."""
    warm_heap()


@pytest.fixture
def race(benchmark: BenchmarkFixture) -> Callable[[Race], None]:
    """Runs a ``Race``, once in a test."""
    return lambda it: run(it, benchmark)


def pytest_benchmark_update_machine_info(config: pytest.Config, machine_info: Any) -> None:
    """Adds what decides the figures, takes out what names a machine."""
    del machine_info["node"]
    machine_info["cores"] = os.cpu_count()
    machine_info["core_of_smscodec"] = BACKEND
    machine_info["versions"] = {
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "isal": version("isal"),
        "pybase64": version("pybase64"),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pytest-benchmark": version("pytest-benchmark"),
        "compiler": f"{compiler()} (Python's own: {platform.python_compiler()})",
    }


def compiler() -> str:
    """What extensions are built with, without its folder and options."""
    command = (sysconfig.get_config_var("CC") or "unknown").split()[0]
    return Path(command).name
