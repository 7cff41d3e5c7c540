"""What a text costs, before anybody is billed."""

import pytest

from smscodec import Signature, preview
from smscodec.formats.rules import Caps


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


XUNCHEN = Caps(max_characters=300, extension_digits=4)


@pytest.mark.parametrize(
    ("text", "extension", "codes"),
    [
        ("您的验证码：1439【腾飞】", "88", []),
        ("您的验证码：1439", "", ["2113 RequiredSuffix"]),
        ("您的验证码：1439【一】", "", ["2114 SuffixError"]),
        ("您的验证码：1439【一二三四五六七八九】", "", ["2114 SuffixError"]),
        ("", "", ["2001 ContentEmpty"]),
        ("字" * 297 + "【腾飞】", "", ["2105 ContentLong"]),
        ("好【腾飞】", "12345", ["1104 ExtNumberError"]),
        ("好【腾飞】", "１", ["1104 ExtNumberError"]),
        ("字" * 301, "x", ["2113 RequiredSuffix", "2105 ContentLong", "1104 ExtNumberError"]),
    ],
)
def test_refusals_are_told_with_their_codes(text: str, extension: str, codes: list[str]) -> None:
    """By document 003, chapter 10; all of them at once."""
    seen = preview(text, extension=extension, caps=XUNCHEN)
    assert [f"{refusal.code} {refusal.name}" for refusal in seen.refusals] == codes
