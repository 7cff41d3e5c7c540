"""``smscodec explain``: what a captured thing is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smscodec.explain import MAX_BYTES, explain

Run = Callable[..., Any]
REQUEST = b"POST /sms.aspx HTTP/1.1\n\naction=send&account=demo&password=secret123&mobile=1"


def test_file_is_explained(run: Run) -> None:
    """In the words of the library; secrets are masked."""
    Path("request.txt").write_bytes(REQUEST)
    done = run("explain", "request.txt")
    assert done.exit_code == 0
    assert done.stdout == explain(REQUEST)
    assert done.stdout.startswith("request hashed.send (document 003): ")
    assert "secret123" not in done.stdout


def test_standard_input_is_explained(run: Run) -> None:
    """With ``-``."""
    done = run("explain", "-", stdin=b"100:27349872349823")
    assert done.stdout.startswith("reply mms.send (document 002): the platform took the messages\n")


def test_machines_read_json(run: Run) -> None:
    """One object: what it is, what it says, what is odd, what it may as well be."""
    said = json.loads(run("explain", "-", "--json", stdin=b"error").stdout)
    assert said == {
        "kind": "reply",
        "name": "hashed.push_reports",
        "summary": "the answer to a push",
        "facts": {"taken": False},
        "notes": [],
        "others": [
            {
                "kind": "reply",
                "name": "hashed.push_inbound",
                "summary": "the answer to a push",
            }
        ],
    }


def test_unknown_is_no_failure(run: Run) -> None:
    """Nor is nothing at all."""
    for data in (b"hello", b"", b"\xff\x00"):
        assert run("explain", "-", stdin=data).exit_code == 0


def test_too_large_is_refused(run: Run) -> None:
    """It is never read whole."""
    failed = run("explain", "-", "--json", stdin=b"1" * (MAX_BYTES + 1))
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["reason"] == "file has more than 5,242,880 bytes"


def test_missing_file_is_told(run: Run) -> None:
    """In one line."""
    failed = run("explain", "missing")
    assert failed.exit_code == 1
    assert failed.stderr == "smscodec: missing: No such file or directory\n"
