"""The stamp of an encrypted submit (document 003, section 1.5): ``MMddHHmmss``, Beijing time.

The platform takes one that is at most five minutes from its own clock, ahead or behind, those five
minutes included. There is no year in it, so the distance runs in a circle: a stamp is meant for the
year that brings it nearest, and 23:59:30 on December 31 is 150 seconds before 00:02 on January 1.
The calendar is that of the year: just before March 1 comes February 29 in a leap year, else
February 28, and ``0229…`` is no date at all.

Clocks are compared in whole seconds, as a stamp has no others. A stamp of another form, one that is
no date and one too far off are all the same to the platform: ``StampError``, 1010.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ..primitives.beijing import to_beijing

__all__ = ["STAMP_ERROR", "TOLERANCE", "check_stamp", "make_stamp"]

STAMP_ERROR = 1010
"""The platform's result code for a stamp that ``check_stamp`` refuses."""

TOLERANCE = timedelta(minutes=5)

_STAMP = re.compile("([0-9]{2})" * 5)


def make_stamp(at: datetime) -> str:
    """The stamp of a moment (Beijing time if it has no zone), fractions of a second cut off."""
    return f"{to_beijing(at):%m%d%H%M%S}"


def check_stamp(stamp: str, now: datetime) -> bool:
    """Whether the text is a stamp at most ``TOLERANCE`` from now: a verdict on any text."""
    found = _STAMP.fullmatch(stamp)
    if not found:
        return False
    month, day, hour, minute, second = map(int, found.groups())
    here = to_beijing(now).replace(microsecond=0)
    for year in (here.year - 1, here.year, here.year + 1):
        try:
            meant = datetime(year, month, day, hour, minute, second)
        except ValueError:  # no such date in that year
            continue
        if abs(meant - here) <= TOLERANCE:
            return True
    return False
