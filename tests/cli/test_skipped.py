"""The skip file: every row is either packed or in it, as it was read."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from smscodec import bulk
from smscodec.cli.app import app
from smscodec.cli.csv_intake import CsvIntake

Run = Callable[..., Any]

GOOD = "13800138000,好\n"
BAD = {
    "13800138001,bell\x07\n": "content holds the control character U+0007",
    '13800138002,"two\n\nlines",one more\n': "fields in this row: 3, in the header: 2",
    '13800138003,"broken"x\n': "row is not CSV: text after a closing quote",
    "13800138000,\n": "mobile stands in line 2 already, and a number may occur only once",
    "1380013800a,逗号\n": "mobile holds U+0061 where only digits 0-9 belong",
}


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk"])
def test_bad_rows_are_listed_with_line_and_reason(
    run: Run, recipients: Run, rows_of: Run, charset: str
) -> None:
    """In the charset of the input, mark included; the batches hold the others."""
    data = "mobile,content\n" + GOOD + "".join(BAD)
    path = recipients(data, charset=charset)
    done = run("pack", path, "--out", "out", "--skip-bad", "bad.csv", "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert (said["rows"], said["rejected"]) == (1, len(BAD))
    assert rows_of() == [("13800138000", "好")]
    text = Path("bad.csv").read_bytes().decode(charset)
    assert Path("bad.csv").read_bytes().startswith(b"\xef\xbb\xbf") == (charset == "utf-8-sig")
    broken = '"13800138003,""broken""x"\n'
    raws = [broken if "broken" in row else row for row in BAD]
    rows = zip([3, 4, 7, 8, 9], BAD.values(), raws, strict=True)
    assert text == "line,reason,mobile,content\n" + "".join(
        f'{line},"{reason}",{raw}' for line, reason, raw in rows
    )


def test_bytes_that_are_no_text_stay_as_they_are(run: Run, recipients: Run) -> None:
    """Neither repaired nor replaced."""
    row = b"13800138001,\xff\xfe\x80 \xe4\xb8\n"
    recipients("mobile,content\n13800138000,好好好好好好\n".encode() + row)
    run("pack", "in.csv", "--out", "out", "--skip-bad", "bad.csv")
    assert Path("bad.csv").read_bytes().endswith(b'(byte 13 of the row)",' + row)


def test_last_row_may_lack_its_line_break(run: Run, recipients: Run) -> None:
    """The next row of the skip file starts a line of its own."""
    recipients('mobile,content\n1,x\n13800138000,"\n2,y')
    run("pack", "in.csv", "--out", "out", "--skip-bad", "bad.csv")
    rows = csv.DictReader(Path("bad.csv").read_text("utf-8").splitlines())
    assert [row["line"] for row in rows] == ["2", "3", "4"]


def test_mended_file_can_be_packed(run: Run, recipients: Run, rows_of: Run) -> None:
    """Two more columns do no harm, so the bad rows make the next campaign."""
    recipients("mobile,name\n1380013800,王一\n13800138001,王二\n")
    template = ("--template", "{name}【示例】")
    run("pack", "in.csv", "--out", "one", "--skip-bad", "bad.csv", *template)
    mended = Path("bad.csv").read_bytes().replace(b",1380013800,", b",13800138000,")
    recipients(mended, "mended.csv")
    assert run("pack", "mended.csv", "--out", "two", *template).exit_code == 0
    assert rows_of("two") == [("13800138000", "王一【示例】")]


def test_file_appears_without_bad_rows_too(run: Run, recipients: Run) -> None:
    """With its header alone, in place of an older one: nobody takes that for today's."""
    Path("bad.csv").write_text("of yesterday")
    run("pack", recipients("mobile,content\n" + GOOD), "--out", "out", "--skip-bad", "bad.csv")
    assert Path("bad.csv").read_text() == "line,reason,mobile,content\n"


def test_failure_leaves_the_older_file(run: Run, recipients: Run) -> None:
    """And nothing of the new one."""
    Path("bad.csv").write_text("of yesterday")
    recipients("mobile,content\n1,x\n" + "x" * (1 << 20 | 1))
    assert run("pack", "in.csv", "--out", "out", "--skip-bad", "bad.csv").exit_code == 1
    assert Path("bad.csv").read_text() == "of yesterday"
    assert sorted(path.name for path in Path().iterdir()) == ["bad.csv", "in.csv"]


def test_rows_are_forgotten_once_they_are_packed(
    run: Run, recipients: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job's memory follows the batch, not the file."""
    intakes: list[CsvIntake] = []

    class Watched(CsvIntake):
        def packed(self, rows: Any) -> None:
            super().packed(rows)
            intakes.append(self)

    monkeypatch.setattr("smscodec.cli.opening.CsvIntake", Watched)
    run("pack", recipients("mobile,content\n" + GOOD), "--out", "out", "--skip-bad", "bad.csv")
    assert [intake._waiting for intake in intakes] == [{}]


@pytest.mark.skipif(os.name != "posix", reason="devices are files on POSIX alone")
def test_device_is_never_replaced(run: Run, recipients: Run) -> None:
    """``--skip-bad /dev/null`` would make an ordinary file of it."""
    done = run("pack", recipients(GOOD), "--out", "out", "--skip-bad", os.devnull)
    assert done.exit_code == 2
    assert "is no ordinary file" in done.stderr


# ---- the law -------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        "100{n:08},好#{n}#",
        "100{n:08},{long}#{n}#",
        '100{n:08},"two\nlines, and ""quotes"" #{n}#"',
        "100{n:08},a #{n}#,b",
        "100{n:08}#{n}#",
        "#{n}#",
        "10000000000,again #{n}#",
        "１00{n:08},wide#{n}#",
        '100{n:08},"open #{n}#',
        '100{n:08},"closed" #{n}#',
        'say "hi" #{n}#,',
        "100{n:08},cr\rcr#{n}#",
        "100{n:08},nul\0#{n}#",
        "100{n:08},\\r#{n}#",
        "100{n:08},\udcff\udcfe#{n}#",
        "100{n:08},\udce4\udcb8#{n}#",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(LINES, max_size=40),
    duplicates=st.sampled_from(bulk.DUPLICATES),
    max_rows=st.sampled_from([1, 3, 1000]),
    max_bytes=st.sampled_from([60, 400, 100_000]),
    charset=st.sampled_from(["utf-8", "gbk"]),
)
def test_every_row_is_packed_or_listed(
    lines: list[str], duplicates: str, max_rows: int, max_bytes: int, charset: str
) -> None:
    """Whatever the rows are like, and never both."""
    text = "".join(line.format(n=n, long="长" * 90) + "\n" for n, line in enumerate(lines))
    data = ("mobile,content\n" + text).encode(charset, "surrogateescape")
    with TemporaryDirectory() as folder:
        out, bad = Path(folder, "out"), Path(folder, "bad.csv")
        options: list[Any] = ["--duplicates", duplicates, "--charset", charset]
        options += ["--max-rows", max_rows, "--max-bytes", max_bytes]
        arguments = ["pack", "-", "--out", out, "--skip-bad", bad, *options]
        done = CliRunner().invoke(app, list(map(str, arguments)), data, catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        batches = [
            bulk.unpack(path.read_bytes()) for path in out.iterdir() if path.suffix == ".content"
        ]
        packed = [text for batch in batches for text in batch.contents]
        listed = bad.read_bytes()
    tokens = re.findall("#[0-9]+#", "".join(packed)) + re.findall(
        "#[0-9]+#", listed.decode("latin-1")
    )
    assert sorted(tokens) == sorted(f"#{n}#" for n in range(len(lines)))
