"""Pages of delivery reports to columns, and reports joined back to the rows that caused them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from lxml import etree

from smscodec import bulk
from smscodec.bulk import ReportColumns, Sent
from smscodec.dialects import plain
from smscodec.messages import DeliveryReport, Reports

from . import mixes
from .race import Race, Rival
from .test_wire import REPORTS, VARIANTS, reports

# ---- a page to columns ---------------------------------------------------------------------------

XML = ("mobile", "taskid", "status", "receivetime", "errorcode", "extno")
JSON = ("Mobile", "TaskID", "Status", "ReceiveTime", "ErrorCode", "ExtNo")


def lxml_children(body: bytes) -> list[list[str]]:
    """A loop over children that checks nothing and leaves times texts."""
    columns: dict[str, list[str]] = {name: [] for name in XML}
    for box in etree.fromstring(body):
        for child in box:
            columns[child.tag].append(child.text or "")
    return list(columns.values())


def lxml_findtext(body: bytes) -> list[list[str]]:
    boxes = etree.fromstring(body).findall("statusbox")
    return [[box.findtext(name) or "" for box in boxes] for name in XML]


def json_members(body: bytes) -> list[list[str]]:
    boxes = json.loads(body)["Task"]
    return [[box[name] for box in boxes] for name in JSON]


def by_bulk(body: bytes) -> Any:
    return bulk.report_columns(body, plain.fetch_reports)


BY_HAND = {
    "XML": (Rival("lxml, children", lxml_children), Rival("lxml, findtext", lxml_findtext)),
    "JSON": (Rival("json", json_members),),
}


def by_msgspec() -> tuple[Rival, ...]:
    """The fastest reader of JSON there is, where it is installed."""
    try:
        import msgspec
    except ImportError:
        return ()
    box = msgspec.defstruct("Box", [(name, str) for name in JSON])
    decoder = msgspec.json.Decoder(msgspec.defstruct("Page", [("Task", list[box])]))  # type: ignore[valid-type]

    def run(body: bytes) -> list[list[str]]:
        boxes: list[Any] = decoder.decode(body).Task
        return [[getattr(box, name) for box in boxes] for name in JSON]

    return (Rival("msgspec", run),)


def require_reports(case: Reports, result: Any) -> None:
    if isinstance(result, ReportColumns):
        assert result.reports() == case.reports
        return
    expected = [
        (r.mobile, r.task_id, r.status, str(r.received_at), r.carrier_code, r.extension)
        for r in case.reports
    ]
    assert list(zip(*result, strict=True)) == expected


@pytest.mark.parametrize("format", VARIANTS)
def test_report_columns(race: Callable[[Race], None], format: str) -> None:
    """Rivals by hand check nothing; ``bulk`` finds what ``decode_response`` would, as columns."""
    race(
        Race(
            title=f"{REPORTS:,} reports to columns, {format}",
            rivals=(
                *BY_HAND[format],
                *(by_msgspec() if format == "JSON" else ()),
                Rival("bulk.report_columns", by_bulk, ours=True),
            ),
            rounds=41,
            item="report",
            items=REPORTS,
            case=reports,
            arguments=lambda case: (
                plain.fetch_reports.encode_response(case, VARIANTS[format]).body,
            ),
            check=require_reports,
        )
    )


# ---- joined --------------------------------------------------------------------------------------

BATCH = mixes.size(10_000)


class Job(NamedTuple):
    rows: mixes.Rows
    sent: list[Sent]
    page: ReportColumns


def job(number: int) -> Job:
    """One batch, and a report about each of its rows, the last first."""
    rows = mixes.rows("A", BATCH, number)
    (batch,) = bulk.pack(*rows)
    page = ReportColumns.of(
        DeliveryReport(mobile=mobile, task_id="7", status="10") for mobile in reversed(rows.mobiles)
    )
    return Job(rows, [Sent(task_id="7", batch=batch)], page)


def join_by_dict(sent: list[Sent], page: ReportColumns) -> list[int]:
    """What one writes: a dict of everything that was sent."""
    row_of = {
        (each.task_id, mobile): row
        for each in sent
        for mobile, row in zip(
            bulk.unpack(each.batch.content).mobiles, each.batch.rows, strict=True
        )
    }
    return [row_of[report.task_id, report.mobile] for report in page.reports()]


def join_by_bulk(sent: list[Sent], page: ReportColumns) -> tuple[int, ...]:
    return bulk.join_reports(sent, page).rows()


def test_join(race: Callable[[Race], None]) -> None:
    """Every rival finds the row of every report; ``bulk`` makes columns of them, too."""
    race(
        Race(
            title=f"{BATCH:,} reports joined to their rows",
            rivals=(
                Rival("a dict", join_by_dict),
                Rival("bulk.join_reports", join_by_bulk, ours=True),
            ),
            rounds=21,
            item="report",
            items=BATCH,
            case=job,
            arguments=lambda case: (case.sent, case.page),
            check=lambda case, rows: require_rows(rows),
        )
    )


def require_rows(rows: Any) -> None:
    assert list(rows) == list(range(BATCH))[::-1]
