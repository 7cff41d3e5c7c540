"""What a column of texts will cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from smscodec import count_many_segments, count_segments

from . import mixes
from .race import Race, Rival

TEXTS = 10_000


def by_len(texts: list[str]) -> list[int]:
    """Right as long as no text has an emoji."""
    return [1 if (size := len(text)) <= 70 else -(-size // 67) for text in texts]


def by_utf16(texts: list[str]) -> list[int]:
    return [
        1 if (size := len(text.encode("utf-16-le")) // 2) <= 70 else -(-size // 67)
        for text in texts
    ]


def one_by_one(texts: list[str]) -> list[int]:
    return [count_segments(text) for text in texts]


RIGHT = (
    Rival("UTF-16 in a loop", by_utf16),
    Rival("count_segments in a loop", one_by_one, ours=True),
    Rival("count_many_segments", count_many_segments, ours=True),
)
WRONG_FOR_EMOJI = Rival("len in a loop", by_len)


class Case(NamedTuple):
    texts: list[str]
    segments: list[int]


def plain(number: int) -> Case:
    texts = list(mixes.contents("C", TEXTS, number))
    return Case(texts, by_utf16(texts))


def with_emoji(number: int) -> Case:
    texts = [text + "😀" if row % 4 == 0 else text for row, text in enumerate(plain(number).texts)]
    return Case(texts, by_utf16(texts))


@pytest.mark.parametrize(
    ("title", "case", "rivals"),
    [
        pytest.param("free text", plain, (WRONG_FOR_EMOJI, *RIGHT), id="plain"),
        pytest.param("every fourth with an emoji", with_emoji, RIGHT, id="emoji"),
    ],
)
def test_segments(
    race: Callable[[Race], None],
    title: str,
    case: Callable[[int], Case],
    rivals: tuple[Rival, ...],
) -> None:
    """Every rival counts the same segments."""
    race(
        Race(
            title=f"segments, {TEXTS:,} texts, {title}",
            rivals=rivals,
            rounds=41,
            item="text",
            items=TEXTS,
            case=case,
            arguments=lambda case: ([text.encode().decode() for text in case.texts],),
            check=require_segments,
        )
    )


def require_segments(case: Case, segments: list[int]) -> None:
    assert segments == case.segments
