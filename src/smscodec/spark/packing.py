"""The function of a partition, and what it needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .. import bulk
from .job import Job
from .schema import ARROW_SCHEMA, pa

__all__ = ["Packing", "packer"]


def packer(
    *,
    mobile: str = "mobile",
    content: str = "content",
    key: str | None = None,
    duplicates: bulk.Duplicates = "job",
    **options: Any,
) -> Packing:
    """A function of record batches that packs them.

    ``mobile``, ``content``
        The columns. Text, or integers for the mobile; a null is a rejected row.
    ``key``
        The column that tells rows apart, of any type; it comes back as text.
    ``duplicates``, ``options``
        As for ``bulk.pack``, where ``job`` means the partition. Leave ``threads`` out on Spark,
        whose tasks have a core each. They are checked here, not on the executors
        (``ValueError``, ``TypeError``).
    """
    packing = Packing(mobile, content, key, {"duplicates": duplicates, **options})
    bulk.pack([], [], digests=True, on_rejected=None, **packing.options)
    return packing


@dataclass(frozen=True, slots=True, eq=False)
class Packing:
    """What ``packer`` makes: a function that pickles, and holds nothing between two calls."""

    mobile: str
    content: str
    key: str | None
    options: Mapping[str, Any]

    def __call__(self, source: Any) -> Any:
        """Rows into batches.

        For an iterator (``mapInArrow``, a ``RecordBatchReader``) or another iterable of record
        batches or frames an iterator of record batches, one a batch, made as they are asked for.
        For a table, frame or relation (anything else with ``__arrow_c_stream__``) a pyarrow table.

        Raises ``EncodeError`` if a column is not there or of no use; rows are rejected instead.
        """
        if hasattr(source, "__next__") or not hasattr(source, "__arrow_c_stream__"):
            return self._run(source)
        return pa.Table.from_batches(self._run([source]), ARROW_SCHEMA)

    def _run(self, source: Iterable[Any]) -> Iterator[Any]:
        job = Job(self.mobile, self.content, self.key, self.options)
        return job.run(_record_batches(source))

    def spread(self, rows: Any, partitions: int) -> Any:
        """A Spark frame with all rows of a number in one partition, and each in an order of its
        own, so that a task that runs again sees what it saw before.

        Keeps the columns that are needed. Rows are sorted by key; those with equal keys, or none,
        by mobile and content. ``partitions`` is the number of tasks: 100,000 to a million rows
        each are a good size.
        """
        names = (self.key, self.mobile, self.content)
        order = list(dict.fromkeys(name for name in names if name is not None))
        return rows.select(*order).repartition(partitions, self.mobile).sortWithinPartitions(*order)


def _record_batches(source: Iterable[Any]) -> Iterator[Any]:
    for item in source:
        if isinstance(item, pa.RecordBatch):
            yield item
        else:
            yield from pa.RecordBatchReader.from_stream(item)
