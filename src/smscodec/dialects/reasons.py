"""Every code and phrase of five vendors, and the ``Reason`` it comes to.

The vendors' tables are copied as they stand, typos included. What is not in them is
``Reason.UNKNOWN``, its code and words kept: the lists are open, real platforms say more than their
documents. Some phrases name words (``包含非法字符：a,b``); those become ``details``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..messages import Reason, Refused
from ..wire.values import Value

__all__ = ["PHRASES", "REPORT_ERRORS", "coded", "phrase", "refuse", "understand"]

R = Reason

# fmt: off
PHRASES: Mapping[str, Reason] = {
    # 000 and 001, chapters 1-6
    "用户名或密码不能为空":                         R.MISSING_CREDENTIALS,
    "用户名或密码错误":                             R.WRONG_CREDENTIALS,
    "发送内容包含sql注入字符":                      R.INJECTION,
    "短信号码不能为空":                             R.EMPTY_MOBILES,
    "短信内容不能为空":                             R.EMPTY_CONTENT,
    "包含非法字符":                                 R.RESTRICTED_WORDS,
    "包含屏蔽词":                                   R.RESTRICTED_WORDS,
    "对不起，您当前要发送的量大于您当前余额":       R.INSUFFICIENT_BALANCE,
    "其他错误":                                     R.PLATFORM_ERROR,
    "该用户不允许查看状态报告":                     R.NOT_ALLOWED,
    "参数不正确":                                   R.BAD_PARAMETERS,
    # seen in replies only
    "sign参数错误":                                 R.WRONG_CREDENTIALS,
    "短信必须带【】格式签名":                       R.SIGNATURE_REQUIRED,
    "敏感词":                                       R.RESTRICTED_WORDS,
    "密码错了":                                     R.WRONG_PASSWORD,
    "未启用该功能":                                 R.NOT_ENABLED,
}

REPORT_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 000, 001, 003: 4.4 and 5.4; 002: 2.3.4
    "1": ("用户名或密码不能为空",                   R.MISSING_CREDENTIALS),
    "2": ("用户名或密码错误",                       R.WRONG_CREDENTIALS),
    "3": ("该用户不允许查看状态报告",               R.NOT_ALLOWED),
    "4": ("参数不正确",                             R.BAD_PARAMETERS),
}
# fmt: on

_NAMING = re.compile(r"(.+?)(?:[：:](.*)|[(（](.*)[)）])", re.DOTALL)


def understand(
    message: str, phrases: Mapping[str, Reason] = PHRASES
) -> tuple[Reason, tuple[str, ...]]:
    """What a vendor's words come to, and what they name."""
    words = message.strip()
    if words in phrases:
        return phrases[words], ()
    found = _NAMING.fullmatch(words)
    if found and found[1].strip() in phrases:
        named = re.split("[,，]", found[2] or found[3] or "")
        return phrases[found[1].strip()], tuple(n for n in map(str.strip, named) if n)
    return Reason.UNKNOWN, ()


def phrase(phrases: Mapping[str, Reason] = PHRASES) -> Value[tuple[str, Reason, tuple[str, ...]]]:
    """``(message, reason, details)`` in one text, for platforms that refuse in words."""

    def write(said: tuple[str, Reason, tuple[str, ...]]) -> str:
        message, reason, details = said
        if understand(message, phrases) != (reason, details):
            raise ValueError(f"{reason} and its details do not follow from the message")
        return message

    def read(text: str) -> tuple[str, Reason, tuple[str, ...]]:
        return (text.strip(), *understand(text, phrases))

    return Value("message", write, read)


def coded(codes: Mapping[str, tuple[str, Reason]]) -> Value[tuple[str, Reason]]:
    """``(code, reason)`` in one text, for platforms that refuse by number."""

    def write(said: tuple[str, Reason]) -> str:
        code, reason = said
        if codes.get(code, ("", Reason.UNKNOWN))[1] is not reason:
            raise ValueError(f"{reason} does not follow from the code {code!r}")
        return code

    def read(text: str) -> tuple[str, Reason]:
        code = text.strip()
        return code, codes.get(code, ("", Reason.UNKNOWN))[1]

    return Value("code", write, read)


def refuse(
    reason: Reason, codes: Mapping[str, tuple[str, Reason]] | Mapping[str, Reason] = PHRASES
) -> Refused:
    """The refusal a platform would write for a reason: the first of its table.

    ``ValueError`` where the table has no word for it.
    """
    for key, entry in codes.items():
        if isinstance(entry, Reason):
            if entry is reason:
                return Refused(message=key, reason=reason)
        elif entry[1] is reason:
            return Refused(code=key, message=entry[0], reason=reason)
    raise ValueError(f"no code or phrase here means {reason}")
