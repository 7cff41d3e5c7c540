"""Handing out delivery reports and inbound messages, each once only.

What is handed out is marked in the same change, so it is gone even if the reply does not arrive:
the documents know no way to ask again. An ordinary report is made when it is fetched, from its
task's row and chance; unlike ones come first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from .. import DeliveryReport, FetchInbound, FetchReports, InboundMessage, Reason
from .chance import DELIVERED, Chance
from .config import Account
from .profiles import PROFILES, dialect_of
from .records import Row, StoredInbound, Task, Wanted
from .refusals import RefusalError
from .store import Store

__all__ = ["Collecting", "report_of"]

TASKS_AT_ONCE = 100


def report_of(
    task: Task, account: Account, mobile: str, carrier_code: str, at: datetime
) -> DeliveryReport:
    """A report with all that can be said in one."""
    return DeliveryReport(
        mobile=mobile,
        task_id=task.id,
        status="10" if carrier_code == DELIVERED else "20",
        carrier_code=carrier_code,
        received_at=at,
        extension=f"{account.extension}{task.extension}",
    )


class Collecting:
    """The fetching side of the platform."""

    def __init__(self, store: Store, chance: Chance) -> None:
        self._store, self._chance = store, chance
        self._polled: dict[tuple[str, str], datetime] = {}
        self._unpacked: tuple[int, list[Row]] = (0, [])

    def forget(self) -> None:
        """The store may be another one."""
        self._unpacked = (0, [])

    # ---- asked for ----------------------------------------------------------------------------

    def reports(
        self, account: Account, endpoint: str, message: FetchReports, now: datetime
    ) -> tuple[DeliveryReport, ...]:
        """As many as are there, and asked for."""
        self._check(account, endpoint, now)
        profile = PROFILES[dialect_of(endpoint)]
        wanted = replace(
            _wanted(account, now, today=profile.today),
            mms=endpoint == "mms.fetch_reports",
            task_id=message.task_id,
        )
        limit = profile.at_once if message.limit is None else message.limit
        if not 0 < limit <= (profile.at_most or limit):
            raise RefusalError(Reason.BAD_PARAMETERS)
        return self.take_reports(account, wanted, limit)

    def inbound(
        self, account: Account, endpoint: str, message: FetchInbound, now: datetime
    ) -> tuple[InboundMessage, ...]:
        """As many as are there and fit one reply."""
        self._check(account, endpoint, now)
        profile = PROFILES[dialect_of(endpoint)]
        wanted = _wanted(account, now, today=profile.today)
        return self.take_inbound(
            account, wanted, profile.at_once, own_extension=message.own_extension
        )

    def _check(self, account: Account, endpoint: str, now: datetime) -> None:
        if not account.reports:
            raise RefusalError(Reason.NOT_ALLOWED)
        key = (account.name, endpoint)
        last = self._polled.get(key)
        if last is not None and last <= now < last + timedelta(seconds=account.poll_every):
            raise RefusalError(Reason.TOO_FREQUENT, name="FrequentOperation")
        self._polled[key] = now

    # ---- taken --------------------------------------------------------------------------------

    def take_reports(
        self, account: Account, wanted: Wanted, limit: int
    ) -> tuple[DeliveryReport, ...]:
        """Up to ``limit`` reports, which nobody else gets."""
        unlike = self._store.waiting_set_reports(wanted, limit)
        self._store.hand_out_set_reports(number for number, _, _ in unlike)
        found = [
            report_of(task, account, each.mobile, each.carrier_code, each.due_at)
            for _, task, each in unlike
        ]
        while len(found) < limit:
            tasks = self._store.tasks_with_reports(wanted, TASKS_AT_ONCE)
            if not tasks:
                break
            for task in tasks:
                if len(found) < limit:
                    found += self._of_task(account, task, limit - len(found))
        return tuple(found)

    def _of_task(self, account: Account, task: Task, limit: int) -> list[DeliveryReport]:
        """The next reports of a task, by its cursor."""
        if self._unpacked[0] != task.number:
            self._unpacked = (task.number, task.messages())
        others = self._store.set_reports(task.number).keys() | {row for row, _ in task.refused}
        found: list[DeliveryReport] = []
        for row, mobile, _ in self._unpacked[1][task.handed :]:
            if len(found) == limit:
                break
            task = replace(task, handed=row + 1)
            if row not in others:
                code = self._chance.carrier_code(task.number, row)
                found.append(report_of(task, account, mobile, code, task.due_at))
        self._store.hand_out(task.number, task.handed)
        return found

    def take_inbound(
        self, account: Account, wanted: Wanted, limit: int, *, own_extension: bool = False
    ) -> tuple[InboundMessage, ...]:
        """Up to ``limit`` inbound messages, which nobody else gets."""
        found = self._store.waiting_inbound(wanted, limit)
        self._store.hand_out_inbound(each.number for each in found)
        front = "" if own_extension else account.extension
        return tuple(_inbound(each, front, account) for each in found)


def _inbound(message: StoredInbound, front: str, account: Account) -> InboundMessage:
    return InboundMessage(
        mobile=message.mobile,
        content=message.content,
        received_at=message.received_at,
        task_id=message.task_id,
        extension=f"{front}{message.extension}",
        receiver=f"{account.service_number}{account.extension}{message.extension}",
    )


def _wanted(account: Account, now: datetime, *, today: bool) -> Wanted:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Wanted(account=account.name, since=midnight if today else datetime.min, until=now)
