"""Parquet and Arrow files opened, and what is said of those that cannot be."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from smscodec.cli.report import InputError
from smscodec.cli.tables import LONGEST_MAGIC, MAGIC, PIECE, TableKind, kind_of, open_table

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

ROWS = 3 * PIECE + 1
KINDS: list[TableKind] = ["parquet", "arrow", "arrow stream"]


def write(kind: str, table: Any, path: str = "in.data") -> Path:
    """A file of a kind, of record batches of 5,000 rows."""
    if kind == "parquet":
        pq.write_table(table, path, row_group_size=5000)
        return Path(path)
    new = pa.ipc.new_file if kind == "arrow" else pa.ipc.new_stream
    with new(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=5000)
    return Path(path)


def numbers(rows: int = ROWS) -> Any:
    return pa.table({"a": [str(n) for n in range(rows)], "b": list(range(rows))})


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_told_by_the_first_bytes(kind: TableKind) -> None:
    """Whatever the file is called; all else is CSV."""
    head = write(kind, numbers(3), "in.csv").read_bytes()[:LONGEST_MAGIC]
    assert kind_of(head) == kind
    assert max(len(magic) for magic, _ in MAGIC) == LONGEST_MAGIC
    for other in (b"", b"mobile", "姓名".encode(), b"\xff\xfea\0", b"PA", b"ARROW,"):
        assert kind_of(other) == "csv"


@pytest.mark.parametrize(
    ("kind", "reader"),
    [*((kind, "pyarrow") for kind in KINDS), ("parquet", "polars"), ("arrow", "polars")],
)
def test_file_is_read_piece_by_piece(kind: TableKind, reader: Any) -> None:
    """All rows in order, no piece longer than it has to be, the columns asked for alone."""
    pytest.importorskip(reader)
    path = write(kind, numbers())
    with path.open("rb") as file:
        table = open_table(file, str(path), kind, reader=reader)
        assert (table.reader, table.names) == (reader, ("a", "b"))
        assert table.rows == (None if reader == "pyarrow" and "arrow" in kind else ROWS)
        pieces = list(table.pieces(["b"]))
        assert max(map(len, pieces)) <= PIECE
        assert [n for piece in pieces for n in pa.table(piece)["b"].to_pylist()] == [*range(ROWS)]
        assert all(pa.table(p).column_names == ["b"] for p in pieces) == (kind != "arrow stream")


@pytest.mark.parametrize("kind", KINDS)
def test_open_file_will_do(kind: TableKind) -> None:
    """As standard input is one, where it is no pipe."""
    with write(kind, numbers(7)).open("rb") as file:
        pieces = list(open_table(file, "-", kind).pieces(["a"]))
    assert sum(map(len, pieces)) == 7


@pytest.mark.parametrize(("kind", "reader"), [("parquet", "pyarrow"), ("parquet", "polars")])
def test_values_of_a_row(kind: TableKind, reader: Any) -> None:
    """As Python has them; what is no UTF-8 survives."""
    pytest.importorskip(reader)
    path = write(kind, pa.table({"a": ["x", "好"], "b": [None, 7]}))
    with path.open("rb") as file:
        table = open_table(file, str(path), kind, reader=reader)
        [piece] = table.pieces(table.names)
        assert [table.values(piece.slice(n, 1)) for n in (0, 1)] == [["x", None], ["好", 7]]


def test_values_that_are_no_text() -> None:
    """Each byte of theirs is kept, in a dictionary too."""
    bad = pa.array([b"a\xff"]).view(pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 1, bad.buffers())
    path = write("arrow", pa.table({"a": texts, "b": texts.dictionary_encode()}))
    with path.open("rb") as file:
        table = open_table(file, str(path), "arrow")
        [piece] = table.pieces(table.names)
    assert table.values(piece) == ["a\udcff"] * 2


@pytest.mark.parametrize("reader", ["pyarrow", "polars"])
@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_broken_file_is_bad_data(kind: TableKind, reader: Any) -> None:
    """One that ends too early, in the words of whoever reads it."""
    pytest.importorskip(reader)
    path = write(kind, numbers())
    path.write_bytes(path.read_bytes()[:-2000])
    with path.open("rb") as file, pytest.raises(InputError, match="cannot be read as ") as caught:
        open_table(file, str(path), kind, reader=reader)
    assert "\n" not in caught.value.reason
    assert caught.value.file == str(path)


@pytest.mark.parametrize("kind", ["parquet", "arrow stream"])
def test_damage_inside_is_bad_data(kind: TableKind) -> None:
    """Met on the way, not when the file was opened."""
    path = write(kind, numbers())
    data = bytearray(path.read_bytes())
    data[10_000:12_000] = b"\xff" * 2000
    path.write_bytes(data if kind == "parquet" else data[:10_000])
    with path.open("rb") as file:
        table = open_table(file, str(path), kind)
        with pytest.raises(InputError, match="cannot be read as "):
            list(table.pieces(table.names))


@pytest.mark.parametrize("kind", ["arrow", "arrow stream"])
@pytest.mark.parametrize(
    ("offset", "words"),
    [(100_000, "larger than values array"), (2 * 10**9, "larger than values"), (-6, "offset")],
)
def test_sizes_in_a_file_are_not_believed(kind: TableKind, offset: int, words: str) -> None:
    """pyarrow reads wherever they point; the last is checked with its piece, others by row."""
    texts = pa.array(["abc"] * 3)
    path = write(kind, pa.table({"a": texts, "b": texts.dictionary_encode()}))
    right, wrong = struct.pack("<4i", 0, 3, 6, 9), struct.pack("<4i", 0, 3, 6, offset)
    if offset < 0:
        wrong = struct.pack("<4i", 0, 3, offset, 9)
    assert path.read_bytes().count(right) == 1
    path.write_bytes(path.read_bytes().replace(right, wrong))
    with path.open("rb") as file:
        table = open_table(file, str(path), kind)
        rows = (piece.slice(row, 1) for piece in table.pieces(table.names) for row in range(3))
        with pytest.raises(InputError, match=f"cannot be read as .*{words}"):
            list(map(table.values, rows))


def test_keys_in_a_file_are_not_believed() -> None:
    """Nor is what a dictionary has under them."""
    texts = pa.array(["x", "y", "z", "y", None])
    path = write("arrow", pa.table({"b": texts.dictionary_encode()}))
    right, wrong = struct.pack("<4i", 0, 1, 2, 1), struct.pack("<4i", 0, 7, 2, 1)
    assert path.read_bytes().count(right) == 1
    path.write_bytes(path.read_bytes().replace(right, wrong))
    with path.open("rb") as file:
        table = open_table(file, str(path), "arrow")
        [piece] = table.pieces(table.names)
        assert [table.values(piece.slice(row, 1)) for row in (0, 4)] == [["x"], [None]]
        with pytest.raises(InputError, match="7 is no key of its dictionary"):
            table.values(piece.slice(1, 1))


def test_errors_of_the_system_stay_what_they_are() -> None:
    """A file that is gone is not a broken one."""
    path = write("parquet", numbers(3))
    with path.open("rb") as file:
        path.unlink()
        with pytest.raises(FileNotFoundError):
            open_table(file, str(path), "parquet", reader="pyarrow")


# ---- who reads -----------------------------------------------------------------------------------

Said = Callable[..., tuple[int, bytes]]


@pytest.fixture
def said() -> Said:
    """Packs a file in a process that lacks some libraries: the exit code and what is said."""

    def said(path: Any, *options: str, lacking: tuple[str, ...], **more: Any) -> tuple[int, bytes]:
        hide = f"import sys; sys.modules.update(dict.fromkeys({lacking!r}))"
        code = f"{hide}; from smscodec.cli import main; sys.exit(main())"
        arguments = [sys.executable, "-c", code, "pack", path, "--out", "out", *options]
        done = subprocess.run(arguments, capture_output=True, check=False, **more)
        return done.returncode, done.stdout + done.stderr

    return said


def people(kind: str) -> Path:
    return write(kind, pa.table({"mobile": [13800138000, 13800138001], "content": ["甲", "乙"]}))


BOTH = ("pyarrow", "polars")
SAID = [
    ("parquet", BOTH, "Parquet is read with pyarrow or polars: pip install"),
    ("arrow", BOTH, "an Arrow file is read with pyarrow or polars: pip install"),
    ("arrow stream", ("pyarrow",), "an Arrow stream is read with pyarrow: pip install"),
]


@pytest.mark.parametrize(("kind", "lacking", "words"), SAID)
def test_missing_reader_is_told(
    said: Said, kind: str, lacking: tuple[str, ...], words: str
) -> None:
    """With the command that brings one."""
    code, told = said(people(kind), lacking=lacking)
    assert code == 2
    assert f'{words} "smscodec[parquet]"'.encode() in told
    assert not Path("out").exists()


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_polars_will_do(said: Said, kind: str) -> None:
    """Where pyarrow is not installed; the report says so."""
    pytest.importorskip("polars")
    code, told = said(people(kind), "--json", lacking=("pyarrow",))
    assert (code, b'"reader": "polars"' in told, b'"rows": 2' in told) == (0, True, True)


def test_csv_needs_neither(said: Said) -> None:
    """And loads neither."""
    Path("in.csv").write_text("mobile,content\n13800138000,x\n")
    code, told = said("in.csv", "--json", lacking=BOTH)
    assert (code, b'"reader": "csv"' in told) == (0, True)


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_pipes(said: Said) -> None:
    """An Arrow stream is read from one; Parquet is not, as it is read from its end."""
    stream, parquet = people("arrow stream").read_bytes(), people("parquet").read_bytes()
    code, told = said("-", "--json", lacking=(), input=stream)
    assert (code, b'"rows": 2' in told) == (0, True), told
    rmtree("out")
    code, told = said("-", "--json", lacking=(), input=parquet)
    assert (code, b"Parquet is read from a file, not from a pipe" in told) == (2, True)
