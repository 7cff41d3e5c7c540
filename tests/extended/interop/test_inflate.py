"""What the row-aware compressor makes is read by Java, Go and .NET (Mono), as the platforms do."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from support.campaigns import TABLES, joined

from smscodec._kernels import deflate_rows

from .clients import installed

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """Files with a member of every table in both modes, and the digests of their lines."""
    folder = tmp_path_factory.mktemp("members")
    names, digests = [], []
    for number, rows in enumerate(TABLES.values()):
        lines, ends = joined(rows)
        for dense in (False, True):
            member = deflate_rows(lines, ends, dense=dense, insist=True)
            assert member is not None
            file = folder / f"{number}{'d' * dense}.gz"
            file.write_bytes(member)
            names.append(str(file))
            digests.append(sha256(lines).hexdigest())
    return names, digests


def java(folder: Path) -> list[str]:
    return [installed("java"), str(HERE / "Inflate.java")]


def go(folder: Path) -> list[str]:
    program = str(folder / "inflate")
    build = [installed("go"), "build", "-o", program, str(HERE / "inflate.go")]
    caches = {"GOCACHE": str(folder / "cache"), "GOPATH": str(folder), "GO111MODULE": "off"}
    subprocess.run(build, check=True, env={"PATH": "/usr/bin:/bin:/usr/local/bin", **caches})
    return [program]


def mono(folder: Path) -> list[str]:
    program = str(folder / "Inflate.exe")
    runtime = installed("mono")
    subprocess.run([installed("mcs"), f"-out:{program}", str(HERE / "Inflate.cs")], check=True)
    return [runtime, program]


@pytest.mark.parametrize("reader", [java, go, mono])
def test_other_inflaters_agree(
    reader: Callable[[Path], list[str]], members: tuple[list[str], list[str]], tmp_path: Path
) -> None:
    """Every byte of every table, from one member, by three implementations that are not zlib."""
    names, digests = members
    done = subprocess.run(
        [*reader(tmp_path), *names], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.split() == digests
