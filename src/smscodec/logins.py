"""Who says it: the logins of five vendors, as values on the wire; how to make and to check each.

A login holds what a request holds, so a gateway that decodes one has just that: a digest where the
client sent a digest. ``make_…`` functions make them from a password, ``check_login`` holds one
against what the platform knows and gives a verdict: ``None``, or the ``Reason`` it is refused for.
Digests and passwords are compared in constant time and stand in no ``repr``.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from .formats.text64 import is_user_id
from .messages import Reason
from .primitives.beijing import to_beijing
from .primitives.digest import md5_lower, md5_upper, same_digest
from .wire.times import COMPACT_DATETIME

__all__ = [
    "CodedLogin",
    "HashedLogin",
    "Login",
    "PlainLogin",
    "SealedLogin",
    "SignedLogin",
    "SoapLogin",
    "check_login",
    "make_coded_login",
    "make_hashed_login",
    "make_plain_login",
    "make_sealed_login",
    "make_signed_login",
    "make_soap_login",
    "sign_fits",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLogin:
    """000 and 002: the password in clear."""

    user_id: str
    account: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLogin:
    """001: a digest over account, password and timestamp; the account itself does not travel."""

    user_id: str
    timestamp: str
    """14 digits when written; whatever clients send when read, as it is text for the digest."""
    proof: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedLogin:
    """003: the upper-case MD5 of the password. Many clients send the password itself."""

    user_id: str
    account: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLogin:
    """003's encrypted send: tells whose password opens the envelope. The proof is inside."""

    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedLogin:
    """004: the password in clear, and a second one."""

    account: str
    password: str = field(repr=False)
    very_code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapLogin:
    """003's web service: the password in clear."""

    account: str
    password: str = field(repr=False)


Login: TypeAlias = PlainLogin | SignedLogin | HashedLogin | SealedLogin | CodedLogin | SoapLogin


def make_plain_login(*, user_id: str, account: str, password: str) -> PlainLogin:
    """For 000 and 002."""
    return PlainLogin(user_id=user_id, account=account, password=password)


def make_signed_login(
    *, user_id: str, account: str, password: str, at: datetime | str
) -> SignedLogin:
    """For 001: signs account + password + timestamp (document 001, section 1.2).

    ``at`` is the moment, of which the second counts, or the timestamp itself for who makes it
    otherwise.
    """
    timestamp = at if isinstance(at, str) else COMPACT_DATETIME.write(at.replace(microsecond=0))
    proof = md5_lower(account + password + timestamp)
    return SignedLogin(user_id=user_id, timestamp=timestamp, proof=proof)


def make_hashed_login(
    *, account: str, password: str, user_id: str = "", plaintext: bool = False
) -> HashedLogin:
    """For 003: with the MD5 of the password, or with the password itself."""
    sent = password if plaintext else md5_upper(password)
    return HashedLogin(user_id=user_id, account=account, password=sent)


def make_sealed_login(*, user_id: str) -> SealedLogin:
    """For the encrypted send of 003; ``hashed.seal_send`` makes the envelope."""
    return SealedLogin(user_id=user_id)


def make_coded_login(*, account: str, password: str, very_code: str) -> CodedLogin:
    """For 004."""
    return CodedLogin(account=account, password=password, very_code=very_code)


def make_soap_login(*, account: str, password: str) -> SoapLogin:
    """For the web service of 003."""
    return SoapLogin(account=account, password=password)


def check_login(
    login: Login,
    *,
    account: str,
    password: str,
    very_code: str = "",
    now: datetime | None = None,
    tolerance: timedelta = timedelta(minutes=5),
) -> Reason | None:
    """Why a platform that knows this account and password would refuse the login; ``None`` if not.

    With ``now``, a 001 timestamp of 14 digits may be ``tolerance`` away from it; without, the
    timestamp is not looked at. Any other form of timestamp is only text for the digest.

    Of a ``SealedLogin`` only the form is judged: ``hashed.open_send`` does the rest.
    """
    if isinstance(login, SealedLogin):
        return None if is_user_id(login.user_id) else Reason.WRONG_USER_ID
    if isinstance(login, SignedLogin):
        if not (login.timestamp and login.proof):
            return Reason.MISSING_CREDENTIALS
        if not sign_fits(login, account=account, password=password):
            return Reason.WRONG_CREDENTIALS
        return None if now is None else _stale(login.timestamp, now, tolerance)
    if not (login.account and login.password):
        return Reason.MISSING_CREDENTIALS
    named = _same(login.account, account)
    proven = _same(login.password, password)
    if isinstance(login, HashedLogin):
        proven = proven or same_digest(login.password, md5_upper(password))
    if not (named and proven):
        return Reason.WRONG_CREDENTIALS
    if isinstance(login, CodedLogin) and not _same(login.very_code, very_code):
        return Reason.WRONG_VERY_CODE
    return None


def sign_fits(login: SignedLogin, *, account: str, password: str) -> bool:
    """Whether a 001 sign is that of the account and password."""
    return same_digest(login.proof, md5_lower(account + password + login.timestamp))


def _same(given: str, expected: str) -> bool:
    left, right = (text.encode("utf-8", "surrogatepass") for text in (given, expected))
    return hmac.compare_digest(left, right)


def _stale(timestamp: str, now: datetime, tolerance: timedelta) -> Reason | None:
    if not re.fullmatch("[0-9]{14}", timestamp):
        return None
    try:
        at = COMPACT_DATETIME.read(timestamp)
    except ValueError:
        return Reason.BAD_STAMP
    return None if abs(at - to_beijing(now)) <= tolerance else Reason.BAD_STAMP
