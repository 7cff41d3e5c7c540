"""What a platform lets through: how often to one number, and how much at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import EncodeError
from smscodec.formats.rules import (
    CapReason,
    Caps,
    CapViolation,
    SendingLimits,
    SendingReason,
    SendingViolation,
    check_caps,
    check_sending,
)
from smscodec.primitives.beijing import BEIJING

OTP = "您的验证码：1439【腾飞】"
NOTICE = "您的快递已到【示例】"
NOON = datetime(2024, 5, 4, 12, 0, 0)
MINUTE, SECOND, TICK = timedelta(minutes=1), timedelta(seconds=1), timedelta(microseconds=1)
OTP_LIMIT, DAILY_LIMIT = SendingReason.OTP_LIMIT, SendingReason.DAILY_LIMIT


def reasons(violations: tuple[SendingViolation, ...]) -> list[SendingReason]:
    return [violation.reason for violation in violations]


# ---- one-time passwords: 3 in 3 minutes --------------------------------------------------------


def test_third_otp_passes_and_fourth_does_not() -> None:
    """Three in three minutes; the fourth may go when the first is three minutes old."""
    history = [(NOON - 2 * MINUTE, OTP), (NOON - MINUTE, OTP), (NOON, OTP)]
    assert check_sending(OTP, history[:2], NOON) == ()
    assert check_sending(OTP, history, NOON) == (
        SendingViolation(reason=OTP_LIMIT, limit=3, count=3, allowed_at=NOON + MINUTE),
    )


@pytest.mark.parametrize(("age", "passes"), [(3 * MINUTE, True), (3 * MINUTE - TICK, False)])
def test_three_minutes_later_an_otp_counts_no_more(age: timedelta, passes: bool) -> None:
    """Exactly three minutes are outside, a moment less is inside."""
    history = [(NOON - age, OTP), (NOON, OTP), (NOON, OTP)]
    assert (check_sending(OTP, history, NOON) == ()) is passes


def test_room_is_found_behind_the_messages_that_are_too_many() -> None:
    """With five in the window, three of them have to grow old first, whatever their order."""
    history = [(NOON - n * SECOND, OTP) for n in (10, 50, 30, 40, 20)]
    (violation,) = check_sending(OTP, history, NOON)
    assert violation.count == 5
    assert violation.allowed_at == NOON - 30 * SECOND + 3 * MINUTE


def test_the_word_makes_the_otp() -> None:
    """A code without the word is no OTP, neither as what is sent nor in the history."""
    history = [(NOON, OTP)] * 3
    assert check_sending("您的代码：1439【腾飞】", history, NOON) == ()
    assert check_sending(OTP, [(NOON, "验 证 码"), *history[:2]], NOON) == ()
    assert check_sending("Code 1", [(NOON, "Code 2")] * 3, NOON, SendingLimits(otp_word="Code"))


# ---- any content: 10 a day ---------------------------------------------------------------------


def test_eleventh_message_of_a_day_does_not_pass() -> None:
    """Ten a day of any content; the next may go at midnight."""
    history = [(NOON - n * timedelta(hours=1), NOTICE) for n in range(10)]
    assert check_sending(NOTICE, history[:9], NOON) == ()
    assert check_sending(NOTICE, history, NOON) == (
        SendingViolation(reason=DAILY_LIMIT, limit=10, count=10, allowed_at=datetime(2024, 5, 5)),
    )


def test_otps_count_as_messages_of_the_day() -> None:
    """Both limits may stand against a message, and both are named."""
    history = [(NOON, OTP)] * 4 + [(NOON, NOTICE)] * 7
    assert check_sending(NOTICE, history, NOON)[0].count == 11
    assert reasons(check_sending(OTP, history, NOON)) == [OTP_LIMIT, DAILY_LIMIT]


@pytest.mark.parametrize(
    ("now", "passes"),
    [
        (datetime(2024, 5, 4, 23, 59, 59, 999999), False),
        (datetime(2024, 5, 5, 0, 0, 0), True),
    ],
)
def test_a_day_ends_before_midnight(now: datetime, passes: bool) -> None:
    """23:59:59 belongs to the day, 00:00:00 to the next."""
    history = [(datetime(2024, 5, 4, 23, 59, 59), NOTICE)] * 10
    assert (check_sending(NOTICE, history, now) == ()) is passes


def test_a_day_begins_at_midnight() -> None:
    """A message of 00:00:00 counts for the day, one of 23:59:59 before does not."""
    midnight = datetime(2024, 5, 4)
    assert check_sending(NOTICE, [(midnight, NOTICE)] * 10, NOON)
    late = [(midnight - SECOND, NOTICE)] + [(midnight, NOTICE)] * 9
    assert check_sending(NOTICE, late, NOON) == ()


def test_otps_count_across_midnight() -> None:
    """The window of the OTPs knows no days."""
    midnight = datetime(2024, 5, 5)
    history = [(midnight - MINUTE, OTP)] * 3
    assert reasons(check_sending(OTP, history, midnight)) == [OTP_LIMIT]


# ---- time, history and limits ------------------------------------------------------------------


def test_the_day_is_that_of_beijing() -> None:
    """16:00 UTC begins a day; the answer comes in the zone of the question."""
    history = [(datetime(2024, 5, 4, 23, 0), NOTICE)] * 10  # Beijing
    before = datetime(2024, 5, 4, 15, 59, 59, tzinfo=timezone.utc)
    midnight = datetime(2024, 5, 4, 16, 0, 0, tzinfo=timezone.utc)
    assert check_sending(NOTICE, history, midnight) == ()
    (violation,) = check_sending(NOTICE, history, before)
    assert violation.allowed_at == midnight
    assert violation.allowed_at.tzinfo is timezone.utc


def test_zones_may_be_mixed() -> None:
    """With and without a zone, the same moment is the same moment."""
    history = [
        (NOON, OTP),
        (NOON.replace(tzinfo=BEIJING), OTP),
        (datetime(2024, 5, 4, 4, 0, 0, tzinfo=timezone.utc), OTP),
    ]
    (violation,) = check_sending(OTP, history, NOON + MINUTE)
    assert violation.allowed_at == NOON + 3 * MINUTE


def test_the_future_does_not_count_yet() -> None:
    """A message scheduled for later counts when its time has come."""
    history = [(NOON + TICK, OTP)] * 10
    assert check_sending(OTP, history, NOON) == ()
    assert len(check_sending(OTP, history, NOON + TICK)) == 2


def test_history_may_be_an_iterator() -> None:
    """It is read once."""
    assert check_sending(OTP, iter([(NOON, OTP)] * 10), NOON) == check_sending(
        OTP, [(NOON, OTP)] * 10, NOON
    )


def test_exempt_numbers() -> None:
    """``None`` lifts a limit, one by one."""
    history = [(NOON, OTP)] * 50
    no_otp_limit, no_daily_limit = (
        SendingLimits(otp_messages=None),
        SendingLimits(daily_messages=None),
    )
    assert reasons(check_sending(OTP, history, NOON, no_otp_limit)) == [DAILY_LIMIT]
    assert reasons(check_sending(OTP, history, NOON, no_daily_limit)) == [OTP_LIMIT]


def test_a_limit_of_nothing_never_ends() -> None:
    """With a limit of 0 no time will do."""
    nothing = SendingLimits(otp_messages=0, daily_messages=0)
    assert [v.allowed_at for v in check_sending(OTP, [], NOON, nothing)] == [None, None]


def test_the_end_of_time() -> None:
    """At the end of the year 9999 there is no time to wait for; beyond, no Beijing time."""
    history = [(datetime.max, OTP)] * 10
    assert [v.allowed_at for v in check_sending(OTP, history, datetime.max)] == [None, None]
    with pytest.raises(EncodeError, match="outside the years"):
        check_sending(OTP, [], datetime.max.replace(tzinfo=timezone.utc))


@given(
    ages=st.lists(st.timedeltas(timedelta(0), timedelta(minutes=6)), max_size=14),
    now=st.datetimes(
        datetime(2024, 5, 4),
        datetime(2024, 5, 6),
        timezones=st.sampled_from([None, timezone.utc, timezone(timedelta(hours=-5))]),
    ),
    limits=st.builds(
        SendingLimits, otp_messages=st.integers(1, 4), daily_messages=st.integers(1, 12)
    ),
)
def test_allowed_at_is_the_first_moment(
    ages: list[timedelta], now: datetime, limits: SendingLimits
) -> None:
    """A limit stands until then and not from then on, if nothing else is sent."""
    history = [(now - age, OTP) for age in ages]
    for violation in check_sending(OTP, history, now, limits):
        assert violation.allowed_at is not None
        assert violation.allowed_at > now
        assert violation.count >= violation.limit
        before = check_sending(OTP, history, violation.allowed_at - TICK, limits)
        after = check_sending(OTP, history, violation.allowed_at, limits)
        assert violation.reason in reasons(before)
        assert violation.reason not in reasons(after)


# ---- caps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caps", "mobiles", "content", "extension"),
    [
        (
            Caps(extension_digits=5),
            50_000,
            "字" * 5_000,
            "12345",
        ),  # 000, 003: extension of 5 digits
        (Caps(extension_digits=10), 50_000, "字" * 5_000, "1234567890"),  # 001: 10 digits
        (Caps(max_mobiles=2_000), 2_000, "字" * 5_000, "anything"),  # 002: 2,000 numbers
        (  # 004: 100 numbers, 300 characters, 4 digits
            Caps(max_mobiles=100, max_characters=300, extension_digits=4),
            100,
            "字" * 300,
            "8888",
        ),
    ],
)
def test_documented_caps(caps: Caps, mobiles: int, content: str, extension: str) -> None:
    """What each document allows passes, and one more of anything it limits does not."""
    assert check_caps(mobiles, content, extension, caps) == ()
    expected = (
        (CapReason.TOO_MANY_MOBILES, caps.max_mobiles, mobiles + 1),
        (CapReason.CONTENT_TOO_LONG, caps.max_characters, len(content) + 1),
        (CapReason.EXTENSION_TOO_LONG, caps.extension_digits, len(extension) + 1),
    )
    assert check_caps(mobiles + 1, content + "字", extension + "0", caps) == tuple(
        CapViolation(reason=reason, limit=limit, actual=actual)
        for reason, limit, actual in expected
        if limit is not None
    )


@pytest.mark.parametrize(
    ("extension", "strays"), [("", 0), ("0012", 0), ("12a", 1), ("１２", 2), ("1 2", 1), ("٣²", 2)]
)
def test_extensions_are_ascii_digits(extension: str, strays: int) -> None:
    """Letters, blanks and digits of other scripts are counted as strays."""
    violation = CapViolation(reason=CapReason.EXTENSION_NOT_DIGITS, limit=0, actual=strays)
    assert check_caps(1, "", extension, Caps(extension_digits=5)) == (
        (violation,) if strays else ()
    )


def test_characters_are_utf16_units_or_code_points() -> None:
    """An emoji is two characters, unless the caps say that it is one."""
    content = "😀" * 150
    assert check_caps(1, content, "", Caps(max_characters=300)) == ()
    assert check_caps(1, content + "a", "", Caps(max_characters=300))[0].actual == 301
    assert check_caps(1, content + "a", "", Caps(max_characters=300, units="code_points")) == ()


def test_no_caps_no_violations() -> None:
    """By default everything passes."""
    assert check_caps(10**9, "字" * 10_000, "x" * 100, Caps()) == ()
