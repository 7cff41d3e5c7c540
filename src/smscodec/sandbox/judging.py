"""What the platform thinks of a request to send, before anything is kept.

What is wrong with the whole request refuses it. What is wrong with some of its numbers or rows
leaves the others; where nothing is left, or the platform takes all or none (004), the first such
reason is that of the refusal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from .. import Reason, check_caps
from ..formats.rules import CapReason
from .config import Account, Config
from .history import History
from .magic import MARK, NUMBERS, OF_A_NUMBER, Magic, magic_of
from .profiles import Profile
from .refusals import RefusalError
from .screening import Screening
from .submission import Submission

__all__ = ["Judging", "magic_in"]

R = Reason

_CAPS = {
    CapReason.TOO_MANY_MOBILES: R.TOO_MANY_MOBILES,
    CapReason.EXTENSION_TOO_LONG: R.BAD_EXTENSION,
    CapReason.EXTENSION_NOT_DIGITS: R.BAD_EXTENSION,
}


def magic_in(wanted: Submission) -> dict[int, Magic]:
    """By row, what numbers and texts ask for."""
    rows = [row for row, mobile in enumerate(wanted.mobiles) if mobile in NUMBERS]
    if any(MARK in text for text in wanted.contents):
        rows = list(range(len(wanted.mobiles)))
    found = ((row, magic_of(wanted.mobiles[row], wanted.content(row))) for row in rows)
    return {row: magic for row, magic in found if magic is not None}


class Judging:
    """The rules, in the order they are asked."""

    def __init__(
        self, config: Config, history: History, templates: Callable[[str], Sequence[str]]
    ) -> None:
        """``templates``: those in use, by the name of the account."""
        self._words = config.restricted_words
        self._blacklist = frozenset(config.blacklist)
        self._history, self._templates = history, templates
        self._mobile = re.compile(config.mobiles)
        self._mobiles = re.compile(f"(?:(?:{config.mobiles}),)*")

    def judge(
        self,
        wanted: Submission,
        magic: Mapping[int, Magic],
        account: Account,
        profile: Profile,
        now: datetime,
    ) -> dict[int, RefusalError]:
        """The rows that are not taken, and why; ``RefusalError`` where none is."""
        self._whole(wanted, magic, account, profile)
        refused = self._rows(wanted, magic, account, profile, now)
        if refused and (profile.all_or_none or len(refused) == len(wanted.mobiles)):
            raise refused[min(refused)]
        return refused

    # ---- the whole ----------------------------------------------------------------------------

    def _whole(
        self, wanted: Submission, magic: Mapping[int, Magic], account: Account, profile: Profile
    ) -> None:
        if not wanted.mobiles:
            raise RefusalError(R.EMPTY_MOBILES)
        for found in check_caps(len(wanted.mobiles), "", wanted.extension, profile.caps):
            raise RefusalError(_CAPS[found.reason])
        if not account.channel:
            raise RefusalError(R.NO_CHANNEL)
        if not account.product:
            raise RefusalError(R.NO_PRODUCT)
        for each in magic.values():
            if each.refuse and each.refuse not in OF_A_NUMBER:
                raise RefusalError(R.PLATFORM_ERROR, code=each.refuse)
        if wanted.kind == "text":
            fault = self._screening(account, profile).fault(wanted.contents[0], wanted.added)
            if fault:
                raise fault
        elif wanted.kind == "batch" and len(set(wanted.mobiles)) < len(wanted.mobiles):
            counts = Counter(wanted.mobiles)
            twice = (mobile for mobile, count in counts.items() if count > 1)
            raise RefusalError(R.DUPLICATE_MOBILES, next(twice), name="MsisdnRepeat")

    # ---- row by row ---------------------------------------------------------------------------

    def _rows(
        self,
        wanted: Submission,
        magic: Mapping[int, Magic],
        account: Account,
        profile: Profile,
        now: datetime,
    ) -> dict[int, RefusalError]:
        refused: dict[int, RefusalError] = {}
        limited = profile.limited if account.limited is None else account.limited
        if limited and not wanted.mms:
            often = self._history.too_many(account, wanted.mobiles, wanted.contents, now)
            errors = {which: _too_frequent(which) for which in set(often.values())}
            refused.update((row, errors[which]) for row, which in often.items())
        if wanted.kind == "batch":
            refused.update(self._screening(account, profile).faults(wanted.contents))
        for row, each in magic.items():
            if each.refuse:
                reason = Reason[each.refuse]
                refused[row] = _too_frequent() if reason is R.TOO_FREQUENT else RefusalError(reason)
        for row, mobile in enumerate(wanted.mobiles) if self._blacklist else ():
            if mobile in self._blacklist:
                refused[row] = RefusalError(R.BLACKLISTED)
        if not self._mobiles.fullmatch(f"{','.join(wanted.mobiles)},"):
            for row, mobile in enumerate(wanted.mobiles):
                if not self._mobile.fullmatch(mobile):
                    refused[row] = RefusalError(R.BAD_MOBILES)
        return refused

    def _screening(self, account: Account, profile: Profile) -> Screening:
        return Screening(
            account,
            profile,
            words=self._words,
            templates=lambda: self._templates(account.name),
        )


def _too_frequent(which: str = "") -> RefusalError:
    return RefusalError(R.TOO_FREQUENT, name="FrequentOperation", words=which)
