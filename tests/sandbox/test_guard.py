"""Whose pages may speak to the sandbox."""

from __future__ import annotations

import pytest
from support.asgi import Web

from smscodec.sandbox import Sandbox
from smscodec.sandbox.server import Application

OURS = (
    *("127.0.0.1", "127.0.0.1:8028", "localhost:8028", "LOCALHOST", "a.localhost:80", "[::1]:8028"),
    *("192.168.1.20:8028", "sandbox:8028", "test.example.com", "TEST.example.com:8028"),
)
THEIRS = (
    *("evil.example:8028", "127.0.0.1.nip.example", "localhost.evil.example", "1.2.3"),
    *("example.com", "nottest.example.com", "evil.example.", "[::1", "[evil.example]"),
)


@pytest.fixture
def app(box: Sandbox) -> Application:
    """Told to listen at a name with dots."""
    return Application(box, "test.example.com")


@pytest.mark.parametrize("host", OURS)
@pytest.mark.parametrize("path", ["/", "/_sandbox/state", "/_sandbox/page/page.js"])
def test_names_that_nobody_else_can_own_are_answered(
    app: Application, path: str, host: str
) -> None:
    """Addresses, names without a dot, those below localhost, and the one it was given."""
    assert Web(app).request("GET", path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", THEIRS)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/_sandbox/state"),
        ("GET", "/_sandbox/events"),
        ("POST", "/_sandbox/x"),
    ],
)
def test_other_names_lead_nowhere(app: Application, method: str, path: str, host: str) -> None:
    """As a page has whose name was made to lead here: it reads nothing, and does nothing."""
    answer = Web(app).request(method, path, headers={"Host": host})
    assert answer.status_code == 403
    assert answer.json().keys() == {"error"}


def test_without_a_name_only_those_without_dots_are_ours(box: Sandbox) -> None:
    """Nothing is configured, so nothing more is let in."""
    app = Application(box)
    assert Web(app).request("GET", "/", headers={"Host": "test.example.com"}).status_code == 403
    assert Web(app).request("GET", "/", headers={"Host": "localhost:1"}).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://127.0.0.1:8028", 200),
        ("https://127.0.0.1:8028", 200),
        ("http://127.0.0.1:8029", 403),
        ("http://localhost:8028", 403),
        ("http://evil.example", 403),
        ("http://127.0.0.1:8028.evil.example", 403),
        ("null", 403),
    ],
)
def test_other_pages_change_nothing(app: Application, origin: str | None, status: int) -> None:
    """A program says no origin, the page its own, and any other is refused before it is read."""
    headers = {"Host": "127.0.0.1:8028", **({"Origin": origin} if origin else {})}
    said = {"mobile": "13800138000", "content": "x"}
    answer = Web(app).request("POST", "/_sandbox/inbound", json=said, headers=headers)
    assert answer.status_code == status
    kept = Web(app).request("GET", "/_sandbox/inbound").json()["inbound"]
    assert len(kept) == (status == 200)


def test_other_pages_may_ask_but_not_look(app: Application) -> None:
    """A browser that gets no leave keeps the answer from them, and frames and embeds it nowhere."""
    answer = Web(app).request("GET", "/_sandbox/state", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_form_can_post_changes_nothing(app: Application, kind: str) -> None:
    """A page elsewhere needs no leave for these types, so they are not understood."""
    headers = {"Content-Type": kind} if kind else {}
    answer = Web(app).request("POST", "/_sandbox/reset", content=b"{}", headers=headers)
    assert answer.status_code == 400


def test_the_platform_itself_is_open(app: Application) -> None:
    """Whatever it is called by and wherever from, as the real one."""
    query = "action=overage&userid=1&account=demo&password=secret123"
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    answer = Web(app).request("POST", f"/sms.aspx?{query}", headers=headers)
    assert answer.status_code == 200
    assert b"1000000" in answer.content
