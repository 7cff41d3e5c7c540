"""What platforms say: codes and phrases, from which several attributes of a reply follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from hypothesis import strategies as st

from ..dialects import reasons
from ..dialects.hashed import codes
from ..messages import Reason
from ..primitives.charset import Charset
from .texts import words

__all__ = ["sayings"]

_TABLES: tuple[Mapping[str, Any], ...] = (
    reasons.PHRASES,
    reasons.REPORT_ERRORS,
    reasons.MMS_ERRORS,
    reasons.XUNCHEN_BALANCE_ERRORS,
    reasons.XUNCHEN_SEND_ERRORS,
    codes.RESULT_CODES,
    codes.RESULT_NAMES,
    dict.fromkeys(("没有包含屏蔽词", "soap:Client", "soap:Server.Busy")),
    dict.fromkeys(("1", "error", "0:", "100:2734987", "-3:9", "-1")),
)
_KNOWN = tuple(dict.fromkeys(said for table in _TABLES for said in table))
_NAMING = ("{}：{}", "{}:{}", "{}({})", "{}（{}）", "{}#({})", "{}#{}")


def sayings(
    read: Callable[[str], Any], charset: Charset = "utf-8", *, xml: bool = False
) -> st.SearchStrategy[str]:
    """Texts that ``read`` gives anything but ``None`` for.

    Those of all vendors, alone or naming words; most often those that mean something here; and
    some that nobody has heard of.
    """
    known = [said for said in _KNOWN if read(said) is not None]
    meant = [said for said in known if _has_reason(read(said))]
    forms = [
        (form, said)
        for form in _NAMING
        for said in meant or known
        if read(form.format(said, "成人")) is not None
    ]
    named = st.lists(st.text("成人赌博ab ", min_size=1, max_size=3), max_size=3).map(",".join)
    made = [st.sampled_from(some) for some in (meant, known) if some]
    if forms:
        made.append(st.builds(_filled, st.sampled_from(forms), named))
    if read("x") is not None or read("7") is not None:
        made.append(words(charset, xml=xml))
    return st.one_of(made).filter(lambda text: read(text) is not None)


def _has_reason(said: Any) -> bool:
    things: tuple[object, ...] = (getattr(said, "reason", None),)
    if isinstance(said, tuple):
        things = cast("tuple[object, ...]", said)
    return any(isinstance(thing, Reason) and thing is not Reason.UNKNOWN for thing in things)


def _filled(form: tuple[str, str], named: str) -> str:
    return form[0].format(form[1], named)
