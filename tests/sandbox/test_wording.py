"""A whole reply, cut down to what an endpoint has words for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from smscodec import (
    Accepted,
    Balance,
    DeliveryReport,
    Inbound,
    InboundMessage,
    PasswordChanged,
    Refused,
    Reports,
    TemplateDone,
    Templates,
    Variant,
    WordsVerdict,
    hashed,
    mms,
    plain,
    xunchen,
)
from smscodec.sandbox.endpoints import ENDPOINTS
from smscodec.sandbox.wording import format_of, worded

NOW = datetime(2026, 1, 5, 9)
WHOLE: dict[str, Any] = {
    "send": Accepted(
        task_id="1", balance=10, accepted_count=2, segments=3, message="ok", details=("x",)
    ),
    "balance": Balance(balance=58, billing="预付费", total=100, message="ok"),
    "check": WordsVerdict(clean=True, message="没有包含屏蔽词", content="a"),
    "change": PasswordChanged(message="ok"),
    "fetch_reports": Reports(
        reports=(
            DeliveryReport(
                mobile="13800138000",
                task_id="1",
                status="10",
                carrier_code="DELIVRD",
                received_at=NOW,
                extension="12",
            ),
        ),
        message="ok",
    ),
    "fetch_inbound": Inbound(
        messages=(
            InboundMessage(
                mobile="13800138000",
                content="a",
                received_at=NOW,
                task_id="1",
                extension="12",
                receiver="1069",
            ),
        ),
        message="ok",
    ),
    "templates.query": Templates(message="ok"),
    "templates": TemplateDone(template_id="1", message="ok"),
}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: str(each.name))
def test_what_is_left_can_be_said_and_is_read_again(endpoint: Any) -> None:
    """By every endpoint, in every format."""
    name = endpoint.name.partition(".")[2]
    whole = next(WHOLE[start] for start in WHOLE if name.startswith(start))
    for variant in (Variant(), Variant(format="json"), Variant(format="soap12")):
        if endpoint.speaks(variant):
            said = worded(endpoint, variant, whole)
            answer = endpoint.encode_response(said, variant)
            assert endpoint.decode_response(answer.body, answer.content_type) == said


def test_nothing_is_cut_that_there_is_a_word_for() -> None:
    """SOAP can say all that is known of a send."""
    assert worded(hashed.send_soap, Variant(), WHOLE["send"]) == WHOLE["send"]


def test_plain_text_says_two_things() -> None:
    """002's answer to a send; of a refusal its number."""
    assert worded(mms.send, Variant(), WHOLE["send"]) == Accepted(task_id="1", balance=10)
    zeros = Refused(code="3", message="号码为空", balance=0, task_id="0", accepted_count=0)
    assert worded(mms.send, Variant(), zeros) == Refused(code="3", message="号码为空")


def test_004_counts_in_tens() -> None:
    """Downwards."""
    assert worded(xunchen.balance, Variant(), WHOLE["balance"]) == Balance(balance=50)


def test_formats() -> None:
    """The one that is asked for, where there is such a reply; else the endpoint's own."""
    assert format_of(plain.send, Variant()) == "xml"
    assert format_of(plain.send, Variant(format="json")) == "json"
    assert format_of(hashed.send_json, Variant()) == "json"
    assert format_of(mms.send, Variant()) == "plain"
    assert format_of(hashed.send_soap, Variant()) == ""
