"""The mobiles of a batch or a job: ``csrc/index.c``."""

from __future__ import annotations

from typing import Any

from .._core import ffi, lib
from .marshal import new
from .spare import Spare

__all__ = ["MobileFilter", "MobileIndex"]

_AT_ONCE = 8192
_NOTHING = bytes(8 * _AT_ONCE)

_MOST_SLOTS = 65_536

_spare: Spare[tuple[Any, Any]] = Spare(lambda: ((), ()))
"""Keys, which are cleared, and rows."""


class MobileIndex:
    """The mobiles seen so far, each with the row it was first seen in.

    12 bytes a slot, slots at most four fifths full and grown by half: under 23 bytes a mobile. With
    several shards only one at a time is copied to grow, so that the peak stays there too.
    """

    def __init__(self, shards: int = 1, expected: int = 0) -> None:
        self._expected = expected
        self._shards = ffi.new("smscore_shard[]", shards)
        self._memory: list[tuple[Any, Any]] = [((), ())] * shards
        self._index = ffi.new("smscore_index *")
        self._index.shards = self._shards
        self._index.shard_bits = shards.bit_length() - 1

    def __len__(self) -> int:
        return sum(int(shard.used) for shard in self._shards)

    def expect(self, mobiles: int) -> None:
        """Says for how many mobiles to make room at first."""
        self._expected = mobiles

    def clear(self) -> None:
        for shard in self._shards:
            if not shard.used:
                continue
            for slot in range(0, shard.slots, _AT_ONCE):
                some = min(shard.slots - slot, _AT_ONCE)
                ffi.memmove(shard.keys + slot, _NOTHING, 8 * some)
            shard.used = 0

    def close(self) -> None:
        """Gives its memory back; the index is empty then, and must not be used."""
        self.clear()
        if len(self._memory) == 1 and 0 < len(self._memory[0][0]) <= _MOST_SLOTS:
            _spare.give(self._memory[0])

    def reserve(self, rows: int) -> Any:
        """Makes room for so many more mobiles and returns what the core takes."""
        expected = self._expected // len(self._shards)
        for number, shard in enumerate(self._shards):
            if not shard.used:
                self._fit(number, max(rows, expected))
            elif shard.room - shard.used < rows:
                self._grow(number, max(shard.used + rows, shard.room * 3 // 2, expected))
        return self._index

    def _fit(self, number: int, room: int) -> None:
        """Gives a shard that is empty just so much room: what there is has to be cleared again."""
        slots = _slots(room)
        if len(self._memory[number][0]) < slots:
            self._memory[number] = _memory(slots)
        shard = self._shards[number]
        shard.keys, shard.rows = self._memory[number]
        shard.slots, shard.room = slots, room

    def _grow(self, number: int, room: int) -> None:
        slots = _slots(room)
        memory = _memory(slots)
        grown = ffi.new("smscore_shard *", (*memory, slots, 0, room))
        lib.smscore_rehash(self._shards + number, grown, self._index.shard_bits)
        self._shards[number] = grown[0]
        self._memory[number] = memory


def _slots(room: int) -> int:
    return room * 5 // 4 + 1


def _memory(slots: int) -> tuple[Any, Any]:
    """Keys, all of them clear, and rows."""
    keys, rows = _spare.take() if slots <= _MOST_SLOTS else ((), ())
    if len(keys) < slots:
        return ffi.new("uint64_t[]", slots), new("uint32_t[]", slots)
    return keys, rows


_FEWEST_WORDS = 1024


class MobileFilter:
    """Whether mobiles have come, not in which row: for a batch that is only made if all differ.

    Half a word and a key a mobile, and no row waits for it. It may say so of one that has not come,
    where to find out would take too long.
    """

    def __init__(self) -> None:
        self._expected = self._fitted = 0
        self._words, self._keys = (new("uint64_t[]", 0) for _ in range(2))
        self._seen = ffi.new("smscore_seen *")
        self._index = ffi.new("smscore_index *")
        self._index.seen = self._seen

    def __len__(self) -> int:
        return int(self._seen.used)

    def expect(self, mobiles: int) -> None:
        """Says for how many mobiles to make room at first."""
        self._expected = mobiles

    def clear(self) -> None:
        if self._seen.room:
            lib.smscore_forget(self._seen)

    def reserve(self, rows: int) -> Any:
        """Makes room for so many more mobiles and returns what the core takes."""
        seen, expected = self._seen, max(rows, self._expected)
        if not seen.used and expected != self._fitted:
            self._fit(expected)
        elif seen.room - seen.used < rows:
            self._make_room(seen.used + rows)
        return self._index

    def _fit(self, room: int) -> None:
        """Takes as many words as suit so many mobiles: they have to be cleared again."""
        bits = (max(room, 2 * _FEWEST_WORDS) - 1).bit_length() - 1
        if len(self._words) < 1 << bits:
            self._words = ffi.new("uint64_t[]", 1 << bits)
        self._seen.words, self._seen.shift = self._words, 64 - bits
        self._make_room(room)
        self._fitted = room
        lib.smscore_forget(self._seen)

    def _make_room(self, room: int) -> None:
        if len(self._keys) < room:
            keys = new("uint64_t[]", room)
            ffi.memmove(keys, self._keys, 8 * self._seen.used)
            self._keys = keys
        self._seen.keys, self._seen.room = self._keys, room
