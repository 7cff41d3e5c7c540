"""A template as the core takes it: ``csrc/render.c``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from .._core import ffi, lib
from ..arrow import Column
from ..contract import JoinRules, escape, units_of
from .marshal import as_bytes, described

__all__ = ["Template"]

_LEAST = 6
"""Bytes of a literal that is noted: about what a match is worth."""


class Template:
    """The literals of a template, escaped once for all rows."""

    def __init__(self, literals: Sequence[str], rules: JoinRules) -> None:
        pieces = [escape(literal, rules.line_breaks).encode() for literal in literals]
        self._text = as_bytes(b"".join(pieces) + bytes(lib.SMSCORE_TEMPLATE_PADDING))
        self._ends = ffi.new("uint32_t[]", list(accumulate(map(len, pieces))))
        self._sizes = ffi.new("uint32_t[]", [len(literal.encode()) for literal in literals])
        units = [units_of(literal, rules.code_points) for literal in literals]
        self._units = ffi.new("uint32_t[]", units)
        sizes = [len(piece) for piece in pieces]
        sizes[0] += 1  # the comma before it
        noted = [number for number, size in enumerate(sizes) if size >= _LEAST]
        self.pieces = _as_pieces([sizes[number] for number in noted])
        """The sizes of those whose places are noted."""
        self.piece_sizes = ffi.new("uint32_t[]", self.pieces)
        """The same as the core takes them."""
        self._noted = ffi.new("uint32_t[]", noted[: len(self.pieces)])
        self._variables = ffi.new("smscore_column[]", len(literals) - 1)
        self.struct: Any = ffi.new(
            "smscore_template *",
            (
                self._text,
                self._ends,
                self._sizes,
                self._units,
                self._noted,
                self._variables,
                len(literals) - 1,
                len(self.pieces),
            ),
        )
        self.literals = literals

    def fill(self, variables: Sequence[Column], start: int) -> Sequence[Any]:
        """Sets the columns of the variables, from a row on; returns them as the core has them."""
        columns = [self._variables + number for number in range(len(variables))]
        for column, variable in zip(columns, variables, strict=True):
            column[0] = described(variable, start)[0]
        return columns


def _as_pieces(sizes: list[int]) -> list[int]:
    """All of them, or none where they are more than a compressor takes."""
    few = len(sizes) <= lib.SMSCORE_MOST_PIECES and sum(sizes) <= lib.SMSCORE_PIECES_SIZE
    return sizes if few else []
