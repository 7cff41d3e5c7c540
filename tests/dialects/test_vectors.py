"""Every wire sample of every dialect: ``tests/vectors/<dialect>_{requests,replies}.json``, and
``<dialect>_{push,soap}.json`` with both: a case with a ``request`` is one.

Beside what ``support.vectors`` says, a case has

``endpoint``
    ``plain.send``
``request``
    ``method``, ``path``, ``query``, ``content_type``; the bytes of the case are the body
``content_type``
    that of a reply
``value``
    the message or reply, as ``support.plainly`` says it
``login``, ``variant``
    likewise; where a request has none, they are not looked at
``credentials``
    account and password of who made the login
``repeated``
    parameters that came with several values; none where it is not said
``error``
    words of the error

A request is reproduced where its parameters are the same text, in the query or in the body.
"""

from __future__ import annotations

from importlib import import_module
from operator import attrgetter
from typing import Any

import pytest
from support.plainly import plainly
from support.vectors import FOLDER, cases

from smscodec.errors import DecodeError
from smscodec.logins import check_login
from smscodec.messages import Reason
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant


def every(kind: str, **wanted: bool) -> list[Any]:
    """The cases of this kind of all dialects."""
    files = [file for each in (kind, "push", "soap") for file in FOLDER.glob(f"*_{each}.json")]
    wanted["request"] = kind == "requests"
    return [case for name in sorted(file.stem for file in files) for case in cases(name, **wanted)]


def endpoint_of(case: dict[str, Any]) -> Any:
    """The endpoint a case names."""
    dialect, _, name = case["endpoint"].partition(".")
    return attrgetter(name)(import_module(f"smscodec.dialects.{dialect}"))


def request_of(case: dict[str, Any]) -> Request:
    """The request of a case."""
    return Request(body=case["bytes"], **case["request"])


def test_endpoints_know_their_names() -> None:
    """What a case calls an endpoint, it calls itself."""
    for case in (*every("requests"), *every("replies")):
        (values,) = case.values
        assert endpoint_of(values).name == values["endpoint"]


# ---- requests --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", every("requests", error=False))
def test_request_is_read(case: dict[str, Any]) -> None:
    """As the message it says."""
    call = endpoint_of(case).decode_request(request_of(case))
    assert plainly(call.message) == case["value"]
    if "login" in case:
        assert plainly(call.login) == case["login"]
    if "variant" in case:
        assert plainly(call.variant) == {"type": "Variant", **case["variant"]}
    assert list(call.repeated) == case.get("repeated", [])


@pytest.mark.parametrize("case", every("requests", credentials=True))
def test_login_is_accepted(case: dict[str, Any]) -> None:
    """With the credentials it was made with, and with no others."""
    login, who = endpoint_of(case).decode_request(request_of(case)).login, case["credentials"]
    assert check_login(login, **who) is None
    other = {**who, "password": who["password"] + "4"}
    assert check_login(login, **other) is Reason.WRONG_CREDENTIALS


@pytest.mark.parametrize("case", every("requests", reproducible=True))
def test_request_is_written(case: dict[str, Any]) -> None:
    """To the byte as it was read."""
    endpoint, request = endpoint_of(case), request_of(case)
    call = endpoint.decode_request(request)
    again = endpoint.encode_request(call.login, call.message, call.variant)
    assert again.body.decode() == request.query or again.body == request.body
    assert again.path.lower() == request.path.rpartition("/")[2].lower()


@pytest.mark.parametrize("case", every("requests", error=True))
def test_bad_request_is_refused(case: dict[str, Any]) -> None:
    """With the fault and the endpoint it was read as."""
    with pytest.raises(DecodeError) as caught:
        endpoint_of(case).decode_request(request_of(case))
    assert case["error"] in str(caught.value)
    assert caught.value.where == f"{case['endpoint']} request"


# ---- replies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", every("replies", error=False))
def test_reply_is_read(case: dict[str, Any]) -> None:
    """As the reply it says."""
    reply = endpoint_of(case).decode_response(case["bytes"], case.get("content_type", ""))
    assert plainly(reply) == case["value"]


@pytest.mark.parametrize("case", every("replies", reproducible=True))
def test_reply_is_written(case: dict[str, Any]) -> None:
    """To the byte as it was read."""
    endpoint = endpoint_of(case)
    reply = endpoint.decode_response(case["bytes"], case.get("content_type", ""))
    written = endpoint.encode_response(reply, Variant(**case.get("variant", {})))
    assert written.body == case["bytes"]


@pytest.mark.parametrize("case", every("replies", error=True))
def test_bad_reply_is_refused(case: dict[str, Any]) -> None:
    """With the fault and the endpoint it was read as."""
    with pytest.raises(DecodeError) as caught:
        endpoint_of(case).decode_response(case["bytes"], case.get("content_type", ""))
    assert case["error"] in str(caught.value)
    assert caught.value.where == f"{case['endpoint']} response"
