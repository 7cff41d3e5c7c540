"""URLs that are not percent-encoded, byte by byte over a socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPResponse

import pytest

from smscodec.sandbox import Sandbox
from smscodec.sandbox.running import Running, running

TEXT = "镕内容，a=b【腾飞】"
QUERY = f"action=send&userid=1&account=demo&password=secret123&mobile=13800138000&content={TEXT}"


@pytest.fixture
def box() -> Iterator[Running]:
    """A sandbox on loopback."""
    with running(Sandbox()) as box:
        yield box


def said(box: Running) -> list[str]:
    """The texts that have come in."""
    return [each.content for each in box.do(box.sandbox.messages)]


def ask(box: Running, *pieces: bytes) -> int:
    """Sends a request in pieces; the status of the answer."""
    host, port = box.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
            box.do(lambda: None)  # what was sent is read before the next
        answer = HTTPResponse(connection)
        answer.begin()
        answer.read()
        return answer.status


@pytest.mark.parametrize(("path", "charset"), [("sms.aspx", "utf-8"), ("smsGBK.aspx", "gbk")])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_bare_url_is_understood(box: Running, path: str, charset: str, size: int) -> None:
    """In either charset, in whatever pieces it comes; a name in the headers does no harm."""
    request = f"GET /{path}?{QUERY} HTTP/1.1\r\nHost: sandbox\r\nX-Name: 名\r\n\r\n"
    data = request.encode(charset)
    assert ask(box, *(data[n : n + size] for n in range(0, len(data), size))) == 200
    assert said(box) == [TEXT]


def test_bare_body_is_left_alone(box: Running) -> None:
    """Which begins with what could be the end of a line."""
    body = f"x=\n&{QUERY}".encode()
    head = f"POST /sms.aspx HTTP/1.1\r\nHost: sandbox\r\nContent-Length: {len(body)}\r\n\r\n"
    assert ask(box, head.encode(), body) == 200
    assert said(box) == [TEXT]
