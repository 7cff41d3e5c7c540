"""Envelopes: written in two versions, read tolerantly, never by guessing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from smscodec.errors import DecodeError, EncodeError, LimitError
from smscodec.wire.bodies import nil
from smscodec.wire.document import MAX_DOCUMENT
from smscodec.wire.request import Request
from smscodec.wire.soap import ENVELOPES, Soap, SoapRequest, Version
from smscodec.wire.tables import OneOf, Table, field, inside
from smscodec.wire.times import SOAP_DATETIME
from smscodec.wire.values import TEXT
from smscodec.wire.variant import Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    code: str
    words: str = ""


WHAT = Table(What, field("at", "at", nil(SOAP_DATETIME)))
CALL = SoapRequest("Do", "urn:x/", Table(Who, field("name", "name", TEXT)), WHAT)
FAULT = Table(
    Fault,
    inside("Fault", field("faultcode", "code", TEXT), field("faultstring", "words", TEXT)),
)
REPLIES: dict[Version, Soap] = {v: Soap("Do", "urn:x/", OneOf(FAULT, WHAT), v) for v in ENVELOPES}
AT = datetime(2024, 6, 1, 8, 9, 10)


def envelope(inner: str, version: Version = "1.1") -> str:
    return f'<e:Envelope xmlns:e="{ENVELOPES[version]}"><e:Body>{inner}</e:Body></e:Envelope>'


def read(inner: str) -> Any:
    """What a request with this inside says."""
    return CALL.call(Request(path="", body=envelope(inner).encode())).message


def test_envelope_is_that_of_asp_net() -> None:
    """On one line, the schema's prefixes declared, the operation in a namespace of its own."""
    request = CALL.request("p", Who(name="a"), What(at=AT), Variant())
    assert request.body.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>'
        '<Do xmlns="urn:x/"><name>a</name><at>2024-06-01T08:09:10</at></Do>'
        "</soap:Body></soap:Envelope>"
    )


@pytest.mark.parametrize("version", ENVELOPES)
def test_fault_is_read_in_both_versions(version: Version) -> None:
    """As the same two members, whichever version is expected."""
    fault = Fault(code="soap:Server", words="a<b")
    text = REPLIES[version].write(fault, "utf-8")
    for reply in REPLIES.values():
        assert reply.read(text) == fault
    assert ("<soap:Reason>" in text) == (version == "1.2")


@pytest.mark.parametrize(
    ("inner", "at"),
    [
        ("<Do/>", None),
        (
            '<Do><at xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="1">now</at></Do>',
            None,
        ),
        ('<Do><at nil="true">2024-06-01T08:09:10</at></Do>', AT),  # an attribute of another name
        ("<x:Do xmlns:x='urn:y'><x:AT>2024-06-01T08:09:10</x:AT></x:Do><more/>", AT),
    ],
)
def test_call_is_read_whatever_its_prefixes(inner: str, at: datetime | None) -> None:
    """What is nil is nothing, whatever it holds; a second element is not looked at."""
    assert read(inner) == What(at=at)


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("", "holds nothing"),
        ("<Undo/>", "holds <undo>, not <Do>"),
        ("<Do><at/><at/></Do>", "said twice"),
        ("<Do>" + "<a>" * 20 + "</a>" * 20 + "</Do>", "deep"),
    ],
)
def test_other_calls_are_refused(inner: str, reason: str) -> None:
    """With what is wrong."""
    with pytest.raises(DecodeError, match=reason):
        read(inner)


def test_envelope_of_no_version_is_refused() -> None:
    """It would be answered in the wrong one."""
    for text in ("<Envelope><Body><Do/></Body></Envelope>", envelope("<Do/>").replace("p/", "p")):
        with pytest.raises(DecodeError, match=r"neither SOAP 1.1 nor 1.2"):
            CALL.call(Request(path="", body=text.encode()))


def test_no_more_is_read_than_a_request_may_have() -> None:
    """It comes from strangers."""
    with pytest.raises(LimitError) as caught:
        CALL.call(Request(path="", body=bytes(MAX_DOCUMENT + 1)))
    assert caught.value.limit == MAX_DOCUMENT


def test_variant_says_the_version_only() -> None:
    """There is no method."""
    with pytest.raises(EncodeError, match=r"no method 'a' here"):
        CALL.request("p", Who(name="a"), What(), Variant(method="a"))
    request = CALL.request("p", Who(name="a"), What(), Variant(format="soap12"))
    assert CALL.call(request).variant == Variant(format="soap12")
