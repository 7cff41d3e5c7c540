"""curl, with each of its ways to send parameters."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.gateway import gateway
from support.platform import TASK, Platform

from smscodec.messages import Send

CONTENT = "您的验证码：1439 & 100% a+b=c;镕😀【腾飞】"
SENT = Send(mobiles=("13800138000",), content=CONTENT)
FIELDS = {
    "action": "send",
    "userid": "12",
    "account": "demo",
    "password": "secret123",
    "mobile": "13800138000",
    "content": CONTENT,
}
RAW = "action=send&account=demo&password=secret123&mobile=13800138000&content=内容 x&userid=12&"
SENT_RAW = Send(mobiles=("13800138000",), content="内容 x")
GIVEN = ["--data-binary", "@-"]
SOAP_12 = "Content-Type: application/soap+xml; charset=utf-8"
ENVELOPE = f"""<?xml version="1.0"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/><e:Body>
  <SendSms xmlns="http://www.yysms.com/">
    <password>secret123</password><userName>demo</userName>
    <sms><SMSContent><![CDATA[{CONTENT}]]></SMSContent><Msisdns>13800138000</Msisdns></sms>
  </SendSms>
</e:Body></e:Envelope>"""


def each(flag: str) -> list[str]:
    """The fields, each behind the flag."""
    return [word for name, value in FIELDS.items() for word in (flag, f"{name}={value}")]


def run(curl: str, *arguments: str, given: bytes = b"") -> bytes:
    """What curl prints: the body of the answer."""
    command = [curl, "--silent", "--show-error", "--fail", "--noproxy", "*", *arguments]
    return subprocess.run(command, input=given, capture_output=True, timeout=60, check=True).stdout


@pytest.mark.parametrize(
    ("path", "arguments", "given", "said"),
    [
        ("sms.aspx", each("--data-urlencode"), "", SENT),
        ("SMS.ASPX", each("--form-string"), "", SENT),
        ("sms.aspx", ["--get", *each("--data-urlencode")], "", SENT),
        ("sms.aspx?action=send&userid=12", each("--data-urlencode")[4:], "", SENT),
        ("sms.aspx", GIVEN, RAW, SENT_RAW),
        ("webservice.asmx", [*GIVEN, "--header", SOAP_12], ENVELOPE, SENT),
        ("WebService.asmx?wsdl=1", [*GIVEN, "--header", "Content-Type: text/xml"], ENVELOPE, SENT),
    ],
    ids=["urlencoded", "multipart", "get", "both", "raw", "soap 1.2", "soap 1.2 as text"],
)
def test_request_is_understood(
    curl: str, path: str, arguments: list[str], given: str, said: Any
) -> None:
    """Whichever way it is sent; the answer is the platform's, to the byte."""
    platform = Platform()
    with gateway(platform) as running:
        answer = run(curl, f"{running.url}/{path}", *arguments, given=given.encode())
    ((endpoint, call),) = platform.heard
    assert endpoint == ("hashed.send_soap" if "asmx" in path.lower() else "plain.send")
    assert call.message == said
    assert TASK.encode() in answer


@pytest.mark.parametrize("raw", [True, False])
def test_gbk_is_understood(curl: str, raw: bool) -> None:
    """Percent-encoded by hand or not at all; the answer comes in GBK."""
    content = "镕 内容".encode("gbk")
    escaped = "".join(f"%{byte:02x}" for byte in content).encode()
    given = RAW.partition("内容 x")[0].encode() + (content if raw else escaped) + b"&userid=12"
    platform = Platform()
    with gateway(platform) as running:
        answer = run(curl, f"{running.url}/smsGBK.aspx", *GIVEN, given=given)
    ((_, call),) = platform.heard
    assert call.message == Send(mobiles=("13800138000",), content="镕 内容")
    assert b'encoding="gb2312"' in answer


def test_large_body_is_understood(curl: str, tmp_path: Path) -> None:
    """curl asks first (``Expect: 100-continue``) before it sends so much."""
    content = "内容" * 300_000
    file = tmp_path / "content"
    file.write_text(content, "utf-8")
    fields = [*each("--data-urlencode")[:-1], f"content@{file}"]
    platform = Platform()
    with gateway(platform) as running:
        run(curl, f"{running.url}/sms.aspx", *fields)
    ((_, call),) = platform.heard
    assert call.message == Send(mobiles=("13800138000",), content=content)
