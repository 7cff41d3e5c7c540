"""Refusals that a test has ordered."""

from __future__ import annotations

import pytest
from support.caller import Caller

from smscodec import Balance, FetchBalance, Reason, Refused, plain, signed, xunchen
from smscodec.sandbox import NotFoundError


def test_the_next_so_many_requests_are_refused(demo: Caller) -> None:
    """By a code of the endpoint's table, or by a reason."""
    demo.box.fail_next("100", endpoint="xunchen.balance", times=2)
    demo.box.fail_next("ACCOUNT_STOPPED", endpoint="plain")
    codes = [getattr(demo.say(xunchen.balance, FetchBalance()), "code", "") for _ in range(3)]
    assert codes == ["100", "100", ""]
    reply = demo.say(plain.balance, FetchBalance())
    assert isinstance(reply, Refused)
    assert reply.reason is Reason.ACCOUNT_STOPPED
    assert isinstance(demo.say(plain.balance, FetchBalance()), Balance)


def test_an_order_for_any_endpoint_is_the_next_one_s(demo: Caller) -> None:
    """Whichever that is."""
    demo.box.fail_next("WRONG_IP")
    assert isinstance(demo.say(signed.balance, FetchBalance()), Refused)
    assert isinstance(demo.say(signed.balance, FetchBalance()), Balance)


def test_what_cannot_be_ordered_is_told(demo: Caller) -> None:
    """Instead of being waited for in vain."""
    with pytest.raises(NotFoundError, match="cannot refuse by"):
        demo.box.fail_next("no such code", endpoint="plain.send")
    with pytest.raises(NotFoundError, match="no endpoint"):
        demo.box.fail_next("1", endpoint="plain.sent")
