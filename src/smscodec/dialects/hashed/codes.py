"""003, chapter 10: the result codes, by number and by name.

JSON says the number, SOAP the name, XML neither but the words. ``RESULT_CODES`` and ``PHRASES`` are
what ``refuse`` takes: ``refuse(Reason.BAD_STAMP, RESULT_CODES)`` for JSON, ``RESULT_NAMES`` for
SOAP, ``PHRASES`` for XML; the errors of reports in XML are ``reasons.REPORT_ERRORS``.

The list of names is open. Those below the line are in the web service's own description (WSDL) and
nowhere in the document, so nobody says what they mean: the reasons are what the names suggest. In
its order ``NoEnabled`` is where 1119 should be, which the document has in a sample only.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...messages import Reason
from ...wire.values import Value, required
from ..reasons import REPORT_ERRORS, RESULT_CODES, coded

__all__ = [
    "NAMES",
    "PHRASES",
    "REPORT_CODES",
    "RESULT_CODES",
    "RESULT_NAMES",
    "SUCCESS",
    "SUCCESS_NAME",
    "refusal_code",
]

R = Reason

SUCCESS = "1"
SUCCESS_NAME = "OK"

# fmt: off
NAMES: Mapping[str, str] = {
    "1":    "OK",              "1001": "ParamError",      "1002": "UserNameEmpty",
    "1003": "PasswordEmpty",   "1004": "UserNameError",   "1005": "PasswordError",
    "1006": "BindIpError",     "1007": "UserStop",        "1008": "UserIdError",
    "1009": "Text64Error",     "1010": "StampError",      "2001": "ContentEmpty",
    "1103": "MsisdnEmpty",     "1104": "ExtNumberError",  "2105": "ContentLong",
    "1106": "NoChannel",       "2107": "SensitiveWords",  "1108": "MsisdnError",
    "1109": "MsisdnBlack",     "1110": "MsisdnNoChannel", "1111": "AmountNotEnough",
    "1112": "NoProduct",       "2113": "RequiredSuffix",  "2114": "SuffixError",
    "3001": "SubjectEmpty",    "9999": "InternalError",   "1119": "NoEnabled",
}
"""The name of each number."""

RESULT_NAMES: Mapping[str, tuple[str, Reason]] = {
    **{NAMES[number]: entry for number, entry in RESULT_CODES.items()},
    # ---- without number and words
    "Unknown":           ("", R.UNKNOWN),
    "AppInactive":       ("", R.ACCOUNT_STOPPED),
    "SendTimeError":     ("", R.BAD_PARAMETERS),
    "JsonError":         ("", R.BAD_PARAMETERS),
    "MsisdnRepeat":      ("", R.DUPLICATE_MOBILES),
    "BalanceNotEnough":  ("", R.INSUFFICIENT_BALANCE),
    "ChannelTypeError":  ("", R.NO_CHANNEL),
    "TemplateError":     ("", R.WRONG_TEMPLATE),
    "FrequentOperation": ("", R.TOO_FREQUENT),
    "TemplateIdError":   ("", R.WRONG_TEMPLATE),
    "MsisdnsMany":       ("", R.TOO_MANY_MOBILES),
    "ContentError":      ("", R.BAD_CONTENT),
    "MsisdnLess":        ("", R.BAD_MOBILES),
    "SubjectLong":       ("", R.CONTENT_TOO_LONG),
    "FramesEmpty":       ("", R.BAD_MMS),
    "ElementError":      ("", R.BAD_MMS),
    "FrameError":        ("", R.BAD_MMS),
    "FrameSizeLong":     ("", R.MMS_TOO_LARGE),
    "SmilEmpty":         ("", R.BAD_MMS),
    "SmilExcessive":     ("", R.BAD_MMS),
    "ElementNameRepeat": ("", R.BAD_MMS),
    "SizeLong":          ("", R.MMS_TOO_LARGE),
    "MmsIdEmpty":        ("", R.BAD_MMS),
    "NoMmsTemplate":     ("", R.WRONG_TEMPLATE),
    "TaskIdEmpty":       ("", R.BAD_PARAMETERS),
    "NoRealName":        ("", R.NOT_ALLOWED),
    "FaileList":         ("", R.UNKNOWN),                          # sic
}
"""By name, for SOAP."""
# fmt: on

PHRASES: Mapping[str, Reason] = dict(RESULT_CODES.values())
"""By words, for XML."""

REPORT_CODES: Mapping[str, tuple[str, Reason]] = {**RESULT_CODES, **REPORT_ERRORS}
"""What reports and inbound messages in XML are refused with: 1 is a failure there."""


def refusal_code(
    codes: Mapping[str, tuple[str, Reason]], success: str
) -> Value[tuple[str, Reason]]:
    """``(code, reason)`` of a refusal: any code but that of success, and there is one."""
    value = required(coded(codes))

    def write(said: tuple[str, Reason]) -> str:
        code = value.write(said)
        if code.lower() == success.lower() or ":" in code:
            raise ValueError(f"cannot write {code!r} as the code of a refusal")
        return code

    return Value("code", write, value.read)
