"""What a text costs, before anybody is billed."""

import pytest

from smscodec import Signature, preview


def test_preview_of_a_plain_message() -> None:
    """Segments, units, room, signature, and what GBK lacks."""
    seen = preview("您的验证码：1439😀【腾飞】")
    assert (seen.segments, seen.units, seen.units_left) == (1, 16, 54)
    assert seen.signature == Signature("腾飞", "end")
    assert seen.unsendable == ((10, "😀"),)


@pytest.mark.parametrize(
    ("size", "left"), [(0, 70), (1, 69), (70, 0), (71, 63), (134, 0), (135, 66)]
)
def test_units_left(size: int, left: int) -> None:
    """How many characters may follow before one segment more is billed."""
    assert preview("字" * size).units_left == left
    assert preview("字" * (size + left)).segments == max(1, preview("字" * size).segments)
    assert preview("字" * (size + left + 1)).segments == max(1, preview("字" * size).segments) + 1
