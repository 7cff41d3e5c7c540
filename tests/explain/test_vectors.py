"""Every wire sample is known for what it is, with its HTTP head and without."""

from __future__ import annotations

from typing import Any

import pytest
from support.vectors import FOLDER, cases

from smscodec.explain import Explanation, explain_data
from smscodec.wire.request import Request, Response

BLANKS = b"\xef\xbb\xbf \r\n"
KINDS = sorted(path.stem for path in FOLDER.glob("*.json"))

VAGUE = {
    "000-resp-keyword-unknown": "a message and a status are the reply to a password change",
    "000-resp-status-message-alone-xml": "a message alone is the reply of 001 to a word check",
    "000-resp-status-success-xml": "a message and a status are the reply to a password change",
    "001-resp-legacy-status": "the names are those of an older generation",
    "003-fetch_reports-login": "it is the reply to a refused send",
    "003-fetch_inbound-login": "it is the reply to a refused send",
    "002-req-rt": "rt belongs to 000",
    "004-json-reports-null": "what is null has names that nothing is known by",
}
"""What only those take for what it is who know what was asked, or where."""


def every(**wanted: bool) -> list[Any]:
    """The cases of all files that have these keys."""
    return [case for kind in KINDS for case in cases(kind, **wanted)]


def named(found: Explanation) -> list[str]:
    """What it is, and what it may as well be."""
    return [found.name, *(each.name for each in found.others)]


def request_of(case: dict[str, Any]) -> Request:
    return Request(body=case["bytes"], **case["request"])


def captured(request: Request, line_break: str) -> bytes:
    """The request as a proxy writes it down."""
    target = f"{request.path}?{request.query}" if request.query else request.path
    lines = [f"{request.method} {target} HTTP/1.1", "Host: example.com"]
    if request.content_type:
        lines.append(f"Content-Type: {request.content_type}")
    head = line_break.join([*lines, "", ""]).encode("utf-8", "surrogateescape")
    return head + request.body


@pytest.mark.parametrize("case", every(request=True, endpoint=True, error=False))
def test_requests(case: dict[str, Any]) -> None:
    """As a request, and as the bytes of one."""
    request = request_of(case)
    found = explain_data(request)
    assert found.kind == "request"
    assert case["endpoint"] in named(found)
    for line_break in ("\r\n", "\n"):
        assert explain_data(captured(request, line_break)) == found


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in every(request=True, endpoint=True, error=False)
        if not case.values[0]["request"]["query"]
        and "multipart" not in case.values[0]["request"]["content_type"]
    ],
)
def test_bare_bodies_of_requests(case: dict[str, Any]) -> None:
    """Without path and head it is still a candidate, if not the only one."""
    assert (case["endpoint"] in named(explain_data(case["bytes"]))) != (case["id"] in VAGUE)


@pytest.mark.parametrize("case", every(request=False, endpoint=True, error=False))
def test_replies(case: dict[str, Any]) -> None:
    """As a response, as the bytes of one, and as a bare body."""
    body, content_type = case["bytes"], case.get("content_type", "")
    found = explain_data(Response(body=body, content_type=content_type))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode()
    told = explain_data(head + body)
    assert told.facts.pop("http_status") == 200
    assert told == found
    if not body.strip() or case["id"] in VAGUE:
        assert case["endpoint"] not in named(found)
        return
    if case["endpoint"].startswith("hashed.push_") and body.strip(BLANKS) not in (b"1", b"error"):
        return  # any bytes at all are such an answer
    assert case["endpoint"] in named(found)
    assert case["endpoint"] in named(explain_data(body))
