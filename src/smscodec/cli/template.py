"""The template of ``smscodec pack``, filled from the columns of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

import click

from .. import EncodeError
from ..formats.text_template import TextTemplate, parse_named

__all__ = ["Render", "bind", "of_column", "parse_template"]

Render = Callable[[Sequence[str]], str]
"""Makes the text of a row from its fields."""


def bind(template: TextTemplate, position: Callable[[str], int]) -> Render:
    """The template for rows in which a column stands at ``position(column)``."""
    positions = [position(column) for column in template.names]
    if not positions:
        return lambda fields: template.literals[0]
    pick: Callable[[Sequence[str]], str] = itemgetter(*positions)
    if template.literals == ("", ""):
        return pick
    pattern = "%s".join(literal.replace("%", "%%") for literal in template.literals)
    return lambda fields: pattern % pick(fields)


def of_column(column: str) -> TextTemplate:
    """The template that is a column and nothing else."""
    return TextTemplate(("", ""), (column,))


def parse_template(text: str) -> TextTemplate:
    """Reads ``{column}``, ``{{`` and ``}}``; a usage error for any other brace."""
    try:
        return parse_named(text)
    except EncodeError as error:
        raise click.UsageError(f"template: {error.reason}") from None
