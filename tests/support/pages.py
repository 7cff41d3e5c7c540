"""Pages in Markdown, whose examples are run."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "blocks", "examples", "files", "output_of"]

ROOT = Path(__file__).resolve().parents[2]

_FENCED = r"^```{language}\n(.*?)^```$"


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(_FENCED.format(language=language), _text(page), re.MULTILINE | re.DOTALL)


def files(page: str) -> dict[str, str]:
    """The blocks that are files: their paths end the paragraph in front of them."""
    pattern = r"`([^`\s]+)`:\n\n" + _FENCED.format(language="[a-z]+").removeprefix("^")
    return dict(re.findall(pattern, _text(page), re.MULTILINE | re.DOTALL))


def examples(page: str) -> list[tuple[str, str]]:
    """The programs of a page, each with the output that follows it."""
    return list(zip(blocks(page, "python"), blocks(page, "text"), strict=True))


def output_of(code: str, page: str, names: dict[str, Any] | None = None) -> str:
    """What an example prints, run as a program of its own or after those that gave ``names``."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, page, "exec"), {"__name__": "__main__"} if names is None else names)
    return printed.getvalue()


def _text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")
