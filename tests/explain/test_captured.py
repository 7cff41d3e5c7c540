"""HTTP messages as they are captured."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.explain.captured import CapturedReply, read_http, read_url
from smscodec.wire.request import Request


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("version", [b" HTTP/1.1", b" HTTP/2", b""])
def test_request_is_read(end: bytes, version: bytes) -> None:
    """With its method, path, query, content type and body; its other headers are left out."""
    head = [
        b"PUT /a/sms.aspx?b=c%20d" + version,
        b"Cookie: key",
        b"CONTENT-TYPE:text/xml",
        b"",
        b"",
    ]
    assert read_http(end.join(head) + b"body\r\n") == Request(
        method="PUT",
        path="/a/sms.aspx",
        query="b=c%20d",
        content_type="text/xml",
        body=b"body\r\n",
    )


def test_target_may_be_a_url_and_not_encoded() -> None:
    """As proxies write it, and clients that never heard of percents."""
    request = read_http("GET http://example.com:80/x.do?content=a b中 HTTP/1.1\n\n".encode())
    assert request == Request(method="GET", path="/x.do", query="content=a b中")
    request = read_http(b"GET /x.do?content=\xd6\xd0 HTTP/1.1")
    assert isinstance(request, Request)
    assert request.query.encode("utf-8", "surrogateescape") == b"content=\xd6\xd0"


def test_reply_is_read() -> None:
    """With its status and content type."""
    data = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>"
    assert read_http(data) == CapturedReply(502, "text/html", b"<html>")
    assert read_http(b"HTTP/2 200\n") == CapturedReply(200, "", b"")


def test_interim_replies_are_passed_over() -> None:
    """Any number of them; one that is all there is stays."""
    interim = b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"
    assert read_http(interim * 3 + b"HTTP/1.1 200 OK\n\n1") == CapturedReply(200, "", b"1")
    assert read_http(interim + b"HTTP/1.1 200 OK\n\nHTTP/1.1 100") == CapturedReply(
        200, "", b"HTTP/1.1 100"
    )
    assert read_http(interim) == CapturedReply(100, "", b"")


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"A\n0123456789\n0\n\n", b"0123456789"),
        (b"0\r\n\r\n", b""),
        (b"<sms/>", b"<sms/>"),  # curl has put it together
        (b"1", b"1"),
        (b"5\r\nabc", b"5\r\nabc"),  # cut off
        (b"ffffffff\r\nabc", b"ffffffff\r\nabc"),
    ],
)
def test_chunks_are_joined(body: bytes, plain: bytes) -> None:
    """Where the body still is chunked to its end."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert read_http(head + body) == CapturedReply(200, "", plain)


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (gzip.compress(b"<sms/>"), b"<sms/>"),
        (b"<sms/>", b"<sms/>"),
        (gzip.compress(b"0" * 5_000_000), None),
    ],
)
def test_gzip_is_expanded(body: bytes, plain: bytes | None) -> None:
    """Where the body still is gzip, and within bounds."""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    assert read_http(head + body) == CapturedReply(200, "", body if plain is None else plain)
    chunked = head.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    data = chunked + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    assert read_http(data) == CapturedReply(200, "", body if plain is None else plain)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"GET well soon", b"hello", b"<sms/>", b"get / HTTP/1.1", b"HTTP/1.1 OK"]
)
def test_anything_else_is_none(data: bytes) -> None:
    """The first line tells."""
    assert read_http(data) is None


@pytest.mark.parametrize(
    ("url", "path", "query"),
    [
        (b"https://example.com/a/b.do?c=d?e", "/a/b.do", "c=d?e"),
        (b"http://example.com?a=b", "", "a=b"),
        (b"/a.aspx", "/a.aspx", ""),
        (b"a.aspx?b=c", "a.aspx", "b=c"),
    ],
)
def test_url_is_a_get(url: bytes, path: str, query: str) -> None:
    """Whole, or its path and query."""
    assert read_url(url) == Request(method="GET", path=path, query=query)


@pytest.mark.parametrize("data", [b"", b"a.aspx", b"http://example.com", b"a=b&c?d", b"/a\n?b"])
def test_what_is_no_url(data: bytes) -> None:
    """Without path and query, or of several lines."""
    assert read_url(data) is None


@given(st.binary())
def test_any_bytes_are_a_message_or_none(data: bytes) -> None:
    """Nothing raises."""
    for head in (b"", b"HTTP/1.1 200\n", b"GET /", b"HTTP/1.1 200\nTransfer-Encoding:chunked\n\n"):
        read_http(head + data)
    read_url(data)
