"""Types are inferred as the documentation says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.endpoints import ENDPOINTS

HERE = Path(__file__).parent


def test_every_endpoint_is_asserted() -> None:
    """Twice: what it reads, and what it is answered."""
    text = (HERE / "endpoints.py").read_text("utf-8")
    for function in ("decode_request", "decode_response"):
        asserted = re.findall(rf"^assert_type\(([\w.]+)\.{function}\(", text, re.MULTILINE)
        assert asserted == list(ENDPOINTS)


@pytest.mark.parametrize("name", ["endpoints.py", "fixture.py", "matching.py"])
def test_mypy_agrees(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """In strict mode, without a word."""
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    output, errors, status = api.run(["--strict", "--no-incremental", str(HERE / name)])
    assert (status, errors) == (0, ""), output
