"""Lists of strings as columns of UTF-8, which the rest of the core reads: ``csrc/gather.c``."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from ctypes import c_int64, c_void_p, py_object

from .._core import ffi, lib
from .marshal import address_of, locked, new
from .spare import Spare

__all__ = ["Texts", "texts"]

_gather = locked("smscore_gather", c_int64, py_object, c_int64, c_int64, c_void_p)

_TABLE = ffi.new("uint8_t[]", lib.SMSCORE_TRANSCODE_TABLE)
lib.smscore_transcode_table(_TABLE)

_ROOM = 512 << 10
"""Bytes: two columns stay in a core's own cache, and a call costs nothing beside them."""

_MOST = 4096
"""Items, as far as they fit."""


class Texts:
    """Room for some strings."""

    def __init__(self) -> None:
        self._offsets = new("int64_t[]", _MOST + 1)
        self._buffers = ffi.new("const void *[3]", (ffi.NULL, self._offsets, ffi.NULL))
        self._array = ffi.new("struct ArrowArray *")
        self._array.n_buffers, self._array.buffers = 3, self._buffers
        self.column = ffi.new("smscore_column *", (self._array, 0, ord("U"), 0))
        """What was gathered last, as the core takes it."""
        self.gathered = ffi.new("smscore_texts *", {"offsets": self._offsets, "table": _TABLE})
        """The same as it was written."""
        self._grow(_ROOM)

    def _grow(self, room: int) -> None:
        self._text = new("uint8_t[]", room)
        self._buffers[2] = self.gathered.text = self._text
        self.gathered.room = room

    def gather(self, items: list[str], start: int, stop: int, *, expect_ascii: bool = False) -> int:
        """Takes the items from ``start`` up to ``stop``, as many as fit; returns how many.

        At least one, if there is one; ``TypeError`` where an item is no ``str``.
        """
        self.gathered.expect_ascii = expect_ascii
        stop = min(stop, start + _MOST)
        taken = int(_gather(items, start, stop, address_of(self.gathered)))
        if taken < 0:
            raise TypeError(f"item {start - 1 - taken} is not str")
        if taken == 0 and start < stop:
            self._grow(self.gathered.needed)
            return self.gather(items, start, stop)
        self._array.length = taken
        setattr(self.column, "from", 0)
        return taken

    @property
    def is_roomy(self) -> bool:
        """Too large to be kept."""
        return bool(self.gathered.room > _ROOM)


_spare = Spare(Texts)


@contextmanager
def texts() -> Generator[Texts, None, None]:
    """Room to gather strings in, for as long as it is needed."""
    borrowed = _spare.take()
    try:
        yield borrowed
    finally:
        if not borrowed.is_roomy:
            _spare.give(borrowed)
