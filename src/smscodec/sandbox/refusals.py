"""Why the sandbox says no, in the words of the endpoint that was asked.

The rules of the platform raise ``RefusalError`` with a ``Reason``; each endpoint has a table of
codes or phrases, its document's, and says the reason by the first of

1. the code that was named, if its table has it (a magic word, a forced refusal, a code of its own);
2. the reason itself;
3. what the document's own web service would call it (``FrequentOperation``), in replies that are
   words, as nobody documents words for these;
4. the nearest reason there is a word for, by ``NEAREST``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from .. import Endpoint, Reason, Refused, refuse
from ..dialects import reasons
from ..dialects.hashed import codes, soap

__all__ = ["Codes", "RefusalError", "codes_of", "known", "refused"]

Codes: TypeAlias = Mapping[str, tuple[str, Reason]] | Mapping[str, Reason]
R = Reason


class RefusalError(Exception):
    """The platform will not, and why."""

    def __init__(
        self, reason: Reason, *details: str, code: str = "", name: str = "", words: str = ""
    ) -> None:
        super().__init__(reason.value[0])
        self.reason = reason
        self.details = details
        self.code = code
        """A code, name or phrase of the endpoint's table, which then decides alone."""
        self.name = name
        """What the web service of 003 calls it, where its document has no number."""
        self.words = words or ": ".join(filter(None, (reason.value[0], ", ".join(details))))
        """What stands beside a refused row."""


# ---- which table -----------------------------------------------------------------------------

_PHRASES: Mapping[str, Reason] = {  # account and password are not told apart
    words: reason
    for words, reason in reasons.PHRASES.items()
    if reason not in (R.WRONG_ACCOUNT, R.WRONG_PASSWORD)
}
_WORD_CHECK: Mapping[str, Reason] = {  # restricted words are its verdict
    words: reason for words, reason in _PHRASES.items() if reason is not R.RESTRICTED_WORDS
}
_REPORT_WORDS: Mapping[str, Reason] = dict(reasons.REPORT_ERRORS.values())

_TABLES: Mapping[str, Codes] = {
    "plain.check_words": _WORD_CHECK,
    "signed.check_words": _WORD_CHECK,
    "mms.send": reasons.MMS_ERRORS,
    "mms.fetch_reports": reasons.REPORT_ERRORS,
    "hashed.send": codes.PHRASES,
    "hashed.send_json": codes.PHRASES,
    "hashed.send_batch": codes.PHRASES,
    "hashed.send_packed": codes.PHRASES,
    "hashed.send_mms": codes.PHRASES,
    "hashed.send_sealed": codes.RESULT_CODES,
    "hashed.send_soap": codes.RESULT_NAMES,
    "hashed.change_password": codes.PHRASES,
    "hashed.fetch_reports": reasons.REPORT_ERRORS,
    "hashed.fetch_inbound": reasons.REPORT_ERRORS,
    "hashed.fetch_reports_json": codes.RESULT_CODES,
    "hashed.fetch_inbound_json": codes.RESULT_CODES,
    "xunchen.send": reasons.XUNCHEN_SEND_ERRORS,
    "xunchen.send_template": reasons.XUNCHEN_SEND_ERRORS,
    "xunchen.balance": reasons.XUNCHEN_BALANCE_ERRORS,
    "xunchen.fetch_reports": reasons.XUNCHEN_REPORT_ERRORS,
    "xunchen.fetch_inbound": reasons.XUNCHEN_INBOUND_ERRORS,
    **{
        f"hashed.templates.{each}": codes.RESULT_CODES
        for each in ("register", "query", "amend", "withdraw")
    },
}
"""All others refuse in the words of 000."""

_BY_NUMBER = frozenset(
    f"{dialect}.{each}"
    for dialect in ("plain", "signed")
    for each in ("fetch_reports", "fetch_inbound")
)


def codes_of(endpoint: Endpoint[Any, Any, Any], format: str = "") -> Codes:
    """The codes or phrases an endpoint refuses with; XML and JSON differ."""
    if endpoint.name in _BY_NUMBER:
        return _REPORT_WORDS if format == "json" else reasons.REPORT_ERRORS
    return _TABLES.get(endpoint.name, _PHRASES)


def known(endpoint: Endpoint[Any, Any, Any], code: str) -> bool:
    """Whether an endpoint can be made to refuse by this code, name, phrase or reason."""
    return any(_named(codes_of(endpoint, format), code) or _meant(code) for format in ("", "json"))


# ---- which entry -----------------------------------------------------------------------------

# fmt: off
NEAREST: Mapping[Reason, tuple[Reason, ...]] = {
    R.MISSING_CREDENTIALS:    (R.WRONG_CREDENTIALS, R.WRONG_PASSWORD),
    R.WRONG_CREDENTIALS:      (R.WRONG_PASSWORD,),
    R.WRONG_ACCOUNT:          (R.WRONG_CREDENTIALS,),
    R.WRONG_PASSWORD:         (R.WRONG_CREDENTIALS,),
    R.WRONG_VERY_CODE:        (R.WRONG_CREDENTIALS,),
    R.WRONG_USER_ID:          (R.WRONG_CREDENTIALS, R.WRONG_ACCOUNT),
    R.BAD_STAMP:              (R.WRONG_CREDENTIALS,),
    R.BAD_ENVELOPE:           (R.BAD_PARAMETERS,),
    R.WRONG_IP:               (R.NOT_ALLOWED, R.NOT_ENABLED),
    R.ACCOUNT_STOPPED:        (R.NOT_ALLOWED,),
    R.NOT_ALLOWED:            (R.NOT_ENABLED,),
    R.NOT_ENABLED:            (R.NOT_ALLOWED,),
    R.BAD_EXTENSION:          (R.BAD_PARAMETERS,),
    R.WRONG_TEMPLATE:         (R.BAD_PARAMETERS,),
    R.WRONG_SIGNATURE_TAG:    (R.BAD_SIGNATURE,),
    R.EMPTY_CONTENT:          (R.BAD_CONTENT, R.BAD_PARAMETERS),
    R.CONTENT_TOO_LONG:       (R.BAD_CONTENT, R.MMS_TOO_LARGE, R.BAD_PARAMETERS),
    R.BAD_CONTENT:            (R.BAD_PARAMETERS,),
    R.INJECTION:              (R.BAD_CONTENT, R.BAD_PARAMETERS),
    R.SIGNATURE_REQUIRED:     (R.BAD_CONTENT,),
    R.BAD_SIGNATURE:          (R.SIGNATURE_REQUIRED, R.BAD_CONTENT),
    R.EMPTY_SUBJECT:          (R.EMPTY_CONTENT, R.BAD_PARAMETERS),
    R.MMS_TOO_LARGE:          (R.CONTENT_TOO_LONG,),
    R.BAD_MMS:                (R.BAD_CONTENT, R.BAD_PARAMETERS),
    R.EMPTY_MOBILES:          (R.BAD_MOBILES,),
    R.TOO_MANY_MOBILES:       (R.BAD_MOBILES,),
    R.DUPLICATE_MOBILES:      (R.BAD_MOBILES,),
    R.BLACKLISTED:            (R.BAD_MOBILES,),
    R.NO_CHANNEL_FOR_MOBILE:  (R.BAD_MOBILES,),
    R.BAD_MOBILES:            (R.BAD_PARAMETERS,),
}
# fmt: on
_SEPARATORS = frozenset(",，()（）：:")


def refused(endpoint: Endpoint[Any, Any, Any], format: str, why: RefusalError) -> Refused:
    """The refusal, with everything a platform says beside it; what has no word there is cut off."""
    table = codes_of(endpoint, format)
    reason = _meant(why.code) or why.reason
    found = (
        _named(table, why.code)
        or _saying(table, reason, why.details)
        or _called(table, why.name)
        or _nearest(table, reason, why)
    )
    if ":" in found.code:  # a fault, which has no room for zeros
        return found
    return replace(found, balance=0, task_id="0", accepted_count=0)


def _named(table: Codes, code: str) -> Refused | None:
    """By a key of the table, a number of 003 whose words or name are one, or a SOAP fault."""
    words = codes.RESULT_CODES.get(code, ("", R.UNKNOWN))[0] if table is codes.PHRASES else code
    for key in (code, codes.NAMES.get(code, code), words):
        entry = table.get(key)
        if isinstance(entry, Reason):
            return Refused(message=key, reason=entry)
        if entry is not None:
            return Refused(code=key, message=entry[0], reason=entry[1])
    if table is codes.RESULT_NAMES and code.startswith("soap:"):
        kind = code.partition(":")[2].partition(".")[0]
        reason = soap.FAULTS.get(kind, Reason.UNKNOWN)
        return Refused(code=code, message="the sandbox refuses", reason=reason)
    return None


def _meant(code: str) -> Reason | None:
    """The reason that a code means where it is none of the endpoint's own."""
    entry = codes.RESULT_CODES.get(code) or codes.RESULT_NAMES.get(code)
    return entry[1] if entry else Reason.__members__.get(code)


def _saying(table: Codes, reason: Reason, details: tuple[str, ...]) -> Refused | None:
    """By the reason itself."""
    try:
        return refuse(reason, table, details=_plain(details))
    except ValueError:
        return None


def _called(table: Codes, name: str) -> Refused | None:
    """By the name of the web service, where replies are words, or are such names."""
    in_words = any(isinstance(entry, Reason) for entry in table.values())
    if name and (in_words or table is reasons.REPORT_ERRORS):
        return Refused(message=name)
    return _named(table, name)


def _nearest(table: Codes, reason: Reason, why: RefusalError) -> Refused:
    """By the first reason that there is a word for; numbers of 003 have words of their own."""
    others = (*NEAREST.get(reason, ()), R.PLATFORM_ERROR, R.BAD_PARAMETERS)
    found = next(each for other in others if (each := _saying(table, other, why.details)))
    named = why.name and table is codes.RESULT_CODES
    return replace(found, message=why.name) if named else found


def _plain(details: tuple[str, ...]) -> tuple[str, ...]:
    """Those that can stand between commas and parentheses."""
    return tuple(each for each in details if each.split() == [each] and not set(each) & _SEPARATORS)
