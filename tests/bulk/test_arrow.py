"""Columns of other libraries into batches: as from lists, and everything handed out comes back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from threading import Event, current_thread, main_thread
from time import sleep
from typing import Any

import pytest
from bulk.test_pack import mobile, rows_of
from hypothesis import given
from hypothesis import strategies as st
from support.arrow import array_of, dictionary_of, fill
from support.producer import ArrayProducer, StreamProducer, table_of

from smscodec import EncodeError, bulk
from smscodec._kernels.arrow import ArrowArray
from smscodec.bulk import conveyor, whole
from smscodec.bulk.encoder import MAX_LINES

FORMATS = {"v": "vu"}
TEXTS = [mobile(n) for n in range(40)]
MOBILES = [text.encode() for text in TEXTS]
CONTENTS = [f"字{n}".encode() for n in range(40)]


def stream(items: Sequence[Any], layout: str = "u", cuts: Sequence[int] = ()) -> StreamProducer:
    """A column in chunks."""
    edges = [0, *sorted(cuts), len(items)]
    pieces = [items[start:stop] for start, stop in pairwise(edges)]
    chunks = [array_of(piece, layout, before=len(piece) % 3) for piece in pieces]
    return StreamProducer(chunks, FORMATS.get(layout, layout))


def outcome(batches: Iterator[bulk.Batch], rejected: list[bulk.Rejected]) -> Any:
    """Everything a job comes to."""
    seen: list[Any] = []
    try:
        seen += [(b.content, tuple(b.rows), b.segments) for b in batches]
    except EncodeError as error:
        seen.append((str(error), error.row, error.offset))
    return seen, [(r.row, r.mobile, r.content, str(r.error)) for r in rejected]


# ---- the same as lists -----------------------------------------------------------------------

CONTENT = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=80),
    st.sampled_from(["", "\r\n", "\\r", "\\", "\x07", "字" * 71, "😀" * 40, "\0"]),
)
MOBILE = st.integers(0, 9).map(mobile) | st.sampled_from(["", "1380013800a", "１３８"])


@given(data=st.data())
def test_columns_pack_as_lists_do(data: st.DataObject) -> None:
    """Whatever the layout, the chunks and the limits: the same batches, or the same error at the
    same row."""
    rows = data.draw(st.lists(st.tuples(MOBILE, CONTENT), max_size=30))
    options: dict[str, Any] = {
        "max_rows": data.draw(st.integers(1, 12)),
        "max_bytes": data.draw(st.integers(100, 900)),
        "duplicates": data.draw(st.sampled_from(bulk.DUPLICATES)),
        "line_breaks": data.draw(st.sampled_from(["backslash", "reversible", "reject"])),
        "control_characters": data.draw(st.sampled_from(["carry", "refuse"])),
        "units": data.draw(st.sampled_from(["utf16", "code_points"])),
        "threads": data.draw(st.integers(1, 2)),
    }
    lists = [m for m, _ in rows], [c for _, c in rows]
    columns: list[Any] = [
        stream(
            [item.encode() for item in items],
            data.draw(st.sampled_from("uUv")),
            data.draw(st.lists(st.integers(0, len(rows)), max_size=3)),
        )
        for items in lists
    ]
    mixed = data.draw(st.sampled_from([columns, [lists[0], columns[1]], [columns[0], lists[1]]]))
    for strict in (False, True):
        results = []
        for pair in (lists, mixed):
            rejected: list[bulk.Rejected] = []
            hook = {} if strict else {"on_rejected": rejected.append}
            results.append(outcome(bulk.pack(*pair, **options, **hook), rejected))
        assert results[0] == results[1]
    assert all(column.balanced for column in columns)


def test_batches_are_cut_by_lines_wherever_chunks_end() -> None:
    """The length of the lines is asked at the same rows as of a list."""
    text = "字" * 9000
    count = 3 * MAX_LINES // len(text.encode()) // 2
    mobiles, contents = [mobile(n) for n in range(count)], [text] * count
    columns = (
        stream([m.encode() for m in mobiles], "U", [1, 500]),
        stream([text.encode()] * count, "v", [17, 700, 1025]),
    )
    expected = [(b.rows, b.content) for b in bulk.pack(mobiles, contents, max_rows=10**6)]
    assert [(b.rows, b.content) for b in bulk.pack(*columns, max_rows=10**6)] == expected


def test_a_null_is_a_row_that_cannot_be_sent() -> None:
    """It has a reason of its own and is never the text None."""
    left = stream([13800138000, None, 13800138002, None], "l")
    right = stream(["一".encode(), b"b", None, None])
    rejected: list[bulk.Rejected] = []
    [batch] = bulk.pack(left, right, on_rejected=rejected.append)
    assert rows_of(batch) == [("13800138000", "一")]
    assert [(r.row, r.mobile, r.content, r.error.reason) for r in rejected] == [
        (1, "", "b", "mobile is null"),
        (2, "13800138002", "", "content is null"),
        (3, "", "", "mobile is null"),
    ]
    assert [str(r.error).split(" - ")[1] for r in rejected] == [
        "at `$[1].mobile`, byte 0",
        "at `$[2].content`, byte 0",
        "at `$[3].mobile`, byte 0",
    ]


def test_what_is_no_utf8_is_named_with_its_byte() -> None:
    """A row that cannot be sent, like any other."""
    rejected: list[bulk.Rejected] = []
    left = stream(MOBILES[:3])
    right = stream(["好".encode() + b"\xff", b"\xed\xa0\xbd", b"x"])
    assert len(list(bulk.pack(left, right, on_rejected=rejected.append))) == 1
    assert [(str(r.error), r.content) for r in rejected] == [
        ("content is not UTF-8 - at `$[0].content`, byte 3", "好\ufffd"),
        (
            "content holds the lone surrogate U+D83D, which is half a character"
            " - at `$[1].content`, byte 0",
            "\ud83d",
        ),
    ]


def test_a_dictionary_is_its_values() -> None:
    """Few different texts sent to many are often kept so."""
    texts = [b"one", b"two", None, b"one"]
    right = ArrayProducer([dictionary_of(texts, "i", "v", before=2)], "i", "vu")
    rejected: list[bulk.Rejected] = []
    [batch] = bulk.pack(stream(MOBILES[:4]), right, on_rejected=rejected.append)
    assert [content for _, content in rows_of(batch)] == ["one", "two", "one"]
    assert [r.row for r in rejected] == [2]
    numbers = array_of([7, 8], "l")
    keys = array_of([0, 1], "i")
    keys.dictionary = ctypes.pointer(numbers)
    with pytest.raises(
        EncodeError, match=r"is a dictionary of Arrow format 'l' \(int64\), not text"
    ):
        list(bulk.pack(ArrayProducer([keys], "i", "l"), ["a", "b"]))


def test_integers_are_deferred_and_refused_as_digits() -> None:
    """A mobile that is a number is its digits wherever it is shown."""
    numbers = [13800138000, 13800138001, 13800138000, -5]
    rejected: list[bulk.Rejected] = []
    batches = list(
        bulk.pack(
            stream(numbers, "L" if min(numbers) > 0 else "l", [1]),
            stream([b"a", b"b", b"c", b"d"]),
            duplicates="defer",
            on_rejected=rejected.append,
        )
    )
    assert [rows_of(batch) for batch in batches] == [
        [("13800138000", "a"), ("13800138001", "b")],
        [("13800138000", "c")],
    ]
    assert [(r.mobile, r.error.reason) for r in rejected] == [
        ("-5", "mobile holds U+002D where only digits 0-9 belong")
    ]


# ---- tables ----------------------------------------------------------------------------------


def table(chunks: Sequence[ArrowArray]) -> StreamProducer:
    return StreamProducer(chunks, {"text": "vu", "other": "g", "phone": "l"})


def chunk(start: int, stop: int, **more: int) -> ArrowArray:
    """Rows of a table, whose columns have an offset of their own and one behind the table's."""
    skipped = [None] * more.get("offset", 0)
    numbers = [13800138000 + n for n in range(start, stop)]
    return table_of(
        array_of([*skipped, *CONTENTS[start:stop], b"behind"], "v", before=2),
        fill(ArrowArray(), None, None, length=0),
        array_of([*skipped, *numbers], "l"),
        length=stop - start,
        **more,
    )


def test_columns_of_a_table_are_walked_together() -> None:
    """Read once, by name, its other columns left alone."""
    source = table([chunk(0, 7), chunk(7, 7), chunk(7, 40, offset=3)])
    [batch] = bulk.pack(*bulk.columns(source, "phone", "text"))
    assert rows_of(batch) == [(str(13800138000 + n), f"字{n}") for n in range(40)]
    assert source.balanced
    assert source.given["ArrowArrayStream"] == 1


def test_columns_of_two_tables() -> None:
    """Then each is a stream of its own."""
    left, right = table([chunk(0, 5)]), table([chunk(0, 2), chunk(2, 5)])
    mobiles, _ = bulk.columns(left, "phone", "text")
    _, contents = bulk.columns(right, "phone", "text")
    [batch] = bulk.pack(mobiles, contents)
    assert len(batch.rows) == 5
    assert left.balanced
    assert right.balanced


def test_tables_one_after_the_other() -> None:
    """Any iterable of them is one table, each released before the next is asked for."""
    some = [table([chunk(0, 7)]), table([]), table([chunk(7, 9), chunk(9, 40)])]

    def one_by_one() -> Iterator[StreamProducer]:
        for piece in some:
            yield piece
            assert piece.balanced

    [batch] = bulk.pack(*bulk.columns(one_by_one(), "phone", "text"))
    assert rows_of(batch) == [(str(13800138000 + n), f"字{n}") for n in range(40)]
    assert all(piece.balanced for piece in some)


def test_tables_are_read_once() -> None:
    """Two readers would get every other table each."""
    mobiles, contents = bulk.columns([table([chunk(0, 5)])], "phone", "text")
    list(bulk.pack(["13800138000"] * 5, contents, on_rejected=lambda rejected: None))
    with pytest.raises(EncodeError, match="column 'phone' has been read already"):
        list(bulk.pack(mobiles, contents))


def test_what_makes_the_tables_may_fail() -> None:
    """Its own error comes out, and what it gave is released."""
    piece = table([chunk(0, 5)])

    def failing() -> Iterator[StreamProducer]:
        yield piece
        raise OSError("disk on fire")

    with pytest.raises(OSError, match="disk on fire"):
        list(bulk.pack(*bulk.columns(failing(), "phone", "text")))
    assert piece.balanced


@pytest.mark.parametrize("source", [42, [42]])
def test_columns_of_what_is_no_table(source: Any) -> None:
    """A mistake of the program, not of the data."""
    with pytest.raises(TypeError, match="int"):
        list(bulk.pack(*bulk.columns(source, "phone", "text")))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("phone", "body"), r"no column 'body' among 'text', 'other', 'phone' - at `\$.body`"),
        (("other", "text"), r"'other' is Arrow format 'g' \(float64\), not text or integers"),
        (("phone", "phone"), r"'phone' is Arrow format 'l' \(int64\), not text - at `\$.phone`"),
    ],
)
def test_columns_that_a_table_has_not(names: tuple[str, str], words: str) -> None:
    """The error lists those it has."""
    source = table([chunk(0, 1)])
    with pytest.raises(EncodeError, match=words):
        list(bulk.pack(*bulk.columns(source, *names)))
    assert source.balanced


def test_rows_of_a_table_that_are_null_as_a_whole() -> None:
    """Are in no Arrow table; a struct column may have them."""
    broken = chunk(0, 2)
    broken.buffers[0] = array_of([None, b"x"], "u").buffers[0]
    with pytest.raises(EncodeError, match="null as a whole"):
        list(bulk.pack(*bulk.columns(table([broken]), "phone", "text")))


# ---- what is no column -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("g", r"column 'contents' is Arrow format 'g' \(float64\), not text - at `\$.contents`"),
        ("z", r"format 'z' \(binary\), not text"),
        ("tsu:UTC", r"format 'tsu:UTC' \(timestamp\), not text"),
        ("+s", r"format '\+s' \(struct\), not text; bulk.columns names"),
        ("I", r"format 'I' \(uint32\), not text"),
        ("?", r"format '\?', not text"),
    ],
)
def test_a_column_of_another_type_is_named(format: str, words: str) -> None:
    """With the format as Arrow writes it, and in words."""
    source = StreamProducer([array_of([], "u")], format)
    with pytest.raises(EncodeError, match=words):
        list(bulk.pack(TEXTS, source))
    assert source.balanced


def test_numbers_with_a_fraction_are_no_mobiles() -> None:
    """A frame that holds a missing number makes floats of the others."""
    with pytest.raises(EncodeError, match=r"'mobiles' is .*float64.*, not text or integers"):
        list(bulk.pack(StreamProducer([array_of([], "u")], "g"), TEXTS))


def test_columns_of_different_length() -> None:
    """All batches before, then the row where one ends."""
    batches = bulk.pack(stream(MOBILES[:7]), stream(CONTENTS, cuts=[3]), max_rows=3)
    assert [len(next(batches).rows) for _ in range(2)] == [3, 3]
    with pytest.raises(EncodeError, match=r"mobiles end here.*\$\[7\]"):
        next(batches)


def test_a_stream_that_fails_says_why() -> None:
    """In the words of who made it."""
    source = stream(CONTENTS, cuts=[10])
    source.before = lambda number: number == 1
    with pytest.raises(EncodeError, match=r"'contents' cannot be read: the disk is gone - at"):
        list(bulk.pack(stream(MOBILES), source))
    assert source.balanced


def break_buffers(array: ArrowArray) -> None:
    array.n_buffers = 1


def break_pointer(array: ArrowArray) -> None:
    array.buffers[1] = None


def break_length(array: ArrowArray) -> None:
    array.length = -1


def break_offset(array: ArrowArray) -> None:
    array.offset = -1


@pytest.mark.parametrize("layout", "uvl")
@pytest.mark.parametrize("break_it", [break_buffers, break_pointer, break_length, break_offset])
def test_a_structure_that_contradicts_its_type_is_refused(
    break_it: Callable[[ArrowArray], None], layout: str
) -> None:
    """Nothing of it is read."""
    items: list[Any] = [7, 8] if layout == "l" else [b"7", b"8"]
    array = array_of(items, layout)
    break_it(array)
    source = StreamProducer([array], FORMATS.get(layout, layout))
    with pytest.raises(EncodeError, match="column 'mobiles' is broken"):
        list(bulk.pack(source, ["x", "y"], mobile_width=1))
    assert source.balanced


def test_views_without_their_buffers_are_refused() -> None:
    """A size is told, and no pointer."""
    array = array_of([b"x" * 20, b"y" * 20], "v")
    array.buffers[2] = None
    with pytest.raises(EncodeError, match="column 'contents' is broken"):
        list(bulk.pack(TEXTS[:2], ArrayProducer([array], "vu")))


def test_a_list_beside_a_column_is_checked_too() -> None:
    """With the row, as everywhere."""
    with pytest.raises(TypeError, match=r"mobile is int, not str - at `\$\[1\].mobile`"):
        list(bulk.pack(["13800138000", 5], stream(CONTENTS[:2])))  # type: ignore[list-item]


# ---- everything comes back -------------------------------------------------------------------


def test_nothing_is_taken_before_the_first_batch() -> None:
    """A job that is never begun leaves its columns alone."""
    left, right = stream(MOBILES), stream(CONTENTS)
    bulk.pack(left, right)
    assert not left.given
    assert not right.given


@pytest.mark.parametrize("threads", [1, 2])
def test_a_job_left_early_gives_everything_back(threads: int) -> None:
    """Whether by closing it or by forgetting it."""
    left, right = stream(MOBILES, cuts=[5, 20]), stream(CONTENTS, cuts=[9])
    batches = bulk.pack(left, right, max_rows=4, threads=threads)
    next(batches)
    assert not left.balanced
    batches.close()  # type: ignore[attr-defined]
    assert left.balanced
    assert right.balanced
    next(bulk.pack(left, right, max_rows=4))
    gc.collect()
    assert left.balanced
    assert right.balanced


def test_a_row_that_stops_the_job_gives_everything_back() -> None:
    """Before the error is seen."""
    left, right = (
        stream([*MOBILES[:9], b"bad"], cuts=[5]),
        ArrayProducer([array_of(CONTENTS[:10], "v")], "vu"),
    )
    with pytest.raises(EncodeError, match="U\\+0062"):
        list(bulk.pack(left, right))
    assert left.balanced
    assert right.balanced


def test_an_interrupt_gives_everything_back() -> None:
    """Whatever is raised while rows are walked."""
    left, right = stream([*MOBILES[:30], b"bad"], cuts=[5, 20]), stream(CONTENTS[:31])

    def interrupt(_: bulk.Rejected) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(bulk.pack(left, right, max_rows=4, on_rejected=interrupt))
    assert left.balanced
    assert right.balanced


@pytest.mark.parametrize("when", ["as a thread begins", "while it is waited for"])
def test_what_a_thread_still_reads_is_given_back_when_it_ends(
    monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Interrupts may end a job before a thread that works on it."""
    at_work, may_go_on = Event(), Event()
    make, start = whole.make, conveyor.start_new_thread

    def make_later(*args: Any) -> Any:
        if current_thread() is main_thread():
            at_work.wait(10)
            raise KeyboardInterrupt
        at_work.set()
        may_go_on.wait(10)
        return make(*args)

    def start_and_be_interrupted(*args: Any) -> None:
        start(*args)
        at_work.wait(10)
        raise KeyboardInterrupt

    class Interrupted:
        def put(self, _: None) -> None: ...

        def get(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(whole, "make", make_later)
    sources = [stream(MOBILES), ArrayProducer([array_of(CONTENTS, "u")], "u")]
    batches: Any = bulk.pack(*sources, max_rows=4, threads=2)
    if when == "as a thread begins":
        monkeypatch.setattr(conveyor, "start_new_thread", start_and_be_interrupted)
    else:
        batches.gi_frame.f_locals["self"]._conveyor._ended = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        list(batches)
    del batches
    gc.collect()
    assert not any(source.balanced for source in sources)
    may_go_on.set()
    for _ in range(1000):
        if all(source.balanced for source in sources):
            return
        sleep(0.01)
    pytest.fail("kept for ever")


def test_capsules_are_released_once_by_whoever_comes_first() -> None:
    """One that is never read is released by its own end; one that was read is not again."""
    source = stream(MOBILES[:1])
    capsule = source.__arrow_c_stream__()
    del capsule
    assert source.balanced
    [batch] = bulk.pack(source, ["x"])
    assert len(batch.rows) == 1
    assert source.balanced
    assert source.given == {"ArrowArrayStream": 2, "ArrowSchema": 1, "ArrowArray": 1}


def test_a_stream_can_be_read_once() -> None:
    """What was released already is refused, not read."""

    class Spent:
        def __init__(self) -> None:
            self.capsule = stream(MOBILES[:1]).__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.capsule

    spent: Any = Spent()
    assert len(list(bulk.pack(spent, ["x"]))) == 1
    with pytest.raises(EncodeError, match="column 'mobiles' has been released already"):
        list(bulk.pack(spent, ["x"]))


def test_a_row_that_waits_is_checked_first() -> None:
    """What is null or no UTF-8 is refused as that, not sent later as nothing or as U+FFFD."""
    pa = pytest.importorskip("pyarrow")
    contents = pa.array([b"a", None, b"\xff"], pa.binary()).view(pa.string())
    rejected: list[bulk.Rejected] = []
    batches = bulk.pack(
        ["13800138000"] * 3, contents, duplicates="defer", on_rejected=rejected.append
    )
    assert [batch.rows for batch in batches] == [range(1)]
    assert [(each.row, each.error.reason) for each in rejected] == [
        (1, "content is null"),
        (2, "content is not UTF-8"),
    ]


def test_what_is_no_capsule_is_refused() -> None:
    """Nor one that holds something else."""
    other, _ = ArrayProducer([array_of(MOBILES, "u")], "u").__arrow_c_array__()
    for capsule in (other, None, 5):
        source: Any = type("", (), {"__arrow_c_stream__": lambda _, capsule=capsule: capsule})()
        with pytest.raises(EncodeError, match="'mobiles' hands over no capsule called arrow_array"):
            list(bulk.pack(source, ["x"]))
