"""Times are read in all their spellings, and written in one; ``test_values`` has the laws."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smscodec.wire.times import COMPACT_DATETIME, DATETIME, SOAP_DATETIME
from smscodec.wire.values import TEXT, TRIMMED, Value, unset

Time = Value[datetime]

RECEIVED = unset(DATETIME, "", never=datetime.min)
NOTHING = st.sampled_from(["", " ", "null", "NULL ", "0001-01-01 00:00:00", "0001-1-1  0:00:00"])


@pytest.mark.parametrize(
    ("value", "text", "at"),
    [
        (DATETIME, "2010-10-24 09:08:10", datetime(2010, 10, 24, 9, 8, 10)),
        (DATETIME, "2013-6-1  8:00:00", datetime(2013, 6, 1, 8)),
        (DATETIME, " 2013/6/1 8:0:0 ", datetime(2013, 6, 1, 8)),
        (DATETIME, "2013-10/24 09:08:10", datetime(2013, 10, 24, 9, 8, 10)),
        (DATETIME, "2013-10-24   9:8:10", datetime(2013, 10, 24, 9, 8, 10)),
        (COMPACT_DATETIME, "20140504111010", datetime(2014, 5, 4, 11, 10, 10)),
        (SOAP_DATETIME, "2018-02-02T09:08:10", datetime(2018, 2, 2, 9, 8, 10)),
        (SOAP_DATETIME, "2018-02-02T09:08:10.123+08:00", datetime(2018, 2, 2, 9, 8, 10)),
        (SOAP_DATETIME, "2018-02-02T01:08:10Z", datetime(2018, 2, 2, 9, 8, 10)),
        (SOAP_DATETIME, "0001-01-01T00:00:00", datetime(1, 1, 1)),
    ],
)
def test_what_is_read(value: Time, text: str, at: datetime) -> None:
    """More than is written, where the field demands it."""
    assert value.read(text) == at


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (DATETIME, "2011-12-02 22:12"),
        (DATETIME, "2011-02-30 22:12:11"),
        (DATETIME, "2011-12-02T22:12:11"),
        (DATETIME, "2011-W49-5 22:12:11"),
        (DATETIME, "2011-12-02 22+08:00"),
        (DATETIME, "2011-12-02 221211.5"),
        (DATETIME, "2011-12-02 ２２:12:11"),
        (DATETIME, "0000-01-01 00:00:00"),
        (COMPACT_DATETIME, "201405041110"),
        (COMPACT_DATETIME, "20140504251010"),
        (SOAP_DATETIME, "2018-02-02 09:08:10"),
        (SOAP_DATETIME, "2018-02-30T09:08:10"),
        (SOAP_DATETIME, "0001-01-01T00:00:00+14:00"),
    ],
)
def test_what_is_refused_when_read(value: Time, text: str) -> None:
    """Nothing is repaired."""
    with pytest.raises(ValueError, match="cannot read"):
        value.read(text)


SPELLINGS = st.from_regex(
    r"[0-9]{4}[-/][0-9W]{1,2}[-/][0-9]{1,2} {1,3}[0-9]{1,2}[:+]?[0-9]{1,2}[:.]?[0-9]{1,2}",
    fullmatch=True,
)


@given(SPELLINGS | st.datetimes().map(lambda at: str(at)[:19]))
@example("2011-12-02 22:12:60")
def test_one_pattern_says_what_a_time_is(text: str) -> None:
    """Whatever else Python reads, and that differs from one to the next."""
    found = re.fullmatch(
        r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2}) +([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})", text
    )
    try:
        year, month, day, hour, minute, second = map(int, found.groups() if found else ())
        at = datetime(year, month, day, hour, minute, second)
    except ValueError:
        with pytest.raises(ValueError, match="cannot read"):
            DATETIME.read(text)
    else:
        assert DATETIME.read(text) == at


@pytest.mark.parametrize("value", [DATETIME, COMPACT_DATETIME, SOAP_DATETIME])
@pytest.mark.parametrize(
    "at",
    [
        datetime(2024, 1, 1, 0, 0, 0, 1),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_what_is_refused_when_written(value: Time, at: datetime) -> None:
    """What no wire has room for, alone and in a column."""
    with pytest.raises(ValueError, match=r"cannot write|outside"):
        value.write(at)
    with pytest.raises(ValueError, match=r"cannot write|outside"):
        value.write_all([datetime(2024, 1, 1), at])


def test_times_with_a_zone_are_written_in_beijing_time() -> None:
    """And lose it."""
    at = datetime(2024, 1, 1, 0, 0, tzinfo=timezone.utc)
    assert DATETIME.write(at) == "2024-01-01 08:00:00"
    assert DATETIME.write_all([at, datetime(2024, 1, 1)]) == [
        "2024-01-01 08:00:00",
        "2024-01-01 00:00:00",
    ]
    assert COMPACT_DATETIME.write(at) == "20240101080000"
    assert SOAP_DATETIME.write(at) == "2024-01-01T08:00:00"


@pytest.mark.parametrize("value", [DATETIME, RECEIVED, TEXT, TRIMMED], ids=lambda value: value.name)
@given(texts=st.lists(SPELLINGS | st.datetimes().map(lambda at: str(at)[:19]) | NOTHING))
@example(["2010-10-24 09:08:10+08:00"])
@example(["2010-10-24 09:08:10", "2010-10-24 09:08:10.5"])
def test_a_column_is_read_as_each_of_its_texts(value: Value[object], texts: list[str]) -> None:
    """Or refused, where one of them is."""
    try:
        each = list(map(value.read, texts))
    except ValueError:
        with pytest.raises(ValueError, match="cannot read"):
            value.read_all(texts)
    else:
        assert value.read_all(texts) == each
