"""Messages in, messages out: what is not sending or fetching."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.caller import Caller

from smscodec import (
    Balance,
    ChangePassword,
    CheckWords,
    FetchBalance,
    PasswordChanged,
    Refused,
    Send,
    Variant,
    WordsVerdict,
    hashed,
    mms,
    plain,
    signed,
    xunchen,
)

SEND = Send(mobiles=("13800138000",), content="测试【星辰】")


@pytest.mark.parametrize(
    ("endpoint", "message", "billing"),
    [
        (plain.balance, "", "预付费"),
        (signed.balance, "", "预付费"),
        (mms.balance, "返回成功", "预付费"),
        (hashed.balance, "操作成功", "预付费"),
        (hashed.balance_json, "操作成功", "预付"),
        (hashed.balance_mms, "操作成功", "预付费"),
    ],
)
def test_balances(demo: Caller, endpoint: Any, message: str, billing: str) -> None:
    """Of texts or of MMS, and all that was bought."""
    amount = 10_000 if "mms" in endpoint.name else 1_000_000
    assert demo.say(endpoint, FetchBalance()) == Balance(
        balance=amount, billing=billing, total=amount, message=message
    )


def test_004_counts_in_tens(caller: Callable[..., Caller]) -> None:
    """What is left of ten is not said."""
    assert caller("balance = 58").say(xunchen.balance, FetchBalance()) == Balance(balance=50)
    postpaid = caller('balance = -5\nbilling = "postpaid"')
    assert postpaid.say(xunchen.balance, FetchBalance()) == Balance(balance=-10)


def test_words_are_checked(demo: Caller) -> None:
    """The verdict is in the message."""
    for endpoint in (plain.check_words, signed.check_words):
        assert demo.say(endpoint, CheckWords(content="代开发票")) == WordsVerdict(
            clean=False,
            restricted_words=("发票",),
            message="包含屏蔽词：发票",
            content="代开发票",
        )
        clean = demo.say(endpoint, CheckWords(content="您好"), Variant(charset="gbk"))
        assert (clean.clean, clean.message) == (True, "没有包含屏蔽词")
        assert demo.say(endpoint, CheckWords(content="")).message == "短信内容不能为空"


def test_what_cannot_be_said_again_is_refused(demo: Caller) -> None:
    """A word check repeats the text, and XML has no control characters."""
    reply = demo.say(plain.check_words, CheckWords(content="a\x01"))
    assert isinstance(reply, Refused)
    assert reply.message == "参数不正确"


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [(plain.change_password, "密码修改成功"), (hashed.change_password, "操作成功")],
)
def test_passwords_change_for_all_dialects(demo: Caller, endpoint: Any, message: str) -> None:
    """From then on the old one is wrong."""
    changed = demo.say(endpoint, ChangePassword(new_password="secret456"))
    assert changed == PasswordChanged(message=message)
    for balance in (plain.balance, signed.balance, hashed.balance, xunchen.balance):
        assert isinstance(demo.say(balance, FetchBalance()), Refused)
    demo.password = "secret456"
    for balance in (plain.balance, signed.balance, hashed.balance, xunchen.balance):
        assert isinstance(demo.say(balance, FetchBalance()), Balance)


def test_no_password_is_no_password(demo: Caller) -> None:
    """Neither is one of more than 20 characters (003), or two that differ (000)."""
    assert demo.say(plain.change_password, ChangePassword(new_password="")).code == ""
    request = demo.request(hashed.change_password, ChangePassword(new_password="x" * 20))
    longer = replace(request, body=request.body + b"x")
    assert "参数错误".encode() in demo.box.answer(longer).body
    request = demo.request(plain.change_password, ChangePassword(new_password="secret456"))
    other = replace(request, body=request.body + b"x")
    assert "参数不正确".encode() in demo.box.answer(other).body
    assert isinstance(demo.say(plain.balance, FetchBalance()), Balance)


def test_a_new_password_and_what_was_paid_outlive_a_restart(
    open_box: Callable[..., Any], tmp_path: Path
) -> None:
    """They are in the store, which wins over the file."""
    path = tmp_path / "sandbox.db"
    demo = Caller(open_box(store=path))
    demo.say(plain.change_password, ChangePassword(new_password="secret456"))
    demo.password = "secret456"
    demo.say(plain.send, SEND)
    demo.box.close()
    demo.box = open_box(store=path)
    assert demo.say(plain.balance, FetchBalance()).balance == 999_999


def test_what_is_refused_changes_nothing(demo: Caller) -> None:
    """Not even half."""
    demo.box.fail_next("其他错误", endpoint="plain.send")
    assert isinstance(demo.say(plain.send, SEND), Refused)
    assert demo.box.messages() == []
    assert demo.say(plain.balance, FetchBalance()).balance == 1_000_000
