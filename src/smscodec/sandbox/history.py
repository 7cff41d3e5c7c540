"""How often each number was sent to today: what the limits by number are held against.

Only counts are kept, in memory, of the day that is now; they are made again from the store when the
sandbox starts and whenever the day is another one. Each account has its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import repeat

from .. import SendingLimits, check_sending
from .config import Account
from .store import Store

__all__ = ["History", "limits_of"]


def limits_of(account: Account) -> SendingLimits:
    """The limits an account has; 0 is none."""
    return SendingLimits(
        otp_messages=account.otp_messages or None, daily_messages=account.daily_messages or None
    )


class _Day:
    """One account's day."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.otps: defaultdict[str, list[datetime]] = defaultdict(list)


class History:
    """All accounts' days."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._day: date | None = None
        self._days: dict[str, _Day] = {}

    def forget(self) -> None:
        """The store is another one, or knows better."""
        self._day = None

    def note(
        self, account: Account, mobiles: Sequence[str], contents: Sequence[str], now: datetime
    ) -> None:
        """These were taken; ``contents`` is one for all, or one for each."""
        day = self._of(account, now)
        _note(day, limits_of(account).otp_word, mobiles, contents, now)

    def too_many(
        self, account: Account, mobiles: Sequence[str], contents: Sequence[str], now: datetime
    ) -> dict[int, str]:
        """Rows whose number has had enough, and which limit says so."""
        day, limits = self._of(account, now), limits_of(account)
        most = limits.daily_messages
        counts = day.counts
        suspects: Iterable[int] = range(len(mobiles))
        if limits.otp_messages is None or not any(limits.otp_word in each for each in contents):
            if most is None:
                return {}
            if max(map(counts.get, mobiles, repeat(0)), default=0) < most:
                return {}
            suspects = [row for row, mobile in enumerate(mobiles) if counts[mobile] >= most]
        found: dict[int, str] = {}
        seen: dict[tuple[int, tuple[datetime, ...], bool], str] = {}
        for row in suspects:
            mobile = mobiles[row]
            otp = limits.otp_word in contents[row % len(contents)]
            key = counts[mobile], tuple(day.otps.get(mobile, ())), otp
            if key not in seen:
                seen[key] = _reached(*key, now, limits)
            if seen[key] and mobile not in account.exempt:
                found[row] = seen[key]
        return found

    def _of(self, account: Account, now: datetime) -> _Day:
        if self._day != now.date():
            self._day, self._days = now.date(), {}
        if account.name not in self._days:
            self._days[account.name] = self._remember(account, now)
        return self._days[account.name]

    def _remember(self, account: Account, now: datetime) -> _Day:
        """What the store knows of today, and of the minutes before it."""
        day, limits = _Day(), limits_of(account)
        midnight = datetime.combine(now.date(), datetime.min.time())
        for task in self._store.tasks_since(account.name, midnight - limits.otp_window):
            if task.kind not in ("text", "batch"):
                continue
            gone = {row for row, _ in task.refused}
            kept = [each for each in task.messages() if each.row not in gone]
            mobiles, contents = [each.mobile for each in kept], [each.content for each in kept]
            _note(day, limits.otp_word, mobiles, contents or [""], task.taken_at)
            if task.taken_at < midnight:
                day.counts.subtract(mobiles)
        return day


def _reached(
    count: int, otps: tuple[datetime, ...], otp: bool, now: datetime, limits: SendingLimits
) -> str:
    """Which limit stands against one more after so many today and these one-time passwords."""
    content = limits.otp_word if otp else ""
    today = [(now, "")] * count
    passwords = [(at, limits.otp_word) for at in otps]
    found = (
        *check_sending(content, passwords, now, replace(limits, daily_messages=None)),
        *check_sending(content, today, now, replace(limits, otp_messages=None)),
    )
    return found[0].reason.value if found else ""


def _note(
    day: _Day, otp_word: str, mobiles: Sequence[str], contents: Sequence[str], now: datetime
) -> None:
    day.counts.update(mobiles)
    if any(otp_word in each for each in contents):
        since = now - timedelta(minutes=10)
        for row, mobile in enumerate(mobiles):
            if otp_word in contents[row % len(contents)]:
                day.otps[mobile] = [at for at in day.otps[mobile] if at > since] + [now]
