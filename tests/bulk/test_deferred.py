"""Rows that wait for a later batch."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from smscodec.bulk.deferred import Deferred, DeferredRow


@given(st.lists(st.sampled_from("abcd"), max_size=40), st.integers(1, 3))
def test_all_rows_come_out_in_the_order_of_their_number(mobiles: list[str], most: int) -> None:
    """No number twice in a batch, nothing lost, each number's rows in order."""
    waiting = Deferred()
    for row, mobile in enumerate(mobiles):
        waiting.put(DeferredRow(row, mobile, ""))
    came: list[DeferredRow] = []
    batches = 0
    while waiting:
        waiting.next_batch()
        batch = waiting.take(most)
        assert len(batch) <= most
        assert max(Counter(row.mobile for row in batch).values(), default=1) == 1
        came += batch
        batches += 1
        assert batches < 200
    for mobile in set(mobiles):
        rows = [row.row for row in came if row.mobile == mobile]
        assert rows == [row for row, each in enumerate(mobiles) if each == mobile]


def test_a_number_returns_only_in_the_next_batch() -> None:
    """Even when it waits more than once."""
    waiting = Deferred()
    for row in range(2):
        waiting.put(DeferredRow(row, "a", ""))
    assert waiting.take(9) == []
    waiting.next_batch()
    assert [row.row for row in waiting.take(9)] == [0]
    assert waiting.take(9) == []
