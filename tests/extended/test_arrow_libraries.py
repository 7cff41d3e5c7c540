"""Columns of duckdb, pandas and nanoarrow, and of pyarrow whatever they hold."""

from __future__ import annotations

import gc
import signal
from _thread import _count
from collections.abc import Iterator
from time import sleep
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smscodec import bulk

MOBILES = [f"10{n:09}" for n in range(5000)]
CONTENTS = [f"验证码{n * 7919 % 10**6:06}😀\n" for n in range(5000)]
ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(0, 40).map(MOBILES.__getitem__) | st.just("bad"),
        st.none() | st.text(st.characters(codec="utf-8"), max_size=60),
    ),
    max_size=60,
)


def contents(*columns: Any) -> list[bytes]:
    return [batch.content for batch in bulk.pack(*columns, max_rows=1700)]


def test_duckdb() -> None:
    """A query's result, read as it is made."""
    duckdb: Any = pytest.importorskip("duckdb")
    frame: Any = pytest.importorskip("polars").DataFrame({"m": MOBILES, "c": CONTENTS})
    with duckdb.connect() as connection:
        connection.register("rows", frame)
        query = connection.sql("select c, cast(m as bigint) as m from rows order by m")
        assert contents(*bulk.columns(query, "m", "c")) == contents(MOBILES, CONTENTS)


def test_pandas() -> None:
    """From version 3 on a column speaks for itself."""
    pandas: Any = pytest.importorskip("pandas", minversion="3")
    frame = pandas.DataFrame({"m": list(map(int, MOBILES)), "c": CONTENTS})
    assert contents(frame["m"], frame["c"]) == contents(MOBILES, CONTENTS)
    assert contents(*bulk.columns(frame, "m", "c")) == contents(MOBILES, CONTENTS)


def test_nanoarrow() -> None:
    """Which hands over arrays as well as streams."""
    nanoarrow: Any = pytest.importorskip("nanoarrow")
    texts = nanoarrow.c_array(CONTENTS, nanoarrow.string())
    numbers = nanoarrow.Array(list(map(int, MOBILES)), nanoarrow.uint64())
    assert contents(numbers, texts) == contents(MOBILES, CONTENTS)


@settings(deadline=None)
@given(rows=ROWS, kind=st.sampled_from(["string", "large_string", "string_view"]), data=st.data())
def test_pyarrow_packs_what_lists_do(rows: list[Any], kind: str, data: st.DataObject) -> None:
    """Rows with a null are rejected; the others are as from a list."""
    pa: Any = pytest.importorskip("pyarrow")
    text = getattr(pa, kind)()
    cut, skip = (data.draw(st.integers(0, len(rows))) for _ in range(2))
    columns: list[Any] = []
    for items in zip(*rows, strict=True) if rows else [[], []]:
        array = pa.array([*["skipped"] * skip, *items], text).slice(skip)
        columns.append(pa.chunked_array([array.slice(0, cut), array.slice(cut)]))
    rejected: list[bulk.Rejected] = []
    packed = list(bulk.pack(*columns, on_rejected=rejected.append, duplicates="job"))
    there = [at for at, row in enumerate(rows) if None not in row]
    others: list[bulk.Rejected] = []
    lists = [rows[at][0] for at in there], [rows[at][1] for at in there]
    again = list(bulk.pack(*lists, on_rejected=others.append, duplicates="job"))
    assert [b.content for b in packed] == [b.content for b in again]
    nulls = {at for at in range(len(rows)) if at not in there}
    assert {r.row for r in rejected} == nulls | {there[r.row] for r in others}


@pytest.fixture
def interrupts() -> Iterator[Any]:
    """Starts a clock that interrupts what runs after so many seconds."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    gc.collect()
    callbacks = gc.callbacks[:]
    gc.callbacks.clear()  # an interrupt in that of Hypothesis is kept, with all frames
    before = signal.signal(signal.SIGALRM, interrupt)
    yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    gc.callbacks.extend(callbacks)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_interrupts_leave_nothing_behind(interrupts: Any, threads: int) -> None:
    """Wherever one comes, every byte of the columns is given back, once, and no thread is left."""
    pa: Any = pytest.importorskip("pyarrow")
    before, running = pa.total_allocated_bytes(), _count()
    stopped = 0
    for number in range(600):
        columns = [
            pa.chunked_array([pa.array(texts[at : at + 50]) for at in range(0, 2000, 50)])
            for texts in (MOBILES, CONTENTS)
        ]
        table = pa.table(columns, ["m", "c"])
        pair = columns if number % 2 else bulk.columns(table.to_reader(), "m", "c")
        try:
            interrupts(1e-6 + number * 5e-6)
            for _ in bulk.pack(*pair, max_rows=300, threads=threads):
                pass
            interrupts(0)
        except KeyboardInterrupt:
            stopped += 1
        del columns, table, pair
    gc.collect()
    assert stopped
    for _ in range(300):
        sleep(0.01 if _count() > running else 0)
    assert _count() == running
    assert pa.total_allocated_bytes() == before
