"""Delivery reports as columns.

A page of reports, as ``fetch_reports`` answers it or ``push_reports`` brings it, becomes columns
without a Python object for each report; whoever needs the objects asks for ``reports()``. ::

    match bulk.report_columns(body, plain.fetch_reports):
        case Refused(reason=reason): ...
        case columns: frame = pl.DataFrame(columns)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from .._kernels import Table, TableColumn
from ..messages import DeliveryReport, Refused, Reports
from ..primitives.charset import Charset
from ..primitives.columns import text_column, texts_of, time_column, times_of
from ..wire.endpoint import Endpoint
from ..wire.pages import read_page
from .tables import ArrowTable

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["ReportColumns", "report_columns"]

NAMES = tuple(each.name for each in fields(DeliveryReport))
"""Its columns have the names of its attributes."""

TIMES = ("received_at",)
"""Those that are no texts."""


class ReportColumns(ArrowTable):
    """Delivery reports: a column for each attribute of ``DeliveryReport``.

    ``received_at`` is a time in whole seconds, Beijing's without a zone, null where the wire has
    none; all others are texts without nulls.
    """

    __slots__ = ("message",)

    def __init__(self, table: Table, message: str = "") -> None:
        super().__init__(table)
        self.message = message
        """What the platform said beside them."""

    @classmethod
    def of(cls, reports: Iterable[DeliveryReport], message: str = "") -> Self:
        """Columns of reports; ``EncodeError`` for half a character."""
        reports = tuple(reports)
        lists = {name: [getattr(report, name) for report in reports] for name in NAMES}
        return cls(Table(len(reports), columns_of(lists)), message)

    def lists(self) -> dict[str, list[Any]]:
        """The columns as lists, by name."""
        return lists_of(self._table.columns)

    def reports(self) -> tuple[DeliveryReport, ...]:
        """The reports as objects."""
        return reports_of(self.lists())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ReportColumns):
            return NotImplemented
        return (self.message, self.lists()) == (other.message, other.lists())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:  # no mobiles
        return f"ReportColumns({len(self)} reports)"

    def __reduce__(self) -> tuple[object, ...]:
        return ReportColumns.of, (self.reports(), self.message)


def report_columns(
    body: bytes,
    endpoint: Endpoint[Any, Any, Any],
    content_type: str = "",
    *,
    charset: Charset = "utf-8",
) -> ReportColumns | Refused:
    """The reports of a reply, or the refusal that it is.

    ``endpoint`` is one that answers with reports, such as ``plain.fetch_reports``; the arguments
    and the errors are those of its ``decode_response``, which finds the same. ``TypeError`` where
    the reply is neither reports nor a refusal.
    """
    text = endpoint.response_text(body, content_type, charset=charset)
    page = read_page(endpoint, text, DeliveryReport)
    if page is not None:
        rows = len(page.columns["mobile"])
        defaults = {each.name: each.default for each in fields(DeliveryReport)}
        lists = {name: page.columns.get(name) or [defaults[name]] * rows for name in NAMES}
        return ReportColumns(Table(rows, columns_of(lists)), page.reply.message)
    reply = endpoint.decode_response(body, content_type, charset=charset)
    if isinstance(reply, Reports):
        return ReportColumns.of(reply.reports, reply.message)
    if isinstance(reply, Refused):
        return reply
    raise TypeError(f"{endpoint.name} answers {type(reply).__name__}, not reports")


# ---- lists and columns -----------------------------------------------------------------------


def columns_of(lists: Mapping[str, Sequence[Any]]) -> tuple[TableColumn, ...]:
    """Attributes of reports as columns."""
    return tuple(
        time_column(name, values) if name in TIMES else text_column(name, values)
        for name, values in lists.items()
    )


def lists_of(columns: Iterable[TableColumn]) -> dict[str, list[Any]]:
    """Columns of reports as lists, by name."""
    return {
        column.name: times_of(column) if column.name in TIMES else texts_of(column)
        for column in columns
    }


def reports_of(lists: Mapping[str, Sequence[Any]]) -> tuple[DeliveryReport, ...]:
    """Attributes of reports as objects."""
    rows = zip(*(lists[name] for name in NAMES), strict=True)
    return tuple(DeliveryReport(**dict(zip(NAMES, row, strict=True))) for row in rows)
