"""Campaigns into batches, read back with nothing but the standard library."""

from __future__ import annotations

import gzip
import zlib
from _thread import _count
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from time import sleep
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import EncodeError, bulk, count_segments
from smscodec.bulk import ENGINES, Batch, Rejected
from smscodec.bulk.encoder import MAX_LINES, Encoder


def mobile(number: int) -> str:
    """A number that no phone has: none on the mainland starts with 10."""
    return f"10{number:09}"


def lines_of(batch: Batch) -> bytes:
    """What a gateway unpacks, without us."""
    reader = zlib.decompressobj(31)
    lines = reader.decompress(b64decode(unquote(batch.content.decode("ascii")), validate=True))
    assert reader.eof
    assert not reader.unused_data
    return lines


def rows_of(batch: Batch) -> list[tuple[str, str]]:
    """The rows a gateway finds."""
    rows = lines_of(batch).decode().split("\r\n")
    return [(m, c) for m, _, c in (row.partition(",") for row in rows)]


CAMPAIGN = [
    (mobile(n), f"尊敬的客户{n}，您的验证码是{n * 7919 % 10**6:06}【示例】") for n in range(3000)
]
MOBILES = [m for m, _ in CAMPAIGN]
CONTENTS = [c for _, c in CAMPAIGN]


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
def test_every_row_once_in_order(engine: Any) -> None:
    """Batches of max_rows, the rows and their bill right, each one plain gzip member."""
    batches = list(bulk.pack(MOBILES, CONTENTS, max_rows=1100, engine=engine))
    assert [len(batch.rows) for batch in batches] == [1100, 1100, 800]
    assert [row for batch in batches for row in batch.rows] == list(range(3000))
    assert [row for batch in batches for row in rows_of(batch)] == CAMPAIGN
    assert sum(batch.segments for batch in batches) == sum(map(count_segments, CONTENTS))
    assert all(isinstance(batch.rows, range) for batch in batches)
    assert all(batch.engine == (ENGINES[0] if engine == "auto" else engine) for batch in batches)


def test_streams_are_read_as_batches_are_asked_for() -> None:
    """Any iterable will do, and no more of it is taken than a batch and a slice need."""
    taken = 0

    def stream() -> Iterator[str]:
        nonlocal taken
        for number in range(10**9):
            taken += 1
            yield mobile(number)

    contents = (f"验证码{n}" for n in range(10**9))
    batches = bulk.pack(stream(), contents, max_rows=2000)
    assert taken == 0
    first = next(batches)
    assert len(first.rows) == 2000
    assert taken <= 2000 + 1024
    assert [batch.rows for batch in islice(batches, 2)] == [range(2000, 4000), range(4000, 6000)]


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 30), st.text("字a😀", min_size=1, max_size=90)), max_size=60
    ),
    max_rows=st.integers(1, 20),
    max_bytes=st.integers(150, 2000),
    units=st.sampled_from(["utf16", "code_points"]),
)
def test_deferred_rows_are_all_sent_in_their_numbers_order(
    rows: list[tuple[int, str]], max_rows: int, max_bytes: int, units: Any
) -> None:
    """Whatever the limits: nothing lost, no number twice in a batch, no batch too large."""
    mobiles, contents = [mobile(n) for n, _ in rows], [c for _, c in rows]
    batches = list(
        bulk.pack(
            mobiles,
            contents,
            max_rows=max_rows,
            max_bytes=max_bytes,
            duplicates="defer",
            units=units,
        )
    )
    sent = [row for batch in batches for row in batch.rows]
    assert sorted(sent) == list(range(len(rows)))
    for batch in batches:
        assert rows_of(batch) == [(mobiles[row], contents[row]) for row in batch.rows]
        assert len({mobiles[row] for row in batch.rows}) == len(batch.rows) <= max_rows
        assert len(batch.content) <= max_bytes
        assert batch.segments == sum(count_segments(contents[row], units) for row in batch.rows)
    for number in set(mobiles):
        order = [row for row in sent if mobiles[row] == number]
        assert order == sorted(order)


def test_a_number_repeated_endlessly_is_deferred_in_linear_time() -> None:
    """20,000 rows to one number are 20,000 batches, not a search through all of them each time."""
    batches = list(bulk.pack([mobile(1)] * 20_000, ["x"] * 20_000, duplicates="defer"))
    assert [row for batch in batches for row in batch.rows] == list(range(20_000))


def test_batches_are_cut_by_encoded_bytes() -> None:
    """Into even parts, none over the limit, none half empty."""
    batches = list(bulk.pack(MOBILES, CONTENTS, max_bytes=10_000))
    assert max(len(batch.content) for batch in batches) <= 10_000
    assert min(len(batch.content) for batch in batches) >= 4_000
    assert [row for batch in batches for row in rows_of(batch)] == CAMPAIGN


def test_batches_are_cut_by_lines_so_that_our_reader_opens_them() -> None:
    """What compresses very well is still within the bounds of ``bulk.unpack``."""
    text = "字" * 100_000
    batches = list(bulk.pack(MOBILES[:120], [text] * 120))
    assert len(batches) > 1
    assert all(len(lines_of(batch)) <= MAX_LINES for batch in batches)
    assert sum(len(bulk.unpack(batch.content)) for batch in batches) == 120


def test_a_row_over_the_limit_is_named() -> None:
    """One row alone cannot be cut."""
    noise = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
    rows = ([MOBILES[0], MOBILES[1], MOBILES[2]], ["a", noise, "b"])
    with pytest.raises(EncodeError, match=r"max_bytes is 1000 - at `\$\[1\].content`") as caught:
        list(bulk.pack(*rows, max_bytes=1000))
    assert caught.value.row == 1
    left_out: list[Rejected] = []
    batches = list(bulk.pack(*rows, max_bytes=1000, on_rejected=left_out.append))
    assert [row for batch in batches for row in batch.rows] == [0, 2]
    assert [(r.row, r.mobile, r.content) for r in left_out] == [(1, MOBILES[1], noise)]


def test_duplicates_in_a_batch_and_in_the_job() -> None:
    """``batch`` allows a number again in the next batch, ``job`` never."""
    mobiles, contents = [mobile(n % 3) for n in range(6)], ["x"] * 6
    assert len(list(bulk.pack(mobiles, contents, max_rows=3))) == 2
    with pytest.raises(EncodeError, match=r"row 0 already.*\$\[3\].mobile"):
        list(bulk.pack(mobiles, contents, max_rows=4))
    with pytest.raises(EncodeError, match=r"row 0 already.*\$\[3\].mobile"):
        list(bulk.pack(mobiles, contents, max_rows=3, duplicates="job"))


BAD = [("1380013800x", "x"), (mobile(5), ""), (mobile(6), "\x07"), (mobile(1), "again")]


@given(st.permutations([*CAMPAIGN[:12], *BAD]), st.integers(1, 7))
def test_rejected_rows_and_packed_rows_are_all_rows(
    rows: list[tuple[str, str]], max_rows: int
) -> None:
    """Nothing valid beside a bad row is lost, and a refused row makes no other a duplicate."""
    left_out: list[Rejected] = []
    batches = list(
        bulk.pack(
            [m for m, _ in rows],
            [c for _, c in rows],
            max_rows=max_rows,
            duplicates="job",
            control_characters="refuse",
            on_rejected=left_out.append,
        )
    )
    sent = [row for batch in batches for row in batch.rows]
    assert sent == sorted(sent)
    assert sorted([*sent, *(each.row for each in left_out)]) == list(range(len(rows)))
    assert [row for batch in batches for row in rows_of(batch)] == [rows[row] for row in sent]
    assert [(each.mobile, each.content) for each in left_out] == [rows[r.row] for r in left_out]
    assert all(len(batch.rows) == max_rows for batch in batches[:-1])
    assert len(left_out) == 4
    assert all(each.error.row == each.row for each in left_out)


def test_control_characters_are_carried_or_refused() -> None:
    """The codec carries a bell; who does not want it says so."""
    rows = ([mobile(1)], ["a\x07\t\r\n"])
    assert len(list(bulk.pack(*rows))) == 1
    with pytest.raises(EncodeError, match=r"control character U\+0007"):
        list(bulk.pack(*rows, control_characters="refuse"))


@pytest.mark.parametrize(("left", "right", "word"), [(1, 2, "mobiles"), (1500, 1030, "contents")])
def test_columns_of_different_length(left: int, right: int, word: str) -> None:
    """The row where one of them ends is named."""
    with pytest.raises(EncodeError, match=rf"{word} end here.*\$\[{min(left, right)}\]"):
        list(bulk.pack(MOBILES[:left], CONTENTS[:right]))


@pytest.mark.parametrize(
    ("at", "value", "place"), [(0, 13800138000, "mobile"), (1, None, "content")]
)
def test_what_is_not_text_is_a_type_error_with_its_row(at: int, value: Any, place: str) -> None:
    """A frame that turned mobiles into integers is the usual cause."""
    rows: list[list[Any]] = [MOBILES[:3], CONTENTS[:3]]
    rows[at] = [*rows[at][:2], value]
    with pytest.raises(TypeError, match=rf"{place} is .*, not str - at `\$\[2\].{place}`"):
        list(bulk.pack(*rows))


@pytest.mark.parametrize(
    "bad",
    [
        {"max_rows": 0},
        {"max_bytes": 0},
        {"duplicates": "drop"},
        {"line_breaks": "html"},
        {"mobile_width": 99},
        {"control_characters": "strip"},
        {"units": "bytes"},
        {"engine": "lz4"},
        {"level": 99},
    ],
)
def test_impossible_arguments_are_refused_before_any_row(bad: dict[str, Any]) -> None:
    """At the call, not at the first batch."""
    with pytest.raises(ValueError, match=r"."):
        bulk.pack([], [], **bad)


def test_nothing_in_nothing_out() -> None:
    """An empty campaign has no batch."""
    assert list(bulk.pack([], [])) == []


def test_digest_is_of_the_lines_whatever_compressed_them() -> None:
    """SHA-256 in hex, the same for every engine."""
    digests = {next(bulk.pack(MOBILES, CONTENTS, engine=engine)).digest for engine in ENGINES}
    lines = "\r\n".join(f"{m},{c}" for m, c in CAMPAIGN).encode()
    assert digests == {sha256(lines).hexdigest()}


@pytest.mark.parametrize("threads", [1, 2])
def test_digests_made_on_the_way_are_those_made_later(threads: int) -> None:
    """Of batches that were cut, too; nothing else differs."""
    limits: dict[str, Any] = {"max_rows": 1100, "max_bytes": 10_000, "threads": threads}
    early = list(bulk.pack(MOBILES, CONTENTS, digests=True, **limits))
    late = list(bulk.pack(MOBILES, CONTENTS, **limits))
    assert early == late
    assert [batch.lines_sha256 for batch in early] == [batch.digest for batch in late]
    assert all(batch.lines_sha256 is None for batch in late)


def test_repr_is_short() -> None:
    """Neither the content nor thousands of row numbers."""
    assert len(repr(next(bulk.pack(MOBILES, CONTENTS)))) < 100


def test_same_input_same_bytes() -> None:
    """Lists and streams, again and again: a retried task is idempotent."""
    first = [batch.content for batch in bulk.pack(MOBILES, CONTENTS, max_rows=700)]
    again = [batch.content for batch in bulk.pack(iter(MOBILES), iter(CONTENTS), max_rows=700)]
    assert first == again


def test_gzip_module_reads_it_too() -> None:
    """As does everything that reads gzip."""
    batch = next(bulk.pack(MOBILES, CONTENTS))
    assert gzip.decompress(b64decode(unquote(batch.content.decode()))) == lines_of(batch)


# ---- threads ------------------------------------------------------------------------------


@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.integers(0, 40).map(mobile), st.sampled_from(["", "1380013800x"])),
            st.text("字a😀\\r", max_size=90),
        ),
        max_size=60,
    ),
    duplicates=st.sampled_from(["batch", "job", "defer"]),
    max_rows=st.integers(1, 20),
    max_bytes=st.integers(120, 2000),
    keep_on=st.booleans(),
    threads=st.integers(2, 4),
)
def test_any_number_of_threads_gives_the_same(
    rows: list[tuple[str, str]], keep_on: bool, threads: int, **how: Any
) -> None:
    """The same batches, rejected rows and error in the same order."""
    seen: list[Any] = []
    for number in (1, threads):
        story: list[Any] = []
        how["on_rejected"] = story.append if keep_on else None
        try:
            for batch in bulk.pack(
                [m for m, _ in rows], [c for _, c in rows], threads=number, **how
            ):
                story.append((batch.content, batch.rows, batch.segments))
        except EncodeError as error:
            story.append(str(error))
        seen.append([str(each) for each in story])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("max_rows", [1020, 4076])
def test_the_same_bytes_wherever_lists_are_cut(max_rows: int) -> None:
    """Strings are gathered by the thousand, across batches where one thread makes several."""
    rows = 6 * max_rows
    begin = (("130", "151", "182")[n % 3] if n % max_rows > 24 else "138" for n in range(rows))
    mobiles = [f"{first}{n:08}" for first, n in zip(begin, range(rows), strict=True)]
    contents = [f"您的验证码{n * 7919 % 10**6:06}，请尽快使用。" for n in range(rows)]
    made = [
        [batch.content for batch in bulk.pack(mobiles, contents, max_rows=max_rows, **how)]
        for how in ({}, {"threads": 2}, {"digests": True})
    ]
    assert made[0] == made[1] == made[2]


def test_threads_end_with_the_job() -> None:
    """Also of a job that is given up, and of one that fails; a worker's error names its row."""
    before = _count()
    batches = bulk.pack(MOBILES, CONTENTS, max_rows=100, threads=3)
    next(batches)
    for _ in range(1000):
        sleep(0.01 if _count() == before else 0)  # whoever asked may have been faster
    assert _count() > before
    batches.close()
    assert _count() == before
    noise = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
    contents = [*CONTENTS[:700], noise, *CONTENTS[701:]]
    with pytest.raises(EncodeError, match="max_bytes") as caught:
        list(bulk.pack(MOBILES, contents, max_rows=100, max_bytes=3000, threads=3))
    assert caught.value.row == 700
    assert _count() == before


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_an_error_in_encoding_ends_the_job_where_it_is(
    monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    """No batch after it is handed out, though others may be ready."""
    make = Encoder._batch

    def fail(self: Encoder, pressed: Any, lines: Any, rows: Any, engine: str) -> Any:
        if 300 in rows:
            raise MemoryError
        return make(self, pressed, lines, rows, engine)

    monkeypatch.setattr(Encoder, "_batch", fail)
    batches = bulk.pack(MOBILES, CONTENTS, max_rows=100, threads=threads)
    seen = [next(batches).rows for _ in range(3)]
    with pytest.raises(MemoryError):
        next(batches)
    assert seen == [range(100), range(100, 200), range(200, 300)]


def test_an_endless_row_of_rejected_ones_is_not_hoarded() -> None:
    """They are handed over as they come, though no batch is ever filled."""
    seen: list[Rejected] = []
    taken = 0

    def stream() -> Iterator[str]:
        nonlocal taken
        for _ in range(10_000):
            assert taken - len(seen) <= 2 * 1024
            taken += 1
            yield "none"

    assert list(bulk.pack(stream(), ["x"] * 10_000, threads=2, on_rejected=seen.append)) == []
    assert [each.row for each in seen] == list(range(10_000))


def test_limits_without_a_limit() -> None:
    """Whatever they are, one batch has all the rows."""
    for threads in (1, 3):
        [batch] = bulk.pack(MOBILES, CONTENTS, max_rows=10**30, max_bytes=10**30, threads=threads)
        assert len(batch.rows) == len(MOBILES)
        [batch] = bulk.pack(iter(MOBILES), iter(CONTENTS), max_rows=10**30, threads=threads)
        assert len(batch.rows) == len(MOBILES)
