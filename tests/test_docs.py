"""The pages of ``docs/`` tell the truth."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module, util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from support import operations, vectors
from support.pages import ROOT, blocks, examples, files, output_of

from smscodec import dialects
from smscodec.testing import answers, calls

PAGES = sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
BULK = "docs/bulk.md"
HERON = "docs/adding-a-dialect.md"
TABLES = "src/smscodec/dialects/heron.py"

# ---- what is supported -----------------------------------------------------------------------


@pytest.mark.parametrize("page", operations.PAGES)
def test_tables_of_operations_are_what_the_code_says(page: str) -> None:
    """``python -m support.operations``, in the folder ``tests``, writes them anew."""
    assert operations.shown(page) == operations.rows(page)


def test_every_operation_has_samples_in_every_tongue() -> None:
    """Of requests and of replies, some that are read and written again to the byte."""
    assert operations.missing() == []


def test_supported_prints_what_it_says() -> None:
    """The bounds are those of the code."""
    page = "docs/supported.md"
    for code, expected in zip(blocks(page, "python"), blocks(page, "text"), strict=True):
        assert output_of(code, page) == expected


def test_campaigns_print_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One program after the other; those of Spark are in ``extended``."""
    for name in ("pyarrow", "polars", "duckdb"):
        pytest.importorskip(name)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for code, expected in examples(BULK):
        if "kept" not in code:
            assert output_of(code, BULK, names) == expected


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", *PAGES])
def test_links_lead_somewhere(page: str) -> None:
    """To a file of the project, and to a heading of it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", (ROOT / page).read_text("utf-8")):
        if target.startswith("http"):
            continue
        path, _, heading = target.partition("#")
        found = (ROOT / page).parent / path
        assert found.exists(), target
        if heading:
            words = heading.replace("-", " ")
            assert f"# {words}\n" in found.read_text("utf-8").lower(), target


# ---- a sixth dialect -------------------------------------------------------------------------


@pytest.fixture
def heron(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The dialect of the page, its files where the project would have them."""
    for name, text in files(HERON).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    folder = str((tmp_path / TABLES).parent)
    monkeypatch.setattr(dialects, "__path__", [*dialects.__path__, folder])
    monkeypatch.setattr(vectors, "FOLDER", tmp_path / "tests" / "vectors")
    yield import_module("smscodec.dialects.heron")
    del sys.modules["smscodec.dialects.heron"], dialects.heron  # type: ignore[attr-defined]


def test_a_dialect_is_tables_and_vectors() -> None:
    """And nothing else."""
    assert sorted(files(HERON)) == [
        TABLES,
        "tests/vectors/heron_replies.json",
        "tests/vectors/heron_requests.json",
    ]


def test_its_vectors_pass(heron: Any) -> None:
    """In the runner that runs everybody's."""
    spec = util.spec_from_file_location("runner", ROOT / "tests" / "dialects" / "test_vectors.py")
    assert spec
    assert spec.loader
    runner = util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    ran: Counter[str] = Counter()
    for name, test in vars(runner).items():
        for mark in getattr(test, "pytestmark", ()):
            _, cases = mark.args
            for case in cases:
                test(*case.values)
                ran[name] += 1
    assert ran == {
        "test_request_is_read": 1,
        "test_request_is_written": 1,
        "test_bad_request_is_refused": 1,
        "test_reply_is_read": 3,
        "test_reply_is_written": 3,
    }


def test_its_examples_print_what_the_page_says(heron: Any) -> None:
    """Each program is followed by its output."""
    programs = [code for code in blocks(HERON, "python") if code not in files(HERON).values()]
    assert len(programs) == 3
    for code, expected in zip(programs, blocks(HERON, "text"), strict=True):
        assert output_of(code, HERON) == expected


def test_its_laws_hold(heron: Any) -> None:
    """The strategies need nothing but the tables."""
    for endpoint in heron.ENDPOINTS:

        @given(calls(endpoint), answers(endpoint))
        def law(endpoint: Any, call: Any, answer: Any) -> None:
            request = endpoint.encode_request(call.login, call.message, call.variant)
            assert endpoint.decode_request(request) == call
            variant, reply = answer
            response = endpoint.encode_response(reply, variant)
            assert endpoint.decode_response(response.body, response.content_type) == reply

        law(endpoint)
