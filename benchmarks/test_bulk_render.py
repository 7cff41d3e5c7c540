"""A template and columns of values to the finished form value."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from smscodec import bulk

from . import mixes
from .race import Race, Rival
from .rivals import (
    PackAll,
    PackOne,
    batch_by_batch,
    by_bulk,
    copied,
    pack_p1,
    pack_s6,
    require_rows,
    total_size,
)

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


def case(count: int, number: int) -> Case:
    variables = mixes.variables(count, number)
    contents = list(map(POSITIONS.format, *variables.values()))
    rows = mixes.Rows(list(mixes.mobiles(count, number)), contents)
    mobiles, texts = map(pa.array, rows.fresh())
    columns = {name: pa.array(column) for name, column in variables.items()}
    return Case(rows, variables, (mobiles, columns), (mobiles, texts))


def by_name(pack: PackOne) -> PackAll:
    """As one writes it, with the template that ``bulk.render`` has."""
    pack_all = batch_by_batch(pack)

    def run(case: Case) -> Any:
        values = case.variables
        columns = zip(values["name"], values["order"], values["code"])  # noqa: B905 - costs time
        fill = TEMPLATE.format
        contents = [fill(name=name, order=order, code=code) for name, order, code in columns]
        return pack_all(case._replace(rows=mixes.Rows(case.rows.mobiles, contents)))

    return run


def by_position(pack: PackOne) -> PackAll:
    """The fastest ``str.format`` there is."""
    pack_all = batch_by_batch(pack)

    def run(case: Case) -> Any:
        contents = list(map(POSITIONS.format, *case.variables.values()))
        return pack_all(case._replace(rows=mixes.Rows(case.rows.mobiles, contents)))

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


@pytest.mark.parametrize(
    ("work", "most", "rounds"), [("render", 10_000, 21), ("render job", 50_000, 11)]
)
def test_render(race: Callable[[Race], None], work: str, most: int, rounds: int) -> None:
    """One batch, and five in a row. Segments and limits of each row are counted and checked by
    ``bulk`` alone."""
    rows = mixes.size(most)
    race(
        Race(
            title=f"{work}, {rows:,} rows",
            rivals=RIVALS,
            rounds=rounds,
            item="row",
            items=rows,
            case=partial(case, rows),
            arguments=Case.fresh,
            check=require_rows,
            form_bytes=total_size,
        )
    )
