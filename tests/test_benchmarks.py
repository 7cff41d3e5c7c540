"""The benchmarks run, and their report has what it promises. How fast anything is is not asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from smscodec import BACKEND

ROOT = Path(__file__).resolve().parents[1]
MEASURED = {
    "memory": [
        {"duplicates": "batch", "rows": rows, "bytes": 1000 + rows} for rows in (10, 20, 30)
    ],
    "parquet": [{"duplicates": "job", "rows": 10, "size": 400, "peak": 1 << 20}],
    "linear": [
        {
            "decoder": "it",
            "input": "ordinary",
            "size": 10,
            "seconds": 1e-3,
            "growth": [2.0],
            "limit": 2.3,
            "growing": 1,
        }
    ],
    "load": [],
}


def run(*command: str | Path) -> None:
    few = {"BENCHMARK_ROWS": "60", "BENCHMARK_ROUNDS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        env=os.environ | few,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report on a few rows."""
    if BACKEND != "native":
        pytest.skip("what is raced is the core")
    pytest.importorskip("pybase64")
    pytest.importorskip("pytest_benchmark")
    folder = tmp_path_factory.mktemp("measured")
    run("pytest", "benchmarks", "--benchmark-json", folder / "run.json")
    for name, measured in MEASURED.items():
        (folder / f"{name}.json").write_text(json.dumps(measured))
    target = tmp_path_factory.mktemp("report")
    run("benchmarks.report", folder, target)
    return target


def test_every_goal_has_a_race(results: Path) -> None:
    """Every rival of every race does its work, and each goal finds the rivals it speaks of."""
    report = (results / "RESULTS.md").read_text("utf-8")
    goals = report.partition("## Goals")[2].partition("## ")[0]
    assert goals.count("\n| pack ") > 20
    assert "not run" not in goals


def test_plots_show_every_mix(results: Path) -> None:
    """Both plots are well-formed, and each has its three groups."""
    for name in ("pack.svg", "deflate.svg"):
        root = ElementTree.parse(results / "plots" / name).getroot()
        words = [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]
        assert [word[:5] for word in words if word.startswith("mix ")] == [
            "mix A",
            "mix B",
            "mix C",
        ]
