"""What platforms would answer to the account ``demo``: one reply for each endpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from smscodec.dialects import hashed
from smscodec.dialects.find import find
from smscodec.logins import SealedLogin, check_login
from smscodec.messages import (
    Accepted,
    DeliveryReport,
    Refused,
    Reports,
    SendSealed,
    TemplateDone,
)
from smscodec.wire.request import Request
from smscodec.wire.variant import Call

from .gateway import Answer, Gateway

__all__ = ["ACCOUNT", "PASSWORD", "TASK", "VERY_CODE", "Platform"]

ACCOUNT, PASSWORD, VERY_CODE = "demo", "secret123", "code456"
TASK = "1504080852350206"

_TAKEN = Accepted(task_id=TASK, balance=1286, accepted_count=2, message="ok")
_REPLIES: dict[str, Any] = {
    "mms.send": Accepted(task_id=TASK, balance=1286),
    "xunchen.send": Accepted(task_id=TASK),
    "hashed.templates.register": TemplateDone(template_id="1001", message="ok"),
    "plain.fetch_reports": Reports(
        reports=(
            DeliveryReport(
                mobile="13800138000",
                task_id=TASK,
                status="10",
                received_at=datetime(2018, 2, 2, 9, 8, 10),
                carrier_code="DELIVRD",
            ),
            DeliveryReport(mobile="13800138001", task_id=TASK, status="20", carrier_code="<&>"),
        )
    ),
}


@dataclass
class Platform:
    """Answers what is asked; what it has heard is kept."""

    refusing: Refused | None = None
    """The reply to everything, if any."""
    heard: list[tuple[str, Call[Any, Any]]] = field(default_factory=list)
    """The endpoint's name and what was said there; envelopes are opened."""

    def __call__(self, gateway: Gateway, request: Request) -> Answer:
        """The answer to one request; the login has to be right."""
        if request.query.lower() == "wsdl":
            return Answer(hashed.wsdl(f"{gateway.url}/WebService.asmx"), "text/xml; charset=utf-8")
        endpoint = find(request)[0]
        call = endpoint.decode_request(request)
        self._check(call)
        self.heard.append((endpoint.name, _opened(call)))
        reply = self.refusing or _REPLIES.get(endpoint.name, _TAKEN)
        response = endpoint.encode_response(reply, call.variant)
        is_fault = ":" in getattr(reply, "code", "")
        return Answer(response.body, response.content_type, 500 if is_fault else 200)

    def _check(self, call: Call[Any, Any]) -> None:
        wrong = check_login(call.login, account=ACCOUNT, password=PASSWORD, very_code=VERY_CODE)
        assert wrong is None, wrong


def _opened(call: Call[Any, Any]) -> Call[Any, Any]:
    if not isinstance(call.message, SendSealed):
        return call
    assert call.login == SealedLogin(user_id="12")
    now = datetime(2018, 2, 2, 9, 8, 10)
    message = hashed.open_send(call.message, account=ACCOUNT, password=PASSWORD, now=now)
    return Call(login=call.login, message=message, variant=call.variant, repeated=call.repeated)
