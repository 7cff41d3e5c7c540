"""``docs/sandbox.md`` tells the truth."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from dataclasses import fields
from typing import Any

import pytest
from starlette.routing import Route
from support.pages import ROOT, blocks, files, output_of
from support.screenshots import SHOTS, WIDTH

from smscodec.sandbox import Account, Config, Delivery, Sandbox, Text, control, faults, read_config
from smscodec.sandbox.control import Control
from smscodec.sandbox.faults import MODES
from smscodec.sandbox.magic import NUMBERS, OF_A_NUMBER, Magic
from smscodec.sandbox.running import Running

PAGE = "docs/sandbox.md"
TEXT = (ROOT / PAGE).read_text("utf-8")
HOST = "http://127.0.0.1:8028"


def table(name: str) -> list[list[str]]:
    """The cells of a table, without their backticks."""
    found = re.search(rf"<!-- {name} -->\n\n(?:\|.*\n){{2}}((?:\|.*\n)+)", TEXT)
    assert found, name
    return [
        [cell.strip().strip("`") for cell in row.strip("|").split("|")]
        for row in found[1].splitlines()
    ]


# ---- programs --------------------------------------------------------------------------------


def sessions() -> list[tuple[str, str]]:
    """What is typed into a shell, and what comes back."""
    lines = "\n".join(blocks(PAGE, "console")).replace("\\\n", "")
    parts = (part.partition("\n") for part in re.split(r"^\$ ", lines, flags=re.MULTILINE)[1:])
    return [(command, answer.strip()) for command, _, answer in parts]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.sms_sandbox("start = 2026-01-05 09:00:00")
def test_commands_answer_what_the_page_says(sms_sandbox: Running) -> None:
    """One after the other, in a shell."""
    commands = [(said, answer) for said, answer in sessions() if said.startswith("curl ")]
    assert len(commands) == 6
    for said, answer in commands:
        command = said.replace("curl ", "curl --silent --noproxy '*' ", 1)
        done = subprocess.run(
            ["sh", "-c", command.replace(HOST, sms_sandbox.url)],
            capture_output=True,
            check=True,
            timeout=20,
        )
        assert done.stdout.decode().replace("\r\n", "\n") == answer


def test_the_command_says_where_it_is() -> None:
    """And ``pip`` and ``pytest`` are all else that is typed."""
    typed = [said.split()[0] for said, _ in sessions() if not said.startswith("curl ")]
    assert typed == ["pip", "smscodec", "pytest"]
    assert sessions()[1][1] == f"sandbox at {HOST}/ (stop it with Ctrl-C)"


def test_the_readers_own_client_turns_green(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both files as they stand there."""
    written = files(PAGE)
    assert sorted(written) == ["shop.py", "test_shop.py"]
    for name, text in written.items():
        (pytester.path / name).write_text(text, "utf-8")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    pytester.syspathinsert()
    done = pytester.runpytest("-q", "-W", "error")
    done.assert_outcomes(passed=7)
    (shown,) = [answer for said, answer in sessions() if said.startswith("pytest")]
    assert shown.splitlines()[-1].startswith("7 passed in ")


def test_other_programs_print_what_the_page_says() -> None:
    """All that are no files."""
    programs = [code for code in blocks(PAGE, "python") if code not in files(PAGE).values()]
    assert len(programs) == 1
    for code, expected in zip(programs, blocks(PAGE, "text"), strict=True):
        assert output_of(code, PAGE) == expected


# ---- tables ----------------------------------------------------------------------------------


def said_by(magic: Magic) -> list[tuple[str, str]]:
    """What there is to it."""
    said = ((name, getattr(magic, name)) for name in Magic.__slots__)
    return [(name, str(value)) for name, value in said if value not in ("", None)]


def test_numbers_are_those_of_the_code() -> None:
    """All, in their order; and those reasons that are of a number alone."""
    rows = [[number, *said] for number, magic in NUMBERS.items() for said in said_by(magic)]
    assert table("numbers") == rows
    (named,) = re.findall(r"^Refusals by (.*?) are of", TEXT, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", named)) == OF_A_NUMBER


def _bare(text: str) -> str:
    """One line, without backticks."""
    return " ".join(text.replace("`", "").split())


def test_words_faults_and_routes_are_those_of_the_code() -> None:
    """All of them, and faults in the words of their docstring."""
    assert [name for name, _ in table("words")] == ["refuse", "report", "delay", "answer", "state"]
    assert {name for name, _ in table("words")} == set(Magic.__slots__)
    assert [mode for mode, _ in table("faults")] == list(MODES)
    assert faults.__doc__
    assert all(words.replace("`", "") in _bare(faults.__doc__) for _, words in table("faults"))
    box = Sandbox()
    routes = {
        f"{method} {re.sub(':int', '', route.path)}"
        for route in Control(box).routes()
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    box.close()
    assert {route for route, _ in table("control")} == routes
    assert control.__doc__
    for path in {route.split()[1] for route in routes}:
        assert path in control.__doc__


@pytest.mark.parametrize("part", [Config, Delivery, Account, Text])
def test_settings_say_everything(part: Any) -> None:
    """Every name of the configuration, and the values it has by itself."""
    (toml,) = blocks(PAGE, "toml")
    for each in fields(part):
        assert re.search(rf"^#? ?\[*(accounts\.)?{each.name}\b", toml, re.MULTILINE), each.name
    config = read_config(toml)
    usual = Config()
    assert config.delivery == usual.delivery
    for each in fields(Account):
        if each.name != "texts":
            assert getattr(config.accounts[0], each.name) == getattr(usual.accounts[0], each.name)


def test_the_fixture_has_all_that_is_told() -> None:
    """And nothing else but ``do`` and ``sandbox``, which are for what has no name here."""
    told = set(re.findall(r"`\.(\w+)", TEXT[TEXT.index("| `sms_sandbox`") :]))
    assert told == {name for name in vars(Running) if not name.startswith("_")} - {"do"} | {"url"}


def test_pictures_are_small_and_made_by_the_script() -> None:
    """``python -m support.screenshots``, in the folder ``tests``, makes them anew."""
    assert re.findall(r"\]\((\S+\.png)\)", TEXT) == list(SHOTS)
    for name in SHOTS:
        data = (ROOT / "docs" / name).read_bytes()
        assert len(data) < 100_000
        assert struct.unpack_from(">II", data, 16) == (WIDTH, SHOTS[name][0])


def test_options_are_those_of_the_command() -> None:
    """All five."""
    from smscodec.cli.sandbox import sandbox

    told = set(re.findall(r"`(--\w+)", TEXT))
    assert told == {option for each in sandbox.params for option in each.opts}
