"""Beijing time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import errors
from smscodec.primitives.beijing import BEIJING, to_beijing

YEARS = {"min_value": datetime(2, 1, 1), "max_value": datetime(9998, 12, 31)}
ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes())
def test_without_a_zone_it_is_beijing_time(at: datetime) -> None:
    """Nothing is converted."""
    assert to_beijing(at) == at


@given(st.datetimes(**YEARS, timezones=ZONES))
def test_with_a_zone_it_is_converted(at: datetime) -> None:
    """The moment stays the same, eight hours ahead of UTC, summer and winter."""
    here = to_beijing(at)
    assert here.tzinfo is None
    assert here.replace(tzinfo=BEIJING) == at
    assert here - at.astimezone(timezone.utc).replace(tzinfo=None) == timedelta(hours=8)


def test_a_zone_that_does_not_know_its_offset_is_none() -> None:
    """What Python calls naive has no zone here either."""

    class Vague(tzinfo):
        def utcoffset(self, dt: datetime | None) -> None:
            return None

    assert to_beijing(datetime(2018, 2, 2, tzinfo=Vague())) == datetime(2018, 2, 2)


@pytest.mark.parametrize(
    "at",
    [
        datetime(9999, 12, 31, 23, tzinfo=timezone.utc),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=12))),
    ],
)
def test_the_calendar_has_two_ends(at: datetime) -> None:
    """There is no year 10000 and no year 0."""
    with pytest.raises(errors.EncodeError, match="outside the years 1 to 9999"):
        to_beijing(at)
