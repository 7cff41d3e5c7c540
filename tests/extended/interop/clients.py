"""Customers' programs and how they are run; what is not installed is skipped with a word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

__all__ = ["LANGUAGES", "Client", "installed"]

HERE = Path(__file__).parent
NODE_MODULES = Path(sys.prefix, "npm", "node_modules")
GO_PATH = Path("/usr/share/gocode")
"""Where Debian has Go's libraries."""


class Client(NamedTuple):
    """A program, ready to be run."""

    command: tuple[str | Path, ...]
    environment: Mapping[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Runs it with pipes; proxies are not for machines' own addresses."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*self.command, *arguments],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            encoding="utf-8",
            env={**os.environ, "NO_PROXY": "*", "no_proxy": "*", **self.environment},
        )

    def run(self, *arguments: str, given: str = "") -> str:
        """What it prints."""
        with self.start(*arguments) as process:
            try:
                printed, words = process.communicate(given, timeout=60)
            finally:
                process.kill()
        assert process.returncode == 0, words + printed
        return printed


def installed(name: str) -> str:
    """Where a program is."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    return program


# ---- one by one ------------------------------------------------------------------------------


def built(folder: Path, *command: str | Path, **environment: str) -> None:
    """Compiles a program."""
    given = {**os.environ, **environment}
    done = subprocess.run(command, cwd=folder, env=given, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def curl(folder: Path) -> Client:
    """A shell and what Unix has."""
    for each in ("curl", "jq", "openssl", "perl"):
        installed(each)
    return Client((installed("bash"), HERE / "client.sh"), {})


def go(folder: Path) -> Client:
    """Go's standard library, and its own text encodings for GBK."""
    compiler = installed("go")
    if not Path(GO_PATH, "src/golang.org/x/text").is_dir():
        pytest.skip("golang-golang-x-text-dev is not installed")
    environment = {"GO111MODULE": "off", "GOPATH": str(GO_PATH), "GOCACHE": str(folder / "cache")}
    built(folder, compiler, "build", "-o", folder / "client", HERE / "client.go", **environment)
    return Client((folder / "client",), {})


def java(folder: Path) -> Client:
    """Java 17, nothing else."""
    built(folder, installed("javac"), "-encoding", "UTF-8", "-d", folder, HERE / "Client.java")
    options = ("-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp", folder)
    return Client((installed("java"), *options, "Client"), {})


def node(folder: Path) -> Client:
    """Node with its own ``fetch``, and ``soap`` of npm."""
    if not (NODE_MODULES / "soap").is_dir():
        pytest.skip("npm's soap is not installed (make extended)")
    return Client((installed("node"), HERE / "client.mjs"), {"NODE_PATH": str(NODE_MODULES)})


def php(folder: Path) -> Client:
    """PHP, with the modules our programs use."""
    program = installed("php")
    listed = subprocess.run([program, "-m"], capture_output=True, text=True, check=True).stdout
    missing = {"curl", "iconv", "openssl", "SimpleXML", "soap"} - set(listed.split())
    if missing:
        pytest.skip(f"PHP lacks {', '.join(sorted(missing))}")
    return Client((program, HERE / "client.php"), {})


def python(folder: Path) -> Client:
    """Python with requests, httpx and zeep."""
    for each in ("requests", "httpx", "zeep"):
        pytest.importorskip(each)
    return Client((sys.executable, HERE / "client.py"), {})


LANGUAGES: Mapping[str, Callable[[Path], Client]] = {
    "curl": curl,
    "go": go,
    "java": java,
    "node": node,
    "php": php,
    "python": python,
}
"""Makes each ready, in a folder of its own."""
