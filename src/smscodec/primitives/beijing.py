"""Beijing time, in which all these platforms live: UTC+8 the whole year, never written on the wire.

A ``datetime`` without a zone is Beijing time already; one with a zone is converted.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from ..errors import EncodeError

__all__ = ["BEIJING", "to_beijing"]

BEIJING = timezone(timedelta(hours=8), "Beijing")


def to_beijing(at: datetime) -> datetime:
    """The moment as a ``datetime`` without a zone, which is Beijing time.

    Raises ``EncodeError`` where it lies outside the years 1 to 9999 there.
    """
    if at.tzinfo is None:
        return at
    if at.utcoffset() is None:
        return at.replace(tzinfo=None)
    try:
        return at.astimezone(BEIJING).replace(tzinfo=None)
    except OverflowError:
        raise EncodeError(f"{at} is outside the years 1 to 9999 in Beijing") from None
