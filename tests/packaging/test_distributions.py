"""What is shipped: an sdist with the C sources, wheels that run, and help where none can be built.

These build in isolation, so they need a package index; the rest of the suite does not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SMOKE = """
import smscodec
from smscodec import bulk
assert smscodec.BACKEND == "{backend}", smscodec.BACKEND
batch, = bulk.pack(["13800138000", "13800138001"], ["验证码：1234【星辰】", "😀"])
first, second = bulk.unpack(batch.content).rows()
assert (first.content, second) == ("验证码：1234【星辰】", ("13800138001", "😀"))
assert batch.segments == 2
print(smscodec.BACKEND)
"""


def run(*command: str | Path, **env: str) -> str:
    """Runs a command that has to succeed; returns what it printed."""
    done = subprocess.run(
        command, env={**os.environ, **env}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def interpreters() -> list[Path]:
    """Every CPython 3.10 to 3.13 of this machine: on the path, or installed by pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser() / "versions"
    found = {sys.version_info[:2]: Path(sys.executable)}
    for minor in range(10, 14):
        candidates = sorted(pyenv.glob(f"3.{minor}.*/bin/python"))
        candidates += filter(None, [shutil.which(f"python3.{minor}")])  # type: ignore[arg-type]
        for candidate in candidates:
            probe = "import sys; print(sys.version_info[:2])"
            done = subprocess.run(
                [candidate, "-c", probe], capture_output=True, text=True, check=False
            )
            if done.stdout.strip() == f"(3, {minor})":
                found.setdefault((3, minor), Path(candidate))
    return [found[version] for version in sorted(found)]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, and the native wheel built from it."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", out, SMSCODEC_PURE="")
    return out


def one(folder: Path, pattern: str) -> Path:
    """The only file of a pattern."""
    (found,) = folder.glob(pattern)
    return found


def page_files() -> set[str]:
    """What the sandbox's page consists of."""
    folder = ROOT / "src/smscodec/sandbox/page"
    return {f"smscodec/sandbox/page/{path.name}" for path in folder.iterdir() if path.is_file()}


def test_sdist_carries_what_a_build_and_a_test_run_need(dist: Path) -> None:
    """C sources and their header, tests and vectors; no generated or compiled file."""
    with tarfile.open(one(dist, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {f"csrc/{path.name}" for path in (ROOT / "csrc").glob("*.[ch]")}
    wanted |= {"csrc/build_core.py", "setup.py", "LICENSE", "Makefile", "tests/conftest.py"}
    wanted |= {
        "tests/vectors/batch.json",
        "src/smscodec/py.typed",
        "src/smscodec/_kernels/_core.pyi",
        *(f"src/{name}" for name in page_files()),
    }
    wanted -= {"csrc/_core.c"}
    assert wanted <= names
    assert not [name for name in names if name.endswith((".so", ".o", ".pyc", "csrc/_core.c"))]


def test_native_wheel_is_abi3_and_carries_only_the_package(dist: Path) -> None:
    """One wheel for 3.10 and all after it."""
    wheel = one(dist, "*.whl")
    assert "-cp310-abi3-" in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "smscodec/_kernels/_core.abi3.so" in names or "smscodec/_kernels/_core.pyd" in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {
        "smscodec",
        "pytest_smscodec.py",
    }
    assert page_files() <= set(names)


@pytest.mark.parametrize("python", interpreters(), ids=lambda p: p.parent.parent.name)
def test_native_wheel_runs(python: Path, dist: Path, tmp_path: Path) -> None:
    """Installed into a fresh environment of each Python, with nothing but its dependencies."""
    run(python, "-m", "venv", tmp_path)
    run(tmp_path / "bin/pip", "install", "--quiet", one(dist, "*.whl"))
    assert "native" in run(tmp_path / "bin/python", "-c", SMOKE.format(backend="native"))
    light = run(tmp_path / "bin/pip", "list", "--format=freeze").lower()
    assert not {"click", "rich", "hypothesis", "pytest", "starlette", "uvicorn"} & set(
        light.replace("==", "\n").split()
    )


def test_pure_wheel_runs_without_a_compiler(dist: Path, tmp_path: Path) -> None:
    """``SMSCODEC_PURE=1`` builds a wheel for any platform, and ``BACKEND`` says what runs."""
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path),
        one(dist, "*.tar.gz"),
        SMSCODEC_PURE="1",
        CC="/no/such/compiler",
    )
    wheel = one(tmp_path, "*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    run(tmp_path / "venv/bin/pip", "install", "--quiet", wheel)
    assert "reference" in run(tmp_path / "venv/bin/python", "-c", SMOKE.format(backend="reference"))


def test_a_missing_compiler_is_one_helpful_page(dist: Path, tmp_path: Path) -> None:
    """What to install, and how to do without; nothing silent."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", tmp_path, one(dist, "*.tar.gz")],
        env={**os.environ, "CC": "/no/such/compiler", "SMSCODEC_PURE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert said.count("the C core could not be built") == 1
    assert "apt-get install gcc python3-dev" in said
    assert "SMSCODEC_PURE=1 pip install --no-binary smscodec smscodec" in said
    assert "Traceback" not in said
