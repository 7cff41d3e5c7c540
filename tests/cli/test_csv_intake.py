"""Rows on their way to ``bulk.pack`` and back."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from smscodec import bulk
from smscodec.cli.csv_intake import CsvIntake, LineNumbers
from smscodec.cli.recipients import Recipients


@given(st.lists(st.integers(1, 4)))
def test_lines_of_rows_are_remembered(steps: list[int]) -> None:
    """Whatever the distances between them."""
    lines = [sum(steps[: n + 1]) for n in range(len(steps))]
    numbers = LineNumbers()
    for line in lines:
        numbers.append(line)
    assert [numbers[row] for row in range(len(lines))] == lines


def test_lines_in_step_take_no_memory() -> None:
    """A row a line, as most files are: one number of each for the whole file."""
    numbers = LineNumbers()
    for line in range(2, 10_002):
        numbers.append(line)
    assert len(numbers._rows) == len(numbers._lines) == 1
    assert numbers[9_999] == 10_001


def test_nothing_is_kept_of_rows_that_are_packed_or_listed() -> None:
    """Memory follows the batch, not the file."""
    data = b"mobile,content\n" + b"".join(b"100%08d,x\n1,y\n1\n" % n for n in range(3000))
    source = Recipients(BytesIO(data), "in.csv", "utf-8")
    intake = CsvIntake(source, 0, lambda fields: fields[1])
    listed = BytesIO()
    listed.name = "bad.csv"
    intake.list_refused(listed)
    most = 0
    for batch in bulk.pack(*intake.columns(), max_rows=100, on_rejected=intake.refused):
        most = max(most, len(intake._waiting))
        intake.packed(batch.rows)
    assert (intake._waiting, intake._faults) == ({}, {})
    assert most < 2048
    assert intake.skipped
    assert intake.skipped.rows == 6000
