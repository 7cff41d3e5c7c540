"""From a template and columns of values to batches, without a content in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .batch import Batch
from .pack import pack
from .rendered import Source, rendered

__all__ = ["render"]


def render(
    template: str,
    mobiles: Source,
    variables: Mapping[str, Source] | Sequence[Source],
    **options: Any,
) -> Iterator[Batch]:
    """``pack`` of the contents that a template makes of columns.

    ``template`` and ``variables`` are those of ``rendered``; ``options`` are those of ``pack``, and
    so are the errors. Every row is checked, counted and escaped as if it had been rendered first::

        bulk.render("验证码{code}【示例】", mobiles, {"code": codes}, max_rows=2000)
    """
    return pack(mobiles, rendered(template, variables), **options)
