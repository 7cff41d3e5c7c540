"""Messages and where they go."""

from __future__ import annotations

import pytest

from smscodec.cli.report import naming


def test_path_is_given_to_errors_without_one() -> None:
    """A failing write does not say where; a failing open does, and is believed."""
    with pytest.raises(OSError, match="disk full") as caught, naming("file"):
        raise OSError(28, "disk full")
    assert caught.value.filename == "file"
    with pytest.raises(FileNotFoundError) as caught, naming("file"):
        open("other")  # noqa: SIM115 - it does not open
    assert caught.value.filename == "other"
