"""Why the sandbox says no, in the words of the endpoint that was asked."""

from __future__ import annotations

from typing import Any

import pytest
from support.caller import Caller, batch
from support.sayings import SEND, message_for, tongues

from smscodec import Reason, Refused, Send, hashed, mms, plain, signed, xunchen
from smscodec.dialects.reasons import PHRASES, REPORT_ERRORS
from smscodec.sandbox.endpoints import ENDPOINTS
from smscodec.sandbox.refusals import NEAREST, RefusalError, codes_of, known, refused


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: str(each.name))
def test_every_code_of_every_table_can_be_reached(endpoint: Any, demo: Caller) -> None:
    """At every endpoint, in every charset and format, by ordering it."""
    message = message_for(endpoint, demo.box)
    for variant in tongues(endpoint):
        format = variant.format or next(iter(endpoint.replies))
        for code in codes_of(endpoint, format):
            demo.box.fail_next(code, endpoint=endpoint.name)
            reply = demo.say(endpoint, message, variant)
            assert isinstance(reply, Refused)
            assert code in (reply.code, reply.message)
    assert not isinstance(demo.say(endpoint, message), Refused) or "template" in endpoint.name


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if e.name.endswith(("send", "packed"))])
def test_a_word_in_a_text_reaches_every_code(endpoint: Any, caller: Any) -> None:
    """``[sandbox refuse=…]`` by codes, names, phrases and reasons."""
    if endpoint is mms.send:
        return  # an MMS has no text
    demo = caller("signature = 'optional'\nlimited = false")
    for code in codes_of(endpoint, next(iter(endpoint.replies))):
        text = f"[sandbox refuse={code}]"
        message = Send(mobiles=("13800138000",), content=text)
        if endpoint is hashed.send_packed:
            message = batch(("13800138000", text), ("13800138001", "a"))  # type: ignore[assignment]
        reply = demo.say(endpoint, message)
        assert isinstance(reply, Refused)
        assert code in (reply.code, reply.message)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: str(each.name))
def test_every_reason_has_words_everywhere(endpoint: Any) -> None:
    """Its own, or the nearest there are; every one can be written and read again."""
    for variant in tongues(endpoint):
        format = variant.format or next(iter(endpoint.replies))
        for reason in Reason:
            refusal = refused(endpoint, format, RefusalError(reason))
            assert refusal.code or refusal.message


def test_a_refused_send_has_zeros() -> None:
    """As platforms write them."""
    refusal = refused(plain.send, "xml", RefusalError(Reason.EMPTY_CONTENT))
    assert (refusal.balance, refusal.task_id, refusal.accepted_count) == (0, "0", 0)


@pytest.mark.parametrize(
    ("endpoint", "format", "code", "message"),
    [
        (plain.send, "xml", "", "FrequentOperation"),
        (hashed.send, "xml", "", "FrequentOperation"),
        (hashed.send_soap, "", "FrequentOperation", ""),
        (hashed.send_sealed, "json", "9999", "FrequentOperation"),
        (plain.fetch_reports, "xml", "", "FrequentOperation"),
        (xunchen.fetch_reports, "xml", "100", "获取状态报告失败"),
    ],
)
def test_what_has_no_word_is_called_as_the_web_service_calls_it(
    endpoint: Any, format: str, code: str, message: str
) -> None:
    """Where there is a number only, the nearest one."""
    why = RefusalError(Reason.TOO_FREQUENT, name="FrequentOperation")
    refusal = refused(endpoint, format, why)
    assert (refusal.code, refusal.message) == (code, message)


def test_details_are_named_where_they_can_stand() -> None:
    """A detail that would fall apart is left out."""
    refusal = refused(plain.send, "xml", RefusalError(Reason.RESTRICTED_WORDS, "发票", "a,b"))
    assert refusal.message == "包含非法字符：发票"
    assert refusal.details == ("发票",)


def test_a_code_of_another_table_becomes_its_reason() -> None:
    """1111 of 003 is said in 004 as 108."""
    refusal = refused(xunchen.send, "xml", RefusalError(Reason.UNKNOWN, code="1111"))
    assert refusal.code == "108"


def test_a_number_of_003_is_a_phrase_in_xml() -> None:
    """Where chapter 10 is said in words."""
    refusal = refused(hashed.send, "xml", RefusalError(Reason.UNKNOWN, code="1106"))
    assert refusal.message == "没有发送通道"


def test_faults_of_soap_can_be_ordered(demo: Caller) -> None:
    """They have a prefix, and status 500."""
    demo.box.fail_next("soap:Server", endpoint="hashed.send_soap")
    answer = demo.box.answer(demo.request(hashed.send_soap, SEND))
    assert answer.status == 500
    reply = hashed.send_soap.decode_response(answer.body)
    assert isinstance(reply, Refused)
    assert (reply.code, reply.reason) == ("soap:Server", Reason.PLATFORM_ERROR)


def test_known_codes() -> None:
    """Those of either format, the names of reasons, and those that mean a reason elsewhere."""
    assert known(plain.fetch_reports, "3")
    assert known(plain.fetch_reports, "该用户不允许查看状态报告")
    assert known(plain.send, "NO_CHANNEL")
    assert known(plain.send, "1106")
    assert not known(plain.send, "no such code")


def test_tables_differ_with_the_format() -> None:
    """000 numbers the errors of reports in XML only."""
    assert codes_of(signed.fetch_inbound, "xml") == REPORT_ERRORS
    assert set(codes_of(signed.fetch_inbound, "json")) < set(PHRASES)


def test_the_nearest_reasons_go_round_in_no_circle() -> None:
    """No reason stands among its own substitutes."""
    assert all(reason not in others for reason, others in NEAREST.items())
