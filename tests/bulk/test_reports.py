"""Delivery reports as columns: what reading them whole finds, and nothing else."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import BACKEND, DecodeError, EncodeError, LimitError, Refused, bulk
from smscodec.bulk import ReportColumns
from smscodec.dialects import hashed, mms, plain, signed, xunchen
from smscodec.messages import DeliveryReport, Reports
from smscodec.wire.endpoint import Endpoint
from smscodec.wire.variant import Variant

Reporting = Endpoint[Any, Any, Any]

SPOKEN: list[tuple[Reporting, str]] = [
    (endpoint, format)
    for endpoint in (
        plain.fetch_reports,
        signed.fetch_reports,
        mms.fetch_reports,
        hashed.fetch_reports,
        hashed.fetch_reports_json,
        xunchen.fetch_reports,
    )
    for format in endpoint.replies
]
ALL = pytest.mark.parametrize(
    ("endpoint", "format"), SPOKEN, ids=lambda each: getattr(each, "name", each)
)

TIME = st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(
    lambda at: at.replace(microsecond=0)
)
WORD = st.text(st.sampled_from("0123456789DELIVRDmk:字 <&>\"'\\}]"), max_size=6).map(str.strip)


UNSAID = {
    "hashed.fetch_reports_json": {"status", "extension"},
    "xunchen.fetch_reports": {"status"},
}
"""What some have no word for."""


@st.composite
def report_lists(draw: st.DrawFn, endpoint: Reporting) -> list[DeliveryReport]:
    """Reports that this endpoint can say."""
    without = {
        "hashed.fetch_reports_json": ("status", "extension"),
        "xunchen.fetch_reports": ("status",),
    }
    report = st.builds(
        DeliveryReport,
        mobile=st.from_regex("1[0-9]{3,10}", fullmatch=True),
        task_id=WORD,
        received_at=TIME,
        carrier_code=WORD,
        **{
            name: WORD
            for name in ("status", "extension")
            if name not in without.get(endpoint.name, ())
        },
    )
    return draw(st.lists(report, max_size=6))


def body_of(endpoint: Reporting, format: str, reports: list[DeliveryReport]) -> bytes:
    said = endpoint.encode_response(Reports(reports=tuple(reports)), Variant(format=format))
    return bytes(said.body)


def outcome(call: Any, *args: Any) -> Any:
    """The reports or the refusal, or the error where there is one."""
    try:
        found = call(*args)
    except DecodeError as error:
        return type(error), str(error), error.where
    if isinstance(found, ReportColumns):
        return Reports(reports=found.reports(), message=found.message)
    return found


@ALL
@given(data=st.data())
def test_columns_hold_what_was_reported(
    endpoint: Reporting, format: str, data: st.DataObject
) -> None:
    """In every dialect and format, texts that need escaping among them."""
    reports = data.draw(report_lists(endpoint))
    body = body_of(endpoint, format, reports)
    columns = bulk.report_columns(body, endpoint)
    assert isinstance(columns, ReportColumns)
    assert columns.reports() == tuple(reports)
    assert columns == ReportColumns.of(reports, columns.message)
    assert len(columns) == len(reports)


# fmt: off
SPLINTERS = st.sampled_from([
    b"", b"<", b">", b"&amp;", b"&", b"]]>", b"<!-- -->", b"<![CDATA[x]]>", b"<x/>", b"<status/>",
    b"<statusbox>", b"</statusbox>", b"<mobile>1</mobile>", b" ", b"\r\n", b"\r", b"\0", b"\x1f",
    b'"', b"\\", b"\\u0041", b"{", b"}", b"[", b"]", b",", b":", b"null", b"1", b'"Mobile":"1",',
    b'"statusbox":[],', b"<errorstatus><error>1</error></errorstatus>",
    b"\xff", "字".encode(), "字".encode("gbk"), b'<?xml version="1.0" encoding="gbk"?>',
    b"2024-02-30 00:00:00", b"0001-01-01 00:00:00",
])
# fmt: on


@ALL
@given(data=st.data())
def test_whatever_the_bytes_reading_whole_finds_the_same(
    endpoint: Reporting, format: str, data: st.DataObject
) -> None:
    """Same reports, same refusal, or the same error at the same place."""
    body = body_of(endpoint, format, data.draw(report_lists(endpoint)))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(body)))
        until = data.draw(st.integers(at, min(at + 30, len(body))) | st.just(at))
        body = body[:at] + data.draw(SPLINTERS) + body[until:]
    assert outcome(bulk.report_columns, body, endpoint) == outcome(endpoint.decode_response, body)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_alike(body: bytes) -> None:
    """Also what is no reply at all."""
    for endpoint, _ in SPOKEN:
        assert outcome(bulk.report_columns, body, endpoint) == outcome(
            endpoint.decode_response, body
        )


def test_refusal_is_a_value() -> None:
    """As everywhere."""
    body = b"<returnsms><errorstatus><error>1</error><remark>x</remark></errorstatus></returnsms>"
    refused = bulk.report_columns(body, plain.fetch_reports)
    assert isinstance(refused, Refused)
    assert refused == plain.fetch_reports.decode_response(body)


def test_nothing_new_is_no_reports() -> None:
    """Columns without rows."""
    for body in (b"", b"<returnsms></returnsms>", b"null"):
        columns = bulk.report_columns(body, plain.fetch_reports)
        assert isinstance(columns, ReportColumns)
        assert len(columns) == 0


def test_other_replies_are_the_callers_mistake() -> None:
    """An endpoint that answers something else."""
    body = plain.fetch_inbound.encode_response(
        plain.fetch_inbound.decode_response(b"<returnsms/>")
    ).body
    with pytest.raises(TypeError, match=r"plain\.fetch_inbound answers Inbound"):
        bulk.report_columns(body, plain.fetch_inbound)


def test_size_is_limited() -> None:
    """As for ``decode_response``."""
    with pytest.raises(LimitError) as caught:
        bulk.report_columns(b" " * (65 << 20), plain.fetch_reports)
    assert caught.value.where == "plain.fetch_reports response"


def test_columns_of_any_reports() -> None:
    """Zones are converted, half characters refused, and columns are values."""
    at = datetime(2024, 6, 1, 16, tzinfo=timezone.utc)
    report = DeliveryReport(mobile="13800138000", received_at=at)
    columns = ReportColumns.of([report], "ok")
    (read,) = columns.reports()
    assert read.received_at == datetime(2024, 6, 2)
    assert pickle.loads(pickle.dumps(columns)) == columns
    assert columns != ReportColumns.of([report])
    assert repr(columns) == "ReportColumns(1 reports)"
    with pytest.raises(EncodeError) as caught:
        ReportColumns.of([report, DeliveryReport(mobile="1", status="\ud800")])
    assert (caught.value.row, caught.value.path) == (1, "$[1].status")


@pytest.mark.skipif(BACKEND != "native", reason="built without the C core")
@given(st.lists(TIME))
def test_consumers_see_the_times(times: list[datetime | None]) -> None:
    """Nulls where there is none."""
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    columns = ReportColumns.of(
        DeliveryReport(mobile=f"138{n}", received_at=at) for n, at in enumerate(times)
    )
    table = pa.table(columns)
    table.validate(full=True)
    assert table["received_at"].cast(pa.int64()).to_pylist() == [
        at and (at - datetime(1970, 1, 1)) // timedelta(seconds=1) for at in times
    ]
    assert table["mobile"].to_pylist() == [f"138{n}" for n in range(len(times))]
    frame = pl.DataFrame(columns)
    assert frame["received_at"].null_count() == times.count(None)
    modern = [at if at is None or 1700 < at.year < 2200 else None for at in times]
    if modern == times:
        assert frame["received_at"].to_list() == times
