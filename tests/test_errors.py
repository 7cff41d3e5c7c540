"""Errors say what, and end with where."""

from __future__ import annotations

import copy
import pickle

import pytest

from smscodec import DecodeError, EncodeError, LimitError, SmsCodecError, TruncatedError


def test_message_ends_with_the_place() -> None:
    """Path always, byte offset where there is one."""
    assert str(DecodeError("what", path="$.a[1]")) == "what - at `$.a[1]`"
    assert str(EncodeError("what", path="$[7].mobile", row=7, offset=3)) == (
        "what - at `$[7].mobile`, byte 3"
    )


def test_tree() -> None:
    """One base to catch all; ``ValueError`` for those who catch that."""
    assert issubclass(EncodeError, (SmsCodecError, ValueError))
    assert issubclass(TruncatedError, DecodeError)
    assert issubclass(LimitError, DecodeError)
    assert not issubclass(EncodeError, DecodeError)


@pytest.mark.parametrize(
    "error",
    [
        EncodeError("what", path="$[7]", row=7, offset=3),
        LimitError("what", limit=9, offset=1),
        TruncatedError("what"),
    ],
)
@pytest.mark.parametrize("clone", [copy.copy, lambda e: pickle.loads(pickle.dumps(e))])
def test_errors_cross_processes(error: SmsCodecError, clone: object) -> None:
    """A worker's error arrives in its parent whole."""
    twin = clone(error)  # type: ignore[operator]
    assert type(twin) is type(error)
    assert vars(twin) == vars(error)
    assert str(twin) == str(error)
