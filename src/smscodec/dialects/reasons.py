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

__all__ = [
    "MMS_ERRORS",
    "PHRASES",
    "REPORT_ERRORS",
    "RESULT_CODES",
    "XUNCHEN_BALANCE_ERRORS",
    "XUNCHEN_INBOUND_ERRORS",
    "XUNCHEN_REPORT_ERRORS",
    "XUNCHEN_SEND_ERRORS",
    "coded",
    "phrase",
    "refuse",
    "telling",
    "understand",
]

R = Reason

# fmt: off
RESULT_CODES: Mapping[str, tuple[str, Reason]] = {  # 003, chapter 10; their names: hashed.codes
    "1001": ("参数错误",                            R.BAD_PARAMETERS),
    "1002": ("用户名为空",                          R.MISSING_CREDENTIALS),
    "1003": ("密码为空",                            R.MISSING_CREDENTIALS),
    "1004": ("用户名错误",                          R.WRONG_ACCOUNT),
    "1005": ("密码错误",                            R.WRONG_PASSWORD),
    "1006": ("IP绑定错误",                          R.WRONG_IP),
    "1007": ("帐户已停用",                          R.ACCOUNT_STOPPED),
    "1008": ("UserId参数错误，该值必需要是数字，由供应商提供。", R.WRONG_USER_ID),
    "1009": ("Text64参数错误，错误的可能有：不是有效的base64编码，Des解密失败，解析json时出错。",
                                                    R.BAD_ENVELOPE),
    "1010": ("时间戳错误，可能是格式不对，或是时间偏差太大（应该在5分钟以内）。", R.BAD_STAMP),
    "2001": ("内容为空",                            R.EMPTY_CONTENT),
    "1103": ("手机号码为空",                        R.EMPTY_MOBILES),
    "1104": ("扩展错误",                            R.BAD_EXTENSION),
    "2105": ("内容太长",                            R.CONTENT_TOO_LONG),
    "1106": ("没有发送通道",                        R.NO_CHANNEL),
    "2107": ("敏感词汇",                            R.RESTRICTED_WORDS),
    "1108": ("错误的手机号码",                      R.BAD_MOBILES),
    "1109": ("黑名单的手机号码",                    R.BLACKLISTED),
    "1110": ("没有通道的手机号码",                  R.NO_CHANNEL_FOR_MOBILE),
    "1111": ("额度不足",                            R.INSUFFICIENT_BALANCE),
    "1112": ("没有配置产品",                        R.NO_PRODUCT),
    "2113": ("需要签名",                            R.SIGNATURE_REQUIRED),
    "2114": ("签名错误",                            R.BAD_SIGNATURE),
    "3001": ("主题为空",                            R.EMPTY_SUBJECT),
    "9999": ("系统内部错误",                        R.PLATFORM_ERROR),
    "1119": ("未启用该功能",                        R.NOT_ENABLED),      # only in the sample of 9.1
}

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
    "需要签名":                                     R.SIGNATURE_REQUIRED,
    "参数错误":                                     R.BAD_PARAMETERS,
    "敏感词":                                       R.RESTRICTED_WORDS,
    "密码错了":                                     R.WRONG_PASSWORD,
    # 003 says in words what its codes say
    **dict(RESULT_CODES.values()),
}

REPORT_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 000, 001, 003: 4.4 and 5.4; 002: 2.3.4
    "1": ("用户名或密码不能为空",                   R.MISSING_CREDENTIALS),
    "2": ("用户名或密码错误",                       R.WRONG_CREDENTIALS),
    "3": ("该用户不允许查看状态报告",               R.NOT_ALLOWED),
    "4": ("参数不正确",                             R.BAD_PARAMETERS),
}

MMS_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 002: 2.1.3; 0 is a failure here
    "0":  ("参数不对",                              R.BAD_PARAMETERS),
    "1":  ("用户名或密码不能为空",                  R.MISSING_CREDENTIALS),
    "2":  ("用户名或密码错误",                      R.WRONG_CREDENTIALS),
    "3":  ("号码为空",                              R.EMPTY_MOBILES),
    "4":  ("内容为空",                              R.EMPTY_CONTENT),
    "5":  ("单次提交号码不能超过2000个",            R.TOO_MANY_MOBILES),
    "6":  ("余额不足",                              R.INSUFFICIENT_BALANCE),
    "7":  ("提交任务失败",                          R.PLATFORM_ERROR),
    "8":  ("其他错误",                              R.PLATFORM_ERROR),
    "9":  ("彩信文件大于100K",                      R.MMS_TOO_LARGE),
    "10": ("该用户不支持彩信",                      R.NOT_ALLOWED),
}

_ACCOUNT_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 004: the same for every method
    "101": ("用户账号不存在或密码错误",             R.WRONG_CREDENTIALS),
    "102": ("账号已禁用",                           R.ACCOUNT_STOPPED),
    "103": ("参数不正确",                           R.BAD_PARAMETERS),
    "117": ("未开通此接入方式",                     R.NOT_ENABLED),
}
XUNCHEN_BALANCE_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 004: 1.3
    "100": ("查询余额失败",                         R.PLATFORM_ERROR),
    "105": ("认证码错误",                           R.WRONG_VERY_CODE),
    **_ACCOUNT_ERRORS,
}
XUNCHEN_SEND_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 004: 2.3; 105 and 116 as nowhere else
    "100": ("发送失败",                             R.PLATFORM_ERROR),
    "105": ("短信内容超过300字或为空、或内容编码格式不正确", R.BAD_CONTENT),
    "106": ("手机号码超过100个或有错误号码",        R.BAD_MOBILES),
    "108": ("余额不足",                             R.INSUFFICIENT_BALANCE),
    "109": ("ip错误",                               R.WRONG_IP),
    "110": ("短信内容存在系统保留关键词",           R.RESTRICTED_WORDS),
    "114": ("模板短信序号不存在",                   R.WRONG_TEMPLATE),
    "115": ("短信签名标签序号不存在",               R.WRONG_SIGNATURE_TAG),
    "116": ("认证码不正确",                         R.WRONG_VERY_CODE),
    **_ACCOUNT_ERRORS,
}
XUNCHEN_REPORT_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 004: 3.4; 104 is no error
    "100": ("获取状态报告失败",                     R.PLATFORM_ERROR),
    "105": ("认证码错误",                           R.WRONG_VERY_CODE),
    **_ACCOUNT_ERRORS,
}
XUNCHEN_INBOUND_ERRORS: Mapping[str, tuple[str, Reason]] = {  # 004: 4.4; 104 is no error
    "100": ("获取上行短信失败",                     R.PLATFORM_ERROR),
    "105": ("认证码错误",                           R.WRONG_VERY_CODE),
    **_ACCOUNT_ERRORS,
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

    def read(text: str) -> tuple[str, Reason, tuple[str, ...]]:
        return (text.strip(), *understand(text, phrases))

    def write(said: tuple[str, Reason, tuple[str, ...]]) -> str:
        message, reason, _ = said
        if read(message) != said:
            raise ValueError(f"{reason} and its details do not follow from the message")
        return message

    return Value("message", write, read)


def coded(codes: Mapping[str, tuple[str, Reason]]) -> Value[tuple[str, Reason]]:
    """``(code, reason)`` in one text, for platforms that refuse by number."""

    def read(text: str) -> tuple[str, Reason]:
        code = text.strip()
        return code, codes.get(code, ("", Reason.UNKNOWN))[1]

    def write(said: tuple[str, Reason]) -> str:
        code, reason = said
        if read(code) != said:
            raise ValueError(f"{reason} does not follow from the code {code!r}")
        return code

    return Value("code", write, read)


_NAMED_BY_CODE = re.compile(r"([^#]*)#\s*(?:\((.*)\)|(.*))", re.DOTALL)


def telling(
    codes: Mapping[str, tuple[str, Reason]],
) -> Value[tuple[str, str, Reason, tuple[str, ...]]]:
    """``(code, message, reason, details)`` in one text: a code, and what it names as ``110#(a,b)``.

    The message is the vendor's for that code, as it does not travel; nothing for an unknown one.
    Details are read without their parentheses, too.
    """

    def read(text: str) -> tuple[str, str, Reason, tuple[str, ...]]:
        found = _NAMED_BY_CODE.fullmatch(text.strip())
        code = found[1].strip() if found else text.strip()
        named = re.split("[,，]", found[2] or found[3] or "") if found else []
        message, reason = codes.get(code, ("", Reason.UNKNOWN))
        return code, message, reason, tuple(n for n in map(str.strip, named) if n)

    def write(said: tuple[str, str, Reason, tuple[str, ...]]) -> str:
        code, _, reason, details = said
        text = f"{code}#({','.join(details)})" if details else code
        if read(text) != said:
            raise ValueError(f"{reason}, its message and details do not follow from code {code!r}")
        return text

    return Value("code", write, read)


def refuse(
    reason: Reason,
    codes: Mapping[str, tuple[str, Reason]] | Mapping[str, Reason] = PHRASES,
    *,
    details: tuple[str, ...] = (),
) -> Refused:
    """The refusal a platform would write for a reason: the first of its table.

    A phrase names its details: ``包含非法字符：a,b``. ``ValueError`` where the table has no
    word for the reason.
    """
    for key, entry in codes.items():
        if isinstance(entry, Reason):
            if entry is reason:
                message = f"{key}：{','.join(details)}" if details else key
                return Refused(message=message, reason=reason, details=details)
        elif entry[1] is reason:
            return Refused(code=key, message=entry[0], reason=reason, details=details)
    raise ValueError(f"no code or phrase here means {reason}")
