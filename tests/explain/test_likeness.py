"""How well a reading accounts for what was read."""

from __future__ import annotations

import pytest

from smscodec.explain.likeness import believable, likeness, names_in


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"<?xml version='1.0'?><sms><mt><Status>0</Status></mt></sms>", {b"mt", b"status"}),
        (b'\xef\xbb\xbf <xml version="1.0"><returnsms>1<taskID/></returnsms>', {b"taskid"}),
        (b"<s:Envelope><s:Body><SendSms/></s:Body></s:Envelope>", {b"body", b"sendsms"}),
        (b'{"A":1,"b" : ["c:d",{"E":"f"}]}', {b"a", b"b", b"e"}),
        (b"[]", set()),
        (b"<sms/>", set()),
        (b"null", set()),
        (b" 100 : 27\r\n", {b"100:27"}),
    ],
)
def test_names(body: bytes, names: set[bytes]) -> None:
    """Those below the root and of members; plain text is its own name."""
    assert names_in(body) == names


def test_likeness() -> None:
    """The share of names that both have."""
    assert likeness(frozenset("abc"), frozenset("abc")) == 1
    assert likeness(frozenset("abc"), frozenset("bcd")) == 0.5
    assert likeness(frozenset("abc"), frozenset()) == 0
    assert likeness(frozenset(), frozenset("abc")) == 1


def test_believable() -> None:
    """The best, and those near it; none that is poor."""
    assert believable([0.2, 0.8, 1.0, 0.9, 1.0]) == [2, 4, 3, 1]
    assert believable([0.9, 1.0], near=1) == [1]
    assert believable([0.5, 0.1]) == []
    assert believable([0.51, 0.5]) == [0]
    assert believable([]) == []
