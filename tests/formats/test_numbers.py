"""How wide a mobile is."""

import pytest

from smscodec.formats.numbers import MAX_WIDTH, widths


def test_width_is_one_number_or_two() -> None:
    """Just so many digits, or least and most."""
    assert widths(11) == (11, 11)
    assert widths((1, MAX_WIDTH)) == (1, 18)


@pytest.mark.parametrize("width", [0, 19, (12, 11), (0, 3), (5, 19)])
def test_impossible_widths_are_refused(width: int | tuple[int, int]) -> None:
    """A number has at least one digit and at most what a 64-bit key holds."""
    with pytest.raises(ValueError, match="1 to 18 digits"):
        widths(width)
