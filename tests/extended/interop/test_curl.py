"""curl, with each of its ways to send parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from smscodec.sandbox.running import Running

from .clients import Client, installed

CONTENT = "您的订单：1439 & 100% a+b=c;镕😀【腾飞】"
RAW = "内容 x【腾飞】"
MOBILE = "13800138000"
FIELDS = {
    "action": "send",
    "userid": "1",
    "account": "demo",
    "password": "secret123",
    "mobile": MOBILE,
    "content": CONTENT,
}
BARE = f"action=send&account=demo&password=secret123&mobile={MOBILE}&content="
GIVEN = ["--data-binary", "@-"]
SOAP_12 = "Content-Type: application/soap+xml; charset=utf-8"
ENVELOPE = f"""<?xml version="1.0"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/><e:Body>
  <SendSms xmlns="http://www.yysms.com/">
    <password>secret123</password><userName>demo</userName>
    <sms><SMSContent><![CDATA[{CONTENT}]]></SMSContent><Msisdns>{MOBILE}</Msisdns></sms>
  </SendSms>
</e:Body></e:Envelope>"""


@pytest.fixture
def curl() -> Client:
    """curl itself."""
    options = ("--silent", "--show-error", "--fail")
    return Client((installed("curl"), *options), {})


def each(flag: str) -> list[str]:
    """The fields, each behind the flag."""
    return [word for name, value in FIELDS.items() for word in (flag, f"{name}={value}")]


def check_sent(box: Running, endpoint: str, content: str, mobiles: int = 1) -> str:
    """The one request was heard, to the character; the id of its task."""
    (task,) = box.do(box.sandbox.store.tasks)
    assert (task.endpoint, task.content.decode(), task.accepted) == (endpoint, content, mobiles)
    return str(task.id)


@pytest.mark.parametrize(
    ("path", "arguments", "given", "content"),
    [
        ("sms.aspx", each("--data-urlencode"), "", CONTENT),
        ("SMS.ASPX", each("--form-string"), "", CONTENT),
        ("sms.aspx", ["--get", *each("--data-urlencode")], "", CONTENT),
        ("sms.aspx?action=send&userid=1", each("--data-urlencode")[4:], "", CONTENT),
        ("sms.aspx", GIVEN, f"{BARE}{RAW}&userid=1&", RAW),
        ("webservice.asmx", [*GIVEN, "--header", SOAP_12], ENVELOPE, CONTENT),
        ("WebService.asmx?x=1", [*GIVEN, "--header", "Content-Type: text/xml"], ENVELOPE, CONTENT),
    ],
    ids=["urlencoded", "multipart", "get", "both", "raw", "soap 1.2", "soap 1.2 as text"],
)
def test_request_is_understood(
    curl: Client, box: Running, path: str, arguments: list[str], given: str, content: str
) -> None:
    """Whichever way it is sent; the answer names the task."""
    answer = curl.run(f"{box.url}/{path}", *arguments, given=given)
    endpoint = "hashed.send_soap" if "asmx" in path.lower() else "plain.send"
    assert check_sent(box, endpoint, content) in answer


@pytest.mark.parametrize("raw", [True, False])
def test_gbk_is_understood(curl: Client, box: Running, tmp_path: Path, raw: bool) -> None:
    """Percent-encoded by hand or not at all; the answer comes in GBK."""
    text = "镕 内容【腾飞】".encode("gbk")
    escaped = "".join(f"%{byte:02x}" for byte in text).encode()
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    asked.write_bytes(BARE.encode() + (text if raw else escaped) + b"&userid=1")
    arguments = ("--data-binary", f"@{asked}", "--output", str(answer))
    curl.run(f"{box.url}/smsGBK.aspx", *arguments)
    check_sent(box, "plain.send", "镕 内容【腾飞】")
    assert b'encoding="gb2312"' in answer.read_bytes()


@pytest.mark.parametrize(("path", "charset"), [("sms.aspx", "utf-8"), ("smsGBK.aspx", "gbk")])
def test_url_that_is_not_encoded_is_understood(
    curl: Client, box: Running, tmp_path: Path, path: str, charset: str
) -> None:
    """As people write it by hand."""
    text = "镕内容【腾飞】"
    options = tmp_path / "options"
    options.write_bytes(f'url = "{box.url}/{path}?{BARE}{text}&userid=1"'.encode(charset))
    curl.run("--config", str(options))
    check_sent(box, "plain.send", text)


def test_large_body_is_understood(curl: Client, box: Running, tmp_path: Path) -> None:
    """curl asks first (``Expect: 100-continue``) before it sends so much."""
    file = tmp_path / "mobile"
    file.write_text(",".join(f"1380{n:07}" for n in range(100_000)))
    arguments = [
        word.replace(f"mobile={MOBILE}", f"mobile@{file}") for word in each("--data-urlencode")
    ]
    curl.run(f"{box.url}/sms.aspx", *arguments)
    check_sent(box, "plain.send", CONTENT, 100_000)
