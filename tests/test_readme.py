"""The READMEs' examples run and print what they say; the two languages do not drift apart."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
from support.gateway import answering, gateway
from support.pages import ROOT, blocks, output_of

from smscodec.dialects import plain
from smscodec.messages import Accepted, Send
from smscodec.sandbox.running import Running

READMES = ["README.md", "README.zh-CN.md"]
HOST = "http://127.0.0.1:8080"
"""Of the examples: a gateway is there."""


def examples(name: str) -> list[Any]:
    """Each python block, and the text block with its output that follows it."""
    pairs = zip(blocks(name, "python"), blocks(name, "text"), strict=True)
    return [pytest.param(name, *pair, id=f"{name}-{n}") for n, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    ("name", "code", "expected"), [each for name in READMES for each in examples(name)]
)
def test_python_examples_print_what_the_readme_says(name: str, code: str, expected: str) -> None:
    """As programs of their own; one talks to a gateway."""
    if "httpx" in code:
        pytest.importorskip("httpx")
    taken = Accepted(task_id="1504080852350206", balance=1286, accepted_count=2, message="ok")
    with gateway(answering(plain.send, taken)) as running:
        assert output_of(code.replace(HOST, running.url), name) == expected
    said = [call.message for call in running.calls]
    assert said == [
        Send(mobiles=("13800138000", "13800138001"), content="您的验证码：1439【腾飞】")
    ] * (HOST in code)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("name", READMES)
def test_the_first_message_to_the_sandbox(name: str, sms_sandbox: Running) -> None:
    """As it stands there, in a shell."""
    lines = "\n".join(blocks(name, "console")).splitlines()
    (command,) = [line.removeprefix("$ ") for line in lines if line.startswith("$ curl ")]
    command = command.replace("http://127.0.0.1:8028", sms_sandbox.url)
    subprocess.run(["sh", "-c", f"{command} --silent --noproxy '*'"], check=True, timeout=20)
    assert [message.content for message in sms_sandbox.messages] == ["hello"]


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
    cells = re.findall(r"^\| (`[^|]+/[^|]*`) \|", text, re.MULTILINE)
    paths = [path for cell in cells for path in re.findall(r"`([^`]+)`", cell)]
    assert len(paths) >= 9
    assert all((ROOT / path).exists() for path in paths)


@pytest.mark.parametrize("name", READMES)
def test_make_targets_named_exist(name: str) -> None:
    """What the reader is told to type works."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = set(re.findall(r"make ([a-z]+)", (ROOT / name).read_text("utf-8")))
    assert {"demo", "test", "bench", "sanitize", "lint", "extended"} <= told <= targets | {"and"}
