"""SOAP clients that read our WSDL: zeep and PHP's SoapClient."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.gateway import gateway
from support.platform import TASK, Platform

from smscodec.dialects.hashed import codes
from smscodec.dialects.reasons import refuse
from smscodec.messages import Reason, Refused, Send

CONTENT = "您的验证码：1439 & ]]> <b>\r\n镕😀【腾飞】"
SENT = Send(mobiles=("13800138000", "13800138001"), content=CONTENT)
SCHEDULED = Send(mobiles=SENT.mobiles, content=CONTENT, send_at=datetime(2018, 2, 2, 9, 8, 10))
BROKE = refuse(Reason.INSUFFICIENT_BALANCE, codes.RESULT_NAMES)
FAULT = Refused(code="soap:Server", message="服务器忙", reason=Reason.PLATFORM_ERROR)

VERSIONS = {"1.1": "WebServiceSoap", "1.2": "WebServiceSoap12"}


def over_zeep(request: pytest.FixtureRequest, url: str, version: str, send: Send) -> dict[str, Any]:
    """What zeep understands of the answer."""
    zeep = pytest.importorskip("zeep")
    from requests import Session

    with Session() as session:
        session.trust_env = False
        transport = zeep.Transport(session=session)
        client = zeep.Client(f"{url}/webservice.asmx?WSDL", transport=transport)
        service = client.bind("WebService", VERSIONS[version])
        try:
            result = service.SendSms(
                userName="demo",
                password="secret123",
                sms={
                    "Msisdns": ",".join(send.mobiles),
                    "SMSContent": send.content,
                    "PlanSendTime": send.send_at or zeep.xsd.Nil,
                },
            )
        except zeep.exceptions.Fault as fault:
            return {"code": fault.code, "words": fault.message}
        understood: dict[str, Any] = zeep.helpers.serialize_object(result, dict)
        return {name: said for name, said in understood.items() if said is not None}


def over_php(request: pytest.FixtureRequest, url: str, version: str, send: Send) -> dict[str, Any]:
    """What PHP understands."""
    message = {"mobile": ",".join(send.mobiles), "content": send.content}
    if send.send_at:
        message["sendTime"] = send.send_at.isoformat()
    done = subprocess.run(
        [
            request.getfixturevalue("php"),
            Path(__file__).parent / "client.php",
            f"soap {version}",
            url,
        ],
        input=json.dumps(message).encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    understood: dict[str, Any] = json.loads(done.stdout)
    return {name: said for name, said in understood.items() if said not in (None, [])}


CLIENTS = {"zeep": over_zeep, "php": over_php}
Client = Callable[[str, str, Send], dict[str, Any]]


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> Client:
    """Each of them that is installed."""
    return partial(CLIENTS[request.param], request)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("said", [SENT, SCHEDULED], ids=["now", "later"])
def test_call_is_understood(client: Client, version: str, said: Send) -> None:
    """In both versions, with a time and with none; the answer comes in the version of the call."""
    platform = Platform()
    with gateway(platform) as running:
        understood = client(running.url, version, said)
    ((endpoint, call),) = platform.heard
    assert endpoint == "hashed.send_soap"
    assert call.message == said
    assert call.variant.format == {"1.1": "", "1.2": "soap12"}[version]
    expected = ("OK", "ok", TASK, 2, 1286)
    names = ("StatusCode", "Description", "MsgId", "SuccessCounts", "Amount")
    assert tuple(understood[name] for name in names) == expected


@pytest.mark.parametrize("version", VERSIONS)
def test_refusal_is_understood(client: Client, version: str) -> None:
    """It is a result like any other."""
    with gateway(Platform(refusing=BROKE)) as running:
        understood = client(running.url, version, SENT)
    assert (understood["StatusCode"], understood["Description"]) == (BROKE.code, BROKE.message)


@pytest.mark.parametrize("version", VERSIONS)
def test_fault_is_understood(client: Client, version: str) -> None:
    """It is what the client raises, with our words."""
    with gateway(Platform(refusing=FAULT)) as running:
        understood = client(running.url, version, SENT)
    assert understood == {"code": understood["code"], "words": "服务器忙"}
    assert understood["code"].rpartition(":")[2] in ("Server", "Receiver")
