"""The heap of a process that has run for long, from the start."""

from __future__ import annotations

import ctypes

__all__ = ["warm_heap"]


def warm_heap() -> None:
    """Has glibc keep the memory it was given, as it comes to do in any process that runs for long.

    Else a block that one rival frees decides whether the next finds its memory there or has to take
    it from the system page by page, which costs as much as a third of the work.
    """
    trim_threshold, mmap_max = -1, -4  # malloc.h
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc
        return
    mallopt(trim_threshold, 2**31 - 1)
    mallopt(mmap_max, 0)
