"""``smscodec pack``: what is written, what is said, what is refused."""

from __future__ import annotations

import csv
import inspect
import json
import re
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click import Context

from smscodec import BACKEND, bulk
from smscodec.bulk import ENGINES
from smscodec.cli.pack import pack

Run = Callable[..., Any]
TWO = "mobile,content\n13800138000,甲【示例】\n13800138001,乙【示例】\n"


def many(rows: int) -> str:
    return "mobile,content\n" + "".join(f"100{n:08},第{n}条【示例】\n" for n in range(rows))


# ---- what is written -----------------------------------------------------------------------------


def test_content_files_hold_what_the_library_makes(run: Run, recipients: Run) -> None:
    """Each file is ``Batch.content``, byte for byte, without a line break."""
    assert run("pack", recipients(many(25)), "--out", "out", "--max-rows", 10).exit_code == 0
    rows = list(csv.reader(many(25).splitlines()[1:]))
    batches = list(bulk.pack([m for m, _ in rows], [c for _, c in rows], max_rows=10))
    names = ["00001.content", "00002.content", "00003.content"]
    assert sorted(path.name for path in Path("out").iterdir()) == [*names, "manifest.jsonl"]
    assert [Path("out", name).read_bytes() for name in names] == [b.content for b in batches]


def test_manifest_describes_each_batch(run: Run, recipients: Run) -> None:
    """One line a batch, with its keys in the documented order."""
    run("pack", recipients(many(25)), "--out", "out", "--max-rows", 10)
    lines = [json.loads(line) for line in Path("out/manifest.jsonl").read_text().splitlines()]
    keys = "file first_row last_row rows segments bytes sha256 file_sha256 engine"
    assert [list(line) for line in lines] == [keys.split()] * 3
    last = Path("out/00003.content").read_bytes()
    text = "\r\n".join(f"100{n:08},第{n}条【示例】" for n in range(20, 25))
    assert lines[2] == {
        "file": "00003.content",
        "first_row": 20,
        "last_row": 24,
        "rows": 5,
        "segments": 5,
        "bytes": len(last),
        "sha256": sha256(text.encode()).hexdigest(),
        "file_sha256": sha256(last).hexdigest(),
        "engine": ENGINES[0],
    }


def test_rows_are_grouped_on_request(run: Run, recipients: Run) -> None:
    """Each batch holds the rows it would have held, those of a template together."""
    texts = [
        "今天上午九点在学校礼堂召开家长会，请提前十分钟入场，把手机调成静音，会后班主任会在教室等候",
        "您的包裹已由仓库发出，预计三天内送达，请保持电话畅通，凭码到小区门口的快递柜领取，七天有效",
    ]
    rows = "".join(f"100{n:08},{texts[n % 2]}{n:06}\n" for n in range(300))
    path = recipients("mobile,content\n" + rows)
    for out, how in (("plain", ()), ("grouped", ("--reorder",))):
        assert run("pack", path, "--out", out, "--max-rows", 150, *how).exit_code == 0
    for name in ("00001.content", "00002.content"):
        plain, grouped = (
            bulk.unpack(Path(out, name).read_bytes()).rows() for out in ("plain", "grouped")
        )
        assert sorted(plain) == sorted(grouped)
        if BACKEND == "native":
            changes = sum(a.content[0] != b.content[0] for a, b in pairwise(grouped))
            assert changes < 6  # of 149; the first rows are where templates are learnt


def test_json_says_what_was_done(run: Run, recipients: Run) -> None:
    """On success ``--json`` prints one object, and nothing on standard error."""
    path = recipients(many(25))
    done = run("pack", path, "--out", "out", "--max-rows", 10, "--json")
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said.pop("seconds") > 0
    assert said.pop("rows_per_second") > 0
    assert said == {
        "rows": 25,
        "batches": 3,
        "rejected": 0,
        "segments": 25,
        "bytes_in": path.stat().st_size,
        "format": "csv",
        "reader": "csv",
        "bytes_out": sum(path.stat().st_size for path in Path("out").glob("*.content")),
        "out": str(Path("out").absolute()),
        "engine": ENGINES[0],
        "backend": BACKEND,
        "charset": "utf-8",
    }


def test_people_read_the_same_facts(run: Run, recipients: Run) -> None:
    """Without ``--json`` each fact has a line."""
    done = run("pack", recipients(many(1200)), "--out", "out")
    assert "rows             1,200\n" in done.stdout
    assert "charset          utf-8\n" in done.stdout


def test_template_is_filled_for_each_row(run: Run, recipients: Run, rows_of: Run) -> None:
    """``{column}`` is the value of that column; ``--mobile`` names the numbers' column."""
    path = recipients("name , 电话,code\n王一,13800138000,007\n{name},13800138001,%s\n")
    options = ("--mobile", "电话", "--template", "{name}，{{{code}}} 100%【示例】")
    assert run("pack", path, "--out", "out", *options).exit_code == 0
    texts = ["王一，{007} 100%【示例】", "{name}，{%s} 100%【示例】"]
    assert [row.content for row in rows_of()] == texts


def test_content_names_a_column(run: Run, recipients: Run, rows_of: Run) -> None:
    """``--content`` takes finished texts from another column."""
    path = recipients("mobile,content,正文\n13800138000,甲,乙\n")
    assert run("pack", path, "--out", "out", "--content", "正文").exit_code == 0
    assert rows_of() == [("13800138000", "乙")]


def test_standard_input_is_read(run: Run, rows_of: Run) -> None:
    """``-`` stands for it, and errors call it ``<stdin>``."""
    assert run("pack", "-", "--out", "out", stdin=TWO.encode()).exit_code == 0
    assert len(rows_of()) == 2
    failed = run("pack", "-", "--out", "two", stdin=b"mobile,content\n1,x\n")
    assert "<stdin>:2: mobile has 1 digits" in failed.stderr


def test_empty_directory_may_exist(run: Run, recipients: Run, rows_of: Run) -> None:
    """An empty directory is as good as none."""
    Path("out").mkdir()
    assert run("pack", recipients(TWO), "--out", "out").exit_code == 0
    assert len(rows_of()) == 2


@pytest.mark.parametrize("data", ["mobile,content", "mobile,content\n\n\n"])
def test_header_alone_makes_no_batches(run: Run, recipients: Run, data: str) -> None:
    """A campaign for nobody is done at once: an empty manifest, no content file."""
    done = run("pack", recipients(data), "--out", "out", "--json")
    assert (done.exit_code, json.loads(done.stdout)["batches"]) == (0, 0)
    assert [path.name for path in Path("out").iterdir()] == ["manifest.jsonl"]
    assert Path("out/manifest.jsonl").read_bytes() == b""


def test_defaults_are_those_of_the_library() -> None:
    """Options named like arguments of ``bulk.pack`` have its defaults, but for duplicates and
    threads."""
    arguments = inspect.signature(bulk.pack).parameters
    options = {option.name: option.default for option in pack.params if option.name in arguments}
    assert len(options) == 10
    for name in options.keys() - {"duplicates", "level", "threads"}:
        assert str(options[name]) == str(arguments[name].default), name
    assert options["duplicates"] == "job"


def test_threads_are_the_processors_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """But four of them at most."""
    [option] = [option for option in pack.params if option.name == "threads"]
    monkeypatch.setattr("sys.platform", "linux")
    for processors, threads in [({3}, 1), ({0, 5}, 2), (set(range(64)), 4)]:
        monkeypatch.setattr(
            "os.sched_getaffinity", lambda _, found=processors: found, raising=False
        )
        assert option.get_default(Context(pack)) == threads
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert option.get_default(Context(pack)) == 1


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_change_nothing(run: Run, recipients: Run, threads: int) -> None:
    """Every file is the same, to the byte."""
    path = recipients(many(2500) + "10000000001,again\n")
    options = ("--max-rows", 100, "--skip-bad", "bad.csv")
    written = []
    for number in (1, threads):
        out = f"out{number}"
        assert run("pack", path, "--out", out, *options, "--threads", number).exit_code == 0
        files = {path.name: path.read_bytes() for path in Path(out).iterdir()}
        written.append((files, Path("bad.csv").read_bytes()))
    assert len(written[0][0]) == 26
    assert written[0] == written[1]


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_are_those_of_the_library(run: Run, recipients: Run, engine: str) -> None:
    """Each that this machine has can be chosen, and the manifest says which it was."""
    done = run("pack", recipients(TWO), "--out", "out", "--engine", engine, "--json")
    assert json.loads(done.stdout)["engine"] == engine
    assert json.loads(Path("out/manifest.jsonl").read_text())["engine"] == engine


def test_report_names_every_engine_that_was_used(run: Run, recipients: Run) -> None:
    """Each batch has the one that suits it, as the manifest says."""
    free = "".join(f"200{n:08},{sha256(b'%d' % n).hexdigest()}\n" for n in range(2000))
    done = run("pack", recipients(many(2000) + free), "--out", "out", "--max-rows", 2000, "--json")
    lines = Path("out/manifest.jsonl").read_text().splitlines()
    used = {json.loads(line)["engine"] for line in lines}
    assert len(used) == (2 if "row" in ENGINES else 1)
    assert json.loads(done.stdout)["engine"] == ", ".join(sorted(used))


def test_options_reach_the_library(run: Run, recipients: Run, rows_of: Run) -> None:
    """Width, line breaks, units, engine and level change what is packed."""
    path = recipients('mobile,content\n1234567,"a\\n\nb' + "😀" * 40 + '"\n')
    options = ("--mobile-width", "7-15", "--line-breaks", "reversible", "--units", "code_points")
    done = run("pack", path, "--out", "out", *options, "--engine", "zlib", "--level", 9, "--json")
    said = json.loads(done.stdout)
    assert (said["segments"], said["engine"]) == (1, "zlib")
    assert rows_of(line_breaks="reversible") == [("1234567", "a\\n\nb" + "😀" * 40)]


def test_max_bytes_cuts_batches(run: Run, recipients: Run, rows_of: Run) -> None:
    """No content file is larger than ``--max-bytes``."""
    assert run("pack", recipients(many(300)), "--out", "out", "--max-bytes", 800).exit_code == 0
    sizes = [path.stat().st_size for path in Path("out").glob("*.content")]
    assert len(sizes) > 1
    assert max(sizes) <= 800
    assert len(rows_of()) == 300


# ---- duplicates ----------------------------------------------------------------------------------


def test_duplicate_in_the_job_names_both_lines(run: Run, recipients: Run) -> None:
    """Both lines are those of the file, empty lines and lines inside quotes counted."""
    data = 'mobile,content\n\n13800138000,"a\nb"\n' + many(30).partition("\n")[2]
    path = recipients(data + "13800138000,c\n")
    failed = run("pack", path, "--out", "out", "--max-rows", 10)
    assert failed.exit_code == 1
    reason = "mobile stands in line 3 already, and a number may occur only once"
    assert failed.stderr == f"smscodec: in.csv:35: {reason}\n"


def test_duplicates_may_be_looked_for_in_each_batch(
    run: Run, recipients: Run, rows_of: Run
) -> None:
    """``--duplicates batch`` takes a number again in a later batch."""
    path = recipients(many(10) + "10000000000,again\n")
    assert run("pack", path, "--out", "no").exit_code == 1
    options = ("--max-rows", 10, "--duplicates", "batch")
    assert run("pack", path, "--out", "out", *options).exit_code == 0
    assert rows_of()[-1] == ("10000000000", "again")


def test_deferred_rows_come_in_later_batches(run: Run, recipients: Run, rows_of: Run) -> None:
    """``--duplicates defer`` loses nothing, even a waiting row that proves bad in the end."""
    path = recipients("mobile,content\n13800138000,1\n13800138000,\n13800138000,3\n13800138001,4\n")
    options = ("--duplicates", "defer", "--skip-bad", "bad.csv")
    done = run("pack", path, "--out", "out", *options, "--json")
    assert json.loads(done.stdout)["rejected"] == 1
    assert [row.content for row in rows_of()] == ["1", "4", "3"]
    assert b"\n3," in Path("bad.csv").read_bytes()
    manifest = [json.loads(line) for line in Path("out/manifest.jsonl").read_text().splitlines()]
    spans = [(line["first_row"], line["last_row"], line["rows"]) for line in manifest]
    assert spans == [(0, 3, 2), (2, 2, 1)]


# ---- bad data ------------------------------------------------------------------------------------

BAD_ROWS = [
    ("1380013800,x", "mobile has 10 digits"),
    (",x", "mobile has 0 digits"),
    ("1380013800a,x", "mobile holds U.0061"),
    ("１３８００１３８０００,x", "mobile holds U.FF11"),
    (" 13800138000,x", "mobile holds U.0020"),
    ('"13800138000,x",y', "mobile holds U.002C"),
    ('"13800138000\r\n13800138001,x",y', "mobile holds U.000D"),
    ("13800138000,", "content is empty"),
    ("13800138000,a\0b", "NUL|U.0000"),
    ("13800138000,a\x07b", "control character U.0007"),
    ("13800138000,a\x7fb", "control character U.007F"),
    ("13800138000,a\\rb", "backslash before r or n.*--line-breaks='reversible'"),
    ("13800138000", "fields in this row: 1, in the header: 2"),
    ("13800138000,x,y", "fields in this row: 3, in the header: 2"),
    ('13800138000,"x"y', "row is not CSV: text after a closing quote"),
    ('13800138000,"x', "row is not CSV: a quote opens in it and does not close"),
    ("13800138000,a\rb", "row is not CSV: a carriage return outside quotes"),
    ("13800138000," + "x" * 140_000, "row is not CSV: a field has more than 131072 characters"),
    ("13800138000,\udcff", "not utf-8 text: byte 0xFF does not belong here .byte 13 of the row"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS, ids=[reason for _, reason in BAD_ROWS])
def test_bad_row_stops_the_job(run: Run, recipients: Run, row: str, reason: str) -> None:
    """With the file, the line and the reason; nothing is left behind."""
    data = f"mobile,content\n13800138009,好\n{row}\n13800138008,好\n"
    failed = run("pack", recipients(data.encode("utf-8", "surrogateescape")), "--out", "out")
    assert failed.exit_code == 1
    assert re.match(f"smscodec: in.csv:3: .*({reason})", failed.stderr)
    assert [path.name for path in Path().iterdir()] == ["in.csv"]


HARMLESS = [
    "a\tb",
    "a,b",
    '"quoted"',
    "two\nlines",
    "two\r\nlines",
    "😀",
    "=1+1",
    " blanks ",
    "\\x",
]


def test_unusual_texts_are_carried(run: Run, recipients: Run, rows_of: Run) -> None:
    """Commas, quotes, line breaks, emoji, blanks and 100,000 characters are no faults."""
    texts = [*HARMLESS, "长" * 100_000]
    with open("in.csv", "w", encoding="utf-8", newline="") as file:
        rows = ((f"100{n:08}", text) for n, text in enumerate(texts))
        csv.writer(file).writerows([("mobile", "content"), *rows])
    assert run("pack", "in.csv", "--out", "out").exit_code == 0
    assert [row.content for row in rows_of()] == texts


def test_long_rows_end_the_job(run: Run, recipients: Run) -> None:
    """A row of more than 1 MiB belongs to no such file, with ``--skip-bad`` or without."""
    data = TWO + "13800138002," + "x" * (1 << 20) + "\n"
    failed = run("pack", recipients(data), "--out", "out", "--skip-bad", "bad.csv")
    assert failed.exit_code == 1
    assert failed.stderr == "smscodec: in.csv:4: row has more than 1048576 bytes\n"
    assert [path.name for path in Path().iterdir()] == ["in.csv"]


def test_row_too_large_for_a_batch_is_bad(run: Run, recipients: Run) -> None:
    """The reason names the option."""
    failed = run("pack", recipients(TWO), "--out", "out", "--max-bytes", 10)
    assert failed.exit_code == 1
    assert re.match("smscodec: in.csv:2: content alone .* --max-bytes is 10\n", failed.stderr)


def test_failure_in_json(run: Run, recipients: Run) -> None:
    """One object on standard output; standard error is silent."""
    failed = run("pack", recipients("mobile,content\n1,x\n"), "--out", "out", "--json")
    assert (failed.exit_code, failed.stderr) == (1, "")
    assert json.loads(failed.stdout) == {
        "error": "bad data",
        "file": "in.csv",
        "line": 2,
        "reason": "mobile has 1 digits, which is not the width of one",
        "exit_code": 1,
        "row": None,
    }


# ---- wrong usage ---------------------------------------------------------------------------------

WRONG_USAGE = [
    (["--content", "正文"], "there is no column '正文'; there are 'mobile', 'content', 'x', 'x'"),
    (["--mobile", "phone"], "there is no column 'phone'"),
    (["--template", "{nome}"], "there is no column 'nome'"),
    (["--template", "{x}"], "column 'x' stands in the header twice"),
    (["--template", "{mobile"], "template: the { at character 1 has no partner"),
    (["--template", "x", "--content", "content"], "--template and --content exclude each other"),
    (["--mobile-width", "eleven"], "'eleven' is no number of digits"),
    (["--mobile-width", "99"], "a mobile has 1 to 18 digits"),
    (["--engine", "zlib", "--level", "99"], "zlib has levels 0 to 9, not 99"),
    (["--line-breaks", "keep"], "'keep' is not one of 'backslash', 'reversible', 'reject'"),
    (["--max-rows", "0"], "0 is not in the range x>=1"),
    (["--skip-bad", "in.csv"], "--skip-bad in.csv is the input"),
    (["--skip-bad", "folder"], "--skip-bad folder exists and is no ordinary file"),
    (["--skip-bad", "out/bad.csv"], "--skip-bad out/bad.csv is or lies in --out"),
    (["--skip-bad", "out"], "--skip-bad out is or lies in --out"),
    (["--out", "in.csv"], "--out in.csv exists and is no directory"),
    (["--out", "."], "--out . exists and is not empty"),
    (["--no-such-option"], "--no-such-option"),
]


@pytest.mark.parametrize(
    ("options", "reason"), WRONG_USAGE, ids=[" ".join(options) for options, _ in WRONG_USAGE]
)
@pytest.mark.parametrize("as_json", [False, True])
def test_wrong_usage(
    run: Run, recipients: Run, options: list[str], reason: str, as_json: bool
) -> None:
    """Exit code 2, the reason, and nothing is touched."""
    Path("folder").mkdir()
    path = recipients("mobile,content,x,x\n13800138000,a,b,c\n")
    before = path.read_bytes()
    failed = run("pack", path, "--out", "out", *options, *(["--json"] if as_json else []))
    assert failed.exit_code == 2
    said = json.loads(failed.stdout)["reason"] if as_json else failed.stderr
    assert reason in said
    assert sorted(path.name for path in Path().iterdir()) == ["folder", "in.csv"]
    assert path.read_bytes() == before


def test_working_directory_is_not_replaced(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell would be left in a directory that is gone."""
    Path("here").mkdir()
    monkeypatch.chdir("here")
    failed = run("pack", "-", "--out", ".", stdin=TWO.encode())
    assert failed.exit_code == 2
    assert "--out . is the directory you are in" in failed.stderr


def test_directory_with_files_is_not_touched(run: Run, recipients: Run) -> None:
    """Not even to add to it."""
    Path("out").mkdir()
    Path("out/mine").write_text("x")
    assert run("pack", recipients(TWO), "--out", "out").exit_code == 2
    assert [path.name for path in Path("out").iterdir()] == ["mine"]


# ---- the system ----------------------------------------------------------------------------------


def test_missing_file_is_named(run: Run) -> None:
    """A file that cannot be opened is no traceback but a message with its name."""
    failed = run("pack", "nowhere.csv", "--out", "out")
    assert failed.exit_code == 1
    assert failed.stderr == "smscodec: nowhere.csv: No such file or directory\n"
    failed = run("pack", "nowhere.csv", "--out", "out", "--json")
    assert json.loads(failed.stdout)["file"] == "nowhere.csv"


def test_directory_that_cannot_be_made_is_named(run: Run, recipients: Run) -> None:
    """Its parent has to be there."""
    failed = run("pack", recipients(TWO), "--out", "no/such/place")
    assert failed.exit_code == 1
    assert re.search("no/such/place.partial: No such file or directory\n$", failed.stderr)


@pytest.mark.parametrize("partial", ["out.partial", "bad.csv.partial"])
def test_partial_of_another_run_is_left_alone(run: Run, recipients: Run, partial: str) -> None:
    """It may be at work; the message says what to do."""
    Path(partial).mkdir()
    failed = run("pack", recipients(TWO), "--out", "out", "--skip-bad", "bad.csv")
    assert failed.exit_code == 1
    assert f"{partial}: exists: another run is at work or was killed; remove it" in failed.stderr
    assert {path.name for path in Path().iterdir()} == {"in.csv", partial}
