"""Frames against ``split`` and base64 by hand.

By hand is what one writes who trusts the text. ``by hand, checked`` refuses what is no base64, no
duration, no type and too large, as ``unpack_frames`` does; it has no words for it and no warnings.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence

import pytest

from smscodec import Frame, Part, pack_frames, slideshow_to_frames, unpack_frames
from smscodec.formats.frames import FIELD_TYPES, MAX_BYTES

from .race import Race, Rival, each
from .shows import SHAPES, Shape

Frames = tuple[Frame, ...]


def pack_by_hand(frames: Frames) -> str:
    return ";".join(
        [
            ",".join(
                [str(duration), *[f"{kind}|{b64encode(data).decode()}" for kind, data in parts]]
            )
            for duration, parts in frames
        ]
    )


def unpack_by_hand(content: str) -> Frames:
    frames: list[Frame] = []
    for piece in content.split(";"):
        duration, *packed = piece.split(",")
        parts = [part.split("|") for part in packed]
        frames.append(
            Frame(int(duration), tuple(Part(kind, b64decode(data)) for kind, data in parts))
        )
    return tuple(frames)


FRAME = re.compile(r"[0-9]{1,6}(?:,[a-z0-9]+\|[A-Za-z0-9+/=]*)+", re.ASCII)


def unpack_by_hand_checked(content: str) -> Frames:
    frames: list[Frame] = []
    left = MAX_BYTES
    for piece in content.split(";"):
        if not FRAME.fullmatch(piece):
            raise ValueError("no frame")
        duration, *packed = piece.split(",")
        parts: list[Part] = []
        for part in packed:
            kind, _, text = part.partition("|")
            data = b64decode(text, validate=True)
            left -= len(data)
            if kind not in FIELD_TYPES or not data or left < 0:
                raise ValueError("an unknown type, no bytes, or too many")
            parts.append(Part(kind, data))
        frames.append(Frame(int(duration), tuple(parts)))
    return tuple(frames)


def frames_of(shape: Shape) -> Callable[[int], list[Frames]]:
    return lambda number: [slideshow_to_frames(show) for show in shape.make(number)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_pack(race: Callable[[Race], None], shape: Shape) -> None:
    """Every rival makes the same text."""
    race(
        Race(
            title=f"frames pack: {shape.title}",
            rivals=(
                Rival("join by hand", each(pack_by_hand)),
                Rival("pack_frames", each(pack_frames), ours=True),
            ),
            rounds=41,
            item="message",
            items=shape.shows,
            case=frames_of(shape),
            arguments=lambda case: ([fresh(frames) for frames in case],),
            check=require_texts,
        )
    )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_unpack(race: Callable[[Race], None], shape: Shape) -> None:
    """Every rival finds the same frames."""
    race(
        Race(
            title=f"frames unpack: {shape.title}",
            rivals=(
                Rival("split by hand", each(unpack_by_hand)),
                Rival("split by hand, checked", each(unpack_by_hand_checked)),
                Rival("unpack_frames", each(unpack_frames), ours=True),
            ),
            rounds=41,
            item="message",
            items=shape.shows,
            case=frames_of(shape),
            arguments=lambda case: ([pack_by_hand(frames) for frames in case],),
            check=require_frames,
        )
    )


def fresh(frames: Frames) -> Frames:
    return tuple(
        Frame(duration, tuple(Part(kind, bytes(bytearray(data))) for kind, data in parts))
        for duration, parts in frames
    )


def require_texts(case: Sequence[Frames], texts: Sequence[str]) -> None:
    assert [unpack_by_hand(text) for text in texts] == case


def require_frames(case: Sequence[Frames], found: Sequence[Frames]) -> None:
    assert found == case
