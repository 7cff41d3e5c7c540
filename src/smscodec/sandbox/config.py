"""What a sandbox is set up with, in one TOML file; every name has a default that works at once.

::

    seed = 7                          # what chance is made of
    start = 2026-01-05 09:00:00       # the clock stands here; left out, it runs in real time
    restricted_words = ["发票", "六合彩"]
    blacklist = ["13800138099"]

    [delivery]
    delay = 3                         # seconds until a delivery report is there
    failure_rate = 0.05               # of messages that do not arrive

    [[accounts]]
    name = "demo"
    password = "secret123"
    very_code = "code456"             # 004's second password
    user_id = "1"
    billing = "prepaid"               # or "postpaid", whose balance may be negative
    balance = 1000000
    ips = ["127.0.0.1"]               # whoever else comes is refused
    push_url = "http://127.0.0.1:9000/push"

    [[accounts.texts]]                # templates that 004 sends by number
    id = "JSM40001-0001"
    text = "尊敬的@1@，您的验证码为@2@。"

What there is to say is what the classes below have. Unknown names and wrong types are refused with
the place. Balances and passwords here are those of a new store; a store that is there keeps its
own.
"""

# pyright: reportUnknownVariableType=false
from __future__ import annotations

import re
import sys
import types
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Account", "Config", "ConfigError", "Delivery", "Text", "load_config", "read_config"]

T = TypeVar("T")
DIALECTS = ("plain", "signed", "mms", "hashed", "xunchen")


class ConfigError(ValueError):
    """A configuration that cannot be used, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A template that 004 sends by its number, variables as ``@1@``."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A customer of the platform, and what it lets him do."""

    name: str
    password: str = field(repr=False)
    user_id: str = "1"
    very_code: str = field(default="code456", repr=False)
    dialects: tuple[str, ...] = DIALECTS
    """Which ways of speaking are open to it. Where 000 and 003 share a path and both are, the
    request itself decides, as ``find`` sees it."""
    billing: Literal["prepaid", "postpaid"] = "prepaid"
    balance: int = 1_000_000
    """In messages; MMS have their own."""
    mms_balance: int = 10_000
    ips: tuple[str, ...] = ()
    """Where it may call from; anywhere, if none is said."""
    stopped: bool = False
    reports: bool = True
    """Whether it may fetch reports and inbound messages."""
    mms: bool = True
    channel: bool = True
    product: bool = True
    registers_templates: bool = True
    templates_only: bool = False
    """Whether a text has to be one of its templates in use."""
    signature: Literal["as documented", "required", "optional"] = "as documented"
    """Whether a text needs its 【】: document 003 wants one."""
    signatures: tuple[str, ...] = ("示例公司",)
    """004 puts the first in front of a text without one, or that which ``signtag`` says."""
    own_signature: bool = False
    """Whether 004's ``signtext`` works."""
    texts: tuple[Text, ...] = ()
    extension: str = ""
    """The part of every extension that the platform puts in front."""
    service_number: str = "10690000"
    limited: bool | None = None
    """Whether the limits by number hold: those of document 003, if nothing is said."""
    otp_messages: int = 3
    """To one number in three minutes."""
    daily_messages: int = 10
    """To one number in a day."""
    exempt: tuple[str, ...] = ()
    """Numbers without limits."""
    max_characters: int = 1000
    """Beyond this a text is too long; document 003 names no number."""
    poll_every: int = 0
    """Seconds between two fetches; sooner is too frequent."""
    checks_timestamp: bool = False
    """Whether 001's timestamp has to be that of now, by five minutes."""
    push_url: str = ""
    """Where reports and inbound messages are pushed (003); else they wait to be fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What becomes of messages."""

    delay: int = 0
    """Seconds until a report is there."""
    failure_rate: float = 0.0
    failure_code: str = "UNDELIV"
    review: int = 60
    """Seconds until a template is in use."""
    push_retry: int = 1
    """Seconds until a push is tried again."""


_DEMO = Account(name="demo", password="secret123")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole sandbox."""

    seed: int = 0
    start: datetime | None = None
    restricted_words: tuple[str, ...] = ("发票", "六合彩", "赌博")
    """No commas, blanks or parentheses in them: replies list them."""
    blacklist: tuple[str, ...] = ()
    mobiles: str = "1[3-9][0-9]{9}"
    """What a number has to be, as a regular expression."""
    delivery: Delivery = Delivery()
    accounts: tuple[Account, ...] = (_DEMO,)

    def __post_init__(self) -> None:
        names = [account.name for account in self.accounts]
        if len(set(names)) < len(names) or not names:
            raise ConfigError("accounts need one name each, and there has to be one")
        if any(not word or set(word) & set(" ,，()（）") for word in self.restricted_words):
            raise ConfigError("restricted_words hold no commas, blanks or parentheses")
        try:
            re.compile(self.mobiles)
        except re.error as error:
            raise ConfigError(f"mobiles is no regular expression: {error}") from None
        for account in self.accounts:
            if not account.dialects or set(account.dialects) - set(DIALECTS):
                known = ", ".join(DIALECTS)
                raise ConfigError(f"dialects of account {account.name!r} are some of {known}")


def load_config(path: str | Path) -> Config:
    """The configuration of a file; ``ConfigError`` or ``OSError``."""
    data = Path(path).read_bytes()
    try:
        return read_config(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigError("not UTF-8") from None


def read_config(text: str) -> Config:
    """The configuration that a TOML text says."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"no TOML: {error}") from None
    return _read(Config, table, "")


# ---- tables to dataclasses -------------------------------------------------------------------


def _read(cls: type[T], value: Any, place: str) -> T:
    if type(value) is not dict:
        raise ConfigError(f"{place} has to be a table")
    table: dict[str, Any] = value
    hints, known = get_type_hints(cls), {each.name: each for each in fields(cls)}  # type: ignore[arg-type]
    said: dict[str, Any] = {}
    for name, inner in table.items():
        here = f"{place}.{name}" if place else name
        if name not in known:
            raise ConfigError(f"{here}: there is no such name, only {', '.join(known)}")
        said[name] = _value(hints[name], inner, here)
    for name, each in known.items():
        if each.default is MISSING and each.default_factory is MISSING and name not in said:
            raise ConfigError(f"{place}.{name} has to be said")
    return cls(**said)


def _value(hint: Any, value: Any, place: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _read(hint, value, place)  # type: ignore[arg-type]
    if origin is tuple:
        if type(value) is not list:
            raise ConfigError(f"{place} has to be a list")
        items: list[Any] = value
        return tuple(_value(arguments[0], each, f"{place}[{n}]") for n, each in enumerate(items))
    if origin in (Union, types.UnionType):
        return _value(next(each for each in arguments if each is not type(None)), value, place)
    if origin is Literal:
        if value not in arguments:
            raise ConfigError(f"{place} has to be one of {', '.join(map(repr, arguments))}")
        return value
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise ConfigError(f"{place} has to be {hint.__name__}, not {type(value).__name__}")
    return value
