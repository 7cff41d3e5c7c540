"""A whole sandbox without its server: store, clock, platform, gateway, and what a test does to it.

``answer`` is all a client sees; everything else is what ``/_sandbox`` and ``Running`` do.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from .. import Request
from .clock import Clock
from .config import Account, Config
from .endpoints import ENDPOINTS, matches
from .faults import Answer, Fault, Faults
from .feed import Feed
from .forcing import Forced
from .gateway import Gateway
from .platform import Platform
from .records import SetReport, StoredInbound, Task
from .refusals import known
from .store import Store
from .views import Message, messages_of

__all__ = ["NotFoundError", "Sandbox"]

LOOKED_BACK = 100
"""Tasks among which the one is looked for that a phone answers."""
_UNSENDABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, in which reports and inbound messages are handed out."""


class NotFoundError(LookupError):
    """There is no such account, task, message, endpoint or code here."""


class Sandbox:
    """One platform, its customers, and its time."""

    def __init__(self, config: Config | None = None, store: str | Path = ":memory:") -> None:
        """Raises ``StoreError`` where the store cannot be used."""
        self.config = config or Config()
        self.store = Store(store)
        self.feed = Feed()
        self.clock = Clock(self.config.start)
        self._build()

    def _build(self) -> None:
        self.platform = Platform(self.config, self.store, self.clock)
        self.faults = Faults(self.platform.chance)
        self.gateway = Gateway(self.platform, self.feed, self.faults)

    def close(self) -> None:
        """Commits and closes the store."""
        self.store.close()

    # ---- what clients see ---------------------------------------------------------------------

    def answer(self, request: Request, *, ip: str = "127.0.0.1") -> Answer:
        """The answer to one request, kept for good; a server commits many at once instead."""
        answer = self.gateway.answer(request, ip=ip)
        self.store.commit()
        return answer

    # ---- what was sent ------------------------------------------------------------------------

    def messages(self, *, task_id: str = "", mobile: str = "") -> list[Message]:
        """All messages, of one task or to one number, in the order they came."""
        tasks = [self.task(task_id)] if task_id else self.store.tasks()
        found = (each for task in tasks for each in messages_of(self.platform, task))
        return [each for each in found if mobile in ("", each.mobile)]

    def task(self, task_id: str) -> Task:
        """What was taken in one request."""
        found = self.store.task(task_id)
        if found is None:
            raise NotFoundError(f"there is no task {task_id!r:.60}")
        return found

    # ---- what a test does ---------------------------------------------------------------------

    def inject_inbound(
        self,
        mobile: str,
        content: str,
        *,
        account: str = "",
        extension: str = "",
        task_id: str = "",
    ) -> None:
        """A phone sends a text; without a task it answers the last one sent to it."""
        _check_sendable(mobile, content, extension)
        to = self._account(account)
        task = self.task(task_id) if task_id else self._last_task_to(mobile, to)
        with self.store.changes():
            self.store.add_inbound(
                StoredInbound(
                    account=to.name,
                    mobile=mobile,
                    content=content,
                    received_at=self.clock.now(),
                    task_id=task.id if task else "",
                    extension=extension or (task.extension if task else ""),
                )
            )
        self.store.commit()
        self.feed.publish("inbound", account=to.name, mobile=mobile, content=content)

    def set_report(self, task_id: str, carrier_code: str, *, mobile: str = "") -> int:
        """What the carrier says of a task's messages, now; how many they are.

        A report that was handed out already is handed out again.
        """
        _check_sendable(carrier_code)
        task = self.task(task_id)
        gone = {row for row, _ in task.refused}
        rows = [
            each for each in task.messages() if each.row not in gone and mobile in ("", each.mobile)
        ]
        if not rows:
            raise NotFoundError(f"task {task_id} has no message to {mobile!r:.30}")
        with self.store.changes():
            for each in rows:
                self.store.add_report(
                    task.number,
                    SetReport(
                        row=each.row,
                        mobile=each.mobile,
                        carrier_code=carrier_code,
                        due_at=self.clock.now(),
                    ),
                )
        self.store.commit()
        self.feed.publish("report", task_id=task_id, mobile=mobile, carrier_code=carrier_code)
        return len(rows)

    def set_template(self, template_id: str, state: str) -> None:
        """Ends the review of a template: 1 in use, 2 disabled, 3 under review, 4 returned."""
        with self.store.changes():
            known = self.platform.registry.set_state(template_id, state, self.clock.now())
        self.store.commit()
        if not known:
            raise NotFoundError(f"there is no template {template_id!r:.60}")
        self.feed.publish("template", template_id=template_id, state=state)

    def push_to(self, url: str, *, account: str = "") -> None:
        """Reports and inbound messages are pushed there from now on (003); "" for nowhere."""
        self.platform.customers.push_to(self._account(account), url)

    def balance(self, *, account: str = "", mms: bool = False) -> int:
        """What is left, in messages."""
        return self.store.money(self._account(account).name, mms=mms).balance

    def top_up(self, amount: int, *, account: str = "", mms: bool = False) -> None:
        """Somebody buys messages."""
        with self.store.changes():
            self.store.top_up(self._account(account).name, amount, mms=mms)
        self.store.commit()

    def fail_next(self, code: str, *, endpoint: str = "", times: int = 1) -> None:
        """The next requests are refused: by a code, name or phrase of the endpoint's table, or by
        the name of a ``Reason``. ``endpoint`` is a name, a dialect, or any.
        """
        meant = [each for each in ENDPOINTS if matches(endpoint, each.name)]
        if not meant:
            raise NotFoundError(f"there is no endpoint {endpoint!r:.60}")
        if not any(known(each, code) for each in meant):
            who = f"{endpoint} cannot" if endpoint else "no endpoint can"
            raise NotFoundError(f"{who} refuse by {code!r:.60}")
        self.platform.forcing.orders.append(Forced(endpoint=endpoint, code=code, times=times))

    def add_fault(self, fault: Fault) -> None:
        """From now on something goes wrong; ``ValueError`` for what is no rate, or no time."""
        if not any(matches(fault.endpoint, each.name) for each in ENDPOINTS):
            raise NotFoundError(f"there is no endpoint {fault.endpoint!r:.60}")
        if not 0 <= fault.rate <= 1:
            raise ValueError(f"a rate is 0 to 1, not {fault.rate}")
        if fault.times is not None and fault.times < 1:
            raise ValueError(f"a fault happens once or more, not {fault.times} times")
        self.faults.orders.append(fault)

    def calm(self) -> None:
        """No more faults, no more ordered refusals."""
        self.faults.orders.clear()
        self.platform.forcing.orders.clear()

    def set_clock(self, at: datetime) -> None:
        """It is this time now."""
        self.clock.set(at)
        self.feed.publish("clock", now=self.clock.now())

    def advance(self, by: timedelta) -> None:
        """So much later."""
        self.clock.advance(by)
        self.feed.publish("clock", now=self.clock.now())

    def reset(self) -> None:
        """As if it had just begun: no task, no fault, the accounts and the clock as configured."""
        with self.store.changes():
            self.store.clear()
        self.store.commit()
        self.clock.begin()
        self._build()
        self.feed.clear()
        self.feed.publish("reset")

    # ---- helpers ------------------------------------------------------------------------------

    def _account(self, name: str) -> Account:
        found = self.platform.customers.named(name) if name else self.platform.customers.first()
        if found is None:
            raise NotFoundError(f"there is no account {name!r:.60}")
        return found

    def _last_task_to(self, mobile: str, account: Account) -> Task | None:
        for task in self.store.latest_tasks(limit=LOOKED_BACK):
            if task.account == account.name and any(m == mobile for _, m, _ in task.messages()):
                return task
        return None


def _check_sendable(*texts: str) -> None:
    if any(map(_UNSENDABLE.search, texts)):
        raise ValueError("a reply cannot hold control characters")
