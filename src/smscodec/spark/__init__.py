"""Campaigns larger than one machine: ``bulk.pack`` over record batches, on Spark and elsewhere.

Needs the extra: ``pip install "smscodec[spark]"``, on the executors too (``docs/bulk.md`` says how
they get it). Spark itself is the cluster's own, and not imported::

    from smscodec.spark import SCHEMA, packer

    pack = packer(mobile="mobile", content="content", key="id", max_rows=5_000)
    batches = pack.spread(rows, 64).mapInArrow(pack, SCHEMA)

``packer`` makes a function of a partition: an iterator of record batches in, one of batches out,
each as soon as it is full, whatever record batches its rows came in. The same object takes pyarrow,
duckdb, polars and Ray: an iterator for an iterator, a table for a table.

============= ==================================================================================
column        what it holds (``SCHEMA`` for Spark, ``ARROW_SCHEMA`` for Arrow)
============= ==================================================================================
``batch_id``  the batch's name, made from what it holds: see below
``first_row`` the first row in it: rows of a partition are numbered from 0, rejected ones too
``last_row``  the last row in it
``rows``      how many it holds: less than the span where rows were rejected or deferred
``segments``  what it will cost
``content``   the finished form value, to be posted as it is
``sha256``    of the uncompressed lines, in hex: the same whatever compressed them
``rejected``  the rows left out since the batch before, each ``(row, key, reason)``
============= ==================================================================================

**Every row is accounted for.** ``rows`` and the length of ``rejected``, added up, are the rows that
went in. Where rejected rows have no batch to go with, after the last one or ``MOST_REJECTED``
before it, they come in a row of their own, whose ``rows`` is 0 and whose ``content`` is null.
Neither mobile nor content of a rejected row is repeated, as tables are read by many: ``key`` finds
it, the value of the key column as text. ``row`` finds it where the partition is in an order.

**A task that runs again makes the same batches**, to the byte with the same compressor, as long as
it is given the same rows in the same order. A shuffle gives them in any order, so after it they
have to be sorted: ``spread`` does both. ``batch_id`` is a digest of the lines and the first row's
key (without a key, its number), so it tells: equal ids are equal batches, whatever attempt,
executor or compressor made them, and a task whose rows did change makes other ids. Keep the ids of
what was posted, and never post from within the function: a speculative task runs beside the first.

**Duplicates**: ``duplicates="job"``, the default here, refuses a number that comes again in the
partition. Partitions made by ``spread`` have all rows of a number in one of them, so the rule then
holds for the whole job, and the row with the least key is the one that is sent.
"""

from .job import MOST_REJECTED
from .packing import Packing, packer
from .schema import ARROW_SCHEMA, SCHEMA

__all__ = ["ARROW_SCHEMA", "MOST_REJECTED", "SCHEMA", "Packing", "packer"]
