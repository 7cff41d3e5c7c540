"""The last step alone: compressed bytes to base64 to percent-encoding."""

from __future__ import annotations

import gzip
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import pytest

from smscodec._kernels import encode_form

from . import mixes
from .race import Race, Rival
from .rivals import PERCENT


@pytest.mark.parametrize(("most", "rounds"), [(10_000, 41), (200, 201)])
def test_form(race: Callable[[Race], None], most: int, rounds: int) -> None:
    """Every rival makes a value that a form reader turns into the same bytes."""
    rows = mixes.size(most)

    def case(number: int) -> bytes:
        made = mixes.rows("A", rows, number)
        return gzip.compress("\r\n".join(map(",".join, zip(*made, strict=True))).encode(), 6)

    race(
        Race(
            title=f"form value of gzip bytes, {rows:,} rows",
            rivals=(*PERCENT, Rival("encode_form kernel", encode_form, ours=True)),
            rounds=rounds,
            item="row",
            items=rows,
            case=case,
            arguments=lambda data: (bytes(bytearray(data)),),
            check=require_bytes,
            form_bytes=len,
        )
    )


def require_bytes(data: bytes, value: bytes) -> None:
    assert b64decode(unquote_to_bytes(value), validate=True) == data
    assert not set(value) & set(b"+/=")
