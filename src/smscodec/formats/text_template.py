"""A text with places where a row's values go.

Two spellings. ``{name}`` names a column; ``{{`` and ``}}`` are braces. ``@1@`` counts the values
from 1, as document 004 (section 2.2) writes its templates; anything else about ``@`` is text.

Nothing else is understood: no attributes, no indexes, no format specifications. So a template from
a stranger can reach nothing but the values it is given, and a value is never read as a template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import EncodeError
from .template_values import VARIABLE

__all__ = ["TextTemplate", "parse_named", "parse_numbered"]

_BRACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """Literal texts with the name of a value between each two of them."""

    literals: tuple[str, ...]
    names: tuple[str, ...]


def parse_named(text: str) -> TextTemplate:
    """Reads ``{name}``, ``{{`` and ``}}``; blanks around a name are left out.

    Raises ``EncodeError`` with a path such as ``$.template[4]`` for any other brace.
    """
    literals, names = [""], list[str]()
    at = 0
    for found in _BRACE.finditer(text):
        literals[-1] += text[at : found.start()]
        at = found.end()
        if found[0] in ("{{", "}}"):
            literals[-1] += found[0][0]
        elif found[1] is not None:
            names.append(found[1].strip())
            literals.append("")
        else:
            raise EncodeError(
                f"the {found[0]} at character {found.start() + 1} has no partner "
                "(write {{ and }} for braces themselves)",
                path=f"$.template[{found.start()}]",
            )
    literals[-1] += text[at:]
    return TextTemplate(tuple(literals), tuple(names))


def parse_numbered(text: str) -> TextTemplate:
    """Reads ``@1@``, ``@2@``, ...; the names are their digits."""
    literals, names = [""], list[str]()
    at = 0
    for found in VARIABLE.finditer(text):
        literals[-1] += text[at : found.start()]
        literals.append("")
        names.append(found[1])
        at = found.end()
    literals[-1] += text[at:]
    return TextTemplate(tuple(literals), tuple(names))
