"""Numbers and words that make the sandbox do what a test needs."""

from __future__ import annotations

import re

import pytest

from smscodec import Reason
from smscodec.sandbox.magic import NUMBERS, OF_A_NUMBER, Magic, magic_of, read_magic


@pytest.mark.parametrize(
    ("text", "magic"),
    [
        ("[sandbox refuse=1106]", Magic(refuse="1106")),
        ("您好[sandbox report=EXPIRED delay=60]【星辰】", Magic(report="EXPIRED", delay=60)),
        ("[sandbox  answer=TD ]", Magic(answer="TD")),
        ("[sandbox state=4]", Magic(state="4")),
        ("[sandbox refuse=]", Magic()),
    ],
)
def test_words_are_read(text: str, magic: Magic) -> None:
    """Anywhere in a text, in any order."""
    assert read_magic(text) == magic


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sandbox refuse=1",
        "[sandbox]",
        "[sandbox delay=soon]",
        "[sandbox colour=red]",
        "[sandbox answer=\x01]",
        "[sandbox refuse=1106",
    ],
)
def test_what_is_said_wrong_is_text(text: str) -> None:
    """And has no effect."""
    assert read_magic(text) is None


def test_numbers_are_ours_and_have_one_behaviour_each() -> None:
    """All among those that may stand in examples."""
    assert all(re.fullmatch("138001380[6-9][0-9]", number) for number in NUMBERS)
    assert all(magic != Magic() for magic in NUMBERS.values())
    refusals = {magic.refuse for magic in NUMBERS.values() if magic.refuse}
    assert refusals <= set(Reason.__members__)
    assert refusals >= OF_A_NUMBER


def test_the_text_wins_over_the_number() -> None:
    """Where both say the same thing; else they say both."""
    assert magic_of("13800138000", "text") is None
    assert magic_of("13800138060", "text") == Magic(report="UNDELIV")
    assert magic_of("13800138060", "[sandbox delay=3]") == Magic(report="UNDELIV", delay=3)
    assert magic_of("13800138060", "[sandbox report=X]") == Magic(report="X")
    assert magic_of("13800138000", "[sandbox report=X]") == Magic(report="X")
