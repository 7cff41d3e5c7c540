"""Strategies of an endpoint reach all it can say, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any

import pytest
from support.drawing import drawn
from support.endpoints import ENDPOINTS, attributes, tables_of

from smscodec import (
    Call,
    Endpoint,
    PlainLogin,
    Reason,
    Refused,
    Request,
    Send,
    Variant,
    encode_text,
    plain,
    xunchen,
)
from smscodec.testing import (
    answers,
    calls,
    logins,
    messages,
    refusals,
    replies,
    spellings,
    variants,
)
from smscodec.wire.bodies import Json
from smscodec.wire.form import Form
from smscodec.wire.tables import Table, field
from smscodec.wire.values import TEXT

calls_of = cache(lambda name: drawn(calls(ENDPOINTS[name]), 120))


# ---- requests --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_attribute_varies(name: str) -> None:
    """Each attribute of a message is drawn, and left at its default where it has one."""
    message = ENDPOINTS[name].form.message
    for each in fields(message.cls):
        if each.name in attributes(ENDPOINTS[name]):
            held = [getattr(call.message, each.name) for call in calls_of(name)]
            assert any(value != each.default for value in held)
            assert each.default is MISSING or each.default in held
            assert len(set(held)) > 1


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_variant_is_drawn(name: str) -> None:
    """All that the endpoint speaks, and no other."""
    endpoint = ENDPOINTS[name]
    found = {(it.charset, it.format, it.method) for it in drawn(variants(endpoint), 400)}
    assert found >= {(call.variant.charset, call.variant.format, call.variant.method)
                     for call in calls_of(name)}  # fmt: skip
    assert {charset for charset, _, _ in found} == set(endpoint.paths)
    assert all(
        endpoint.speaks(Variant(charset=charset, format=format, method=method))
        for charset, format, method in found
    )


def test_variants_are_all_there_are() -> None:
    """000 has two charsets and two formats; 004 has a method for each charset besides."""
    plainly = {(it.charset, it.format) for it in drawn(variants(plain.send), 400)}
    assert plainly == {("utf-8", ""), ("utf-8", "json"), ("gbk", ""), ("gbk", "json")}
    methods = {(it.charset, it.method) for it in drawn(variants(xunchen.send), 400)}
    assert methods == {
        ("utf-8", ""), ("gbk", ""), ("utf-8", "sendUtf8Msg"), ("gbk", "sendGbkMsg")
    }  # fmt: skip


def test_texts_are_those_of_the_charset() -> None:
    """In GBK its corners are drawn: a euro sign, and what GB2312 lacks."""
    texts = [message.content for message in drawn(messages(plain.send, "gbk"), 500)]
    assert any("€" in text for text in texts)
    assert any("镕" in text for text in texts)
    assert all(encode_text(text, "gbk") is not None for text in texts)


def test_extensions_go_to_the_limit() -> None:
    """That of the endpoint: five digits for 000, four for 004."""
    for name, most in (("plain.send", 5), ("xunchen.send", 4)):
        assert {len(call.message.extension) for call in calls_of(name)} >= {0, most}


def test_logins_and_messages_come_alone() -> None:
    """For whoever has the rest already; a push has no login."""
    assert {type(login) for login in drawn(logins(plain.send), 20)} == {PlainLogin}
    assert {type(message) for message in drawn(messages(plain.send), 20)} == {Send}
    assert drawn(logins(ENDPOINTS["hashed.push_reports"]), 5) == [None]


# ---- replies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_reply_is_drawn(name: str) -> None:
    """Each class that a body has a table for, known refusals and unheard-of ones."""
    endpoint = ENDPOINTS[name]
    for format, body in endpoint.replies.items():
        variant = Variant(format=format if format in ("json", "soap12") else "")
        found = drawn(replies(endpoint, variant))
        assert {type(reply) for reply in found} >= {table.cls for table in tables_of(body)}
        reasons = {reply.reason for reply in found if isinstance(reply, Refused)}
        assert "push" in name or (Reason.UNKNOWN in reasons and len(reasons) > 2)


def test_refusals_are_nothing_else() -> None:
    """For whoever wants to see a client refused."""
    assert {type(refused) for refused in drawn(refusals(plain.send), 40)} == {Refused}


def test_answers_are_given_in_the_tongue_of_the_request() -> None:
    """Text in GBK where GBK was asked for."""
    for variant, reply in drawn(answers(plain.send)):
        assert encode_text(reply.message, variant.charset) is not None


# ---- endpoints of others ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Novelty:
    """A message of another package."""

    content: str
    novelty: str = ""


def test_an_attribute_without_a_strategy_is_an_error() -> None:
    """It is named, so that whoever adds an endpoint knows what to add."""
    login = Table(PlainLogin, *plain.send.form.login.rows)  # type: ignore[union-attr]
    table = Table(Novelty, field("content", "content", TEXT), field("new", "novelty", TEXT))
    endpoint: Endpoint[Any, Any, Any] = Endpoint(
        name="test.novelty",
        paths={"utf-8": "novelty.aspx"},
        form=Form(login, table),
        replies={"json": Json(table)},
    )
    for strategy in (messages, calls, replies):
        with pytest.raises(LookupError, match=r"no strategy for Novelty\.novelty"):
            strategy(endpoint)


# ---- spellings -------------------------------------------------------------------------------


def test_spellings_are_of_every_kind() -> None:
    """In the URL, in the body, in both; urlencoded, bare, multipart; with names nobody knows."""
    call: Call[Any, Any] = Call(
        login=PlainLogin(user_id="12", account="账号", password="a b"),
        message=Send(mobiles=("13800138000",), content="内容"),
    )
    request = plain.send.encode_request(call.login, call.message, call.variant)
    found = drawn(spellings(request), 300)
    kinds: list[Callable[[Request], object]] = [
        lambda it: it.query and not it.body.strip(b"&"),
        lambda it: it.body and not it.query,
        lambda it: it.query and b"content" in it.body.lower(),
        lambda it: it.content_type.startswith("multipart") and b"content" in it.body,
        lambda it: "内容".encode() in it.body and not it.content_type,
        lambda it: b"%e5%86%85" in it.body,
        lambda it: "taskname" in it.query.lower(),
        lambda it: b"&&" in it.body,
        lambda it: "EXTNO" not in it.query.upper() and b"EXTNO" not in it.body.upper(),
        lambda it: it.query.upper().count("PASSWORD=") == 2,
    ]
    for kind in kinds:
        assert any(map(kind, found))
    for each in found:
        assert plain.send.decode_request(each) == call
