"""base64 as it arrives through forms."""

from __future__ import annotations

from base64 import b64encode, encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import DecodeError
from smscodec.primitives.base64text import decode_base64


@given(st.binary())
def test_reads_what_is_written(data: bytes) -> None:
    """Plain, wrapped at 76 columns, and with blanks where a form reader took the plus away."""
    text = b64encode(data)
    assert decode_base64(text) == decode_base64(text.decode()) == data
    assert decode_base64(encodebytes(data)) == data
    assert decode_base64(text.replace(b"+", b" ")) == data


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("AA%A", 2),
        ("AAAé", 3),
        ("AA==AA==", 3),
        ("A=AA", 1),
        ("A", 1),
        ("AAA", 3),
        ("====", 4),
        ("A===", 4),
    ],
)
def test_refuses_what_is_not_base64(text: str, offset: int) -> None:
    """With the place of the first stray character, or the end where something is missing."""
    with pytest.raises(DecodeError) as caught:
        decode_base64(text)
    assert caught.value.offset == offset


@given(st.one_of(st.binary(), st.text(), st.text("AB=+/ \r\n")))
def test_any_input_gives_bytes_or_our_error(text: str | bytes) -> None:
    """Nothing else escapes."""
    try:
        assert isinstance(decode_base64(text), bytes)
    except DecodeError:
        pass
