"""Batches rendered from a template: the same as packing what it makes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.batches import lines_of

from smscodec import EncodeError, bulk
from smscodec.bulk import Rejected

pa = pytest.importorskip("pyarrow")

TEMPLATE = "{name}您好，您的取件码{code}，{name}请在{days}天内领取【示例】"
MOBILES = [f"10{n:09}" for n in range(3000)]
NAMES = [("王", "李小明", "", "Ann")[n % 4] for n in range(3000)]
CODES = [f"{n * 7919 % 10**6:06}" for n in range(3000)]
DAYS = [n % 9 for n in range(3000)]
TEXTS = [
    f"{name}您好，您的取件码{code}，{name}请在{days}天内领取【示例】"
    for name, code, days in zip(NAMES, CODES, DAYS, strict=True)
]


def seen(batches: Any) -> list[Any]:
    """What batches are."""
    return [(batch.content, batch.rows, batch.segments) for batch in batches]


EXPECTED = seen(bulk.pack(MOBILES, TEXTS, max_rows=700))


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_batches_as_packing_the_texts(threads: int) -> None:
    """From Arrow columns, integers among them, and from lists."""
    arrow = {"name": pa.array(NAMES), "code": pa.array(CODES), "days": pa.array(DAYS), "more": []}
    how: dict[str, Any] = {"max_rows": 700, "threads": threads}
    assert seen(bulk.render(TEMPLATE, pa.array(MOBILES), arrow, **how)) == EXPECTED
    lists = {"name": NAMES, "code": CODES, "days": list(map(str, DAYS))}
    assert seen(bulk.render(TEMPLATE, MOBILES, lists, **how)) == EXPECTED
    mixed = {
        "name": iter(NAMES),
        "code": pa.chunked_array([CODES[:999], CODES[999:]]),
        "days": DAYS,
    }
    mixed["days"] = arrow["days"]
    assert seen(bulk.render(TEMPLATE, iter(MOBILES), mixed, **how)) == EXPECTED


def test_columns_of_one_table_are_read_together() -> None:
    """A stream of record batches is read once."""
    table = pa.table({"name": NAMES, "phone": MOBILES, "code": CODES, "days": DAYS})
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=333))
    names = ("name", "code", "days")
    mobiles, *values = bulk.columns(reader, "phone", *names)
    variables = dict(zip(names, values, strict=True))
    assert seen(bulk.render(TEMPLATE, mobiles, variables, max_rows=700)) == EXPECTED


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("source", ["reader", "iterator"])
def test_columns_of_a_table_and_others_stay_in_step(source: str, threads: int) -> None:
    """A stream is read once for all of its columns, whatever stands beside them, in any order."""

    def table(size: int, **columns: Any) -> Any:
        made = pa.table(columns)
        batches = made.to_batches(max_chunksize=size)
        if source == "iterator":
            return iter(batches)
        return pa.RecordBatchReader.from_batches(made.schema, batches)

    people = table(333, phone=MOBILES, name=NAMES)
    orders = table(500, code=CODES, days=DAYS)
    how: dict[str, Any] = {"max_rows": 700, "threads": threads}
    mobiles, names = bulk.columns(people, "phone", "name")
    codes, days = bulk.columns(orders, "code", "days")
    values: dict[str, Any] = {"code": codes, "name": names, "days": days}
    assert seen(bulk.render(TEMPLATE, mobiles, values, **how)) == EXPECTED
    people = table(333, phone=MOBILES, name=NAMES)
    (mobiles,), (names,) = bulk.columns(people, "phone"), bulk.columns(people, "name")
    values = {"code": iter(CODES), "name": names, "days": list(map(str, DAYS))}
    assert seen(bulk.render(TEMPLATE, mobiles, values, **how)) == EXPECTED


def test_a_stream_that_ends_before_a_list_is_told() -> None:
    """At the row, and which of them ended."""
    table = pa.table({"phone": MOBILES[:4], "name": NAMES[:4]})
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=3))
    mobiles, names = bulk.columns(reader, "phone", "name")
    with pytest.raises(EncodeError, match=r"mobiles end here .* - at `\$\[4\]`"):
        list(bulk.render("{name}{n}", mobiles, {"name": names, "n": ["x"] * 5}))
    mobiles, names = bulk.columns(table, "phone", "name")
    with pytest.raises(EncodeError, match=r"variables\.n end here .* - at `\$\[2\]`"):
        list(bulk.render("{name}{n}", mobiles, {"name": names, "n": ["x"] * 2}))


def test_the_same_bytes_however_columns_come() -> None:
    """In one piece or many, in lists, by any number of threads; and no more than texts take."""
    values: dict[str, Any] = {"name": NAMES, "code": CODES, "days": list(map(str, DAYS))}
    arrow: dict[str, Any] = {name: pa.array(column) for name, column in values.items()}
    pieces = {name: pa.chunked_array([c[:701], c[701:2400], c[2400:]]) for name, c in arrow.items()}
    contents = [
        [batch.content for batch in bulk.render(TEMPLATE, MOBILES, columns, max_rows=700, **how)]
        for columns in (values, arrow, pieces)
        for how in ({}, {"threads": 3})
    ]
    assert all(content == contents[0] for content in contents)
    packed = [batch.content for batch in bulk.pack(MOBILES, TEXTS, max_rows=700)]
    assert sum(map(len, contents[0])) <= 1.01 * sum(map(len, packed))


def test_numbered_variables() -> None:
    """Document 004's way: ``@1@`` is the first column."""
    template = "@1@您好，您的取件码@2@，@1@请在@3@天内领取【示例】"
    columns = [NAMES, CODES, pa.array(DAYS)]
    assert seen(bulk.render(template, MOBILES, columns, max_rows=700)) == EXPECTED


@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.integers(0, 30).map(lambda n: f"10{n:09}"), st.just("1380013800x")),
            st.none() | st.text("字a\\rn\n😀", max_size=30),
            st.none() | st.integers(-5, 10**6),
        ),
        max_size=40,
    ),
    template=st.sampled_from(["{a}{b}", "您好{a}，验证码{b}\\", "{a}r{b}n{a}", "{{{a}}}"]),
    duplicates=st.sampled_from(["batch", "job", "defer"]),
    max_rows=st.integers(1, 20),
    max_bytes=st.integers(120, 2000),
)
def test_every_row_as_if_rendered_first(
    rows: list[tuple[str, str | None, int | None]], template: str, **how: Any
) -> None:
    """Lines, and what is rejected for what reason; a null alone is another reason."""
    mobiles = [mobile for mobile, _, _ in rows]
    a = pa.array([a for _, a, _ in rows], pa.string())
    b = pa.array([b for *_, b in rows], pa.int64())
    stories: list[list[Any]] = [[], []]
    null = [None in (a, b) if "{b}" in template else a is None for _, a, b in rows]
    texts = [
        "" if no else template.format(a=a, b=b) for (_, a, b), no in zip(rows, null, strict=True)
    ]
    for story, batches in (
        (stories[0], lambda hear: bulk.render(template, mobiles, {"a": a, "b": b}, **hear, **how)),
        (stories[1], lambda hear: bulk.pack(mobiles, texts, **hear, **how)),
    ):

        def hear(rejected: Rejected, story: list[Any] = story) -> None:
            nulls = null[rejected.row] and ".content" in str(rejected.error)
            story.append((rejected.row, rejected.mobile, nulls or str(rejected.error)))

        for batch in batches({"on_rejected": hear}):
            story.extend(zip(lines_of(batch.content).split(b"\r\n"), batch.rows, strict=True))
    assert stories[0] == stories[1]


def test_a_null_is_named() -> None:
    """By its row and its place in the template."""
    columns = {"a": pa.array(["x", "y"]), "b": pa.array(["1", None])}
    with pytest.raises(EncodeError, match=r"value number 2, which is null - at `\$\[1\].content`"):
        list(bulk.render("{a}{b}", MOBILES[:2], columns))


@pytest.mark.parametrize(
    ("template", "variables", "message"),
    [
        ("{a", {"a": []}, r"has no partner .* at `\$.template\[0\]`"),
        ("{b}", {"a": []}, r"no column for the variable 'b' - at `\$.variables`"),
        ("@2@", [[]], r"the template has no variable @1@ - at `\$.variables`"),
        ("@1@@2@", [[]], r"no column for the variable '2' - at `\$.variables`"),
        ("{a}" * 65, {"a": []}, r"more than 64 places for values - at `\$.template`"),
        ("\\r{a}", {"a": []}, r"a backslash before r or n.* - at `\$.template`"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_at_once(
    template: str, variables: Any, message: str
) -> None:
    """Before a row is read."""
    with pytest.raises(EncodeError, match=message):
        bulk.render(template, [], variables)


def test_columns_of_different_length() -> None:
    """The row where one ends, and which."""
    with pytest.raises(EncodeError, match=r"variables\.a.* end here .* at `\$\[1\]`"):
        list(bulk.render("{a}", MOBILES[:2], {"a": pa.array(["x"])}))
