"""Every endpoint there is, and what its tables hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smscodec import ALL
from smscodec.wire.form import Form

__all__ = ["ENDPOINTS", "FORMS", "attributes", "form_names", "tables_of", "wire_names"]

ENDPOINTS: dict[str, Any] = {
    endpoint.name: endpoint for dialect in ALL for endpoint in dialect.ENDPOINTS
}
"""By name; typed loosely, as tests look inside."""

FORMS = [name for name, endpoint in ENDPOINTS.items() if isinstance(endpoint.form, Form)]
"""Those whose requests are forms."""


def attributes(endpoint: Any) -> set[str]:
    """What its messages can say."""
    return {name for row in endpoint.form.message.rows for name in row.attributes}


def tables_of(body: Any) -> tuple[Any, ...]:
    """The tables of a body; none where it is plain text."""
    table = getattr(body, "table", None)
    return getattr(table, "tables", (table,)) if table else ()


def form_names(endpoint: Any) -> Iterator[str]:
    """Every name that stands in a request."""
    form = endpoint.form
    tables = (getattr(form, "login", None), form.message)
    for part in getattr(form, "parts", filter(None, tables)):
        yield from _names(getattr(part, "rows", (part,)))


def wire_names(body: Any) -> Iterator[str]:
    """Every name that stands in a body, at any depth."""
    for table in tables_of(body):
        yield from _names(table.rows)


def _names(rows: Any) -> Iterator[str]:
    for row in rows:
        yield from row.names
        yield from filter(None, (getattr(row, "item", ""),))
        yield from _names(getattr(row, "rows", ()))
        inner = getattr(row, "table", None)
        for table in getattr(inner, "tables", (inner,)) if inner else ():
            yield from _names(table.rows)
