"""The READMEs' examples run and print what they say; the two languages do not drift apart."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    text = (ROOT / name).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_python_examples_print_what_the_readme_says(name: str) -> None:
    """Each python block is followed by a text block with its output."""
    for code, expected in zip(blocks(name, "python"), blocks(name, "text"), strict=True):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, name, "exec"), {})
        assert printed.getvalue() == expected


def test_twins_hold_the_same_code_and_tables() -> None:
    """Comments and prose are translated; commands, code and the number of rows are the same."""
    english, chinese = READMES
    for language in ("python", "console", "text"):
        bare = [re.sub(r"#.*", "", block) for block in blocks(english, language)]
        assert bare == [re.sub(r"#.*", "", block) for block in blocks(chinese, language)]
    rows = [(ROOT / name).read_text("utf-8").count("\n|") for name in READMES]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("name", READMES)
def test_folders_named_exist(name: str) -> None:
    """The map shows the house as it is."""
    text = (ROOT / name).read_text("utf-8")
    paths = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert len(paths) >= 9
    assert all((ROOT / path).exists() for path in paths)


@pytest.mark.parametrize("name", READMES)
def test_make_targets_named_exist(name: str) -> None:
    """What the reader is told to type works."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = set(re.findall(r"make ([a-z]+)", (ROOT / name).read_text("utf-8")))
    assert {"demo", "test", "bench", "sanitize", "lint", "extended"} <= told <= targets | {"and"}
