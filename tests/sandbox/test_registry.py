"""Templates as 003 registers them, and their states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from support.caller import Caller

from smscodec import (
    Accepted,
    AmendTemplate,
    QueryTemplate,
    Refused,
    RegisterTemplate,
    Send,
    Template,
    WithdrawTemplate,
    hashed,
)
from smscodec.sandbox import NotFoundError

TEXT = "您的验证码：@@【星辰】"
templates = hashed.templates


def register(demo: Caller, text: str = TEXT) -> str:
    """A template's id."""
    return str(demo.say(templates.register, RegisterTemplate(text=text)).template_id)


def state(demo: Caller, id: str) -> str:
    """What a query says."""
    (found,) = demo.say(templates.query, QueryTemplate(template_id=id)).templates
    return str(found.state)


def test_a_template_is_reviewed_and_then_in_use(demo: Caller) -> None:
    """3, then 1; amended it is reviewed again (9.3)."""
    id = register(demo)
    found = demo.say(templates.query, QueryTemplate(template_id=id))
    assert found.message == "操作成功"
    assert found.templates == (Template(template_id=id, text=TEXT, state="3"),)
    demo.box.advance(timedelta(seconds=60))
    assert state(demo, id) == "1"
    demo.say(templates.amend, AmendTemplate(template_id=id, text="@【星辰】"))
    assert state(demo, id) == "3"
    demo.box.advance(timedelta(seconds=60))
    assert state(demo, id) == "1"


def test_a_template_that_is_withdrawn_is_gone(demo: Caller) -> None:
    """And can neither be asked for nor amended nor withdrawn."""
    id = register(demo)
    demo.say(templates.withdraw, WithdrawTemplate(template_id=id))
    for endpoint, message in (
        (templates.query, QueryTemplate(template_id=id)),
        (templates.amend, AmendTemplate(template_id=id, text="a")),
        (templates.withdraw, WithdrawTemplate(template_id=id)),
    ):
        reply: Any = demo.say(endpoint, message)
        assert isinstance(reply, Refused)
        assert reply.code == "1001"


@pytest.mark.parametrize("wanted", ["1", "2", "4"])
def test_words_decide_what_the_review_comes_to(demo: Caller, wanted: str) -> None:
    """In the text of the template."""
    id = register(demo, f"[sandbox state={wanted}]@")
    assert state(demo, id) == "3"
    demo.box.advance(timedelta(seconds=60))
    assert state(demo, id) == wanted


def test_a_state_is_set_by_hand(demo: Caller) -> None:
    """Also back to the review, which then never ends by itself."""
    id = register(demo)
    demo.box.set_template(id, "4")
    assert state(demo, id) == "4"
    demo.box.set_template(id, "3")
    demo.box.advance(timedelta(days=365))
    assert state(demo, id) == "3"
    with pytest.raises(NotFoundError):
        demo.box.set_template("0", "1")


@pytest.mark.parametrize("text", ["", "@@@@@@"])
def test_what_no_platform_registers(demo: Caller, text: str) -> None:
    """An empty text, and six @ in a row."""
    assert demo.say(templates.register, RegisterTemplate(text=text)).code == "1001"


def test_accounts_without_this(caller: Callable[..., Caller]) -> None:
    """1119, as printed in 9.1."""
    reply = caller("registers_templates = false").say(
        templates.register, RegisterTemplate(text=TEXT)
    )
    assert (reply.code, reply.message) == ("1119", "未启用该功能")


def test_templates_belong_to_their_account(open_box: Callable[..., Any]) -> None:
    """Nobody else sees them."""
    one = '[[accounts]]\nname = "{}"\npassword = "secret123"\n'
    box = open_box(one.format("demo") + one.format("other"))
    id = register(Caller(box))
    stranger = Caller(box, account="other")
    assert stranger.say(templates.query, QueryTemplate(template_id=id)).code == "1001"


def test_an_account_may_have_to_use_its_templates(caller: Callable[..., Caller]) -> None:
    """Those in use, no others."""
    demo = caller("templates_only = true")
    send = Send(mobiles=("13800138000",), content="您的验证码：1234【星辰】")
    assert demo.say(hashed.send_soap, send).code == "TemplateError"
    register(demo)
    assert demo.say(hashed.send_soap, send).code == "TemplateError"
    demo.box.advance(timedelta(seconds=60))
    assert isinstance(demo.say(hashed.send_soap, send), Accepted)
