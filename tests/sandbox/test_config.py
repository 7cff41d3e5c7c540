"""One TOML file for all of it."""

from __future__ import annotations

import inspect
import textwrap
from datetime import datetime
from pathlib import Path

import pytest

from smscodec.sandbox import Account, Config, ConfigError, config, load_config, read_config


def test_nothing_said_is_an_account_that_works() -> None:
    """User id 1, account demo, password secret123, veryCode code456, all five dialects."""
    (account,) = read_config("").accounts
    assert read_config("") == Config()
    assert (account.user_id, account.name, account.password) == ("1", "demo", "secret123")
    assert account.very_code == "code456"
    assert account.dialects == ("plain", "signed", "mms", "hashed", "xunchen")


def test_the_example_of_the_manual_page_is_read() -> None:
    """To the last name."""
    manual = inspect.getdoc(config) or ""
    example = textwrap.dedent(manual.partition("::\n\n")[2].partition("\n\nWhat there is")[0])
    read = read_config(example)
    (account,) = read.accounts
    assert (read.seed, read.start) == (7, datetime(2026, 1, 5, 9))
    assert read.delivery.failure_rate == 0.05
    assert account.ips == ("127.0.0.1",)
    assert account.texts[0].id == "JSM40001-0001"


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    """Windows writes one."""
    path = tmp_path / "sandbox.toml"
    path.write_bytes(b"\xef\xbb\xbfseed = 3")
    assert load_config(path).seed == 3
    path.write_bytes("restricted_words = ['词']".encode("gbk"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(path)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("seed = ", "no TOML"),
        ("sed = 1", "sed: there is no such name"),
        ("seed = '1'", "seed has to be int, not str"),
        ("seed = true", "seed has to be int, not bool"),
        ("delivery = 1", "delivery has to be a table"),
        ("accounts = 1", "accounts has to be a list"),
        ("[[accounts]]\npassword = 'x'", r"accounts\[0\].name has to be said"),
        ("[[accounts]]\nname = 'a'\npassword = 'x'\nbilling = 'later'", "one of 'prepaid'"),
        ("[[accounts]]\nname = 'a'\npassword = 'x'\nips = [1]", r"ips\[0\] has to be str"),
        ("[[accounts]]\nname = 'a'\npassword = 'x'\ndialects = ['smpp']", "dialects of account"),
        ("accounts = []", "there has to be one"),
        ("[[accounts]]\nname='a'\npassword='x'\n[[accounts]]\nname='a'\npassword='x'", "one name"),
        ("restricted_words = ['a,b']", "no commas"),
        ("mobiles = '('", "no regular expression"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(toml: str, words: str) -> None:
    """Nothing is guessed, nothing is left out silently."""
    with pytest.raises(ConfigError, match=words):
        read_config(toml)


def test_whole_numbers_are_rates_too() -> None:
    """TOML tells 1 from 1.0, people do not."""
    assert read_config("[delivery]\nfailure_rate = 1").delivery.failure_rate == 1.0


def test_secrets_stand_in_no_repr() -> None:
    """Of an account that is printed."""
    shown = repr(Account(name="demo", password="secret123", very_code="code456"))
    assert "secret123" not in shown
    assert "code456" not in shown
