"""Taking what is to be sent: judged, paid, kept, and its reports decided.

A message costs its segments, an MMS costs one; only what is taken is paid. Decided where no
document says it: a time in the past is now; a number that comes twice in one send is sent to once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from .. import Accepted, Reason, SendMms, count_many_segments
from .chance import Chance
from .config import Account, Config
from .history import History
from .judging import Judging, magic_in
from .magic import Magic
from .profiles import PROFILES, dialect_of
from .records import Captured, SetReport, StoredInbound, Task
from .refusals import RefusalError
from .store import Store
from .submission import Sendable, Submission, submitted

__all__ = ["Sending"]

NONE = "none"
"""The magic report that never comes."""


class Sending:
    """The sending side of the platform."""

    def __init__(
        self, config: Config, store: Store, chance: Chance, history: History, judging: Judging
    ) -> None:
        self._delivery = config.delivery
        self._store, self._chance, self._history = store, chance, history
        self._judging = judging

    def take(
        self,
        account: Account,
        endpoint: str,
        message: Sendable,
        now: datetime,
        captured: Captured | None = None,
    ) -> tuple[Accepted, Task]:
        """The answer, and what is kept; ``RefusalError`` where nothing is."""
        profile = PROFILES[dialect_of(endpoint)]
        if isinstance(message, SendMms) and not account.mms:
            raise RefusalError(Reason.NOT_ALLOWED)
        wanted = submitted(message, account, profile)
        magic = magic_in(wanted)
        refused = self._judging.judge(wanted, magic, account, profile, now)
        cost = _cost(wanted, refused)
        left = self._store.money(account.name, mms=wanted.mms).balance - cost
        if left < 0 and account.billing == "prepaid":
            raise RefusalError(Reason.INSUFFICIENT_BALANCE)
        number = self._store.next_number("tasks")
        send_at = max(wanted.send_at, now) if wanted.send_at else None
        task = Task(
            number=number,
            id=profile.new_id(number, now),
            account=account.name,
            endpoint=endpoint,
            kind=wanted.kind,
            taken_at=now,
            send_at=send_at,
            due_at=_later(send_at or now, self._delivery.delay),
            extension=wanted.extension,
            subject=wanted.subject,
            mobiles="" if wanted.kind == "batch" else ",".join(wanted.mobiles),
            content=wanted.payload,
            rows=len(wanted.mobiles),
            accepted=len(wanted.mobiles) - len(refused),
            refused=tuple((row, refused[row].words) for row in sorted(refused)),
            cost=cost,
        )
        self._store.add_task(task, self._unlike(task, wanted, refused, magic), captured)
        for answer in self._answers(task, wanted, refused, magic):
            self._store.add_inbound(answer)
        self._store.charge(account.name, cost, mms=wanted.mms)
        self._note(account, wanted, refused, now)
        accepted = Accepted(
            task_id=task.id,
            balance=left,
            accepted_count=task.accepted,
            segments=cost,
            message=profile.done,
            details=tuple(f"{wanted.mobiles[row]} {why}" for row, why in task.refused[:100]),
        )
        return accepted, task

    def _unlike(
        self,
        task: Task,
        wanted: Submission,
        refused: Collection[int],
        magic: Mapping[int, Magic],
    ) -> list[SetReport]:
        """Reports that magic makes unlike the others."""
        sent_at = task.send_at or task.taken_at
        reports: list[SetReport] = []
        for row, each in magic.items():
            if row not in refused and (each.report or each.delay is not None):
                code = each.report or self._chance.carrier_code(task.number, row)
                due_at = task.due_at if each.delay is None else _later(sent_at, each.delay)
                reports.append(
                    SetReport(
                        row=row,
                        mobile=wanted.mobiles[row],
                        carrier_code="" if code == NONE else code,
                        due_at=due_at,
                    )
                )
        return reports

    def _answers(
        self,
        task: Task,
        wanted: Submission,
        refused: Collection[int],
        magic: Mapping[int, Magic],
    ) -> list[StoredInbound]:
        """What phones answer by magic, when they have the message."""
        return [
            StoredInbound(
                account=task.account,
                mobile=wanted.mobiles[row],
                content=each.answer,
                received_at=task.due_at,
                task_id=task.id,
                extension=task.extension,
            )
            for row, each in magic.items()
            if row not in refused and each.answer
        ]

    def _note(
        self, account: Account, wanted: Submission, refused: Collection[int], now: datetime
    ) -> None:
        """For the limits by number; MMS do not count."""
        if account.limited is False or wanted.mms:
            return
        mobiles, contents = wanted.mobiles, wanted.contents
        if refused:
            kept = [row for row in range(len(mobiles)) if row not in refused]
            mobiles = [mobiles[row] for row in kept]
            contents = contents if len(contents) == 1 else [contents[row] for row in kept]
        self._history.note(account, mobiles, contents, now)


def _later(at: datetime, seconds: int) -> datetime:
    """So much later, or at the end of time."""
    try:
        return at + timedelta(seconds=seconds)
    except OverflowError:
        return datetime.max.replace(microsecond=0)


def _cost(wanted: Submission, refused: Collection[int]) -> int:
    taken = len(wanted.mobiles) - len(refused)
    if wanted.mms:
        return taken
    segments = count_many_segments(wanted.contents)
    if len(segments) == 1:
        return segments[0] * taken
    return sum(segments) - sum(segments[row] for row in refused)
