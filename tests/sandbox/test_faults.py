"""What goes wrong between a platform and its clients."""

from __future__ import annotations

from typing import Any

import pytest
from support.caller import Caller

from smscodec import Accepted, DecodeError, FetchBalance, Send, Variant, hashed, plain
from smscodec.sandbox import NotFoundError
from smscodec.sandbox.faults import Answer, Fault

SEND = Send(mobiles=("13800138000",), content="测试【星辰】")


def answer(demo: Caller, endpoint: Any = plain.send, **said: Any) -> Answer:
    """What comes back with one fault ordered."""
    demo.box.faults.orders[:] = [Fault(**said)]
    return demo.box.answer(demo.request(endpoint, SEND))


def test_without_an_order_nothing_goes_wrong(demo: Caller) -> None:
    """Nor at another endpoint."""
    for fault in (Fault(mode="drop", endpoint="hashed"), Fault(mode="html", rate=0)):
        demo.box.add_fault(fault)
        assert isinstance(demo.say(plain.send, SEND), Accepted)


def test_slow_dropped_and_cut(demo: Caller) -> None:
    """These are the server's to do; the answer says so."""
    assert answer(demo, mode="slow", seconds=2.5).delay == 2.5
    assert answer(demo, mode="drop").dropped
    assert answer(demo, mode="cut").cut
    assert len(demo.box.messages()) == 3


def test_a_lost_request_is_not_handled(demo: Caller) -> None:
    """Unlike a dropped answer."""
    assert answer(demo, mode="lose").dropped
    assert demo.box.messages() == []


def test_pages(demo: Caller) -> None:
    """With status 500, or with 200, which is worse."""
    error = answer(demo, mode="http500")
    assert (error.status, error.content_type) == (500, "text/html")
    page = answer(demo, mode="html")
    assert page.status == 200
    with pytest.raises(DecodeError):
        plain.send.decode_response(page.body, page.content_type)


def test_half_of_it(demo: Caller) -> None:
    """As if it were all."""
    half = answer(demo, mode="truncate")
    with pytest.raises(DecodeError):
        plain.send.decode_response(half.body)


def test_another_charset_than_it_says(demo: Caller) -> None:
    """Which our own reader finds out."""
    gbk = answer(demo, hashed.send, mode="charset")
    assert "操作成功".encode("gbk") in gbk.body
    assert "utf-8" in gbk.content_type
    reply = hashed.send.decode_response(gbk.body, gbk.content_type)
    assert isinstance(reply, Accepted)
    assert reply.message == "操作成功"
    demo.box.faults.orders[:] = [Fault(mode="charset")]
    request = demo.request(hashed.send, SEND, Variant(charset="gbk"))
    assert "操作成功".encode() in demo.box.answer(request).body


def test_sucess(demo: Caller) -> None:
    """Where it should be Success, and the other way round."""
    assert b"<returnstatus>Sucess<" in answer(demo, mode="sucess").body
    demo.box.faults.orders[:] = [Fault(mode="sucess")]
    balance = demo.box.answer(demo.request(plain.balance, FetchBalance()))
    assert b"<returnstatus>Success<" in balance.body


def test_how_often(demo: Caller) -> None:
    """So many times, or at a rate that the seed decides."""
    demo.box.add_fault(Fault(mode="html", times=2))
    bodies = [demo.box.answer(demo.request(plain.send, SEND)).body for _ in range(3)]
    assert [b"<html>" in body for body in bodies] == [True, True, False]
    assert demo.box.faults.orders == []
    runs = []
    for _ in range(2):
        demo.box.reset()
        demo.box.add_fault(Fault(mode="html", rate=0.5))
        bodies = [demo.box.answer(demo.request(plain.send, SEND)).body for _ in range(40)]
        runs.append([b"<html>" in body for body in bodies])
    assert runs[0] == runs[1]
    assert 10 < sum(runs[0]) < 30


def test_faults_add_up(demo: Caller) -> None:
    """A slow page is both."""
    demo.box.add_fault(Fault(mode="slow", seconds=1))
    demo.box.add_fault(Fault(mode="html"))
    both = demo.box.answer(demo.request(plain.send, SEND))
    assert (both.delay, b"<html>" in both.body) == (1, True)


def test_half_a_character_has_no_other_charset(demo: Caller) -> None:
    """What cannot be read in the one charset cannot be written in the other."""
    half = Answer(body="操作".encode()[:-1], content_type="text/xml; charset=utf-8")
    demo.box.add_fault(Fault(mode="charset"))
    assert demo.box.faults.spoil(half) == half


def test_unknown_endpoints_are_told(demo: Caller) -> None:
    """Instead of never happening."""
    with pytest.raises(NotFoundError):
        demo.box.add_fault(Fault(mode="drop", endpoint="smpp"))


@pytest.mark.parametrize(
    "wrong", [{"rate": 50}, {"rate": -0.1}, {"rate": float("nan")}, {"times": 0}, {"times": -1}]
)
def test_what_would_never_happen_is_no_fault(demo: Caller, wrong: Any) -> None:
    """Nor what would always, though a part of the answers was meant."""
    with pytest.raises(ValueError, match=r"rate is 0 to 1|once or more"):
        demo.box.add_fault(Fault(mode="html", **wrong))
    assert not demo.box.faults.orders
