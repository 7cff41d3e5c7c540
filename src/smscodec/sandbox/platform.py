"""The platform: messages in, messages out, whoever the vendor is.

Who calls is checked first, then what he may do, then what he wants. All changes of one call are one
change of the store, and the caller commits it before he answers. Time comes from the clock, which
the sandbox's user may move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import (
    Balance,
    Call,
    ChangePassword,
    CheckWords,
    Endpoint,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Inbound,
    PasswordChanged,
    Reason,
    Reports,
    SealedLogin,
    SendSealed,
    WordsVerdict,
)
from ..errors import DecodeError, EncodeError
from .chance import Chance
from .clock import Clock
from .collecting import Collecting
from .config import Account, Config
from .customers import Customers
from .forcing import Forcing
from .history import History
from .judging import Judging
from .profiles import PROFILES, dialect_of
from .records import Captured, Task
from .refusals import RefusalError, refused
from .registry import Registry
from .screening import restricted_in
from .sending import Sending
from .store import Store
from .submission import Sendable
from .wording import format_of, worded

__all__ = ["Outcome", "Platform"]

_BILLING = {"prepaid": "预付费", "postpaid": "后付费"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a call."""

    reply: Any
    """The message to answer with, as the endpoint can say it."""
    account: str = ""
    """Who called, if he was let in."""
    task: Task | None = None
    """What was taken, if anything was."""
    why: str = ""
    """Why it was refused, in plainer words than the platform's."""


class Platform:
    """Everything a platform does but speak."""

    def __init__(self, config: Config, store: Store, clock: Clock) -> None:
        self.config, self.store, self.clock = config, store, clock
        self.chance = Chance(config.seed, config.delivery)
        self.customers = Customers(config.accounts, store.password)
        self.history = History(store)
        self.collecting = Collecting(store, self.chance)
        self.registry = Registry(store, config.delivery.review)
        self.forcing = Forcing()
        judging = Judging(
            config, self.history, lambda account: self.registry.in_use(account, clock.now())
        )
        self._sending = Sending(config, store, self.chance, self.history, judging)
        self.open_accounts()

    def open_accounts(self) -> None:
        """Lets in the customers the store does not know yet."""
        with self.store.changes():
            for account in self.config.accounts:
                self.store.open_account(account)
        self.store.commit()

    def forget(self) -> None:
        """What it remembers of the store may be wrong, as changes were taken back."""
        self.history.forget()
        self.collecting.forget()

    # ---- calls --------------------------------------------------------------------------------

    def handle(
        self,
        endpoint: Endpoint[Any, Any, Any],
        call: Call[Any, Any],
        *,
        ip: str = "",
        captured: Captured | None = None,
    ) -> Outcome:
        """What the platform does and answers; nothing it says no to changes anything."""

        def act() -> Outcome:
            now, dialect = self.clock.now(), dialect_of(endpoint.name)
            message = call.message
            if isinstance(message, SendSealed):
                account, message = self.customers.open(call.login, message, ip=ip, now=now)
            else:
                account = self.customers.admit(call.login, dialect, ip=ip, now=now)
            reply, task = self._answer(account, endpoint.name, message, now, captured)
            return Outcome(
                reply=worded(endpoint, call.variant, reply),
                account=account.name,
                task=task,
            )

        return self._guarded(endpoint, call, act)

    def cannot_read(
        self, endpoint: Endpoint[Any, Any, Any], call: Call[Any, Any], error: DecodeError, ip: str
    ) -> Outcome:
        """The answer to a request whose message cannot be read; ``call.login`` may be ``None``."""

        def act() -> Outcome:
            if call.login is not None and not isinstance(call.login, SealedLogin):
                dialect = dialect_of(endpoint.name)
                self.customers.admit(call.login, dialect, ip=ip, now=self.clock.now())
            raise _unreadable(endpoint, error)

        return self._guarded(endpoint, call, act)

    def cannot_say(
        self, endpoint: Endpoint[Any, Any, Any], call: Call[Any, Any], error: EncodeError
    ) -> Outcome:
        """The answer where the true one cannot be written, as it holds what the request held."""
        return _refusing(endpoint, call, RefusalError(Reason.BAD_PARAMETERS, words=str(error)))

    def _guarded(
        self,
        endpoint: Endpoint[Any, Any, Any],
        call: Call[Any, Any],
        act: Callable[[], Outcome],
    ) -> Outcome:
        try:
            self.forcing.check(endpoint.name)
            with self.store.changes():
                return act()
        except RefusalError as why:
            return _refusing(endpoint, call, why)

    # ---- messages -----------------------------------------------------------------------------

    def _answer(
        self,
        account: Account,
        endpoint: str,
        message: Any,
        now: datetime,
        captured: Captured | None,
    ) -> tuple[Any, Task | None]:
        said = PROFILES[dialect_of(endpoint)].fetched
        if isinstance(message, Sendable):
            return self._sending.take(account, endpoint, message, now, captured)
        if isinstance(message, FetchReports):
            reports = self.collecting.reports(account, endpoint, message, now)
            return Reports(reports=reports, message=said), None
        if isinstance(message, FetchInbound):
            messages = self.collecting.inbound(account, endpoint, message, now)
            return Inbound(messages=messages, message=said), None
        if isinstance(message, FetchBalance):
            return self._balance(account, endpoint), None
        if isinstance(message, CheckWords):
            return self._verdict(message), None
        if isinstance(message, ChangePassword):
            return self._new_password(account, endpoint, message), None
        return self.registry.handle(account, message, now), None

    def _balance(self, account: Account, endpoint: str) -> Balance:
        mms = endpoint in ("mms.balance", "hashed.balance_mms")
        money = self.store.money(account.name, mms=mms)
        billing = _BILLING[account.billing]
        return Balance(
            balance=money.balance,
            billing=billing[:2] if endpoint == "hashed.balance_json" else billing,
            total=money.bought if account.billing == "prepaid" else money.used,
            message=PROFILES[dialect_of(endpoint)].balance,
        )

    def _verdict(self, message: CheckWords) -> WordsVerdict:
        if not message.content:
            raise RefusalError(Reason.EMPTY_CONTENT)
        hits = restricted_in(message.content, self.config.restricted_words)
        return WordsVerdict(
            clean=not hits,
            restricted_words=hits,
            message=f"包含屏蔽词：{','.join(hits)}" if hits else "没有包含屏蔽词",
            content=message.content,
        )

    def _new_password(
        self, account: Account, endpoint: str, message: ChangePassword
    ) -> PasswordChanged:
        profile = PROFILES[dialect_of(endpoint)]
        size = len(message.new_password)
        if not size or size > (profile.longest_password or size):
            raise RefusalError(Reason.BAD_PARAMETERS)
        self.store.set_password(account.name, message.new_password)
        return PasswordChanged(message=profile.changed)


def _refusing(
    endpoint: Endpoint[Any, Any, Any], call: Call[Any, Any], why: RefusalError
) -> Outcome:
    refusal = refused(endpoint, format_of(endpoint, call.variant), why)
    return Outcome(reply=worded(endpoint, call.variant, refusal), why=why.words)


# ---- what cannot be read ---------------------------------------------------------------------

_PLACES = {
    "mobile": Reason.BAD_MOBILES,
    "msisdns": Reason.BAD_MOBILES,
    "extno": Reason.BAD_EXTENSION,
    "extnumber": Reason.BAD_EXTENSION,
    "extcode": Reason.BAD_EXTENSION,
    "content": Reason.BAD_CONTENT,
    "smscontent": Reason.BAD_CONTENT,
    "text64": Reason.BAD_ENVELOPE,
}
"""What a platform says of a request that is wrong there; of any other place, bad parameters."""


def _unreadable(endpoint: Endpoint[Any, Any, Any], error: DecodeError) -> RefusalError:
    """What a platform would say, by the place in the request; a SOAP fault for no envelope."""
    name = error.path.rpartition(".")[2].partition("[")[0].lower()
    fault = "soap:Client" if endpoint.name == "hashed.send_soap" and name == "$" else ""
    reason = _PLACES.get(name, Reason.BAD_PARAMETERS)
    return RefusalError(reason, code=fault, words=str(error))
