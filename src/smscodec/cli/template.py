"""Templates: a text with ``{column}`` where a row's value goes; ``{{`` and ``}}`` are braces.

Nothing else is understood: no attributes, no indexes, no format specifications. So a template from
a stranger can reach nothing but the columns of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import click

__all__ = ["Render", "Template", "of_column", "parse_template"]

Render = Callable[[Sequence[str]], str]
"""Makes the text of a row from its fields."""

_BRACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Template:
    """Literal texts with a column between each two of them."""

    literals: tuple[str, ...]
    columns: tuple[str, ...]

    def bind(self, position: Callable[[str], int]) -> Render:
        """The template for rows in which a column stands at ``position(column)``."""
        positions = [position(column) for column in self.columns]
        if not positions:
            return lambda fields: self.literals[0]
        pick: Callable[[Sequence[str]], str] = itemgetter(*positions)
        if self.literals == ("", ""):
            return pick
        pattern = "%s".join(literal.replace("%", "%%") for literal in self.literals)
        return lambda fields: pattern % pick(fields)


def of_column(column: str) -> Template:
    """The template that is a column and nothing else."""
    return Template(("", ""), (column,))


def parse_template(text: str) -> Template:
    """Reads ``{column}``, ``{{`` and ``}}``; a usage error for any other brace."""
    literals, columns = [""], list[str]()
    at = 0
    for found in _BRACE.finditer(text):
        literals[-1] += text[at : found.start()]
        at = found.end()
        if found[0] in ("{{", "}}"):
            literals[-1] += found[0][0]
        elif found[1] is not None:
            columns.append(found[1].strip())
            literals.append("")
        else:
            raise click.UsageError(
                f"template: the {found[0]} at character {found.start() + 1} has no partner "
                "(write {{ and }} for braces themselves)"
            )
    literals[-1] += text[at:]
    return Template(tuple(literals), tuple(columns))
