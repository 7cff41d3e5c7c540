"""What holds for every endpoint of every dialect, whoever adds one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta, timezone
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.endpoints import ENDPOINTS, FORMS, attributes, tables_of, wire_names
from support.noise import json_of, mangled, xml_of
from support.wild import wild

from smscodec import (
    ALL,
    Accepted,
    Call,
    DecodeError,
    EncodeError,
    PushAnswer,
    Refused,
    Request,
    Variant,
)
from smscodec.primitives.beijing import BEIJING
from smscodec.testing import answers, calls, logins, messages, replies, spellings, variants

AnyCall = Call[Any, Any]
Answer = tuple[Variant, Any]

SOME = settings(max_examples=max(20, settings().max_examples // 3))
"""There are forty endpoints."""

# strategies take longer to build than to draw from
calls_of = cache(lambda name: calls(ENDPOINTS[name]))
answers_of = cache(lambda name: answers(ENDPOINTS[name]))


def encoded(name: str, call: AnyCall) -> Request:
    """The request of a call."""
    return ENDPOINTS[name].encode_request(call.login, call.message, call.variant)


@contextmanager
def allowing(error: type[EncodeError | DecodeError], where: str) -> Iterator[None]:
    """This error may be raised; then it says where."""
    try:
        yield
    except error as raised:
        assert raised.where == where
        assert raised.path.startswith("$")


def test_every_endpoint_is_here() -> None:
    """Once, and by a name that says where it is."""
    assert len(ENDPOINTS) == sum(len(dialect.ENDPOINTS) for dialect in ALL)
    dialects = {name.partition(".")[0] for name in ENDPOINTS}
    assert dialects == {"plain", "signed", "mms", "hashed", "xunchen"}


# ---- there and back --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ENDPOINTS)
def test_requests_come_back(name: str) -> None:
    """What can be said is read as it was said, and said in the same bytes each time."""

    @SOME
    @given(calls_of(name))
    def law(call: AnyCall) -> None:
        request = encoded(name, call)
        assert request == encoded(name, call)
        assert ENDPOINTS[name].fits(request)
        assert ENDPOINTS[name].decode_request(request) == call

    law()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_replies_come_back(name: str) -> None:
    """With the content type they are sent with, or with the charset they were asked in."""
    endpoint = ENDPOINTS[name]

    @SOME
    @given(answers_of(name))
    def law(answer: Answer) -> None:
        variant, reply = answer
        response = endpoint.encode_response(reply, variant)
        assert response == endpoint.encode_response(reply, variant)
        assert endpoint.decode_response(response.body, response.content_type) == reply
        charset = variant.charset if endpoint.gbk_replies else "utf-8"
        assert endpoint.decode_response(response.body, charset=charset) == reply

    law()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_what_is_said_comes_back_or_is_refused(name: str) -> None:
    """Whatever the types of a request allow."""
    endpoint = ENDPOINTS[name]
    login = getattr(endpoint.form, "login", None)

    @SOME
    @given(
        (wild(login.cls) if login else st.none()) | logins(endpoint),
        wild(endpoint.form.message.cls) | messages(endpoint),
        variants(endpoint),
    )
    def law(login: Any, message: Any, variant: Variant) -> None:
        call = Call(login=login, message=message, variant=variant)
        with allowing(EncodeError, f"{name} request"):
            request = encoded(name, call)
            assert endpoint.decode_request(request) == call

    law()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_what_is_answered_comes_back_or_is_refused(name: str) -> None:
    """Whatever the types of a reply allow."""
    endpoint = ENDPOINTS[name]
    classes = {table.cls for body in endpoint.replies.values() for table in tables_of(body)}
    classes = classes or {Accepted, Refused, PushAnswer}
    anything = st.one_of([wild(cls) for cls in sorted(classes, key=lambda cls: cls.__name__)])

    @SOME
    @given(anything | replies(endpoint), variants(endpoint))
    def law(reply: Any, variant: Variant) -> None:
        with allowing(EncodeError, f"{name} response"):
            response = endpoint.encode_response(reply, variant)
            assert endpoint.decode_response(response.body, response.content_type) == reply

    law()


TIMED = [name for name, endpoint in ENDPOINTS.items() if "send_at" in attributes(endpoint)]


@pytest.mark.parametrize("name", TIMED)
def test_times_are_those_of_beijing(name: str) -> None:
    """A time with a zone is sent as the same moment without one; microseconds are refused."""

    @SOME
    @given(calls_of(name), st.integers(-12, 14))
    def law(call: AnyCall, hours: int) -> None:
        at = call.message.send_at
        if at is None or not 1 < at.year < 9999:
            return
        there = at.replace(tzinfo=BEIJING).astimezone(timezone(timedelta(hours=hours)))
        moved = replace(call, message=replace(call.message, send_at=there))
        assert encoded(name, moved) == encoded(name, call)
        late = replace(call, message=replace(call.message, send_at=at.replace(microsecond=1)))
        with pytest.raises(EncodeError, match="microseconds"):
            encoded(name, late)

    law()


# ---- what others send ------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_other_spellings_say_the_same(name: str) -> None:
    """Order, case, place and encoding of parameters carry no meaning; unknown names neither."""

    @SOME
    @given(calls_of(name), st.data())
    def law(call: AnyCall, data: st.DataObject) -> None:
        request = data.draw(spellings(encoded(name, call)))
        assert ENDPOINTS[name].decode_request(request) == call

    law()


@pytest.mark.parametrize("name", FORMS)
def test_pollution_is_reported(name: str) -> None:
    """A parameter that comes with another value as well is told, and does not count."""

    @SOME
    @given(calls_of(name), st.data())
    def law(call: AnyCall, data: st.DataObject) -> None:
        request = encoded(name, call)
        said = [pair.partition(b"=") for pair in request.body.split(b"&")]
        said = [pair for pair in said if pair[2]]
        if not said:
            return
        parameter, _, value = data.draw(st.sampled_from(said))
        late = replace(request, body=request.body + b"&" + parameter + b"=0" + value)
        early = replace(request, query=f"{parameter.decode().upper()}={value.decode()}")
        twice = replace(early, body=late.body)
        for polluted, told in ((late, True), (early, False), (twice, True)):
            read = ENDPOINTS[name].decode_request(polluted)
            assert replace(read, repeated=()) == call
            assert read.repeated == ((parameter.decode().lower(),) if told else ())

    law()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_any_request_is_read_or_refused(name: str) -> None:
    """Any body, query and content type: a call, or an error that says where."""
    kinds = st.sampled_from(
        ("", "text/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded")
    )
    queries = st.text(st.characters(), max_size=9) | mangled(
        calls_of(name).map(lambda call: encoded(name, call).body)
    ).map(lambda data: data.decode("utf-8", "surrogateescape"))

    @SOME
    @given(calls_of(name), st.data(), kinds | st.text(max_size=9), st.just("") | queries)
    def law(call: AnyCall, data: st.DataObject, kind: str, query: str) -> None:
        request = encoded(name, call)
        body = data.draw(mangled(st.just(request.body)) | st.binary())
        kind = data.draw(st.sampled_from((request.content_type, kind)))
        strange = replace(request, body=body, query=query, content_type=kind)
        ENDPOINTS[name].fits(strange)
        with allowing(DecodeError, f"{name} request"):
            ENDPOINTS[name].decode_request(strange)

    law()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_any_reply_is_read_or_refused(name: str) -> None:
    """Any bytes: a reply, or an error that says where."""
    endpoint = ENDPOINTS[name]
    names = sorted({each for body in endpoint.replies.values() for each in wire_names(body)})
    names = names or ["a"]
    root = next((body.root for body in endpoint.replies.values() if hasattr(body, "root")), "a")
    real = answers_of(name).map(lambda it: endpoint.encode_response(it[1], it[0]).body)
    kinds = st.sampled_from(("", "text/xml; charset=utf-8", "text/html;charset=GB2312"))

    @SOME
    @given(
        mangled(real) | json_of(names) | xml_of(names, root) | st.binary(),
        kinds | st.text(st.characters(), max_size=20),
    )
    def law(body: bytes, content_type: str) -> None:
        with allowing(DecodeError, f"{name} response"):
            endpoint.decode_response(body, content_type)

    law()
