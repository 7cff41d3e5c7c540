"""httpx with its own encoders: each way a Python customer sends parameters."""

from __future__ import annotations

from typing import Any

import pytest

from smscodec.sandbox.running import Running

httpx = pytest.importorskip("httpx")

CONTENT = "您的订单：1439 & 100% a+b=c;~*'()!|@\\^ \r\n镕😀<【腾飞】"
MOBILES = ("13800138000", "13800138001")
FIELDS = {
    "action": "send",
    "rt": "json",
    "userid": "1",
    "account": "demo",
    "password": "secret123",
    "mobile": ",".join(MOBILES),
    "content": CONTENT,
    "sendTime": "",
    "extno": "",
}


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST", "data": FIELDS},
        {"method": "POST", "params": FIELDS},
        {"method": "GET", "params": FIELDS},
        {"method": "POST", "files": {name: (None, text) for name, text in FIELDS.items()}},
        {"method": "POST", "params": {"action": "send"}, "data": FIELDS},
    ],
    ids=["urlencoded", "all in the URL", "get", "multipart", "action twice"],
)
def test_client_and_sandbox_understand_each_other(box: Running, request_: dict[str, Any]) -> None:
    """Whichever way it is sent."""
    with httpx.Client(trust_env=False) as client:
        answer = client.request(url=f"{box.url}/sms.aspx", **request_)
    said = [(each.mobile, each.content) for each in box.do(box.sandbox.messages)]
    assert said == [(mobile, CONTENT) for mobile in MOBILES]
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json() == {
        "ReturnStatus": "Success",
        "Message": "ok",
        "RemainPoint": 999_998,
        "TaskID": 1_000_001,
        "SuccessCounts": 2,
    }
