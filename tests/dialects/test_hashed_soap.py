"""003, chapter 8: the web service. Samples are in ``tests/vectors/hashed_soap.json``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from lxml import etree

from smscodec.dialects import hashed
from smscodec.dialects.hashed.codes import RESULT_NAMES
from smscodec.errors import DecodeError, EncodeError
from smscodec.logins import make_soap_login
from smscodec.messages import Accepted, Reason, Refused, Send
from smscodec.wire.request import Request
from smscodec.wire.variant import Variant

LOGIN = make_soap_login(account="demo", password="secret123")
SEND = Send(mobiles=("13800138000", "13800138001"), content="您的验证码：1439【腾飞】")
SOAP12 = Variant(format="soap12")
ACTION = "http://www.yysms.com/SendSms"


def test_version_1_1_has_a_quoted_action() -> None:
    """In its header; the password is in clear."""
    request = hashed.send_soap.encode_request(LOGIN, SEND)
    assert request.path == "WebService.asmx"
    assert request.content_type == "text/xml; charset=utf-8"
    assert request.headers == (("SOAPAction", f'"{ACTION}"'),)
    assert b"<userName>demo</userName><password>secret123</password>" in request.body


def test_version_1_2_has_it_in_the_content_type() -> None:
    """And is answered in kind."""
    request = hashed.send_soap.encode_request(LOGIN, SEND, SOAP12)
    assert request.content_type == f'application/soap+xml; charset=utf-8; action="{ACTION}"'
    assert request.headers == ()
    call = hashed.send_soap.decode_request(request)
    assert call.variant == SOAP12
    response = hashed.send_soap.encode_response(Accepted(task_id="1"), call.variant)
    assert response.content_type == "application/soap+xml; charset=utf-8"
    assert b"http://www.w3.org/2003/05/soap-envelope" in response.body


@pytest.mark.parametrize("variant", [Variant(), SOAP12])
def test_everything_comes_back(variant: Variant) -> None:
    """Markup, line breaks to the character, and a time with its T."""
    message = Send(
        mobiles=("13800138000",),
        content=' <a>&amp;"]]>\r\n\t😀',
        send_at=datetime(2018, 2, 2, 9, 8, 10),
        extension="12345",
    )
    request = hashed.send_soap.encode_request(LOGIN, message, variant)
    assert b"<PlanSendTime>2018-02-02T09:08:10</PlanSendTime>" in request.body
    call = hashed.send_soap.decode_request(request)
    assert (call.login, call.message, call.variant) == (LOGIN, message, variant)


def test_at_once_is_nil() -> None:
    """As the schema wants it: there, and nil."""
    body = hashed.send_soap.encode_request(LOGIN, SEND).body
    assert b'<ExtNumber></ExtNumber><PlanSendTime xsi:nil="true"/></sms>' in body


def test_zoned_times_are_beijing_time() -> None:
    """On the way out and on the way in."""
    utc = datetime(2018, 2, 2, 1, 8, 10, tzinfo=timezone.utc)
    request = hashed.send_soap.encode_request(LOGIN, replace(SEND, send_at=utc))
    assert b">2018-02-02T09:08:10<" in request.body
    for zone in (timezone.utc, timezone(timedelta(hours=-5, minutes=-30))):
        said = utc.astimezone(zone).isoformat()
        sent = request.body.replace(b"2018-02-02T09:08:10", said.encode())
        message = hashed.send_soap.decode_request(replace(request, body=sent)).message
        assert message.send_at == datetime(2018, 2, 2, 9, 8, 10)


@pytest.mark.parametrize(
    "text", ["2018-02-02 09:08:10", "2018-02-02", "0001-01-01T00:00:00+14:00", "now"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    """With the place."""
    request = hashed.send_soap.encode_request(LOGIN, SEND)
    sent = request.body.replace(b' xsi:nil="true"/>', f">{text}</PlanSendTime>".encode())
    with pytest.raises(DecodeError, match=r"as datetime - at `\$.sms.PlanSendTime`"):
        hashed.send_soap.decode_request(replace(request, body=sent))


def test_path_in_any_case_and_the_wsdl_asked_for() -> None:
    """``webservice.asmx?wsdl`` is what clients post to."""
    request = hashed.send_soap.encode_request(LOGIN, SEND)
    odd = replace(request, path="/a/webservice.ASMX", query="wsdl", content_type="", headers=())
    assert hashed.send_soap.fits(odd)
    assert hashed.send_soap.decode_request(odd).message == SEND


def test_other_envelopes_do_not_fit() -> None:
    """Nor does what is no envelope."""
    request = hashed.send_soap.encode_request(LOGIN, SEND)
    for old, new in ((b"SendSms", b"GetSms"), (b"Envelope", b"Letter"), (b"/soap/", b"/soup/")):
        assert not hashed.send_soap.fits(replace(request, body=request.body.replace(old, new)))
    assert not hashed.send_soap.fits(Request(path="WebService.asmx", body=b"sms=1"))


def test_namespace_is_an_option() -> None:
    """Written as it is wanted, read as it comes."""
    endpoint = hashed.soap_endpoint("http://tempuri.org/")
    request = endpoint.encode_request(LOGIN, SEND)
    assert b'<SendSms xmlns="http://tempuri.org/">' in request.body
    assert request.headers[0][1] == '"http://tempuri.org/SendSms"'
    assert hashed.send_soap.decode_request(request).message == SEND
    response = endpoint.encode_response(Accepted(task_id="1"))
    assert b'<SendSmsResponse xmlns="http://tempuri.org/">' in response.body
    assert hashed.send_soap.decode_response(response.body) == Accepted(task_id="1")
    with pytest.raises(ValueError, match="is no namespace"):
        hashed.soap_endpoint('a"b')


def test_secrets_stand_in_no_error() -> None:
    """A character XML cannot hold is not shown where it is one of the password."""
    login = make_soap_login(account="demo", password="geheim\x07")
    with pytest.raises(EncodeError) as caught:
        hashed.send_soap.encode_request(login, SEND)
    assert "geheim" not in str(caught.value)
    assert "0007" not in str(caught.value)
    assert caught.value.path == "$.password"
    with pytest.raises(EncodeError, match=r"U\+0007 - at `\$.sms.SMSContent`"):
        hashed.send_soap.encode_request(LOGIN, replace(SEND, content="\x07"))


@pytest.mark.parametrize("variant", [Variant(), SOAP12])
def test_every_member_of_the_result_has_its_attribute(variant: Variant) -> None:
    """The seven of the document and the five the service has besides."""
    accepted = Accepted(
        task_id="1",
        balance=-3,
        accepted_count=2,
        segments=4,
        message="操作成功",
        details=("a", "b"),
        billing="1",
        cost=Decimal("0.10"),
        money_left=Decimal("-5.5"),
        custom_id="c",
        alternative=Refused(code="NoChannel", reason=Reason.NO_CHANNEL, details=("x",)),
    )
    refused = Refused(
        code="SensitiveWords",
        message="敏感词汇",
        reason=Reason.RESTRICTED_WORDS,
        details=("甲",),
        task_id="1",
        balance=0,
        accepted_count=0,
        segments=0,
        billing="0",
        cost=Decimal(0),
        money_left=Decimal(0),
        custom_id="c",
        alternative=Accepted(task_id="2", details=("y",)),
    )
    for reply in (accepted, refused):
        response = hashed.send_soap.encode_response(reply, variant)
        assert hashed.send_soap.decode_response(response.body) == reply


def test_alternative_has_no_alternative() -> None:
    """One level is all there is."""
    inner = Accepted(task_id="2", alternative=Accepted(task_id="3"))
    with pytest.raises(EncodeError, match=r"\$.SendSmsResult.AlterSendResult.alternative"):
        hashed.send_soap.encode_response(Accepted(task_id="1", alternative=inner))


@pytest.mark.parametrize("name", RESULT_NAMES)
def test_names_of_the_service_are_known(name: str) -> None:
    """All 53; an unknown one is kept."""
    refused = Refused(code=name, reason=RESULT_NAMES[name][1])
    response = hashed.send_soap.encode_response(refused)
    assert hashed.send_soap.decode_response(response.body) == refused
    assert f"<StatusCode>{name}</StatusCode>".encode() in response.body


@pytest.mark.parametrize("variant", [Variant(), SOAP12])
def test_fault_is_a_refusal(variant: Variant) -> None:
    """Known by the prefix of its code; a fault of the server's may pass."""
    for code, reason in (
        ("soap:Server", Reason.PLATFORM_ERROR),
        ("soap:Receiver", Reason.PLATFORM_ERROR),
        ("SOAP-ENV:Client.Login", Reason.BAD_PARAMETERS),
        ("soap:Sender", Reason.BAD_PARAMETERS),
        ("m:Novel", Reason.UNKNOWN),
    ):
        refused = Refused(code=code, message="a < b", reason=reason)
        response = hashed.send_soap.encode_response(refused, variant)
        assert b"<soap:Fault>" in response.body
        assert hashed.send_soap.decode_response(response.body) == refused
    assert Reason.PLATFORM_ERROR.retryable


def test_fault_says_no_more_than_code_and_words() -> None:
    """And its reason follows from the code."""
    fault = Refused(code="soap:Server", reason=Reason.PLATFORM_ERROR)
    for wrong in (replace(fault, reason=Reason.UNKNOWN), replace(fault, details=("a",))):
        with pytest.raises(EncodeError):
            hashed.send_soap.encode_response(wrong)


def test_wsdl_is_well_formed_and_in_its_namespace() -> None:
    """Two ports, for both versions, at the place that is asked for."""
    for namespace in (hashed.NAMESPACE, "http://tempuri.org/"):
        root = etree.fromstring(hashed.wsdl("http://127.0.0.1/?a&b", namespace))
        assert root.get("targetNamespace") == namespace
        addresses = root.findall(".//{*}port/{*}address")
        assert [each.get("location") for each in addresses] == ["http://127.0.0.1/?a&b"] * 2
        actions = {each.get("soapAction") for each in root.findall(".//{*}operation/{*}operation")}
        assert actions == {f"{namespace}SendSms"}


def test_wsdl_has_what_is_written_in_its_order() -> None:
    """A reader that goes by the schema finds every element where it belongs."""
    root = etree.fromstring(hashed.wsdl("http://127.0.0.1/"))
    schema = etree.tostring(root.find(".//{*}schema"))  # alone, with its namespaces
    validator = etree.XMLSchema(etree.fromstring(schema))
    everything = Accepted(
        task_id="1",
        balance=1,
        accepted_count=1,
        segments=1,
        details=("a",),
        billing="1",
        cost=Decimal("0.1"),
        money_left=Decimal(1),
        custom_id="c",
        alternative=Refused(code="NoChannel", reason=Reason.NO_CHANNEL),
    )
    said = (
        hashed.send_soap.encode_request(LOGIN, SEND),
        hashed.send_soap.encode_request(LOGIN, replace(SEND, send_at=datetime(2024, 6, 1))),
        hashed.send_soap.encode_response(everything),
        hashed.send_soap.encode_response(Refused(code="Unknown")),
    )
    for each in said:
        call = etree.fromstring(each.body)[0][0]
        validator.assertValid(etree.ElementTree(call))
