"""What is being written never bears its final name before it is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from smscodec.cli.partial import complete_file, complete_folder
from smscodec.cli.report import InputError


def fail_after(_written: int, error: type[BaseException]) -> None:
    raise error


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_of_a_failure(error: type[BaseException]) -> None:
    """Whatever it is; what stood there stays."""
    Path("file").write_text("old")
    with pytest.raises(error), complete_file(Path("file")) as file:
        fail_after(file.write(b"new"), error)
    with pytest.raises(error), complete_folder(Path("folder")) as folder:
        fail_after((folder / "file").write_text("new"), error)
    assert [path.name for path in Path().iterdir()] == ["file"]
    assert Path("file").read_text() == "old"


def test_final_name_comes_last() -> None:
    """Until the end there is the partial name alone."""
    with complete_folder(Path("folder")), complete_file(Path("file")) as file:
        file.write(b"x")
        assert sorted(path.name for path in Path().iterdir()) == ["file.partial", "folder.partial"]
    assert sorted(path.name for path in Path().iterdir()) == ["file", "folder"]


def test_folder_that_was_filled_meanwhile_is_not_touched() -> None:
    """Empty at the start is not empty at the end."""
    Path("folder").mkdir()
    with pytest.raises(OSError, match="not empty"), complete_folder(Path("folder")):
        Path("folder/theirs").write_text("x")
    assert [path.name for path in Path("folder").iterdir()] == ["theirs"]
    assert not Path("folder.partial").exists()


def test_second_run_keeps_off() -> None:
    """It does not even remove what it found."""
    with complete_folder(Path("folder")):
        with pytest.raises(InputError, match="another run"), complete_folder(Path("folder")):
            pass
        assert Path("folder.partial").is_dir()
