"""Logins: made by clients, checked by gateways, silent about their secrets."""

from __future__ import annotations

import pickle
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from hashlib import md5
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smscodec.errors import EncodeError
from smscodec.logins import (
    CodedLogin,
    HashedLogin,
    Login,
    PlainLogin,
    SignedLogin,
    SoapLogin,
    check_login,
    make_coded_login,
    make_hashed_login,
    make_plain_login,
    make_sealed_login,
    make_signed_login,
    make_soap_login,
    sign_fits,
)
from smscodec.messages import Reason

AT = datetime(2012, 7, 1, 23, 12, 12)
WHO: dict[str, Any] = {"account": "demo", "password": "secret123"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = TEXTS.filter(bool)


def every_login(account: str, password: str) -> tuple[Login, ...]:
    """One of each kind that proves a password."""
    return (
        make_plain_login(user_id="12", account=account, password=password),
        make_signed_login(user_id="12", account=account, password=password, at=AT),
        make_hashed_login(account=account, password=password),
        make_hashed_login(account=account, password=password, plaintext=True),
        make_coded_login(account=account, password=password, very_code=password),
        make_soap_login(account=account, password=password),
    )


# ---- all kinds -------------------------------------------------------------------------------


@given(WORDS, WORDS)
def test_what_is_made_is_accepted(account: str, password: str) -> None:
    """By who knows the same account and password, whatever characters they are of."""
    for login in every_login(account, password):
        assert check_login(login, account=account, password=password, very_code=password) is None


@given(WORDS, WORDS, TEXTS)
def test_any_other_password_is_refused(account: str, password: str, other: str) -> None:
    """With the verdict, not with an exception."""
    assume(other != password)
    for login in every_login(account, password):
        verdict = check_login(login, account=account, password=other, very_code=password)
        assert verdict is Reason.WRONG_CREDENTIALS


@given(WORDS, TEXTS)
def test_any_other_account_is_refused(account: str, other: str) -> None:
    """Likewise; a sign is over the account, too."""
    assume(other != account)
    for login in every_login(account, "secret123"):
        verdict = check_login(login, account=other, password="secret123", very_code="secret123")
        assert verdict is Reason.WRONG_CREDENTIALS


@pytest.mark.parametrize("missing", ["account", "password"])
def test_empty_credentials_are_told_from_wrong_ones(missing: str) -> None:
    """Platforms have words of their own for them."""
    known = {**WHO, missing: ""}
    for login in (
        make_plain_login(user_id="12", **known),
        make_hashed_login(**known, plaintext=True),
        make_coded_login(**known, very_code="code456"),
        make_soap_login(**known),
    ):
        assert check_login(login, **WHO) is Reason.MISSING_CREDENTIALS


def test_nobody_gets_in_with_an_empty_password() -> None:
    """Even where the account has none."""
    login = make_plain_login(user_id="12", account="demo", password="")
    assert check_login(login, account="demo", password="") is Reason.MISSING_CREDENTIALS


def test_secrets_stand_in_no_repr() -> None:
    """Nor in a text, nor in what a traceback shows of a login."""
    for login in every_login("demo", "secret123"):
        secret = login.proof if isinstance(login, SignedLogin) else login.password
        for shown in (repr(login), str(login), f"{login}"):
            assert secret not in shown
            assert "secret123" not in shown
        hidden = {each.name for each in fields(login) if not each.repr}
        assert hidden >= {"proof"} or hidden >= {"password"}


def test_logins_are_values() -> None:
    """Equal where they say the same, hashable, and alive after pickling."""
    for one, two in zip(every_login("demo", "a"), every_login("demo", "a"), strict=True):
        assert one == two
        assert len({one, two}) == 1
        assert pickle.loads(pickle.dumps(one)) == one


# ---- 001 -------------------------------------------------------------------------------------


def test_sign_of_the_document() -> None:
    """Document 001, section 1.2: test, mima, 20120701231212."""
    login = make_signed_login(user_id="12", account="test", password="mima", at=AT)
    assert login == SignedLogin(
        user_id="12", timestamp="20120701231212", proof="5cc68982f55ac74348e3d819f868fbe1"
    )


def test_sign_is_over_utf8() -> None:
    """Accounts may be Chinese."""
    login = make_signed_login(
        user_id="12", account="演示账号", password="secret123", at="20240601080910"
    )
    assert login.proof == md5("演示账号secret12320240601080910".encode()).hexdigest()
    assert login.proof == "5c5e77da5b339fb34a32e95fb7c9bc17"


def test_timestamp_is_beijing_time_to_the_second() -> None:
    """Aware times are converted, what is below a second is not said, and years have four digits."""
    for at, timestamp in (
        (AT.replace(microsecond=999_999), "20120701231212"),
        (datetime(2012, 7, 1, 15, 12, 12, tzinfo=timezone.utc), "20120701231212"),
        (datetime(987, 1, 2), "09870102000000"),
    ):
        assert make_signed_login(user_id="", **WHO, at=at).timestamp == timestamp


@pytest.mark.parametrize(
    "timestamp",
    ["20240601030405", "1717200550", "202406010304", "now", "2024-06-01 03:04:05", " 1 "],
)
def test_timestamp_is_text_for_the_digest(timestamp: str) -> None:
    """12-hour clocks, the seconds of Unix, twelve digits, a constant: all are signed alike."""
    login = make_signed_login(user_id="12", **WHO, at=timestamp)
    assert login.timestamp == timestamp
    assert check_login(login, **WHO) is None
    assert sign_fits(login, **WHO)
    assert not sign_fits(login, account="demo", password="other")


def test_sign_may_be_in_upper_case() -> None:
    """It is hexadecimal."""
    login = make_signed_login(user_id="12", **WHO, at=AT)
    upper = SignedLogin(user_id="12", timestamp=login.timestamp, proof=login.proof.upper())
    assert check_login(upper, **WHO) is None


def test_sign_is_good_for_its_timestamp_only() -> None:
    """And either of them missing is missing credentials."""
    login = make_signed_login(user_id="12", **WHO, at=AT)
    for timestamp, proof, verdict in (
        ("20120701231213", login.proof, Reason.WRONG_CREDENTIALS),
        (login.timestamp, "ｆ" * 32, Reason.WRONG_CREDENTIALS),
        (login.timestamp, "", Reason.MISSING_CREDENTIALS),
        ("", login.proof, Reason.MISSING_CREDENTIALS),
    ):
        other = SignedLogin(user_id="12", timestamp=timestamp, proof=proof)
        assert check_login(other, **WHO) is verdict


@pytest.mark.parametrize(
    ("timestamp", "off", "verdict"),
    [
        ("20120701231212", timedelta(minutes=5), None),
        ("20120701231212", timedelta(minutes=-5), None),
        ("20120701231212", timedelta(minutes=5, seconds=1), Reason.BAD_STAMP),
        ("20120701111212", timedelta(0), Reason.BAD_STAMP),  # a 12-hour clock, in the evening
        ("20120230231212", timedelta(0), Reason.BAD_STAMP),
        ("1341155532", timedelta(0), None),
        ("201207012312", timedelta(days=99), None),
    ],
)
def test_age_is_looked_at_for_the_asking(
    timestamp: str, off: timedelta, verdict: Reason | None
) -> None:
    """Only with ``now``, and only where there are the 14 digits of the document."""
    login = make_signed_login(user_id="12", **WHO, at=timestamp)
    assert check_login(login, **WHO, now=AT + off) is verdict
    aware = (AT + off).replace(tzinfo=timezone(timedelta(hours=8)))
    assert check_login(login, **WHO, now=aware.astimezone(timezone.utc)) is verdict
    assert check_login(login, **WHO) is None


def test_tolerance_is_the_gateways() -> None:
    """With a day of it, a 12-hour clock passes."""
    login = make_signed_login(user_id="12", **WHO, at="20120701111212")
    assert check_login(login, **WHO, now=AT, tolerance=timedelta(days=1)) is None


def test_sign_is_checked_before_its_age() -> None:
    """A stranger learns nothing of clocks."""
    login = make_signed_login(user_id="12", account="demo", password="other", at="20000101000000")
    assert check_login(login, **WHO, now=AT) is Reason.WRONG_CREDENTIALS


def test_secret_is_not_in_the_error() -> None:
    """A lone surrogate has no UTF-8, so there is no digest; the error shows nothing of it."""
    with pytest.raises(EncodeError) as caught:
        make_signed_login(user_id="12", account="demo", password="geheim\ud800", at=AT)
    assert "geheim" not in str(caught.value)


# ---- the others ------------------------------------------------------------------------------


def test_plain_login_is_the_password() -> None:
    """To the character, unlike a digest's case."""
    login = make_plain_login(user_id="12", account="demo", password="secret123")
    assert login == PlainLogin(user_id="12", account="demo", password="secret123")
    assert check_login(login, account="demo", password="SECRET123") is Reason.WRONG_CREDENTIALS


def test_hashed_login_is_upper_case() -> None:
    """Document 003: MD5 of abc123; many clients send lower case, or the password itself."""
    login = make_hashed_login(account="demo", password="abc123")
    assert login == HashedLogin(
        user_id="", account="demo", password="E99A18C428CB38D5F260853678922E03"
    )
    lower = HashedLogin(user_id="", account="demo", password=login.password.lower())
    plain = make_hashed_login(account="demo", password="abc123", plaintext=True)
    assert plain.password == "abc123"
    for each in (login, lower, plain):
        assert check_login(each, account="demo", password="abc123") is None


def test_coded_login_has_a_second_password() -> None:
    """Its own verdict, after that on the first."""
    login = make_coded_login(**WHO, very_code="code456")
    assert isinstance(login, CodedLogin)
    assert check_login(login, **WHO, very_code="code456") is None
    assert check_login(login, **WHO, very_code="other") is Reason.WRONG_VERY_CODE
    assert check_login(login, **WHO) is Reason.WRONG_VERY_CODE
    other = {**WHO, "password": "other"}
    assert check_login(login, **other, very_code="other") is Reason.WRONG_CREDENTIALS


def test_soap_login_is_the_password() -> None:
    """Not its MD5 (document 003, section 8.2)."""
    digest = SoapLogin(account="demo", password=md5(b"secret123").hexdigest().upper())
    assert check_login(digest, **WHO) is Reason.WRONG_CREDENTIALS
    assert check_login(make_soap_login(**WHO), **WHO) is None


@pytest.mark.parametrize(
    ("user_id", "verdict"),
    [
        ("12", None),
        ("", Reason.WRONG_USER_ID),
        ("demo", Reason.WRONG_USER_ID),
        ("１２", Reason.WRONG_USER_ID),
    ],
)
def test_sealed_login_is_a_number(user_id: str, verdict: Reason | None) -> None:
    """It only says whose password opens the envelope."""
    assert check_login(make_sealed_login(user_id=user_id), **WHO) is verdict
