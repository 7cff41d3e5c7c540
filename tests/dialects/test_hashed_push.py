"""003, chapter 6: pushes. Samples are in ``tests/vectors/hashed_push.json``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.dialects import hashed
from smscodec.errors import EncodeError, LimitError
from smscodec.messages import DeliveryReport, Inbound, InboundMessage, PushAnswer, Reports
from smscodec.wire.document import MAX_DOCUMENT
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

AT = datetime(2024, 6, 1, 8, 9, 10)
REPORTS = Reports(
    reports=(
        DeliveryReport(
            mobile="13800138000",
            task_id="1212",
            status="10",
            received_at=AT,
            carrier_code="DELIVRD",
            extension="01",
        ),
    )
)
INBOUND = Inbound(
    messages=(InboundMessage(mobile="13800138000", content="退订", received_at=AT, extension="01"),)
)
PUSHES: tuple[tuple[Any, Any], ...] = (
    (hashed.push_reports, REPORTS),
    (hashed.push_inbound, INBOUND),
)


@pytest.mark.parametrize(("endpoint", "message"), PUSHES)
def test_push_is_the_body(endpoint: Any, message: Any) -> None:
    """The XML of a fetch, nobody logging in, to the address the customer has chosen."""
    request = endpoint.encode_request(None, message)
    assert (request.path, request.query, request.headers) == ("", "", ())
    call = endpoint.decode_request(replace(request, path="/receive.php", query="a=b"))
    assert (call.login, call.message, call.variant) == (None, message, Variant())
    fetch = hashed.fetch_reports if message is REPORTS else hashed.fetch_inbound
    assert fetch.encode_response(message).body == request.body


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data", "image/png"])
def test_content_type_does_not_matter(content_type: str) -> None:
    """Section 6.1: take the whole body."""
    for endpoint, message in PUSHES:
        request = replace(endpoint.encode_request(None, message), content_type=content_type)
        assert endpoint.fits(request)
        assert endpoint.decode_request(request).message == message


def test_one_push_is_not_the_other() -> None:
    """One that holds nothing may be either."""
    for (endpoint, message), (other, _) in (PUSHES, PUSHES[::-1]):
        request = endpoint.encode_request(None, message)
        assert endpoint.fits(request)
        assert not other.fits(request)
    for endpoint, message in PUSHES:
        nothing = endpoint.encode_request(None, type(message)())
        assert all(each.fits(nothing) for each, _ in PUSHES)
        assert endpoint.decode_request(nothing).message == type(message)()


@pytest.mark.parametrize("body", [b"", b" ", b"a=b", b"<a/>", b"{}", b"\xff", b"<returnsms>"])
def test_other_requests_are_no_pushes(body: bytes) -> None:
    """For any path may be the customer's."""
    for endpoint, _ in PUSHES:
        assert not endpoint.fits(Request(path="/x", body=body))


def test_size_of_a_push_is_bounded() -> None:
    """It comes from strangers."""
    with pytest.raises(LimitError) as caught:
        hashed.push_reports.decode_request(Request(path="/x", body=b" " * (MAX_DOCUMENT + 1)))
    assert caught.value.limit == MAX_DOCUMENT
    assert caught.value.where == "hashed.push_reports request"


def test_push_has_no_login_and_no_variant() -> None:
    """There is nobody to log in, and one way to say it."""
    login: Any = "demo"
    with pytest.raises(EncodeError, match="no word for a login"):
        hashed.push_reports.encode_request(login, REPORTS)
    for variant in (Variant(method="a"), Variant(format="json"), Variant(charset="gbk")):
        with pytest.raises(EncodeError):
            hashed.push_reports.encode_request(None, REPORTS, variant)


def test_answer_is_1_or_error() -> None:
    """Section 6.4, to the byte."""
    for endpoint, _ in PUSHES:
        for answer, body in ((PushAnswer(), b"1"), (PushAnswer(taken=False), b"error")):
            assert endpoint.encode_response(answer).body == body
            assert endpoint.decode_response(body) == answer


@given(st.binary())
def test_every_other_answer_is_taken(body: bytes) -> None:
    """Whatever its bytes."""
    answer = hashed.push_reports.decode_response(body)
    assert answer.taken == (body.removeprefix(b"\xef\xbb\xbf").strip() != b"error")


@pytest.mark.parametrize(
    ("attempts", "answer", "again"),
    [
        (1, PushAnswer(), False),
        (1, PushAnswer(taken=False), True),
        (1, None, True),
        (2, PushAnswer(taken=False), True),
        (2, None, True),
        (3, PushAnswer(taken=False), False),
        (3, None, False),
    ],
)
def test_three_attempts_in_all(attempts: int, answer: PushAnswer | None, again: bool) -> None:
    """The first one counted; ``None`` is a fault of the network."""
    assert hashed.push_again(attempts, answer) is again
