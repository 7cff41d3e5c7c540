"""What a text must not be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from smscodec.sandbox.config import Account
from smscodec.sandbox.profiles import PROFILES
from smscodec.sandbox.screening import Screening, restricted_in

DEMO = Account(name="demo", password="secret123")


def screening(dialect: str = "hashed", **account: Any) -> Screening:
    """The rules for an account."""
    return Screening(
        replace(DEMO, **account),
        PROFILES[dialect],
        words=("发票", "六合彩"),
        templates=lambda: ("您的验证码：@@【星辰】",),
    )


def reason(rules: Screening, text: str) -> str:
    """Why a text is refused."""
    fault = rules.fault(text)
    return fault.reason.name if fault else ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("您好【星辰】", ""),
        ("【星辰】您好", ""),
        ("", "EMPTY_CONTENT"),
        ("您好", "SIGNATURE_REQUIRED"),
        ("您好【星】", "BAD_SIGNATURE"),
        ("您好【星辰星辰星辰星辰星】", "BAD_SIGNATURE"),
        ("代开发票【星辰】", "RESTRICTED_WORDS"),
        ("长" * 1000 + "【星辰】", "CONTENT_TOO_LONG"),
        ("' or 1=1【星辰】", ""),
    ],
)
def test_texts_of_003(text: str, why: str) -> None:
    """They want a signature of two to eight characters."""
    assert reason(screening(), text) == why


@pytest.mark.parametrize(
    "text",
    ["' or 1=1 --", "x; DROP TABLE users", "1 union select name from users", "exec xp_cmdshell"],
)
def test_sql_in_texts_of_000_and_001(text: str) -> None:
    """Which have words for it."""
    assert reason(screening("plain"), text) == reason(screening("signed"), text) == "INJECTION"
    assert reason(screening("plain"), "Please select; update or drop by, it's ok") == ""


def test_the_account_decides_about_signatures_and_length() -> None:
    """Where it says so; the limit of 004 is the document's, 300."""
    assert reason(screening(signature="optional"), "您好") == ""
    assert reason(screening("plain", signature="required"), "您好") == "SIGNATURE_REQUIRED"
    assert reason(screening(max_characters=5), "您好【星辰】") == "CONTENT_TOO_LONG"
    assert reason(screening("xunchen"), "长" * 301) == "CONTENT_TOO_LONG"
    assert reason(screening("xunchen"), "长" * 300) == ""
    assert reason(screening("xunchen", max_characters=9), "长" * 10) == "CONTENT_TOO_LONG"


def test_templates_only() -> None:
    """A text has to be one of those in use."""
    rules = screening(templates_only=True)
    assert reason(rules, "您的验证码：1234【星辰】") == ""
    assert reason(rules, "您好【星辰】") == "WRONG_TEMPLATE"
    assert rules.faults(["您的验证码：1234【星辰】", "您好【星辰】"]).keys() == {1}


GOOD = "您好【星辰】"


@pytest.mark.parametrize(
    ("dialect", "bad", "why"),
    [
        ("hashed", "", "EMPTY_CONTENT"),
        ("hashed", "您好", "SIGNATURE_REQUIRED"),
        ("hashed", "您好【星】", "BAD_SIGNATURE"),
        ("hashed", "发票【星辰】", "RESTRICTED_WORDS"),
        ("hashed", "长" * 1000 + "【星辰】", "CONTENT_TOO_LONG"),
        ("plain", "' or 1=1", "INJECTION"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_many_texts_are_judged_as_each_alone(dialect: str, bad: str, why: str, place: int) -> None:
    """Though they are looked at together first."""
    texts = [GOOD, "别的【奥创时代】", GOOD]
    assert screening(dialect).faults(texts) == {}
    texts[place] = bad
    found = screening(dialect).faults(texts)
    assert {row: fault.reason.name for row, fault in found.items()} == {place: why}


def test_restricted_words_come_in_the_order_of_the_list() -> None:
    """Each once."""
    assert restricted_in("六合彩发票发票", ("发票", "六合彩", "赌博")) == ("发票", "六合彩")
