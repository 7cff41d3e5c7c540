"""What is said and what comes back are plain values."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any

import pytest

import smscodec

VALUES = [
    thing
    for name in smscodec.__all__
    if isinstance(thing := getattr(smscodec, name), type) and is_dataclass(thing)
]


def test_messages_are_among_them() -> None:
    """So that the law below has work to do."""
    assert {smscodec.Send, smscodec.Refused, smscodec.Preview, smscodec.Variant} <= set(VALUES)


@pytest.mark.parametrize("cls", VALUES)
def test_values_never_change(cls: Any) -> None:
    """Every public dataclass is frozen and has slots, so that it may be shared and cached."""
    assert cls.__dataclass_params__.frozen
    assert "__slots__" in vars(cls)
    assert cls.__hash__ is not None
