"""Messages, logins and variants as plain JSON, as vectors say them.

``{"type": "Send", "mobiles": ["13800138000"], "content": "…"}``: the class, then each attribute
that is not at its default. Times are ISO text, a ``Reason`` is its name, money is text, bytes are
``{"base64": "…"}``. Real objects are made plain and compared, never the other way round.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

__all__ = ["plainly"]


def plainly(thing: Any) -> Any:
    """The plain form of a message, login, variant, or anything they hold."""
    if is_dataclass(thing) and not isinstance(thing, type):
        held = {each.name: getattr(thing, each.name) for each in fields(thing)}
        said = [each.name for each in fields(thing) if held[each.name] != each.default]
        return {"type": type(thing).__name__, **{name: plainly(held[name]) for name in said}}
    if isinstance(thing, tuple):
        named = getattr(thing, "_asdict", None)
        if named:
            return {name: plainly(held) for name, held in named().items()}
        return [plainly(each) for each in thing]
    if isinstance(thing, datetime):
        return thing.isoformat()
    if isinstance(thing, Decimal):
        return str(thing)
    if isinstance(thing, bytes):
        return {"base64": b64encode(thing).decode()}
    if isinstance(thing, Enum):
        return thing.name
    return thing
