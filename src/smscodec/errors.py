"""What smscodec raises.

::

    SmsCodecError(Exception)
    ├── EncodeError(…, ValueError)       you asked for something that cannot be said on this wire
    └── DecodeError(…, ValueError)       the peer's bytes are not what they should be
        ├── TruncatedError               the input ended early
        └── LimitError                   a guard on size or count stopped hostile input

Every message ends with the place, as in ``content is empty, … - at `$[41].content`, byte 0``. The
parts are attributes too: ``reason``, ``path``, ``row`` (from 0) and ``offset`` (in bytes); the last
two are ``None`` where they mean nothing.

A platform that refuses a message is no error: that is a reply like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["DecodeError", "EncodeError", "LimitError", "SmsCodecError", "TruncatedError"]


class SmsCodecError(Exception):
    """Base of everything this package raises on purpose."""

    def __init__(
        self,
        reason: str,
        *,
        path: str = "$",
        row: int | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.row = row
        self.offset = offset
        self.other_row: int | None = None
        """The row a duplicate repeats."""
        self.where = ""
        """Which endpoint and direction, as ``signed.fetch_reports response``."""

    def under(self, step: str) -> Self:
        """The same error with a step in front of its path, added while it travels outwards."""
        self.path = f"${step}{self.path[1:]}"
        return self

    def __str__(self) -> str:
        place = f"`{self.path}`" if self.offset is None else f"`{self.path}`, byte {self.offset}"
        return f"{self.reason} - at {place}"

    def __reduce__(self) -> tuple[Any, ...]:  # keyword arguments survive pickling only by hand
        return _rebuild, (type(self), self.__dict__.copy())


class EncodeError(SmsCodecError, ValueError):
    """What was asked for cannot be said on this wire."""


class DecodeError(SmsCodecError, ValueError):
    """The bytes are not what they should be."""


class TruncatedError(DecodeError):
    """The input ended before it was complete."""


class LimitError(DecodeError):
    """Input passed a guard on size or count; ``limit`` is the number it passed."""

    def __init__(
        self,
        reason: str,
        *,
        limit: int,
        path: str = "$",
        row: int | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(reason, path=path, row=row, offset=offset)
        self.limit = limit


def _rebuild(kind: type[SmsCodecError], state: dict[str, Any]) -> SmsCodecError:
    error = kind.__new__(kind, state["reason"])
    error.__dict__.update(state)
    return error
