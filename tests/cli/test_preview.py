"""``smscodec preview``: what a text costs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_people_read_lines(run: Run) -> None:
    """Segments, units left, signature, and what GBK cannot carry with its place."""
    assert run("preview", "您好😀【示例】").stdout.splitlines() == [
        "segments    1",
        "units       8",
        "units left  62",
        "signature   【示例】 at the end",
        "beyond GBK  😀 (U+1F600) at character 3",
        "refused     none",
    ]


def test_what_a_platform_would_refuse_is_said(run: Run) -> None:
    """By the code and the name of document 003."""
    lines = run("preview", "您好").stdout.splitlines()
    assert lines[3:] == [
        "signature   none",
        "beyond GBK  none",
        "refused     2113 RequiredSuffix: there is no signature 【】",
    ]


def test_machines_read_json(run: Run) -> None:
    """The same as one object; offsets count characters from 0."""
    said = json.loads(run("preview", "--json", "【示例公司】" + "长" * 64 + "😀").stdout)
    assert said == {
        "segments": 2,
        "units": 72,
        "units_left": 62,
        "signature": {"name": "示例公司", "place": "start"},
        "unsendable": [{"offset": 70, "character": "😀"}],
        "refusals": [],
    }
    said = json.loads(run("preview", "--json", "x").stdout)
    assert said["signature"] is None
    assert [refusal["code"] for refusal in said["refusals"]] == ["2113"]


def test_units_are_a_choice(run: Run) -> None:
    """An emoji is one code point, and two of UTF-16."""
    text = "😀" * 70
    assert "segments    3\n" in run("preview", text).stdout
    assert "segments    1\n" in run("preview", "--units", "code_points", text).stdout


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_file_is_read(run: Run, recipients: Run, charset: str, end: str) -> None:
    """In its charset, less one line break at its end."""
    path = recipients("第一行\n第二行" + end, charset=charset)
    assert json.loads(run("preview", "--file", path, "--json").stdout)["units"] == 7


def test_standard_input_is_read(run: Run) -> None:
    """With ``--file -``."""
    done = run("preview", "--json", "--file", "-", stdin=b"a\n\n")
    assert json.loads(done.stdout)["units"] == 2


def test_bytes_that_are_no_text_are_refused(run: Run, recipients: Run) -> None:
    """With the line."""
    failed = run("preview", "--file", recipients(b"a\n\nb\xff", "text"))
    assert failed.exit_code == 1
    assert failed.stderr == "smscodec: text:3: not utf-8 text: byte 0xFF does not belong here\n"


@pytest.mark.parametrize("arguments", [(), ("text", "--file", "file")])
def test_one_text_is_asked_for(run: Run, arguments: tuple[str, ...]) -> None:
    """Neither none nor two."""
    assert run("preview", *arguments).exit_code == 2


def test_half_a_character_is_shown_and_no_accident(run: Run) -> None:
    """A lone surrogate, as an undecodable argument holds them."""
    done = run("preview", "a\udcff")
    assert done.exit_code == 0
    assert "\\udcff (U+DCFF) at character 2" in done.stdout
