"""httpx with its own encoders: what a Python customer writes without us."""

from __future__ import annotations

from typing import Any

import pytest
from support.gateway import gateway
from support.platform import TASK, Platform

from smscodec.messages import Send

httpx = pytest.importorskip("httpx")

CONTENT = "您的验证码：1439 & 100% a+b=c;~*'()!|@\\^ \r\n镕😀<【腾飞】"
FIELDS = {
    "action": "send",
    "rt": "json",
    "userid": "12",
    "account": "demo",
    "password": "secret123",
    "mobile": "13800138000,13800138001",
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
def test_client_and_gateway_understand_each_other(request_: dict[str, Any]) -> None:
    """Whichever way it is sent."""
    platform = Platform()
    with gateway(platform) as running, httpx.Client(trust_env=False) as client:
        answer = client.request(url=f"{running.url}/sms.aspx", **request_)
    ((endpoint, call),) = platform.heard
    assert endpoint == "plain.send"
    assert call.message == Send(mobiles=("13800138000", "13800138001"), content=CONTENT)
    assert call.repeated == ()
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json() == {
        "ReturnStatus": "Success",
        "Message": "ok",
        "RemainPoint": 1286,
        "TaskID": int(TASK),
        "SuccessCounts": 2,
    }
