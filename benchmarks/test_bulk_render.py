"""A template and columns of values to the finished form value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pyarrow as pa

from smscodec import bulk

from . import mixes
from .race import Race, Rival
from .rivals import PackAll, PackOne, by_bulk, copied, pack_p1, pack_s6, require_rows, total_size

ROWS = mixes.size(10_000)
TEMPLATE = mixes.TEMPLATES[0]
POSITIONS = re.sub(r"\{\w+\}", "{}", TEMPLATE)
"""The same for values that come in order."""


class Case(NamedTuple):
    """The same job three ways: as texts, as lists of values, as Arrow columns of values."""

    rows: mixes.Rows
    variables: dict[str, list[str]]
    columns: tuple[Any, dict[str, Any]]
    texts: tuple[Any, Any]

    def fresh(self) -> tuple[Case]:
        """The arguments of a run from lists: new strings."""
        variables = {
            name: [value.encode().decode() for value in column]
            for name, column in self.variables.items()
        }
        return (self._replace(rows=self.rows.fresh(), variables=variables),)

    def fresh_columns(self) -> tuple[Case]:
        """The arguments of a run from columns."""
        mobiles, values = self.columns
        columns = {name: copied(column) for name, column in values.items()}
        return (self._replace(columns=(copied(mobiles), columns)),)

    def fresh_texts(self) -> tuple[Case]:
        """The arguments of a run from columns whose contents were rendered before."""
        mobiles, texts = map(copied, self.texts)
        return (self._replace(texts=(mobiles, texts)),)


def case(number: int) -> Case:
    variables = mixes.variables(ROWS, number)
    contents = list(map(POSITIONS.format, *variables.values()))
    rows = mixes.Rows(list(mixes.mobiles(ROWS, number)), contents)
    mobiles, texts = map(pa.array, rows.fresh())
    columns = {name: pa.array(column) for name, column in variables.items()}
    return Case(rows, variables, (mobiles, columns), (mobiles, texts))


def by_name(pack: PackOne) -> PackAll:
    """As one writes it, with the template that ``bulk.render`` has."""

    def run(case: Case) -> list[bytes]:
        values = case.variables
        columns = zip(values["name"], values["order"], values["code"])  # noqa: B905 - costs time
        fill = TEMPLATE.format
        contents = [fill(name=name, order=order, code=code) for name, order, code in columns]
        return [pack(case.rows.mobiles, contents)]

    return run


def by_position(pack: PackOne) -> PackAll:
    """The fastest ``str.format`` there is."""

    def run(case: Case) -> list[bytes]:
        contents = list(map(POSITIONS.format, *case.variables.values()))
        return [pack(case.rows.mobiles, contents)]

    return run


def from_columns(name: str, **options: Any) -> Rival:
    def run(case: Case) -> list[bulk.Batch]:
        return list(bulk.render(TEMPLATE, *case.columns, **options))

    return Rival(name, run, ours=True, arguments=Case.fresh_columns)


def from_lists(case: Case) -> list[bulk.Batch]:
    return list(bulk.render(TEMPLATE, case.rows.mobiles, case.variables))


FINISHED = "bulk.pack of finished texts, Arrow"
RIVALS = (
    Rival("str.format, S6", by_name(pack_s6)),
    Rival("str.format, P1", by_name(pack_p1)),
    Rival("str.format by position, P1", by_position(pack_p1)),
    Rival(FINISHED, by_bulk(lambda case: case.texts), arguments=Case.fresh_texts),
    from_columns("Arrow, auto"),
    from_columns("Arrow, isal 1", engine="isal", level=1),
    Rival("lists, auto", from_lists, ours=True),
)


def test_render(race: Callable[[Race], None]) -> None:
    """Segments and limits of each row are counted and checked by ``bulk`` alone."""
    race(
        Race(
            title=f"render, {ROWS:,} rows",
            rivals=RIVALS,
            rounds=21,
            item="row",
            items=ROWS,
            case=case,
            arguments=Case.fresh,
            check=require_rows,
            form_bytes=total_size,
        )
    )
