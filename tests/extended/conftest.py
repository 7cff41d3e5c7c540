"""What takes a browser, other people's programs or long: only with
``--hypothesis-profile=extended``, as ``make extended`` runs it."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Nothing of this folder is collected in an ordinary run."""
    return None if config.getoption("hypothesis_profile", None) == "extended" else True
