"""003, chapter 8: the web service, which knows one operation, ``SendSms``.

The password travels in clear: ``make_soap_login``. Of the result the document names seven members,
the service itself twelve, in this order. ``AlterSendResult`` is a result in the result, one level
deep here. For SOAP as such, its versions and faults, see ``wire.soap``.

The namespace differs with the host: ``soap_endpoint(namespace)`` makes the endpoint for another.
It is written only; read is any.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...logins import SoapLogin
from ...messages import Accepted, Reason, Refused, Send
from ...wire.bodies import nil
from ...wire.endpoint import Endpoint
from ...wire.nested import maybe, texts
from ...wire.soap import Soap, SoapRequest
from ...wire.tables import OneOf, Row, Table, const, field, inside, optional, spread
from ...wire.times import SOAP_DATETIME
from ...wire.values import DECIMAL, TEXT, TRIMMED, Value, blank, digits, mobiles
from ..rows import NUMBER
from .codes import RESULT_NAMES, SUCCESS_NAME, refusal_code
from .shared import EXTENSION_DIGITS

__all__ = ["NAMESPACE", "OPERATION", "send_soap", "soap_endpoint"]

NAMESPACE = "http://www.yysms.com/"
OPERATION = "SendSms"

FAULTS: Mapping[str, Reason] = {
    "Client": Reason.BAD_PARAMETERS,
    "Sender": Reason.BAD_PARAMETERS,
    "VersionMismatch": Reason.BAD_PARAMETERS,
    "MustUnderstand": Reason.BAD_PARAMETERS,
    "DataEncodingUnknown": Reason.BAD_PARAMETERS,
    "Server": Reason.PLATFORM_ERROR,
    "Receiver": Reason.PLATFORM_ERROR,
}
"""What the codes of faults come to, without prefix and what stands behind a point."""


def _read_fault(text: str) -> tuple[str, Reason]:
    code = text.strip()
    if ":" not in code:
        raise ValueError("a fault has a code with a prefix")
    name = code.rpartition(":")[2].partition(".")[0]
    return code, FAULTS.get(name, Reason.UNKNOWN)


def _write_fault(said: tuple[str, Reason]) -> str:
    code, reason = said
    if _read_fault(code) != said:
        raise ValueError(f"{reason} does not follow from the fault {code!r}")
    return code


FAULT: Value[tuple[str, Reason]] = Value("fault", _write_fault, _read_fault)

# fmt: off

LOGIN = Table(SoapLogin,
    field("userName", "account",  TRIMMED),
    field("password", "password", TEXT),
)
SMS = Table(Send,
    inside("sms",
        field("Msisdns",      "mobiles",   mobiles()),
        field("SMSContent",   "content",   TEXT),
        field("ExtNumber",    "extension", digits(EXTENSION_DIGITS)),
        field("PlanSendTime", "send_at",   nil(SOAP_DATETIME)),
    ),
)


def _result(status: Row, *more: Row) -> tuple[Row, ...]:
    return (
        optional("PayType",       "billing",        TRIMMED),
        status,
        field("Description",      "message",        TRIMMED),
        field("MsgId",            "task_id",        TRIMMED),
        optional("SuccessCounts", "accepted_count", NUMBER),        # numbers, not messages
        optional("BillingCount",  "segments",       NUMBER),
        optional("Amount",        "balance",        NUMBER),
        optional("Balance",       "money_left",     blank(DECIMAL)),
        optional("BillingAmount", "cost",           blank(DECIMAL)),
        texts("Errors",           "details",        item="string"),
        *more,
        optional("CustomId",      "custom_id",      TRIMMED),
    )


TAKEN        = const("StatusCode", SUCCESS_NAME)
NOT_TAKEN    = spread("StatusCode", ("code", "reason"), refusal_code(RESULT_NAMES, SUCCESS_NAME))
ALTERNATIVE  = maybe("AlterSendResult", "alternative", OneOf(
    Table(Accepted, *_result(TAKEN)),
    Table(Refused,  *_result(NOT_TAKEN)),
))
RESULT = OneOf(
    Table(Refused, inside("Fault",
        spread("faultcode",  ("code", "reason"), FAULT),
        field("faultstring", "message", TRIMMED),
    )),
    Table(Accepted, inside("SendSmsResult", *_result(TAKEN,     ALTERNATIVE))),
    Table(Refused,  inside("SendSmsResult", *_result(NOT_TAKEN, ALTERNATIVE))),
)


def soap_endpoint(
    namespace: str = NAMESPACE,
) -> Endpoint[SoapLogin, Send, Accepted | Refused]:
    """``send_soap`` in another namespace."""
    return Endpoint(
        name    = "hashed.send_soap",
        paths   = {"utf-8": "WebService.asmx"},
        form    = SoapRequest(OPERATION, namespace, LOGIN, SMS),
        replies = {
            "":       Soap(OPERATION, namespace, RESULT, "1.1"),
            "soap12": Soap(OPERATION, namespace, RESULT, "1.2"),
        },
    )


send_soap: Endpoint[SoapLogin, Send, Accepted | Refused] = soap_endpoint()
