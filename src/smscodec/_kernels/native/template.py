"""A template as the core takes it: ``csrc/render.c``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from .._core import ffi, lib
from ..arrow import Column
from ..contract import JoinRules, escape, units_of
from .marshal import described

__all__ = ["Template"]


class Template:
    """The literals of a template, escaped once for all rows."""

    def __init__(self, literals: Sequence[str], rules: JoinRules) -> None:
        written = [escape(literal, rules.line_breaks).encode() for literal in literals]
        padding = bytes(lib.SMSCORE_TEMPLATE_PADDING)
        self._text = ffi.from_buffer("uint8_t[]", b"".join(written) + padding)
        self._ends = ffi.new("uint32_t[]", list(accumulate(map(len, written))))
        self._sizes = ffi.new("uint32_t[]", [len(literal.encode()) for literal in literals])
        units = [units_of(literal, rules.code_points) for literal in literals]
        self._units = ffi.new("uint32_t[]", units)
        self._variables = ffi.new("smscore_column[]", len(literals) - 1)
        self.struct: Any = ffi.new(
            "smscore_template *",
            (
                self._text,
                self._ends,
                self._sizes,
                self._units,
                self._variables,
                len(literals) - 1,
            ),
        )
        self.literals = literals

    def fill(self, variables: Sequence[Column], start: int) -> Sequence[Any]:
        """Sets the columns of the variables, from a row on; returns them as the core has them."""
        columns = [self._variables + number for number in range(len(variables))]
        for column, variable in zip(columns, variables, strict=True):
            column[0] = described(variable, start)[0]
        return columns
