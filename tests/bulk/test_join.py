"""Reports joined back to the rows that caused them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import BACKEND, DecodeError, bulk
from smscodec.bulk import Batch, Duplicate, Match, ReportColumns, Sent, join_reports
from smscodec.messages import DeliveryReport

AT = datetime(2024, 6, 1, 8)


def mobile(number: int) -> str:
    return f"138001380{number:02}"


def sent(rows: int, each: int, **options: Any) -> list[Sent]:
    """A job of rows, ``each`` in a batch, accepted as tasks t0, t1, ..."""
    mobiles, contents = [mobile(n) for n in range(rows)], [f"内容{n}\\" for n in range(rows)]
    batches = bulk.pack(mobiles, contents, max_rows=each, **options)
    return [Sent(task_id=f"t{n}", batch=batch) for n, batch in enumerate(batches)]


def report(number: int, task: int, **more: Any) -> DeliveryReport:
    return DeliveryReport(mobile=mobile(number), task_id=f"t{task}", **more)


def test_each_report_finds_its_row() -> None:
    """In the order of the reports, whatever the order of the rows."""
    reports = [report(7, 1, status="20"), report(0, 0, status="10", received_at=AT), report(9, 1)]
    joined = join_reports(sent(10, 5), reports)
    assert joined.rows() == (7, 0, 9)
    assert joined.matches() == tuple(map(Match, (7, 0, 9), reports))
    assert (joined.unmatched, joined.duplicates) == ((), ())
    assert len(joined) == 3


def test_what_finds_no_row_is_listed() -> None:
    """A mobile of another task, a task of somebody else, no task at all."""
    reports = [report(7, 0), report(1, 0), report(1, 9), DeliveryReport(mobile=mobile(1))]
    joined = join_reports(sent(10, 5), reports)
    assert joined.rows() == (1,)
    assert joined.unmatched == (0, 2, 3)
    assert repr(joined) == "JoinedReports(1 matched, 3 unmatched, 0 duplicates)"


def test_first_report_about_a_row_counts() -> None:
    """Later ones are listed with the first, over pages and single reports alike."""
    first = ReportColumns.of([report(1, 0, status="10"), report(2, 0)])
    again = [report(1, 0, status="20"), report(2, 0), report(1, 0)]
    joined = join_reports(sent(10, 5), [first, *again])
    assert joined.rows() == (1, 2)
    assert joined.matches()[0].report.status == "10"
    assert joined.duplicates == (Duplicate(2, 0), Duplicate(3, 1), Duplicate(4, 0))
    assert joined.unmatched == ()


def test_one_page_alone() -> None:
    """Need not be put into a list."""
    joined = join_reports(sent(4, 5), ReportColumns.of([report(3, 0)]))
    assert joined.rows() == (3,)


def test_rows_are_those_of_the_input() -> None:
    """Also where rows were refused or put off to a later batch."""
    mobiles = [mobile(1), "", mobile(2), mobile(1), mobile(3)]
    batches = bulk.pack(mobiles, ["x"] * 5, duplicates="defer", on_rejected=lambda _: None)
    tasks = [Sent(task_id=f"t{n}", batch=batch) for n, batch in enumerate(batches)]
    joined = join_reports(tasks, [report(1, 1), report(3, 0), report(1, 0)])
    assert joined.rows() == (3, 4, 0)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=40), st.integers(1, 9))
def test_every_report_is_accounted_for(pairs: list[tuple[int, int]], each: int) -> None:
    """Matched, unmatched or a duplicate: as a dict of rows says."""
    tasks = sent(10, each)
    joined = join_reports(iter(tasks), [report(number, task) for number, task in pairs])
    rows: list[int] = []
    first: dict[tuple[int, int], int] = {}
    unmatched: list[int] = []
    duplicates: list[Duplicate] = []
    for at, (number, task) in enumerate(pairs):
        if number >= 10 or number // each != task:
            unmatched.append(at)
        elif (number, task) in first:
            duplicates.append(Duplicate(at, first[number, task]))
        else:
            first[number, task] = at
            rows.append(number)
    assert joined.rows() == tuple(rows)
    assert joined.unmatched == tuple(unmatched)
    assert joined.duplicates == tuple(duplicates)


def test_mistakes_are_named() -> None:
    """A task sent twice, a batch that holds a mobile twice, one that is broken."""
    (one,) = sent(2, 5)
    with pytest.raises(ValueError, match="'t0' was sent twice"):
        join_reports([one, one], [])
    twice = bulk.pack([mobile(0)], ["x\r\n13800138000,y"], line_breaks="reversible")
    broken = [Batch(content=next(twice).content[:-9], rows=range(1), segments=1, engine="zlib")]
    for batch in broken:
        with pytest.raises(DecodeError):
            join_reports([Sent(task_id="t0", batch=batch)], [report(0, 0)])


@pytest.mark.skipif(BACKEND != "native", reason="built without the C core")
def test_consumers_read_the_join() -> None:
    """One row for each match."""
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    reports = [report(9, 0), report(3, 0, status="10", carrier_code="DELIVRD", received_at=AT)]
    joined = join_reports(sent(4, 5), reports)
    expected = {
        "row": [3],
        "report": [1],
        "mobile": [mobile(3)],
        "task_id": ["t0"],
        "status": ["10"],
        "carrier_code": ["DELIVRD"],
        "received_at": [AT],
        "extension": [""],
    }
    assert pa.table(joined).to_pydict() == expected
    assert pl.DataFrame(joined).to_dict(as_series=False) == expected
    assert pa.array(joined.column("row")).to_pylist() == [3]
