"""Chance that comes out the same."""

from __future__ import annotations

from smscodec.sandbox.chance import Chance
from smscodec.sandbox.config import Delivery

HALF = Delivery(failure_rate=0.5, failure_code="EXPIRED")


def codes(seed: int, delivery: Delivery = HALF) -> list[str]:
    """What becomes of a hundred messages."""
    chance = Chance(seed, delivery)
    return [chance.carrier_code(task, row) for task in range(10) for row in range(10)]


def test_without_a_rate_everything_arrives() -> None:
    """And with 1 nothing does."""
    assert set(codes(0, Delivery())) == {"DELIVRD"}
    assert set(codes(0, Delivery(failure_rate=1.0))) == {"UNDELIV"}


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    """About as many fail as the rate says."""
    assert codes(1) == codes(1) != codes(2)
    assert 30 < codes(1).count("EXPIRED") < 70


def test_it_does_not_depend_on_when_somebody_asks() -> None:
    """A message's fate is its own."""
    chance = Chance(1, HALF)
    backwards = [chance.carrier_code(*divmod(number, 10)) for number in range(99, -1, -1)]
    assert backwards[::-1] == codes(1)


def test_what_happens_at_a_rate_is_drawn_in_order() -> None:
    """1 is always, 0 is never."""
    draws = [[Chance(3, HALF).happens(0.5) for _ in range(5)] for _ in range(2)]
    assert draws[0] == draws[1]
    stream = Chance(3, HALF)
    some = [stream.happens(0.5) for _ in range(100)]
    assert 30 < sum(some) < 70
    assert all(stream.happens(1) for _ in range(20))
    assert not any(stream.happens(0) for _ in range(20))
