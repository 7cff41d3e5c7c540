"""Who calls: logins held against the accounts, and what an account may do.

An account is known by its name, but 001 and the encrypted send of 003 only say a user id, which
several accounts may have: there it is the one whose password fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from .. import (
    PlainLogin,
    Reason,
    Refused,
    SealedLogin,
    Send,
    SendSealed,
    SignedLogin,
    check_login,
    hashed,
)
from ..logins import Login
from .config import Account
from .refusals import RefusalError

__all__ = ["Customers"]

R = Reason


class Customers:
    """The accounts of the platform."""

    def __init__(self, accounts: Iterable[Account], password: Callable[[str], str]) -> None:
        self._accounts = {account.name: account for account in accounts}
        self._password = password

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts.values())

    def named(self, name: str) -> Account | None:
        """By its name."""
        return self._accounts.get(name)

    def first(self) -> Account:
        """The one that is meant when nobody says which."""
        return next(iter(self._accounts.values()))

    def push_to(self, account: Account, url: str) -> None:
        """From now on what there is for an account is pushed there; nowhere, if it is empty."""
        self._accounts[account.name] = replace(account, push_url=url)

    # ---- logins -------------------------------------------------------------------------------

    def admit(self, login: Login, dialect: str, *, ip: str, now: datetime) -> Account:
        """The account that may enter; ``RefusalError`` for a wrong login, or one not let in."""
        return self.let_in(self._identify(login, now), dialect, ip=ip)

    def open(
        self, login: SealedLogin, message: SendSealed, *, ip: str, now: datetime
    ) -> tuple[Account, Send]:
        """The sender of an envelope, and what is in it; ``RefusalError`` as the platform would."""
        if check_login(login, account="", password="") is not None:
            raise RefusalError(R.WRONG_USER_ID)
        why = Refused(reason=R.WRONG_USER_ID)
        for account in self._with_id(login.user_id):
            opened = hashed.open_send(
                message, account=account.name, password=self._password(account.name), now=now
            )
            if isinstance(opened, Send):
                return self.let_in(account, "hashed", ip=ip), opened
            if why.reason in (R.WRONG_USER_ID, R.BAD_ENVELOPE):
                why = opened
        raise RefusalError(why.reason)

    def let_in(self, account: Account, dialect: str, *, ip: str) -> Account:
        """The account, if it may enter."""
        if account.stopped:
            raise RefusalError(R.ACCOUNT_STOPPED)
        if account.ips and ip not in account.ips:
            raise RefusalError(R.WRONG_IP)
        if dialect not in account.dialects:
            raise RefusalError(R.NOT_ENABLED)
        return account

    def _identify(self, login: Login, now: datetime) -> Account:
        if isinstance(login, SealedLogin):
            raise TypeError("who sends an envelope is known when it is open")
        if isinstance(login, SignedLogin):
            return self._signer(login, now)
        if not (login.account and login.password):
            raise RefusalError(R.MISSING_CREDENTIALS, code="1003" if login.account else "1002")
        account = self._accounts.get(login.account)
        if account is None:
            raise RefusalError(R.WRONG_ACCOUNT)
        if isinstance(login, PlainLogin) and login.user_id != account.user_id:
            raise RefusalError(R.WRONG_CREDENTIALS)
        why = check_login(
            login,
            account=account.name,
            password=self._password(account.name),
            very_code=account.very_code,
        )
        if why is not None:
            raise RefusalError(R.WRONG_PASSWORD if why is R.WRONG_CREDENTIALS else why)
        return account

    def _signer(self, login: SignedLogin, now: datetime) -> Account:
        why: Reason | None = R.WRONG_CREDENTIALS
        for account in self._with_id(login.user_id):
            why = check_login(
                login,
                account=account.name,
                password=self._password(account.name),
                now=now if account.checks_timestamp else None,
            )
            if why is None:
                return account
            if why is R.BAD_STAMP:
                break
        if not (login.timestamp and login.proof):
            why = R.MISSING_CREDENTIALS
        raise RefusalError(why or R.WRONG_CREDENTIALS)

    def _with_id(self, user_id: str) -> list[Account]:
        return [account for account in self._accounts.values() if account.user_id == user_id]
