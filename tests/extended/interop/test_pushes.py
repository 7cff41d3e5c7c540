"""Customers' receivers of pushes (003, chapter 6): the sandbox is the client here.

A program is run as ``client receive``. It says its address, then line by line what is pushed to it;
to the first push it answers ``error``, so that must come again.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import httpx
import pytest

from smscodec import Accepted, Send, hashed, make_hashed_login
from smscodec.sandbox import Sandbox, read_config
from smscodec.sandbox.running import running
from smscodec.transport.httpx import send

from .clients import LANGUAGES, Client

LOGIN = make_hashed_login(user_id="", account="demo", password="secret123")
SENT = Send(mobiles=("13800138000",), content="您的订单已发出【星辰】")
CONFIG = """
[delivery]
push_retry = 0
[[accounts]]
name = "demo"
password = "secret123"
push_url = "{}"
"""

Lines = Callable[[], str]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def await_server(url: httpx.URL) -> None:
    """Until somebody listens there."""
    for _ in range(400):
        with socket.socket() as probe:
            if probe.connect_ex((url.host, url.port or 80)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens at {url}")


@contextmanager
def receiving(language: str, folder: Path) -> Iterator[tuple[str, Lines]]:
    """The address of a receiver, and what it prints, line by line."""
    client = LANGUAGES[language](folder)
    if language == "php":  # its own server runs a script for each push
        host = f"127.0.0.1:{free_port()}"
        script = Path(__file__).with_name("receiver.php")
        php = Client((client.command[0], "-q", "-S", host, script), {"RECEIVED": str(folder / "x")})
        process = php.start()
    else:
        process = client.start("receive")
    watchdog = Timer(60, process.kill)
    watchdog.start()
    with process:
        assert process.stdout
        try:
            url = f"http://{host}/push" if language == "php" else process.stdout.readline().strip()
            await_server(httpx.URL(url))
            yield url, process.stdout.readline
        finally:
            watchdog.cancel()
            process.kill()


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"curl"}))
def test_push_is_received_and_answered(language: str, tmp_path: Path) -> None:
    """A report comes until it is answered with ``1``; so does an inbound message."""
    with (
        receiving(language, tmp_path) as (url, lines),
        running(Sandbox(read_config(CONFIG.format(url)))) as box,
        httpx.Client(trust_env=False) as client,
    ):
        taken = send(client, box.url, hashed.send, LOGIN, SENT)
        assert isinstance(taken, Accepted)
        first, again = lines(), lines()
        assert first == again
        for pair in ("mobile\t13800138000", f"taskid\t{taken.task_id}", "errorcode\tDELIVRD"):
            assert pair in first
        inbound = {"mobile": "13800138000", "content": "好的 <&> 收到😀"}
        client.post(f"{box.url}/_sandbox/inbound", json=inbound).raise_for_status()
        assert "content\t好的 <&> 收到😀" in lines()
        for _ in range(400):
            pushes = box.do(box.sandbox.feed.since, 0, "push")
            if len(pushes) == 3:
                break
            time.sleep(0.05)
        told = [(each["endpoint"], each["attempt"], each["taken"]) for each in pushes]
    assert told == [
        ("hashed.push_reports", 1, False),
        ("hashed.push_reports", 2, True),
        ("hashed.push_inbound", 1, True),
    ]
