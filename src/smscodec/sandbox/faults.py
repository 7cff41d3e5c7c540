"""What goes wrong between a platform and its clients, ordered per endpoint and rate.

============ ===================================================================================
``slow``     the answer takes ``seconds`` longer
``drop``     the request is handled, and the connection closed without an answer
``lose``     the connection is closed and nothing was handled
``cut``      the connection is closed in the middle of the answer
``truncate`` half of the answer comes, as if it were all
``http500``  HTTP status 500 with a page
``html``     HTTP status 200 with a page
``charset``  the answer in the other charset than it says, UTF-8 for GBK and GBK for UTF-8
``sucess``   ``Success`` is ``Sucess``, and the other way round
============ ===================================================================================

But for ``lose`` the request has been handled, whatever comes back: who sends again sends twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from .. import DecodeError, decode_text, encode_text
from .chance import Chance
from .endpoints import matches

__all__ = ["MODES", "Answer", "Fault", "Faults", "Mode"]

Mode = Literal["slow", "drop", "lose", "cut", "truncate", "http500", "html", "charset", "sucess"]
MODES: tuple[Mode, ...] = get_args(Mode)

_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><hr>nginx</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back to a client, and how."""

    body: bytes = b""
    content_type: str = ""
    status: int = 200
    endpoint: str = ""
    """Whose answer it is; "" where no document has the path."""
    delay: float = 0.0
    """Seconds to wait first."""
    dropped: bool = False
    """Nothing goes back."""
    cut: bool = False
    """Only the first half goes back before the connection ends."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong."""

    mode: Mode
    endpoint: str = ""
    """Its name, or that of a dialect; "" is any."""
    rate: float = 1.0
    """Of the answers, by seeded chance."""
    seconds: float = 1.0
    """For ``slow``."""
    times: int | None = None
    """How often it still happens; ``None`` is without end."""


class Faults:
    """The faults that are ordered."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self.orders: list[Fault] = []

    def loses(self, endpoint: str) -> bool:
        """Whether a request gets lost before anybody has handled it."""
        return any(self._happening(endpoint, lost=True))

    def spoil(self, answer: Answer) -> Answer:
        """The answer after all that goes wrong with it."""
        for fault in self._happening(answer.endpoint, lost=False):
            answer = _SPOILING[fault.mode](answer, fault)
        return answer

    def _happening(self, endpoint: str, *, lost: bool) -> list[Fault]:
        found: list[Fault] = []
        for fault in list(self.orders):
            if (
                (fault.mode == "lose") is lost
                and matches(fault.endpoint, endpoint)
                and self._chance.happens(fault.rate)
            ):
                found.append(fault)
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.orders.remove(fault)
        return found


# ---- how -------------------------------------------------------------------------------------


def _page(answer: Answer, status: int, words: str) -> Answer:
    return replace(
        answer, status=status, body=_PAGE.format(words).encode(), content_type="text/html"
    )


def _other_charset(answer: Answer, fault: Fault) -> Answer:
    said, other = ("gbk", "utf-8") if "gb" in answer.content_type else ("utf-8", "gbk")
    try:
        text = decode_text(answer.body, said)  # type: ignore[arg-type]
    except DecodeError:
        return answer
    return replace(answer, body=encode_text(text, other, "replace"))  # type: ignore[arg-type]


def _respelt(answer: Answer, fault: Fault) -> Answer:
    pieces = answer.body.split(b"Sucess")
    return replace(
        answer, body=b"Success".join(each.replace(b"Success", b"Sucess") for each in pieces)
    )


_SPOILING: Mapping[Mode, Callable[[Answer, Fault], Answer]] = {
    "slow": lambda answer, fault: replace(answer, delay=answer.delay + fault.seconds),
    "drop": lambda answer, fault: replace(answer, dropped=True),
    "cut": lambda answer, fault: replace(answer, cut=True),
    "truncate": lambda answer, fault: replace(answer, body=answer.body[: len(answer.body) // 2]),
    "http500": lambda answer, fault: _page(answer, 500, "500 Internal Server Error"),
    "html": lambda answer, fault: _page(answer, 200, "Welcome"),
    "charset": _other_charset,
    "sucess": _respelt,
}
