"""The stamp of an encrypted submit: made, and judged around the year."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec.formats.stamp import STAMP_ERROR, TOLERANCE, check_stamp, make_stamp

MOMENT = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31))


@pytest.mark.parametrize("case", cases("text64", part=True))
def test_vectors(case: dict[str, Any]) -> None:
    """Five minutes either way are in, a second more is out, across leap days and New Year."""
    for check in case["value"]:
        now = datetime.fromisoformat(check["now"].replace("Z", "+00:00"))
        assert check_stamp(case["wire"], now) == check["within_5min"], check


@pytest.mark.parametrize(
    ("at", "stamp"),
    [
        (datetime(2015, 4, 14, 17, 47, 15), "0414174715"),  # document 003, section 1.5
        (datetime(2015, 4, 14, 17, 47, 15, 999_999), "0414174715"),
        (datetime(2015, 4, 14, 9, 47, 15, tzinfo=timezone.utc), "0414174715"),
        (datetime(2024, 12, 31, 16, 0, 1, tzinfo=timezone.utc), "0101000001"),
        (datetime(2015, 4, 14, 4, 47, 15, tzinfo=timezone(timedelta(hours=-5))), "0414174715"),
        (datetime(2024, 2, 29, 23, 59, 59), "0229235959"),
    ],
)
def test_made_in_beijing_time(at: datetime, stamp: str) -> None:
    """Month, day and a 24-hour clock; a zone is converted, fractions of a second are cut off."""
    assert make_stamp(at) == stamp


@given(MOMENT, st.timedeltas(-timedelta(minutes=6), timedelta(minutes=6)))
def test_five_minutes_count_in_whole_seconds(now: datetime, off: timedelta) -> None:
    """Whatever the day: what two clocks show may be 300 seconds apart, and no more."""
    seconds = abs(now.replace(microsecond=0) - (now + off).replace(microsecond=0))
    assert check_stamp(make_stamp(now + off), now) == (seconds <= TOLERANCE)


@pytest.mark.parametrize(
    ("now", "accepted"),
    [
        (datetime(2015, 4, 14, 17, 52, 15, 999_999), True),
        (datetime(2015, 4, 14, 17, 52, 16), False),
        (datetime(2015, 4, 14, 17, 42, 15), True),
        (datetime(2015, 4, 14, 17, 42, 14, 999_999), False),
    ],
)
def test_fractions_of_a_second_do_not_count(now: datetime, accepted: bool) -> None:
    """The stamp has none, so the clock it is compared with has none either."""
    assert check_stamp("0414174715", now) == accepted


@given(MOMENT, st.integers(-4, 4), st.integers(-300, 300))
def test_the_year_does_not_matter(at: datetime, years: int, seconds: int) -> None:
    """A stamp is good in any year that has its date."""
    at = at.replace(microsecond=0)
    try:
        then = at.replace(year=at.year + years)
    except ValueError:  # February 29, or the end of the calendar
        return
    assert check_stamp(make_stamp(at), then + timedelta(seconds=seconds))


@pytest.mark.parametrize("now", [datetime.min, datetime.max])
def test_the_calendar_may_end(now: datetime) -> None:
    """There is no year before the first nor after the last, and that is no error."""
    assert check_stamp(make_stamp(now), now)
    assert not check_stamp("0630120000", now)


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "0",
        "414174715",
        "04141747150",
        " 0414174715",
        "0414174715\n",
        "-414174715",
        "04141747.5",
        "０４１４１７４７１５",
        "٠٤١٤١٧٤٧١٥",
        "0014174715",
        "1314174715",
        "0400174715",
        "0431174715",
        "0414247715",
        "0414176015",
        "0414174760",
        "0414240000",
        "\ud83d" * 10,
    ],
)
def test_what_is_no_stamp_is_refused(stamp: str) -> None:
    """Other forms, other digits and dates that are none; a verdict, as the code is the same."""
    assert not check_stamp(stamp, datetime(2015, 4, 14, 17, 47, 15))


@given(st.text(st.characters()), MOMENT)
def test_any_text_gets_a_verdict(stamp: str, now: datetime) -> None:
    """A stranger's stamp never raises."""
    assert check_stamp(stamp, now) in (True, False)


def test_code() -> None:
    """Document 003, chapter 10: StampError."""
    assert STAMP_ERROR == 1010
