"""Delivery reports joined back to the rows that caused them.

A platform answers a batch with one task id and reports it mobile by mobile; which row of the input
that was, the batch knows. ::

    sent = [Sent(task_id=accepted.task_id, batch=batch) for batch, accepted in answers]
    joined = bulk.join_reports(sent, pages)
    frame = pl.DataFrame(joined)            # row, report, mobile, task_id, status, ...

In memory are the reports, and one batch at a time: ``sent`` may be a generator that reads batches
from disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from typing import Any, NamedTuple

from .._kernels import Table
from ..messages import DeliveryReport
from ..primitives.columns import integer_column, integers_of
from .batch import Batch, unpack
from .reports import NAMES, ReportColumns, columns_of, lists_of, reports_of
from .tables import ArrowTable

__all__ = ["Duplicate", "JoinedReports", "Match", "Sent", "join_reports"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A batch that was accepted."""

    task_id: str
    """As ``Accepted`` says it."""
    batch: Batch


class Match(NamedTuple):
    """A report and the row it is about."""

    row: int
    report: DeliveryReport


class Duplicate(NamedTuple):
    """One more report about a row; both are numbers of reports, in the order they were given."""

    report: int
    first: int


class JoinedReports(ArrowTable):
    """The reports that have a row, in their order, the first about each row.

    Columns: ``row`` in the input of ``pack``, ``report`` (its number, from 0), then those of
    ``ReportColumns``.
    """

    __slots__ = ("duplicates", "unmatched")

    def __init__(
        self, table: Table, unmatched: tuple[int, ...], duplicates: tuple[Duplicate, ...]
    ) -> None:
        super().__init__(table)
        self.unmatched = unmatched
        """Numbers of the reports that no row was sent for: another task, or another mobile."""
        self.duplicates = duplicates
        """Reports about a row that an earlier one is about."""

    def rows(self) -> tuple[int, ...]:
        """The row of each."""
        return tuple(integers_of(self._table.column(0)))

    def matches(self) -> tuple[Match, ...]:
        """Each with its row, as objects."""
        lists = lists_of(self._table.columns[2:])
        return tuple(map(Match, self.rows(), reports_of(lists)))

    def __repr__(self) -> str:
        return (
            f"JoinedReports({len(self)} matched, {len(self.unmatched)} unmatched, "
            f"{len(self.duplicates)} duplicates)"
        )


def join_reports(
    sent: Iterable[Sent], reports: ReportColumns | Iterable[ReportColumns | DeliveryReport]
) -> JoinedReports:
    """Finds the row of each report by its task id and mobile.

    ``reports``: pages of them, single ones, or both; they are numbered through. Raises
    ``ValueError`` for a task id sent twice and for a batch that has a mobile twice, and what
    ``unpack`` raises for one that is broken.
    """
    lists = _gathered(reports)
    numbers_of: dict[str, list[int]] = {}
    for number, task_id in enumerate(lists["task_id"]):
        numbers_of.setdefault(task_id, []).append(number)
    row_of: dict[int, int] = {}  # by the number of the report
    duplicates: list[Duplicate] = []
    done: set[str] = set()
    for each in sent:
        if each.task_id in done:
            raise ValueError(f"task {each.task_id!r} was sent twice")
        done.add(each.task_id)
        numbers = numbers_of.get(each.task_id)
        if numbers:
            duplicates += _find_rows(each.batch, numbers, lists["mobile"], row_of)
    duplicates.sort()
    known = {*row_of, *(each.report for each in duplicates)}
    count = len(lists["mobile"])
    return JoinedReports(
        _table_of(lists, row_of, count),
        unmatched=tuple(number for number in range(count) if number not in known),
        duplicates=tuple(duplicates),
    )


def _gathered(
    reports: ReportColumns | Iterable[ReportColumns | DeliveryReport],
) -> dict[str, list[Any]]:
    """All reports as lists, by attribute."""
    lists: dict[str, list[Any]] = {name: [] for name in NAMES}
    for each in (reports,) if isinstance(reports, ReportColumns) else reports:
        if isinstance(each, ReportColumns):
            for name, values in each.lists().items():
                lists[name] += values
        else:
            for name in NAMES:
                lists[name].append(getattr(each, name))
    return lists


def _find_rows(
    batch: Batch, numbers: list[int], mobiles: list[str], row_of: dict[int, int]
) -> list[Duplicate]:
    """Puts the rows of one batch's reports into ``row_of``; returns the reports beyond the first.

    ``reject`` reads every content, however its line breaks were written: only mobiles matter.
    """
    sent = unpack(batch.content, line_breaks="reject").mobiles
    row_for = dict(zip(sent, batch.rows, strict=True))
    if len(row_for) < len(sent):
        raise ValueError("a batch has a mobile twice, so its reports say not which row they mean")
    first_about: dict[int, int] = {}
    duplicates: list[Duplicate] = []
    for number in numbers:
        row = row_for.get(mobiles[number])
        if row is None:
            continue
        first = first_about.setdefault(row, number)
        if first == number:
            row_of[number] = row
        else:
            duplicates.append(Duplicate(number, first))
    return duplicates


def _table_of(lists: dict[str, list[Any]], row_of: dict[int, int], count: int) -> Table:
    numbers = sorted(row_of)
    matched = [number in row_of for number in range(count)]
    chosen = {name: list(compress(values, matched)) for name, values in lists.items()}
    rows = integer_column("row", [row_of[number] for number in numbers])
    return Table(len(numbers), (rows, integer_column("report", numbers), *columns_of(chosen)))
