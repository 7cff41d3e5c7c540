"""How the five platforms differ where it is no matter of spelling: one row each.

Caps and sizes are the dialects' own constants. What no document says is chosen here: how many
inbound messages come at once (as many as reports), and how many of either 004 gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5

from .. import Caps, hashed, mms, plain, signed, xunchen
from .config import DIALECTS

__all__ = ["PROFILES", "Profile", "dialect_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One platform's ways."""

    caps: Caps
    at_once: int
    """Reports, and inbound messages, that come when no number is said."""
    at_most: int | None = None
    """More may not be asked for."""
    done: str = ""
    """What is said when a send is taken."""
    fetched: str = ""
    """What is said with reports and inbound messages, where there is room for it."""
    changed: str = ""
    """What is said when a password is another one."""
    balance: str = ""
    """What is said with a balance."""
    longest_password: int | None = None
    """Characters of a new one."""
    signature: bool = False
    """Whether a text needs its 【】."""
    signs: bool = False
    """Whether the platform puts the signature in front itself."""
    limited: bool = False
    """Whether only so much may be sent to one number."""
    injection: bool = False
    """Whether texts are searched for SQL."""
    all_or_none: bool = False
    """Whether one wrong number refuses all."""
    exact: bool = False
    """Whether a wrong account and a wrong password are told apart."""
    today: bool = False
    """Whether only today's reports and inbound messages are handed out."""
    new_id: Callable[[int, datetime], str]
    """The id of a task, from its number and its day."""


def _hex_id(number: int, at: datetime) -> str:
    return md5(f"{at:%Y%m%d}:{number}".encode(), usedforsecurity=False).hexdigest()


PROFILES: Mapping[str, Profile] = {
    "plain": Profile(
        caps=plain.CAPS,
        at_once=plain.REPORTS_AT_ONCE,
        done="ok",
        fetched="OK",
        changed="密码修改成功",
        injection=True,
        new_id=lambda number, at: str(1_000_000 + number),
    ),
    "signed": Profile(
        caps=signed.CAPS,
        at_once=signed.REPORTS_AT_ONCE,
        done="ok",
        fetched="OK",
        injection=True,
        new_id=lambda number, at: str(1_000_000 + number),
    ),
    "mms": Profile(
        caps=mms.CAPS,
        at_once=mms.REPORTS_AT_ONCE,
        at_most=mms.REPORTS_AT_MOST,
        balance="返回成功",
        new_id=lambda number, at: f"{at:%y%m%d}{number:08d}",
    ),
    "hashed": Profile(
        caps=hashed.CAPS,
        at_once=hashed.REPORTS_AT_ONCE,
        done="操作成功",
        fetched="成功",
        changed="操作成功",
        balance="操作成功",
        longest_password=hashed.NEW_PASSWORD_CHARACTERS,
        signature=True,
        limited=True,
        exact=True,
        new_id=lambda number, at: f"{at:%y%m%d}{number:010d}",
    ),
    "xunchen": Profile(
        caps=xunchen.CAPS,
        at_once=1000,
        signs=True,
        all_or_none=True,
        today=True,
        new_id=_hex_id,
    ),
}
"""By the name of the dialect."""

assert tuple(PROFILES) == DIALECTS


def dialect_of(endpoint: str) -> str:
    """``hashed`` of ``hashed.templates.query``."""
    return endpoint.partition(".")[0]
