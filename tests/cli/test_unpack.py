"""``smscodec unpack``: batches back into rows."""

from __future__ import annotations

import csv
import gzip
import io
import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smscodec import bulk

Run = Callable[..., Any]
ROWS = [("13800138000", "甲,乙"), ("13800138001", 'say "hi"'), ("13800138002", "one\r\ntwo\rx\ny")]
ROWS += [("13800138003", "=1+1"), ("13800138004", " 😀 ")]


def write_batch(name: str, rows: list[tuple[str, str]], **options: Any) -> Path:
    (batch,) = bulk.pack([m for m, _ in rows], [c for _, c in rows], **options)
    path = Path(name)
    path.write_bytes(batch.content)
    return path


def test_rows_are_written_as_csv(run: Run) -> None:
    """One header for all files, each value exactly as it was packed."""
    one, two = write_batch("1.content", ROWS[:2]), write_batch("2.content", ROWS[2:])
    done = run("unpack", one, two)
    assert done.exit_code == 0
    text = done.stdout_bytes.decode()
    assert text.startswith('mobile,content\r\n13800138000,"甲,乙"\r\n13800138001,"say ""hi"""\r\n')
    assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:] == ROWS


def test_rows_are_written_as_json_lines(run: Run) -> None:
    """``--json``: an object a line."""
    done = run("unpack", "--json", write_batch("1.content", ROWS))
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said == [{"mobile": mobile, "content": content} for mobile, content in ROWS]


def test_what_pack_made_is_read(run: Run, recipients: Run) -> None:
    """unpack | pack gives the same lines again."""
    recipients("mobile,content\n" + "".join(f"100{n:08},第{n}条\n" for n in range(500)))
    run("pack", "in.csv", "--out", "one", "--max-rows", 200)
    rows = run("unpack", *sorted(Path("one").glob("*.content"))).stdout_bytes
    run("pack", "-", "--out", "two", "--max-rows", 200, stdin=rows)
    assert Path("one/manifest.jsonl").read_text() == Path("two/manifest.jsonl").read_text()


def test_what_repeats_itself_is_read_too(run: Run, recipients: Run) -> None:
    """Though it grows like a bomb: what ``pack`` makes, ``unpack`` reads."""
    rows = "".join(f"100{n:08},{'x' * 100_000}\n" for n in range(50))
    run("pack", recipients("mobile,content\n" + rows), "--out", "out", "--engine", "zlib")
    content = Path("out/00001.content")
    assert content.stat().st_size < len(rows) / 600
    assert run("unpack", content).stdout.count("\n") == 51


def test_standard_input_and_line_breaks(run: Run) -> None:
    """``-`` is standard input; the form of line breaks has to be that of the packing."""
    rows = [("13800138000", "a\\n\nb")]
    content = write_batch("1.content", rows, line_breaks="reversible").read_bytes()
    done = run("unpack", "-", "--json", "--line-breaks", "reversible", stdin=content)
    assert json.loads(done.stdout)["content"] == "a\\n\nb"


def test_strict_refuses_a_number_twice(run: Run) -> None:
    """Which the document's own example does."""
    path = Path("twice.content")
    lines = "13800138000,a\r\n13800138000,b"
    path.write_bytes(b64encode(gzip.compress(lines.encode())))
    assert run("unpack", path).exit_code == 0
    failed = run("unpack", "--strict", path)
    assert failed.exit_code == 1
    assert "smscodec: twice.content: mobile stands in row 0 already" in failed.stderr


def test_damaged_file_is_named(run: Run) -> None:
    """Files before it have been written; the exit code says that not all is there."""
    good = write_batch("good.content", ROWS)
    Path("bad.content").write_bytes(b64encode(gzip.compress(b"13800138000,x")[:-4]))
    failed = run("unpack", good, "bad.content")
    assert failed.exit_code == 1
    assert failed.stdout.count("13800138000") == 1
    assert failed.stderr.startswith("smscodec: bad.content: gzip stream ends too early")
    failed = run("unpack", "--json", "bad.content")
    assert json.loads(failed.stdout)["file"] == "bad.content"


def test_missing_file_is_named(run: Run) -> None:
    """As everywhere."""
    failed = run("unpack", "nowhere")
    assert (failed.exit_code, failed.stderr) == (
        1,
        "smscodec: nowhere: No such file or directory\n",
    )


def test_a_file_is_needed(run: Run) -> None:
    """None is wrong usage."""
    assert run("unpack").exit_code == 2
