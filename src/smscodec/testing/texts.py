"""Texts, numbers and times as they occur on these wires, with the corners where readers break."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from string import ascii_letters, digits

from hypothesis import strategies as st

from ..primitives.charset import Charset, unsendable

__all__ = [
    "amounts",
    "contents",
    "extensions",
    "mobiles",
    "moments",
    "numbers",
    "secrets",
    "send_times",
    "words",
]

_CORNERS = (
    "",
    " ",
    "null",
    "您的验证码：1439【腾飞】",
    "镕喆堃",  # not in GB2312
    "€",  # one byte in code page 936, two elsewhere
    "臟丂鷂鐪",  # GBK with letters, digits' neighbours and high bytes behind
    "a+b c%20d&e=f;g",
    "<b>&amp;</b> ]]> <![CDATA[ <!-- \"'",
    "\r\n",
    "\t行一\r行二\n行三\r\n",
    "\\r\\n\\",
    "\u3000全角　blanks\u00a0",
    "\ufeffmark",
    "1380013800２",
    "line\u2028para\u2029nel\u0085",
    '{"a":1}',
    "@1@=x,@2@=y",
    "@@@@@",
    "😀👨‍👩‍👧",
    "\0",
    "\x01\x1f\x7f",
)
_CONTROLS = "".join(map(chr, [*range(9), 11, 12, *range(14, 32)])) + "\ufffe\uffff"


def contents(
    charset: Charset = "utf-8", *, xml: bool = False, min_size: int = 0, max_size: int = 60
) -> st.SearchStrategy[str]:
    """Texts of messages: any character the charset carries, blanks and line breaks included.

    ``gbk`` is code page 936, euro sign and all. ``xml`` leaves out what XML cannot hold; for the
    rest control characters are drawn too.
    """

    def fits(text: str) -> bool:
        return (
            min_size <= len(text) <= max_size
            and not unsendable(text, charset)
            and not (xml and set(text) & set(_CONTROLS))
        )

    characters = st.characters(codec=charset, exclude_characters=_CONTROLS if xml else "")
    corners = [text for text in _CORNERS if fits(text)]
    some = st.text(characters, min_size=min_size, max_size=max_size)
    if charset == "gbk":
        some |= st.text(characters | st.just("€"), min_size=min_size, max_size=max_size)
    return st.sampled_from(corners) | some if corners else some


def words(charset: Charset = "utf-8", *, xml: bool = False) -> st.SearchStrategy[str]:
    """Ids, names and codes: short texts without blanks around them; often digits, often nothing."""
    ids = st.text(digits, max_size=19) | st.text(ascii_letters + digits + "-_:#", max_size=32)
    known = st.sampled_from(("", "0", "-0", "007", "null", "ok", "DELIVRD", "MK:0001", "9" * 16))
    return ids | known | contents(charset, xml=xml, max_size=12).map(str.strip)


def secrets(
    charset: Charset = "utf-8", *, xml: bool = False, digests: bool = True
) -> st.SearchStrategy[str]:
    """Passwords: anything at all, MD5 digests in both cases among them."""
    some = contents(charset, xml=xml, max_size=20)
    upper = st.text("0123456789ABCDEF", min_size=32, max_size=32)
    return some | upper | upper.map(str.lower) if digests else some


def mobiles() -> st.SearchStrategy[str]:
    """Numbers that can be written: mostly of 11 digits, up to 18; none is anybody's."""
    usual = st.integers(0, 99).map(lambda n: f"138001380{n:02}")
    return usual | st.text(digits, min_size=1, max_size=18)


def extensions(most: int = 20) -> st.SearchStrategy[str]:
    """Digits that follow the sender's number; often none, often as many as there may be."""
    longest = st.text(digits, min_size=most, max_size=most)
    return st.just("") | longest | st.text(digits, max_size=most)


def moments() -> st.SearchStrategy[datetime]:
    """Beijing time in whole seconds, with the first and the last there is."""
    ends = st.sampled_from(
        (datetime(1, 1, 1, 8), datetime(9999, 12, 31, 23, 59, 59), datetime(2024, 2, 29))
    )
    return ends | st.datetimes(min_value=datetime(1, 1, 2)).map(
        lambda at: at.replace(microsecond=0)
    )


def send_times() -> st.SearchStrategy[datetime | None]:
    """When to send: a moment, or at once."""
    return st.none() | moments()


def numbers() -> st.SearchStrategy[int]:
    """Whole numbers of up to 18 digits; negative ones as well, as balances are."""
    most = 10**18 - 1
    return (
        st.sampled_from((0, 1, -1, 10, most, -most))
        | st.integers(-100, 100).map(lambda n: n * 10)
        | st.integers(-most, most)
    )


def amounts() -> st.SearchStrategy[Decimal]:
    """Money."""
    return st.decimals(-(10**9), 10**9, places=4) | st.just(Decimal(0))
