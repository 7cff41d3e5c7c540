"""What the adapters share."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from smscodec.dialects import plain, xunchen
from smscodec.errors import SmsCodecError
from smscodec.messages import Accepted, Refused
from smscodec.transport import StatusError
from smscodec.transport.exchange import headers_of, reply_of, url_of
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant


@pytest.mark.parametrize(
    ("base_url", "request_", "url"),
    [
        ("http://h", Request(path="sms.aspx"), "http://h/sms.aspx"),
        ("http://h:8080/a/b/", Request(path="sms.aspx"), "http://h:8080/a/b/sms.aspx"),
        ("http://h", Request(path="sms.aspx", query="a=%D6&b"), "http://h/sms.aspx?a=%D6&b"),
        ("http://h/push", Request(path=""), "http://h/push"),
        ("http://h/push/", Request(path=""), "http://h/push/"),
    ],
)
def test_path_goes_behind_the_folder(base_url: str, request_: Request, url: str) -> None:
    """One slash between them; a push has no path of its own."""
    assert url_of(base_url, request_) == url


def test_headers_are_the_request_s() -> None:
    """The content type first, then what else it wants said."""
    request = Request(path="", content_type="text/xml", headers=(("SOAPAction", '"x"'),))
    assert headers_of(request) == {"Content-Type": "text/xml", "SOAPAction": '"x"'}


@pytest.mark.parametrize("status", [204, 301, 302, 307, 400, 404, 500, 502])
def test_any_status_but_200_is_an_error(status: int) -> None:
    """Even under bytes that would be a reply; the body is kept for who wants to look."""
    body = plain.send.encode_response(Accepted(task_id="1")).body
    with pytest.raises(StatusError) as caught:
        reply_of(plain.send, Variant(), status, body, "text/html; charset=gb2312")
    assert isinstance(caught.value, SmsCodecError)
    assert (caught.value.status, caught.value.body) == (status, body)
    assert str(caught.value).startswith(f"HTTP status {status} instead of 200")
    assert str(caught.value).endswith(f"(text/html, {len(body)} bytes) - at `plain.send response`")
    assert ("redirects are not followed" in str(caught.value)) == (status in (301, 302, 307))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.body) == (str(caught.value), body)


def test_request_s_charset_is_believed_where_the_reply_says_none() -> None:
    """Bytes that both charsets could read are read in the one that was asked in."""
    said = "<returnsms><returnstatus>Faild</returnstatus><message>模</message></returnsms>"
    reply = reply_of(plain.send, Variant(charset="gbk"), 200, said.encode("gbk"), "")
    assert isinstance(reply, Refused)
    assert reply.message == "模"  # in UTF-8 these two bytes are "ģ"


def test_reply_that_is_always_utf_8_is_read_so() -> None:
    """Whatever was asked in."""
    said = "<sms><mt><status>110#(é)</status></mt></sms>"
    reply = reply_of(xunchen.send, Variant(charset="gbk"), 200, said.encode(), "")
    assert isinstance(reply, Refused)
    assert reply.details == ("é",)  # in GBK these two bytes are "茅"


def test_no_library_is_imported() -> None:
    """Neither by the codec nor by an adapter: who has a client has its library."""
    program = """
import sys
import smscodec, smscodec.dialects.plain
assert not [name for name in sys.modules if name.startswith("smscodec.transport")]
import smscodec.transport.httpx, smscodec.transport.requests, smscodec.transport.aiohttp
assert not {"httpx", "requests", "aiohttp", "asyncio"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
