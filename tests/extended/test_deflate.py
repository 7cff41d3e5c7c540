"""The row-aware compressor at length, as other machines build it; it and inflate under a fuzzer."""

from __future__ import annotations

import os
import shutil
import subprocess
import zlib
from pathlib import Path
from random import Random

import pytest
from support.campaigns import ONE, OTHER, TABLES, campaign, joined

from smscodec._kernels import deflate_rows

CORE = Path(__file__).parents[2] / "csrc"
DRIVER = Path(__file__).with_name("deflate_files.c")
DENSE, INSIST = 1, 2


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def test_ten_million_rows_come_back() -> None:
    """A thousand batches of 10,000 rows, their values drawn anew in each."""
    rows = [row.decode() for row in campaign([ONE, OTHER, "【示例】{name}{code}"], 10_000)]
    digits = [str(digit) for digit in range(10)]
    random = Random(0)
    for batch in range(1000):
        random.shuffle(digits)
        table = str.maketrans("0123456789王李张刘陈", "".join(digits) + "王李张刘陈"[batch % 5] * 5)
        lines, ends = joined([row.translate(table).encode() for row in rows])
        member = deflate_rows(lines, ends, dense=batch % 7 == 0, insist=True)
        assert member is not None
        assert zlib.decompress(member, zlib.MAX_WBITS | 16) == lines


@pytest.mark.parametrize(
    ("compiler", "run"),
    [
        (["aarch64-linux-gnu-gcc", "-std=c11", "-O2", "-static"], ["qemu-aarch64"]),
        (["gcc", "-std=c11", "-O2"], []),
        (["gcc", "-std=c11", "-O2", "-march=native"], []),
        (["clang", "-std=c11", "-O2"], []),
    ],
    ids=["arm64", "gcc", "gcc native", "clang"],
)
@pytest.mark.parametrize("mode", [INSIST, INSIST | DENSE], ids=["fast", "dense"])
def test_other_builds_write_the_same_bytes(
    compiler: list[str], run: list[str], mode: int, tmp_path: Path
) -> None:
    """On every machine, by every compiler: what is written depends on the lines alone."""
    need(compiler[0], *run)
    program = tmp_path / "deflate_files"
    core = map(str, sorted(CORE.glob("deflate*.c")))
    subprocess.run(
        [*compiler, "-Wall", "-Wextra", "-Werror", f"-I{CORE}", *core, str(DRIVER), "-o", program],
        check=True,
    )
    files = []
    for number, rows in enumerate(TABLES.values()):
        files.append(tmp_path / str(number))
        files[-1].write_bytes(joined(rows)[0])
    subprocess.run([*run, program, str(mode), *files], check=True, timeout=600)
    for file, rows in zip(files, TABLES.values(), strict=True):
        lines, ends = joined(rows)
        member = deflate_rows(lines, ends, dense=bool(mode & DENSE), insist=True)
        assert file.with_suffix(".gz").read_bytes() == member


@pytest.mark.parametrize("target", ["deflate", "inflate"])
def test_a_fuzzer_finds_nothing(target: str, tmp_path: Path) -> None:
    """``csrc/fuzz`` for a minute each, with ASan and UBSan; ``make fuzz`` runs them longer."""
    need("clang")
    program, corpus = tmp_path / "fuzz", tmp_path / "corpus"
    corpus.mkdir()
    named = ("deflate*.c", "inflate*.c", "lines.c", "unpack.c")
    core = [str(file) for name in named for file in sorted(CORE.glob(name))]
    fuzzing = "-fsanitize=fuzzer,address,undefined"
    build = ["clang", "-std=c11", "-O1", "-g", fuzzing, "-fno-sanitize-recover=all"]
    built = subprocess.run(
        [*build, *core, str(CORE / "fuzz" / f"{target}.c"), "-lz", "-o", str(program)],
        capture_output=True,
        text=True,
    )
    if "fatal error: 'zlib.h'" in built.stderr or "clang_rt.fuzzer" in built.stderr:
        pytest.skip("libFuzzer or zlib.h is not installed")
    assert built.returncode == 0, built.stderr
    done = subprocess.run(
        [program, "-max_total_time=60", "-max_len=3000", "-timeout=30", corpus],
        cwd=tmp_path,
        env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
