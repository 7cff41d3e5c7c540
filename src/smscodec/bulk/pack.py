"""From rows to batches (document 003, section 1.6), in one pass and in flat memory."""

from __future__ import annotations

from collections.abc import Iterator
from operator import length_hint
from typing import Literal

from .._kernels import LineBreaks
from ..formats.batch import join_rules
from ..formats.numbers import MAINLAND, Width
from ..formats.segments import Units
from .batch import Batch
from .encoder import MAX_LINES, Encoder
from .engines import Engine, engine_for
from .packer import Packer
from .plan import DUPLICATES, MOST_EXPECTED, Duplicates, OnRejected, Plan
from .rendered import Rendered, Source
from .sources import slices

__all__ = ["pack"]


def pack(
    mobiles: Source,
    contents: Source | Rendered,
    *,
    max_rows: int = 10_000,
    max_bytes: int = 3_500_000,
    duplicates: Duplicates = "batch",
    line_breaks: LineBreaks = "backslash",
    mobile_width: Width = MAINLAND,
    control_characters: Literal["carry", "refuse"] = "carry",
    units: Units = "utf16",
    engine: Literal["auto"] | Engine = "auto",
    level: int | None = None,
    reorder: bool = False,
    threads: int = 1,
    digests: bool = False,
    on_rejected: OnRejected | None = None,
) -> Iterator[Batch]:
    """Two columns of the same length into batches, as they are asked for, a few ahead at most.

    ``mobiles``, ``contents``
        Lists or other iterables of ``str``; or what hands its columns over by the Arrow PyCapsule
        protocol: pyarrow, polars, duckdb, pandas and others. Those are read where they lie, whether
        they are text, keys of a dictionary or, for mobiles, integers; a null is a row that cannot
        be sent. For the columns of a table or a stream of record batches there is ``columns``, for
        contents that are a template with values in it ``rendered``.
    ``max_rows``, ``max_bytes``
        Rows of a batch, and bytes of its finished ``content`` (the platforms take 4 MiB a request).
    ``duplicates``
        A number may occur once in a batch: ``batch`` refuses the second. ``job`` refuses it in the
        whole job, at under 32 bytes of memory a row. ``defer`` moves it to a later batch, in order.
    ``line_breaks``
        How CR and LF in a content are written, see ``formats.batch``.
    ``mobile_width``
        Digits of a mobile, or least and most.
    ``control_characters``
        Whether U+0000-001F (but TAB, CR, LF) and U+007F in a content are carried or refused.
    ``units``
        What segments count, see ``formats.segments``.
    ``engine``, ``level``
        The compressor, see ``bulk.engines``. ``auto`` is the best for each batch: ``row`` where its
        rows have a template in common, else the fastest there is.
    ``reorder``
        Put the rows of each template together inside a batch, where their order does not matter: a
        shuffled mix of many templates becomes several times smaller. ``Batch.rows`` has the order.
    ``threads``
        How many make batches at the same time, whoever asks for them among them; up to twice as
        many batches wait for their turn.
    ``digests``
        Whether each batch's ``digest`` is made on the way: much cheaper than to ask it later.
    ``on_rejected``
        Called with each ``Rejected`` row, before the batch it would have been in; without it the
        first one raises ``EncodeError``, after all batches before it.

    The arguments are checked at once (``ValueError``), rows as they are reached. The same input
    gives the same bytes with the same engine and version, with any number of threads.
    """
    if min(max_rows, max_bytes, threads) < 1:
        raise ValueError("max_rows, max_bytes and threads start at 1")
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates is one of {', '.join(DUPLICATES)}, not {duplicates!r}")
    if control_characters not in ("carry", "refuse"):
        raise ValueError(f"control_characters is carry or refuse, not {control_characters!r}")
    if units not in ("utf16", "code_points"):
        raise ValueError(f"units is utf16 or code_points, not {units!r}")
    rules = join_rules(
        line_breaks=line_breaks,
        mobile_width=mobile_width,
        refuse_controls=control_characters == "refuse",
        code_points=units == "code_points",
        full_at=MAX_LINES,
    )
    if isinstance(contents, Rendered):
        contents.check(rules)
    plan = Plan(
        max_rows=max_rows,
        expected_rows=length_hint(mobiles, min(max_rows, MOST_EXPECTED)),
        duplicates=duplicates,
        rules=rules,
        encoder=Encoder(
            engine=engine_for(engine, level),
            reorder=reorder,
            max_bytes=max_bytes,
            line_breaks=line_breaks,
            digests=digests,
        ),
        threads=threads,
        on_rejected=on_rejected,
    )
    return Packer(plan).run(slices(mobiles, contents))
