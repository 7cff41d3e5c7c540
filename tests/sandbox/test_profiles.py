"""How the five platforms differ."""

from __future__ import annotations

from datetime import datetime

from smscodec.sandbox.profiles import PROFILES, dialect_of

NOW = datetime(2026, 1, 5)


def test_ids_differ_with_the_number_and_never_collide() -> None:
    """Whichever way a task came."""
    ids = [profile.new_id(number, NOW) for profile in PROFILES.values() for number in (1, 2, 9_999)]
    own = {name: profile.new_id(1, NOW) for name, profile in PROFILES.items()}
    assert own["plain"] == own["signed"]
    assert len(set(ids)) == len(ids) - 3


def test_dialects_of_endpoints() -> None:
    """The first part of the name."""
    assert dialect_of("hashed.templates.query") == "hashed"
