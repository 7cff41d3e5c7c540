"""A receiver of pushes, written in PHP after the document's sample; here we are the platform."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from smscodec.dialects import hashed
from smscodec.messages import DeliveryReport, PushAnswer, Reports

httpx = pytest.importorskip("httpx")


@pytest.fixture
def receiver(php: str, tmp_path: Path) -> Iterator[str]:
    """The address of a running receiver; what it receives it writes to ``received``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    script = Path(__file__).parent / "receiver.php"
    environment = {**os.environ, "RECEIVED": str(tmp_path / "received")}
    with subprocess.Popen(
        [php, "-S", host, script], env=environment, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", int(host.partition(":")[2]))) == 0:
                        break
                time.sleep(0.05)
            yield f"http://{host}/push?key=1"
        finally:
            server.terminate()


def test_push_is_received_and_answered(receiver: str, tmp_path: Path) -> None:
    """``1`` is an answer, ``error`` with a line end behind it the other."""
    from smscodec.transport.httpx import send

    def pushed(mobile: str) -> PushAnswer:
        report = DeliveryReport(mobile=mobile, task_id="1", status="20", carrier_code="<非法>")
        with httpx.Client(trust_env=False) as client:
            return send(client, receiver, hashed.push_reports, None, Reports(reports=(report,)))

    assert pushed("13800138000") == PushAnswer()
    said = json.loads((tmp_path / "received").read_text("utf-8"))
    assert said["statusbox"]["errorcode"] == "<非法>"
    assert pushed("13800138099") == PushAnswer(taken=False)
