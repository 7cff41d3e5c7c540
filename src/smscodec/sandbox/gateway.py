"""Requests in, answers out: the endpoint found, the request read, the reply written.

Which endpoint a request is for is told by ``find``; where several remain, by the account: what is
not open to it is not meant. A path somebody documents is answered whatever comes there, in that
endpoint's words; any other is 404. Everything has the status 200, as these platforms answer, but
for SOAP faults (500).
"""

from __future__ import annotations

from itertools import chain
from typing import Any

from .. import Call, DecodeError, EncodeError, Refused, Request, Variant, find, hashed
from ..primitives.charset import Charset
from ..wire.form import Form, Spoken
from ..wire.request import Parameters, read_parameters
from ..wire.soap import SoapRequest
from ..wire.variant import Format
from .capture import capture, shortened
from .endpoints import SHARING, AnyEndpoint, last_part
from .faults import Answer, Faults
from .feed import Feed
from .platform import Outcome, Platform
from .profiles import dialect_of
from .records import Captured
from .views import task_view

__all__ = ["Gateway"]


class Gateway:
    """The platform, spoken to in five ways."""

    def __init__(self, platform: Platform, feed: Feed, faults: Faults) -> None:
        self._platform, self._feed, self._faults = platform, feed, faults

    def answer(self, request: Request, *, ip: str = "") -> Answer:
        """The answer; what was changed waits for ``store.commit``."""
        if request.query.lower() == "wsdl" and last_part(request.path) == "webservice.asmx":
            return self._wsdl(request)
        endpoint, call, fault = self._understood(request)
        if endpoint is None or call is None:
            return Answer(body=b"no document has this path", content_type="text/plain", status=404)
        if self._faults.loses(endpoint.name):
            return Answer(endpoint=endpoint.name, dropped=True)
        captured = capture(request, endpoint)
        try:
            with self._platform.store.changes():
                if fault is None:
                    outcome = self._platform.handle(endpoint, call, ip=ip, captured=captured)
                else:
                    outcome = self._platform.cannot_read(endpoint, call, fault, ip)
                answer = _written(endpoint, outcome, call.variant)
        except EncodeError as error:
            self._platform.forget()
            outcome = self._platform.cannot_say(endpoint, call, error)
            answer = _written(endpoint, outcome, call.variant)
        self._tell(endpoint, captured, outcome, answer, ip)
        return self._faults.spoil(answer)

    # ---- reading ------------------------------------------------------------------------------

    def _understood(
        self, request: Request
    ) -> tuple[AnyEndpoint | None, Call[Any, Any] | None, DecodeError | None]:
        """The endpoint that is meant, and what it reads, or why it cannot."""
        sharing = SHARING.get(last_part(request.path))
        if sharing is None:
            return None, None, None
        found = list(sharing.ENDPOINTS)
        if len(found) > 1:
            found = list(find(request, (sharing,))) or found[:1]
        first = _read(found[0], request)
        readings = chain((first,), (_read(endpoint, request) for endpoint in found[1:]))
        return next((each for each in readings if self._open(each[0], each[1])), first)

    def _open(self, endpoint: AnyEndpoint, call: Call[Any, Any]) -> bool:
        """Whether the account that calls may speak this way; who is unknown may all."""
        account = self._platform.customers.named(getattr(call.login, "account", ""))
        return account is None or dialect_of(endpoint.name) in account.dialects

    def _wsdl(self, request: Request) -> Answer:
        host = {name.lower(): value for name, value in request.headers}.get("host", "localhost")
        address = f"http://{host}{request.path}"
        return Answer(body=hashed.wsdl(address), content_type="text/xml; charset=utf-8")

    # ---- telling ------------------------------------------------------------------------------

    def _tell(
        self,
        endpoint: AnyEndpoint,
        captured: Captured,
        outcome: Outcome,
        answer: Answer,
        ip: str,
    ) -> None:
        reply = outcome.reply
        self._feed.publish(
            "call",
            at=self._platform.clock.now(),
            endpoint=endpoint.name,
            account=outcome.account,
            ip=ip,
            request=shortened(captured),
            status=answer.status,
            refused=isinstance(reply, Refused),
            code=getattr(reply, "code", ""),
            message=getattr(reply, "message", ""),
            why=outcome.why,
            task_id=outcome.task.id if outcome.task else "",
        )
        if outcome.task:
            self._feed.publish("task", **task_view(outcome.task))


# ---- helpers ---------------------------------------------------------------------------------


def _read(
    endpoint: AnyEndpoint, request: Request
) -> tuple[AnyEndpoint, Call[Any, Any], DecodeError | None]:
    try:
        return endpoint, endpoint.decode_request(request), None
    except DecodeError as error:
        return endpoint, _half_read(endpoint, request), error


def _half_read(endpoint: AnyEndpoint, request: Request) -> Call[Any, Any]:
    """Of a request that cannot be read: the login, if that can, and the tongue to answer in."""
    form = endpoint.form
    if isinstance(form, SoapRequest):
        version: Format = "soap12" if "soap+xml" in request.content_type.lower() else ""
        return Call(login=None, message=None, variant=Variant(format=version))
    login, said = None, dict[str, Any]()
    if isinstance(form, Form):
        try:
            parameters = read_parameters(request)
            for row in form.parts:
                if isinstance(row, Spoken):
                    said.update(row.hear(parameters.text(row.name, "utf-8")))
            login = form.login.read(_texts(form, parameters))
        except DecodeError:
            pass
    charset: Charset = (
        "gbk" if "gbk" in endpoint.paths and "gbk" in last_part(request.path) else "utf-8"
    )
    return Call(login=login, message=None, variant=Variant(charset=charset, **said))


def _texts(form: Form, parameters: Parameters) -> dict[str, str]:
    names = [name.lower() for row in form.login.rows for name in row.names]
    return {name: parameters.text(name, "utf-8") for name in names if name in parameters.values}


def _written(endpoint: AnyEndpoint, outcome: Outcome, variant: Variant) -> Answer:
    """The reply in bytes."""
    response = endpoint.encode_response(outcome.reply, variant)
    fault = ":" in getattr(outcome.reply, "code", "")
    return Answer(
        body=response.body,
        content_type=response.content_type,
        status=500 if fault else 200,
        endpoint=endpoint.name,
    )
