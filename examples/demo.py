"""Packs recipients.csv with the command ``smscodec pack``, then reads every batch back and compares
every row, with nothing but the standard library: what any other client or gateway would do.

    python examples/demo.py        (or: make demo)

Ends with an error at the first difference.
"""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from base64 import b64decode
from itertools import zip_longest
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import parse_qs

from smscodec import bulk

RECIPIENTS = Path(__file__).with_name("recipients.csv")
TEMPLATE = (
    "【示例速递】{name}，{order}已到{city}{station}，请凭{code}于{until}前领取，到付{amount}元。"
)
Row = tuple[str, str]


def main() -> None:
    """The whole demonstration."""
    with RECIPIENTS.open(encoding="utf-8", newline="") as file:
        expected = [(row["mobile"], TEMPLATE.format_map(row)) for row in csv.DictReader(file)]
    with TemporaryDirectory() as folder:
        out = Path(folder, "out")
        job = pack(out)
        found = [row for path in sorted(out.glob("*.content")) for row in read_back(path)]
    compare(found, expected)
    bills = sum(bill(text) for _, text in expected)
    if job["segments"] != bills:
        sys.exit(f"smscodec pack counted {job['segments']} segments, this file {bills}")
    show(
        ("rows", job["rows"], "each read back and equal"),
        ("batches", job["batches"], "files to post"),
        ("segments", job["segments"], "to be billed"),
        ("bytes in", job["bytes_in"], RECIPIENTS.name),
        ("bytes out", job["bytes_out"], "ready to stand behind content="),
        ("rows/s", job["rows_per_second"], "the command: from CSV to files on disk"),
        ("rows/s", library_speed(expected), "bulk.pack alone: from lists to batches in memory"),
    )


def pack(out: Path) -> dict[str, int]:
    """Runs the command; what it says of the job."""
    command = [sys.executable, "-m", "smscodec.cli", "pack", str(RECIPIENTS), "--out", str(out)]
    command += ["--template", TEMPLATE, "--max-rows", "2000", "--json"]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if run.returncode:
        sys.exit(f"smscodec pack ended with exit code {run.returncode}: {run.stdout.decode()}")
    job: dict[str, int] = json.loads(run.stdout)
    return job


def read_back(path: Path) -> list[Row]:
    """The rows of a batch: form value, base64, gzip, lines, first comma."""
    form = parse_qs("content=" + path.read_text("ascii"), strict_parsing=True)
    lines = gzip.decompress(b64decode(form["content"][0], validate=True)).decode()
    rows = [line.partition(",") for line in lines.split("\r\n")]
    return [(mobile, text) for mobile, _, text in rows]


def compare(found: list[Row], expected: list[Row]) -> None:
    """Ends the demonstration at the first difference."""
    for row, (one, other) in enumerate(zip_longest(found, expected)):
        if one != other:
            sys.exit(f"row {row} should be {other} and was read back as {one}")


def bill(text: str) -> int:
    """Segments: one up to 70 UTF-16 units, else one for every 67 begun."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)


def library_speed(rows: list[Row]) -> int:
    """Rows a second of ``bulk.pack``, the median of nine runs."""
    mobiles, texts = [mobile for mobile, _ in rows], [text for _, text in rows]
    seconds: list[float] = []
    for _ in range(9):
        started = perf_counter()
        for _batch in bulk.pack(mobiles, texts, duplicates="job"):
            pass
        seconds.append(perf_counter() - started)
    return round(len(rows) / median(seconds))


def show(*lines: tuple[str, int, str]) -> None:
    """A table with the figures aligned."""
    for name, figure, remark in lines:
        print(f"{name:<10}{figure:>12,}   {remark}")


if __name__ == "__main__":
    main()
