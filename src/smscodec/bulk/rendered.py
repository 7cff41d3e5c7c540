"""Contents that are never made: a template, and the columns its values come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .._kernels import FULL_AT, MOST_VARIABLES, Joiner, JoinRules
from ..errors import EncodeError
from ..formats.batch_errors import row_error
from ..formats.text_template import parse_named, parse_numbered
from .arrow import ArrowLike, NamedColumn

__all__ = ["Rendered", "Source", "rendered"]

Source = Iterable[str] | ArrowLike | NamedColumn


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A column of contents, one for each row of its variables."""

    literals: tuple[str, ...]
    names: tuple[str, ...]
    """Of the value behind each literal but the last."""
    variables: Mapping[str, Source] = field(repr=False)

    def check(self, rules: JoinRules) -> None:
        """Raises ``EncodeError`` where the template itself breaks a rule."""
        wrong = _what_is_wrong(self.literals, rules)
        if wrong:
            raise EncodeError(wrong, path="$.template")


@lru_cache(maxsize=64)
def _what_is_wrong(literals: tuple[str, ...], rules: JoinRules) -> str | None:
    """Asked once for the many jobs that a template may have."""
    some = [literal for literal in literals if literal]
    mobiles = ["1" * rules.min_width] * len(some)
    for fault in Joiner(replace(rules, full_at=FULL_AT)).add(mobiles, some).faults:
        return row_error(fault, "", some[fault.row]).reason
    return None


def rendered(template: str, variables: Mapping[str, Source] | Sequence[Source]) -> Rendered:
    """The contents that a template makes of columns, to be handed to ``pack``.

    A mapping fills ``{name}`` (``{{`` and ``}}`` are braces), a sequence ``@1@``, ``@2@`` and so on
    as document 004 (section 2.2) has it. Columns are those of ``pack``, and may be of integers; a
    value may be empty, but not null.

    Raises ``EncodeError`` for a brace without its partner, for a variable without a column and, of
    a sequence, for a column without a variable.
    """
    if isinstance(variables, Mapping):
        parsed, named = parse_named(template), dict(variables)
    else:
        parsed = parse_numbered(template)
        named = {str(number): column for number, column in enumerate(variables, 1)}
        for unused in named.keys() - set(parsed.names):
            raise EncodeError(f"the template has no variable @{unused}@", path="$.variables")
    for name in parsed.names:
        if name not in named:
            raise EncodeError(f"no column for the variable {name!r}", path="$.variables")
    if len(parsed.names) > MOST_VARIABLES:
        raise EncodeError(f"more than {MOST_VARIABLES} places for values", path="$.template")
    used = {name: named[name] for name in dict.fromkeys(parsed.names)}
    return Rendered(parsed.literals, parsed.names, used)
