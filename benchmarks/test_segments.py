"""What a column of texts will cost, and the pieces a phone gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from smscodec import count_many_segments, count_segments, split_segments

from . import mixes
from .race import Race, Rival, each

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


# ---- splitting -----------------------------------------------------------------------------------


def split_by_slices(text: str) -> tuple[str, ...]:
    """Right as long as no text has an emoji."""
    if len(text) <= 70:
        return (text,)
    return tuple([text[at : at + 67] for at in range(0, len(text), 67)])


def split_utf16(text: str) -> tuple[str, ...]:
    """Units, cut before a pair that would be torn."""
    units = text.encode("utf-16-le")
    if len(units) <= 140:
        return (text,)
    pieces: list[str] = []
    at = 0
    while at < len(units):
        end = at + 134
        if end < len(units) and units[end - 1] & 0xFC == 0xD8:
            end -= 2
        pieces.append(units[at:end].decode("utf-16-le"))
        at = end
    return tuple(pieces)


def long_texts(number: int) -> list[str]:
    """Of about 240 characters."""
    texts = plain(number).texts
    return ["".join(texts[row : row + 4]) for row in range(0, TEXTS, 4)]


def long_texts_with_emoji(number: int) -> list[str]:
    return ["😀" + text for text in long_texts(number)]


@pytest.mark.parametrize(
    ("title", "case", "slices"),
    [
        pytest.param("free text", long_texts, True, id="plain"),
        pytest.param("each with an emoji", long_texts_with_emoji, False, id="emoji"),
    ],
)
def test_split(
    race: Callable[[Race], None], title: str, case: Callable[[int], list[str]], slices: bool
) -> None:
    """Every rival makes the same pieces."""
    rivals = (
        Rival("slices in a loop", each(split_by_slices)),
        Rival("UTF-16 in a loop", each(split_utf16)),
        Rival("split_segments in a loop", each(split_segments), ours=True),
    )
    race(
        Race(
            title=f"pieces of {TEXTS // 4:,} texts, {title}",
            rivals=rivals if slices else rivals[1:],
            rounds=41,
            item="text",
            items=TEXTS // 4,
            case=case,
            arguments=lambda case: ([text.encode().decode() for text in case],),
            check=require_pieces,
        )
    )


def require_pieces(case: list[str], pieces: list[tuple[str, ...]]) -> None:
    assert pieces == [split_utf16(text) for text in case]
