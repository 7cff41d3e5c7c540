"""SOAP clients that read our WSDL: what comes later, what is refused, what fails.

An ordinary send is in ``test_clients``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from smscodec.dialects.hashed import codes
from smscodec.sandbox.running import Running

from .clients import php

MOBILES = ("13800138000", "13800138001")
CONTENT = "您的订单：1439 & ]]> <b>\r\n镕😀【腾飞】"
LATER = datetime(2099, 2, 2, 9, 8, 10)
PORTS = {"1.1": "WebServiceSoap", "1.2": "WebServiceSoap12"}


def over_zeep(folder: Path, url: str, version: str) -> dict[str, Any]:
    """What zeep understands of the answer."""
    zeep = pytest.importorskip("zeep")
    from requests import Session

    with Session() as session:
        session.trust_env = False
        transport = zeep.Transport(session=session)
        client = zeep.Client(f"{url}/webservice.asmx?WSDL", transport=transport)
        sms = {"Msisdns": ",".join(MOBILES), "SMSContent": CONTENT, "PlanSendTime": LATER}
        service = client.bind("WebService", PORTS[version])
        try:
            result = service.SendSms(userName="demo", password="secret123", sms=sms)
        except zeep.exceptions.Fault as fault:
            return {"code": fault.code, "words": fault.message}
        understood: dict[str, Any] = zeep.helpers.serialize_object(result, dict)
        return understood


def over_php(folder: Path, url: str, version: str) -> dict[str, Any]:
    """What PHP understands."""
    message = {
        "mobile": ",".join(MOBILES),
        "content": CONTENT,
        "sendTime": LATER.isoformat(),
    }
    understood: dict[str, Any] = json.loads(
        php(folder).run(f"soap {version}", url, given=json.dumps(message))
    )
    return understood


Call = Callable[[Path, str, str], dict[str, Any]]


@pytest.fixture(params=[over_zeep, over_php])
def call(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str, str], dict[str, Any]]:
    """Each of them that is installed."""
    return lambda url, version: request.param(tmp_path, url, version)


@pytest.mark.parametrize("version", PORTS)
def test_time_is_understood(call: Any, box: Running, version: str) -> None:
    """It is sent then, and not a character of it is lost."""
    understood = call(box.url, version)
    (task,) = box.do(box.sandbox.store.tasks)
    assert (understood["StatusCode"], understood["MsgId"]) == ("OK", task.id)
    assert (task.send_at, task.content.decode()) == (LATER, CONTENT)


@pytest.mark.parametrize("version", PORTS)
def test_refusal_is_understood(call: Any, box: Running, version: str) -> None:
    """It is a result like any other."""
    box.do(box.sandbox.fail_next, "AmountNotEnough", endpoint="hashed.send_soap")
    understood = call(box.url, version)
    words, _ = codes.RESULT_NAMES["AmountNotEnough"]
    assert (understood["StatusCode"], understood["Description"]) == ("AmountNotEnough", words)


@pytest.mark.parametrize("version", PORTS)
def test_fault_is_understood(call: Any, box: Running, version: str) -> None:
    """It is what the client raises, with the sandbox's words."""
    box.do(box.sandbox.fail_next, "soap:Server", endpoint="hashed.send_soap")
    understood = call(box.url, version)
    assert understood["words"] == "the sandbox refuses"
    assert understood["code"].rpartition(":")[2] in ("Server", "Receiver")
