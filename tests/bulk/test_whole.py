"""Batches that need no decision: the same as if each row had been decided by itself."""

from __future__ import annotations

from _thread import _count
from hashlib import sha256
from sys import modules
from time import sleep
from typing import Any, Literal
from unittest.mock import patch

import pytest
from bulk.test_arrow import outcome, stream
from bulk.test_pack import mobile
from hypothesis import given
from hypothesis import strategies as st
from support.arrow import array_of
from support.producer import ArrayProducer

from smscodec import EncodeError, bulk
from smscodec._kernels import JoinRules
from smscodec.bulk import whole
from smscodec.bulk.encoder import Encoder
from smscodec.bulk.engines import ENGINES, engine_for
from smscodec.bulk.packer import Packer
from smscodec.bulk.sources import slices
from smscodec.bulk.whole import Doubt

ROWS = 400
MOBILES = [mobile(n) for n in range(ROWS)]
CONTENTS = [f"尊敬的客户{n}，您的验证码是{n * 7919 % 10**6:06}【示例】" for n in range(ROWS)]


ENCODER = Encoder(
    engine=engine_for("auto", None),
    reorder=False,
    max_bytes=1 << 20,
    line_breaks="backslash",
    digests=False,
)


def story(packed: Any, rejected: list[bulk.Rejected]) -> list[Any]:
    """Batches, rejected rows and the error of a job, in the order they came."""
    told: list[Any] = []
    try:
        for batch in packed:
            told += [(r.row, r.mobile, r.content, str(r.error)) for r in rejected]
            told.append((batch.content, batch.rows, batch.segments, batch.engine))
            rejected.clear()
    except (EncodeError, TypeError) as error:
        told.append(str(error))
    return [*told, [(r.row, r.mobile, r.content, str(r.error)) for r in rejected]]


FAULTS = st.dictionaries(
    st.integers(0, 89),
    st.sampled_from(["", "1380013800x", "again", "empty", "long", "missing"]),
    max_size=4,
)


@given(data=st.data(), faults=FAULTS, rows=st.integers(0, 90), keep_on=st.booleans())
def test_whole_batches_are_those_that_rows_make_one_by_one(
    data: st.DataObject, faults: dict[int, str], rows: int, keep_on: bool
) -> None:
    """The same batches, rejected rows and error, wherever faults, chunks and limits are, from any
    source and with any number of threads."""
    mobiles, contents = MOBILES[:rows], CONTENTS[:rows]
    for row, fault in faults.items():
        if row >= rows:
            continue
        if fault == "again":
            mobiles[row] = MOBILES[max(row - data.draw(st.integers(1, 9)), 0)]
        elif fault in ("empty", "long"):
            contents[row] = "字" * 400 if fault == "long" else ""
        elif fault != "missing":
            mobiles[row] = fault
    if "missing" in faults.values():
        contents = contents[: next(row for row, fault in faults.items() if fault == "missing")]
    options: dict[str, Any] = {
        "max_rows": data.draw(st.integers(1, 30)),
        "max_bytes": data.draw(st.sampled_from([300, 700, 10**6])),
        "duplicates": data.draw(st.sampled_from(bulk.DUPLICATES)),
        "reorder": data.draw(st.booleans()),
    }
    threads = data.draw(st.integers(1, 4))
    cuts = [data.draw(st.lists(st.integers(0, 90), max_size=2)) for _ in range(2)]
    kind = data.draw(st.sampled_from(["lists", "iterators", "arrays", "streams", "both"]))

    def packed(threads: int) -> Any:
        rejected: list[bulk.Rejected] = []
        sources: list[Any] = [mobiles, contents]
        if kind == "iterators":
            sources = [iter(mobiles), iter(contents)]
        if kind == "arrays":
            sources = [
                ArrayProducer([array_of([text.encode() for text in texts], "U")], "U")
                for texts in (mobiles, contents)
            ]
        if kind in ("streams", "both"):
            sources = [
                stream([t.encode() for t in texts], "u", [min(cut, len(texts)) for cut in some])
                for texts, some in zip((mobiles, contents), cuts, strict=True)
            ]
        if kind == "both":
            sources[0] = mobiles
        hook = rejected.append if keep_on else None
        job = bulk.pack(*sources, threads=threads, on_rejected=hook, **options)
        told = story(job, rejected)
        assert all(getattr(source, "balanced", True) for source in sources)
        return told

    before = _count()
    with patch.object(Packer, "_is_likely_whole", lambda *_: False):
        expected = packed(1)
    assert packed(1) == expected
    assert packed(threads) == expected
    assert _count() == before


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_what_is_no_text_is_named_after_all_batches_before_it(threads: int) -> None:
    """Though it was another thread that met it."""
    contents: list[Any] = [*CONTENTS[:333], 7, *CONTENTS[334:]]
    batches = bulk.pack(MOBILES, contents, max_rows=20, threads=threads)
    assert [next(batches).rows for _ in range(16)][-1] == range(300, 320)
    with pytest.raises(TypeError, match=r"content is int, not str - at `\$\[333\].content`"):
        next(batches)


def test_rendered_rows_too() -> None:
    """A template and its columns."""
    columns = {"code": [f"{n}" for n in range(ROWS)]}
    told = [
        outcome(bulk.render("码{code}", MOBILES, columns, max_rows=30, threads=threads), [])
        for threads in (1, 2)
    ]
    with patch.object(Packer, "_is_likely_whole", lambda *_: False):
        told.append(outcome(bulk.render("码{code}", MOBILES, columns, max_rows=30), []))
    assert told[0] == told[1] == told[2]
    assert len(told[0][0]) == 14


# ---- the parts of it -------------------------------------------------------------------------


def test_batches_are_made_up_to_one_that_is_none() -> None:
    """None where a row is faulty or there is no room for all; and the next is made as if that had
    not been."""
    rules = JoinRules(full_at=600)
    [part] = slices(MOBILES[:20], [*CONTENTS[:9], "", *CONTENTS[10:20]])
    assert whole.make(part, 20, rules, ENCODER) == ([], 0)
    assert whole.make(part.first(9), 9, rules, ENCODER) == ([], 0)
    made = whole.make(part, 4, rules, ENCODER)
    assert made == (list(bulk.pack(MOBILES[:8], CONTENTS[:8], max_rows=4)), 8)
    made = whole.make(part.first(7), 7, JoinRules(), ENCODER)
    assert made == (list(bulk.pack(MOBILES[:7], CONTENTS[:7])), 7)


@pytest.mark.parametrize("engine", ["auto", "zlib"])
@pytest.mark.parametrize("max_bytes", [300, 1000, 3_500_000])
def test_several_at_once_are_each_what_it_is_alone(
    engine: Literal["auto", "zlib"], max_bytes: int
) -> None:
    """Batches that are too large among them."""
    noise = "".join(map(chr, range(0x4E00, 0x4E00 + 40)))
    contents = [noise + text if n % 50 < 9 else text for n, text in enumerate(CONTENTS)]
    options: dict[str, Any] = {"max_rows": 10, "max_bytes": max_bytes, "engine": engine}
    told = []
    for run in (1, 8):
        with patch.object(modules[Packer.__module__], "RUN", run):
            told.append(outcome(bulk.pack(MOBILES, contents, **options), []))
    assert told[0] == told[1]


def test_a_batch_is_cut_as_if_the_next_had_not_been_tried() -> None:
    """One that is too large, before one that the press gives up."""
    alike = [f"尊敬的客户{'好' * 40}，您的验证码是{n:06}" for n in range(300)]
    noise = [sha256(b"%d" % n).hexdigest() for n in range(300)]
    size = len(next(bulk.pack(MOBILES[:300], alike)).content)
    options: dict[str, Any] = {"max_rows": 300, "max_bytes": size - 1}
    first = list(bulk.pack(MOBILES[:300], alike, **options))
    mobiles = [mobile(n) for n in range(600)]
    batches = list(bulk.pack(mobiles, [*alike, *noise], **options))
    assert batches[: len(first)] == first
    assert [batch.engine for batch in first] == [ENGINES[0]] * 2
    assert batches[-1].engine != "row"


@pytest.mark.parametrize("threads", [1, 2])
def test_digests_on_the_way(threads: int) -> None:
    """Each is of its own batch's lines, also where several are made at once."""
    expected = [batch.digest for batch in bulk.pack(MOBILES, CONTENTS, max_rows=100)]
    batches = list(bulk.pack(MOBILES, CONTENTS, max_rows=100, threads=threads, digests=True))
    assert [batch.lines_sha256 for batch in batches] == expected
    [part] = slices(MOBILES, CONTENTS)
    made = whole.make(part, 100, JoinRules(), ENCODER._replace(digests=True))
    assert [
        batch.lines_sha256 for batch in made.results if isinstance(batch, bulk.Batch)
    ] == expected


def test_the_first_batches_do_not_wait_for_an_error() -> None:
    """What is wrong with a later one is said in its turn."""
    contents: list[Any] = [*CONTENTS[:55], None, *CONTENTS[56:]]
    batches = bulk.pack(MOBILES, contents, max_rows=10)
    assert [next(batches).rows[0] for _ in range(5)] == [0, 10, 20, 30, 40]
    with pytest.raises(TypeError, match=r"NoneType, not str - at `\$\[55\]\.content`"):
        next(batches)


def test_doubt_fades_with_the_batches_that_are_made() -> None:
    """A few in vain are forgiven."""
    doubt = Doubt()
    doubt.grow(2)
    assert doubt.allows_more
    doubt.grow(1)
    made = 0
    while not doubt.allows_more:
        doubt.go_on()
        made += 1
    assert made == 16


@pytest.mark.parametrize("threads", [1, 2])
def test_an_input_full_of_faults_is_seldom_tried(
    monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    """Of 100 batches, where each two rows have a faulty one, about a sixteenth."""
    tried = 0
    make = whole.make

    def counted(*batch: Any) -> Any:
        nonlocal tried
        tried += 1
        return make(*batch)

    monkeypatch.setattr(whole, "make", counted)
    contents = ["" if n % 2 else text for n, text in enumerate(CONTENTS)]
    rejected: list[bulk.Rejected] = []
    options: dict[str, Any] = {"max_rows": 2, "threads": threads, "on_rejected": rejected.append}
    assert len(list(bulk.pack(MOBILES, contents, **options))) == ROWS // 4
    assert len(rejected) == ROWS // 2
    assert 3 <= tried <= 20


@pytest.mark.parametrize("threads", [1, 3])
def test_nobody_reads_what_was_given_back(monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    """While a batch is made, whether it is wanted or not, the chunk that it is made of is there."""
    contents = ["" if n in (95, 233) else text for n, text in enumerate(CONTENTS)]
    cuts = [100, 250]
    left, right = (
        stream([text.encode() for text in texts], "u", cuts) for texts in (MOBILES, contents)
    )
    make = whole.make
    seen: list[bool] = []

    def watched(*batch: Any) -> Any:
        before = left.taken.total(), right.taken.total()
        made = make(*batch)
        sleep(0.001)
        seen.append(before == (left.taken.total(), right.taken.total()))
        return made

    monkeypatch.setattr(whole, "make", watched)
    rejected: list[bulk.Rejected] = []
    jobs = bulk.pack(left, right, max_rows=10, threads=threads, on_rejected=rejected.append)
    assert sum(len(batch.rows) for batch in jobs) == ROWS - 2
    assert len(seen) >= (8 if threads > 1 else 4)
    assert all(seen)
    assert left.balanced
    assert right.balanced
