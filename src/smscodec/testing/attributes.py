"""Which strategy belongs to which attribute of a login, message or reply: one table.

It goes by the attribute's name, as the vocabulary is one for all vendors. What one endpoint demands
beyond that (five digits, a multiple of ten) is found by trying: its own rows refuse the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from ..primitives.charset import Charset
from .payloads import (
    batches,
    frames,
    packed_batches,
    sealed_texts,
    template_texts,
    template_values,
    tms_containers,
)
from .texts import (
    amounts,
    contents,
    extensions,
    mobiles,
    moments,
    numbers,
    secrets,
    words,
)

__all__ = ["Spot", "attribute"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an attribute stands, and what can stand there."""

    charset: Charset
    xml: bool
    takes: Callable[[Any], bool]
    """Whether the row would write this."""

    def digits(self) -> int:
        """The longest run of digits it takes, up to 20."""
        return max(number for number in range(21) if self.takes("9" * number))


def _words(spot: Spot) -> st.SearchStrategy[Any]:
    return words(spot.charset, xml=spot.xml)


def _contents(spot: Spot) -> st.SearchStrategy[Any]:
    return contents(spot.charset, xml=spot.xml)


def _secrets(spot: Spot) -> st.SearchStrategy[Any]:
    return secrets(spot.charset, xml=spot.xml, digests=spot.takes("0" * 32))


def _numbers(spot: Spot) -> st.SearchStrategy[Any]:
    return numbers()


def _extensions(spot: Spot) -> st.SearchStrategy[Any]:
    some = extensions(spot.digits())
    return some | _words(spot) if spot.takes("a") else some


def _user_ids(spot: Spot) -> st.SearchStrategy[Any]:
    return _words(spot) if spot.takes("a") else extensions(18)


def _limits(spot: Spot) -> st.SearchStrategy[Any]:
    return st.integers(1, 10_000) | numbers()


def _details(spot: Spot) -> st.SearchStrategy[Any]:
    return st.lists(contents(spot.charset, xml=spot.xml, min_size=1), max_size=3).map(tuple)


Make = Callable[[Spot], st.SearchStrategy[Any]]

STRATEGIES: Mapping[str, Make] = {
    # logins
    "user_id": _user_ids,
    "account": _words,
    "password": _secrets,
    "timestamp": lambda spot: st.text("0123456789", max_size=14) | _words(spot),
    "proof": lambda spot: _secrets(spot).map(str.strip),
    "very_code": _secrets,
    # requests
    "mobiles": lambda spot: st.lists(mobiles(), max_size=3).map(tuple),
    "content": _contents,
    "send_at": lambda spot: moments(),
    "extension": _extensions,
    "signature_number": _words,
    "signature_text": _contents,
    "subject": _contents,
    "entries": lambda spot: batches(),
    "SendPacked.content": lambda spot: packed_batches(),
    "text64": lambda spot: sealed_texts(),
    "frames": lambda spot: frames(min_size=0),
    "elements": lambda spot: tms_containers(),
    "template_id": _words,
    "values": lambda spot: template_values(spot.charset),
    "text": lambda spot: template_texts() if spot.charset == "utf-8" else _contents(spot),
    "limit": _limits,
    "task_id": _words,
    "own_extension": lambda spot: st.booleans(),
    "new_password": _secrets,
    # replies
    "balance": _numbers,
    "accepted_count": _numbers,
    "segments": _numbers,
    "total": _numbers,
    "message": _words,
    "details": _details,
    "billing": lambda spot: st.sampled_from(("后付费", "预付费", "后付", "")) | _words(spot),
    "cost": lambda spot: amounts(),
    "money_left": lambda spot: amounts(),
    "custom_id": _words,
    "code": _words,
    "mobile": lambda spot: mobiles() | _words(spot),
    "status": lambda spot: st.sampled_from(("10", "20")) | _words(spot),
    "carrier_code": lambda spot: st.sampled_from(("DELIVRD", "UNDELIV")) | _words(spot),
    "received_at": lambda spot: moments(),
    "receiver": _words,
    "state": lambda spot: st.sampled_from("1234") | _words(spot),
    "taken": lambda spot: st.booleans(),
}


def attribute(cls: type[Any], name: str, spot: Spot) -> st.SearchStrategy[Any]:
    """What may be the attribute of this class; ``LookupError`` where nobody has said yet."""
    make = STRATEGIES.get(f"{cls.__name__}.{name}") or STRATEGIES.get(name)
    if make is None:
        raise LookupError(f"no strategy for {cls.__name__}.{name}: smscodec.testing.attributes")
    return make(spot).filter(spot.takes)
