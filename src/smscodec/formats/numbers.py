"""Mobile numbers: digits 0-9 and nothing else, so that a number can never smuggle a row or a field.

Full-width digits, blanks, ``+`` and hyphens are refused, not repaired: a repaired number may be
somebody else's. How many digits is the caller's choice: a mainland mobile has 11, and that is the
default for what is sent; what is received is read with any width up to ``MAX_WIDTH``.
"""

from __future__ import annotations

from .._kernels import MAX_WIDTH

__all__ = ["MAINLAND", "MAX_WIDTH", "Width", "widths"]

Width = int | tuple[int, int]
"""Digits of a mobile: just so many, or from so many to so many."""

MAINLAND = 11


def widths(width: Width) -> tuple[int, int]:
    """The least and the most digits; ``ValueError`` when they make no sense."""
    least, most = (width, width) if isinstance(width, int) else width
    if not 1 <= least <= most <= MAX_WIDTH:
        raise ValueError(f"a mobile has 1 to {MAX_WIDTH} digits, so its width cannot be {width}")
    return least, most
