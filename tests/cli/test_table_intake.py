"""``smscodec pack`` of Parquet and Arrow: packed or listed, by the number of the row."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from smscodec import bulk
from smscodec.cli import tables
from smscodec.cli.app import app
from smscodec.cli.table_intake import Pieces

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

Run = Callable[..., Any]
NAME = "{name}您好，{{{code}}}【示例】"


def parquet(columns: dict[str, Any], **options: Any) -> str:
    pq.write_table(pa.table(columns), "in.parquet", **options)
    return "in.parquet"


def mobiles(rows: int) -> list[int]:
    return [10000000000 + n for n in range(rows)]


def as_csv(columns: dict[str, list[Any]], path: str = "in.csv") -> str:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *zip(*columns.values(), strict=True)])
    return path


@pytest.fixture(params=["pyarrow", "polars"])
def reader(request: pytest.FixtureRequest) -> str:
    """Each that reads Parquet."""
    pytest.importorskip(request.param)
    return str(request.param)


def test_rows_that_a_reader_loses_are_missed(run: Run, monkeypatch: Any) -> None:
    """polars, where it panics, ends as if there were no more."""
    with_polars = tables._with_polars

    def losing(path: str, kind: tables.TableKind) -> tables.Table:
        table = with_polars(path, kind)
        return table._replace(pieces=lambda names: islice(table.pieces(names), 1))

    pytest.importorskip("polars")
    monkeypatch.setattr(tables, "_with_polars", losing)
    rows = 3 * tables.PIECE
    path = parquet({"mobile": mobiles(rows), "content": ["x"] * rows})
    failed = run("pack", path, "--out", "out", "--reader", "polars")
    assert failed.exit_code == 1
    assert failed.stderr == "smscodec: in.parquet: has 24576 rows, of which 8192 could be read\n"
    assert not Path("out").exists()


# ---- packed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--template", NAME)], ids=["content", "template"])
def test_files_are_those_of_the_same_csv(run: Run, reader: str, options: Any) -> None:
    """To the byte, manifest and all, whoever reads it, with a template or without."""
    rows = 25_000
    columns: dict[str, list[Any]] = {
        "name": ["王", "", "{code}", "100%s"] * (rows // 4),
        "content": [f"第{n}条【示例】" for n in range(rows)],
        "mobile": mobiles(rows),
        "code": list(range(rows)),
    }
    done = run("pack", parquet(columns, row_group_size=7000), "--out", "one", *options, "--reader",
               reader, "--json")  # fmt: skip
    said = json.loads(done.stdout)
    assert (said["rows"], said["format"], said["reader"]) == (rows, "parquet", reader)
    assert said["bytes_in"] == Path("in.parquet").stat().st_size
    assert run("pack", as_csv(columns), "--out", "two", *options).exit_code == 0
    as_written: list[Any] = [
        {p.name: p.read_bytes() for p in Path(out).iterdir()} for out in ("one", "two")
    ]
    one, two = as_written
    assert len(one) == 4
    assert one == two


def test_template_may_repeat_the_mobile(run: Run, rows_of: Run) -> None:
    """And a column, and use none."""
    path = parquet({"mobile": ["13800138000"], "x": ["好"]})
    assert run("pack", path, "--out", "a", "--template", "{mobile}{x}{x}").exit_code == 0
    assert run("pack", path, "--out", "b", "--template", "同文").exit_code == 0
    assert [rows_of("a")[0].content, rows_of("b")[0].content] == ["13800138000好好", "同文"]


def test_file_without_rows(run: Run, reader: str) -> None:
    """A campaign for nobody."""
    empty = {"mobile": pa.array([], pa.string()), "content": pa.array([], pa.string())}
    done = run("pack", parquet(empty), "--out", "out", "--reader", reader, "--json")
    assert (done.exit_code, json.loads(done.stdout)["batches"]) == (0, 0)


# ---- refused -------------------------------------------------------------------------------------

BAD = {
    "mobile": [13800138000, 1, None, 13800138003, 13800138000, 13800138005, 13800138006],
    "content": ["好", "a", "b", None, 'c,"d"', "bell\a", "two\nlines"],
    "day": [date(2012, 7, 1), None] * 3 + [None],
}
LISTED = [
    ("1", "mobile has 1 digits, which is not the width of one", "1", "a", ""),
    ("2", "mobile is null", "", "b", "2012-07-01"),
    ("3", "content is null", "13800138003", "", ""),
    (
        "4",
        "mobile stands in row 0 already, and a number may occur only once",
        "13800138000",
        'c,"d"',
        "2012-07-01",
    ),
    ("5", "content holds the control character U+0007", "13800138005", "bell\a", ""),
]


def test_bad_rows_are_listed_with_their_numbers(run: Run, rows_of: Run, reader: str) -> None:
    """All their columns as CSV, those that nobody asked for too."""
    options = ("--skip-bad", "bad.csv", "--reader", reader, "--json")
    done = run("pack", parquet(BAD), "--out", "out", *options)
    assert done.exit_code == 0, done.output
    assert (json.loads(done.stdout)["rows"], json.loads(done.stdout)["rejected"]) == (2, 5)
    with open("bad.csv", encoding="utf-8", newline="") as file:
        listed = list(csv.reader(file))
    assert listed[0] == ["row", "reason", "mobile", "content", "day"]
    assert list(map(tuple, listed[1:])) == LISTED
    assert [row.content for row in rows_of()] == ["好", "two\nlines"]


def test_first_bad_row_stops_the_job(run: Run, reader: str) -> None:
    """With its number, which is a number in JSON too; nothing is left behind."""
    path = parquet(BAD)
    failed = run("pack", path, "--out", "out", "--reader", reader)
    assert failed.exit_code == 1
    assert failed.stderr == f"smscodec: in.parquet: row 1: {LISTED[0][1]}\n"
    said = json.loads(run("pack", path, "--out", "out", "--json").stdout)
    assert (said["file"], said["line"], said["row"]) == ("in.parquet", None, 1)
    assert [path.name for path in Path().iterdir()] == ["in.parquet"]


def test_null_value_is_told_with_its_column(run: Run) -> None:
    """A value may be empty, but there has to be one."""
    path = parquet({"mobile": mobiles(3), "name": ["王", "", None], "code": [1, 2, 3]})
    failed = run("pack", path, "--out", "out", "--template", NAME)
    assert failed.stderr == "smscodec: in.parquet: row 2: column 'name' is null\n"


def test_bytes_that_are_no_text_are_listed_as_they_are(run: Run) -> None:
    """Neither repaired nor replaced."""
    bad = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff\xfe,"]).buffers())
    parquet({"mobile": mobiles(1), "content": bad})
    run("pack", "in.parquet", "--out", "out", "--skip-bad", "bad.csv")
    assert Path("bad.csv").read_bytes().endswith(b',10000000000,"\xff\xfe,"\r\n')


def test_mended_rows_can_be_packed(run: Run, rows_of: Run) -> None:
    """The skip file is a file of recipients."""
    run("pack", parquet(BAD), "--out", "out", "--skip-bad", "bad.csv")
    mended = Path("bad.csv").read_bytes().replace(b"\a", "！".encode())
    Path("mended.csv").write_bytes(mended)
    assert run("pack", "mended.csv", "--out", "two", "--skip-bad", "rest.csv").exit_code == 0
    assert rows_of("two") == [("13800138000", 'c,"d"'), ("13800138005", "bell！")]


# ---- wrong usage ---------------------------------------------------------------------------------

WRONG = [
    (("--mobile", "phone"), 2, "there is no column 'phone'; there are 'mobile', 'content', 'day'"),
    (("--template", "{nme}"), 2, "there is no column 'nme'"),
    (("--template", "a{"), 2, "template: the { at character 2 has no partner"),
    (("--template", "a\a"), 2, "content holds the control character U+0007 - at `$.template`"),
    (("--template", "x", "--content", "y"), 2, "--template and --content exclude each other"),
    (("--charset", "gbk"), 2, "--charset gbk is for CSV: Parquet and Arrow are UTF-8"),
    (("--reader", "csv"), 2, "--reader csv: this is Parquet"),
    (("--engine", "zlib", "--level", "10"), 2, "zlib has levels 0 to 9, not 10"),
    (("--threads", "0"), 2, "--threads"),
    (("--content", "day"), 1, "column 'day' is Arrow format 'tdD' (date), not text"),
    (("--template", "{day}"), 1, "column 'day' is Arrow format 'tdD' (date), not text or integers"),
]


@pytest.mark.parametrize(("options", "code", "words"), WRONG, ids=[words for *_, words in WRONG])
def test_wrong_usage(run: Run, options: tuple[str, ...], code: int, words: str) -> None:
    """A message, and nothing is left behind."""
    failed = run("pack", parquet(BAD), "--out", "out", *options)
    assert failed.exit_code == code
    assert words in failed.stderr
    assert [path.name for path in Path().iterdir()] == ["in.parquet"]


def test_reader_of_tables_is_none_of_csv(run: Run) -> None:
    """CSV has rules of its own, line by line."""
    path = as_csv({"mobile": mobiles(1), "content": ["x"]})
    failed = run("pack", path, "--out", "out", "--reader", "polars")
    assert failed.exit_code == 2
    assert "--reader polars: this is CSV, which is read with csv" in failed.stderr


# ---- memory --------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 5), max_size=12), st.randoms(use_true_random=False))
def test_pieces_are_kept_until_their_rows_are_accounted_for(sizes: list[int], random: Any) -> None:
    """Not longer, in whatever order, a row or a range at a time."""
    pieces = Pieces()
    start, owner = 0, list[int]()
    for number, size in enumerate(sizes):
        pieces.add(pa.RecordBatch.from_pydict({"n": list(range(start, start + size))}))
        owner += [number] * size
        start += size
    left = set(range(start))
    while left:
        first = random.choice(sorted(left))
        run = range(first, first + 1)
        while run.stop in left and random.random() < 0.7:
            run = range(first, run.stop + 1)
        assert [pieces.row(row)["n"].to_pylist() for row in run] == [[row] for row in run]
        pieces.account(run if random.random() < 0.5 else tuple(run))
        left -= set(run)
        assert len(pieces) == len({owner[row] for row in left})


# ---- the law -------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([None, "1", "10000000000", "x"]),
            st.sampled_from([None, "", "好", "bell\a", "长" * 90, "two\r\nlines", "\\r"]),
        ),
        max_size=30,
    ),
    duplicates=st.sampled_from(bulk.DUPLICATES),
    max_rows=st.sampled_from([1, 3, 1000]),
    max_bytes=st.sampled_from([60, 400, 100_000]),
    reader=st.sampled_from(["pyarrow", "polars"]),
)
def test_every_row_is_packed_or_listed(
    rows: list[tuple[str | None, str | None]],
    duplicates: str,
    max_rows: int,
    max_bytes: int,
    reader: str,
) -> None:
    """Whatever the rows are like, and never both."""
    pytest.importorskip(reader)
    columns: dict[str, Any] = {
        "mobile": pa.array([mobile for mobile, _ in rows], pa.string()),
        "text": pa.array([text for _, text in rows], pa.string()),
        "token": [f"#{n}#" for n in range(len(rows))],
    }
    with TemporaryDirectory() as folder:
        source, out, bad = (Path(folder, name) for name in ("in", "out", "bad.csv"))
        pq.write_table(pa.table(columns), source, row_group_size=4)
        options: list[Any] = ["--duplicates", duplicates, "--reader", reader, "--threads", 2]
        options += ["--max-rows", max_rows, "--max-bytes", max_bytes]
        options += ["--template", "{text}{token}", "--skip-bad", bad]
        arguments = ["pack", source, "--out", out, *options]
        done = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        contents = [path.read_bytes() for path in out.glob("*.content")]
        packed = "".join(text for content in contents for text in bulk.unpack(content).contents)
        listed = bad.read_text("utf-8")
    tokens = re.findall("#[0-9]+#", packed + listed)
    assert sorted(tokens) == sorted(f"#{n}#" for n in range(len(rows)))
