"""The sandbox as people start it: a process of its own, on a free port."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Served", "served", "started"]

COMMAND = (sys.executable, "-m", "smscodec.cli", "sandbox")


@dataclass
class Served:
    """A sandbox that runs until it is killed."""

    process: subprocess.Popen[str]
    url: str
    """Without a slash at its end."""

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """It has no time to say anything."""
        self.process.kill()
        self.process.wait()


def started(
    *arguments: object, limits: Callable[[], None] | None = None, **options: Any
) -> subprocess.Popen[str]:
    """The command, with pipes; ``limits`` is called in the process before it begins."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        preexec_fn=limits,
        **options,
    )


@contextmanager
def served(
    *arguments: object, config: str = "", store: Path | str = ":memory:", **options: Any
) -> Generator[Served]:
    """Serves while the block runs; ``config`` is TOML, kept beside the store."""
    if config:
        file = Path(f"{store}.toml")
        file.write_text(config, "utf-8")
        arguments = ("--config", file, *arguments)
    with started("--port", 0, "--store", store, *arguments, **options) as process:
        assert process.stdout
        assert process.stderr
        try:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            yield Served(process, line.split()[2].rstrip("/"))
        finally:
            process.kill()
