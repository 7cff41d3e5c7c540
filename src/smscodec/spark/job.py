"""One partition, packed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from typing import Any

from .. import EncodeError, bulk
from .keys import Keys
from .schema import ARROW_SCHEMA, pa

__all__ = ["MOST_REJECTED", "Job"]

MOST_REJECTED = 10_000
"""Rejected rows that one row of what comes out carries."""

NO_BATCH: dict[str, Any] = dict.fromkeys(ARROW_SCHEMA.names) | {"rows": 0, "segments": 0}


class Job:
    """What outlives a batch: the keys still wanted, and the rejected rows that wait for one."""

    def __init__(
        self, mobile: str, content: str, key: str | None, options: Mapping[str, Any]
    ) -> None:
        self._mobile = mobile
        self._content = content
        self._key = key
        self._options = options
        self._keys = Keys()
        self._rejected: list[dict[str, Any]] = []
        self._records: list[Any] = []
        self._failure: Exception | None = None

    def run(self, source: Iterable[Any]) -> Iterator[Any]:
        """The record batches that come out."""
        try:
            for batch in self._batches(iter(source)):
                self._add(self._facts(batch))
                yield from self._take()
        except EncodeError:
            if self._failure:  # it went through C, which keeps only its words
                raise self._failure from None
            raise
        if self._rejected:
            self._add(NO_BATCH)
        yield from self._take()

    # ---- in ---------------------------------------------------------------------------------

    def _batches(self, source: Iterator[Any]) -> Iterator[bulk.Batch]:
        first = next(source, None)
        if first is None:
            return
        whole = self._watched(chain([first], source))
        rows = pa.RecordBatchReader.from_batches(first.schema, whole)
        columns = bulk.columns(rows, self._mobile, self._content)
        yield from bulk.pack(*columns, digests=True, on_rejected=self._reject, **self._options)

    def _watched(self, source: Iterator[Any]) -> Iterator[Any]:
        try:
            for some in source:
                if self._key is not None:
                    self._keys.add(self._key_column(some))
                yield some
        except Exception as error:
            self._failure = error
            raise

    def _key_column(self, some: Any) -> Any:
        names = some.schema.names
        if names.count(self._key) != 1:
            found = "more than one" if self._key in names else "no"
            reason = f"{found} column {self._key!r} among {', '.join(map(repr, names))}"
            raise EncodeError(reason, path=f"$.{self._key}")
        return some.column(self._key)

    # ---- out --------------------------------------------------------------------------------

    def _reject(self, rejected: bulk.Rejected) -> None:
        if len(self._rejected) == MOST_REJECTED:
            self._add(NO_BATCH)
        key = self._keys.of(rejected.row)
        self._rejected.append({"row": rejected.row, "key": key, "reason": str(rejected.error)})

    def _facts(self, batch: bulk.Batch) -> dict[str, Any]:
        digest = batch.digest
        first = batch.rows[0]
        key = self._keys.of(first)
        name = f"{digest} row {first}" if key is None else f"{digest} key {key}"
        if self._options["duplicates"] != "defer":  # else an earlier row may be yet to come
            self._keys.drop(batch.rows[-1])
        return {
            "batch_id": sha256(name.encode()).hexdigest()[:32],
            "first_row": min(batch.rows),
            "last_row": max(batch.rows),
            "rows": len(batch.rows),
            "segments": batch.segments,
            "content": batch.content,
            "sha256": digest,
        }

    def _add(self, facts: dict[str, Any]) -> None:
        """A row of what comes out, with the rejected rows that wait."""
        row = facts | {"rejected": self._rejected}
        self._rejected = []
        self._records.append(pa.RecordBatch.from_pylist([row], ARROW_SCHEMA))

    def _take(self) -> list[Any]:
        records, self._records = self._records, []
        return records
