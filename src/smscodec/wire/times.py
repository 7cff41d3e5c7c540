"""Values for times, to the second and without a zone: three spellings these platforms have.

A ``datetime`` without a zone is Beijing time, one with a zone is converted; microseconds are
refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from ..primitives.beijing import to_beijing
from .values import Value

__all__ = ["COMPACT_DATETIME", "DATETIME", "SOAP_DATETIME"]


def _write(at: datetime) -> str:
    if at.microsecond:
        raise ValueError("cannot write microseconds here")
    return to_beijing(at).isoformat(" ")


def _reader(pattern: str) -> Callable[[str], datetime]:
    compiled = re.compile(pattern, re.ASCII)

    def read(text: str) -> datetime:
        found = compiled.fullmatch(text.strip())
        try:
            if found:
                return datetime(*map(int, found.groups()))  # type: ignore[arg-type]
        except ValueError:  # February 30
            pass
        raise ValueError(f"cannot read {text[:40]!r} as datetime")

    return read


# ---- 000 to 003, which report by the thousand ------------------------------------------------

_LENGTH = len("2010-10-24 09:08:10")


def _write_all(times: list[datetime]) -> list[str]:
    texts = [at.isoformat(" ") for at in times]
    plain = set(map(len, texts)) == {_LENGTH}  # zones and microseconds make a text longer
    return texts if plain else list(map(_write, times))


_read_any = _reader(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})")


def _read(text: str) -> datetime:
    if len(text) == _LENGTH and text[4] == "-":
        try:
            at = datetime.fromisoformat(text)
            if at.isoformat(" ") == text:  # else it is one of the others that this function reads
                return at
        except ValueError:
            pass
    return _read_any(text)


def _read_all(texts: list[str]) -> list[datetime]:
    try:
        times = list(map(datetime.fromisoformat, texts))
    except ValueError:
        return list(map(_read, texts))
    plain = {_LENGTH}.issuperset(map(len, texts)) and [at.isoformat(" ") for at in times] == texts
    return times if plain else list(map(_read, texts))


DATETIME: Value[datetime] = Value("datetime", _write, _read, many=_write_all, read_many=_read_all)
"""``2010-10-24 09:08:10``; read without zero padding and with slashes too."""

# ---- 004 -------------------------------------------------------------------------------------

COMPACT_DATETIME: Value[datetime] = Value(
    "datetime",
    lambda at: re.sub(r"\D", "", _write(at)),
    _reader(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)"),
)
"""``20140504111010``."""

# ---- SOAP ------------------------------------------------------------------------------------

_XSD_DATETIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


def _read_xsd_datetime(text: str) -> datetime:
    found = _XSD_DATETIME.fullmatch(text.strip())
    try:
        if found:
            zone = "+00:00" if found[2] == "Z" else found[2] or ""
            return to_beijing(datetime.fromisoformat(found[1] + zone))
    except ValueError:  # February 30, or outside the years 1 to 9999
        pass
    raise ValueError(f"cannot read {text[:40]!r} as datetime")


SOAP_DATETIME: Value[datetime] = Value(
    "datetime", lambda at: _write(at).replace(" ", "T"), _read_xsd_datetime
)
"""``2018-02-02T09:08:10`` (003, section 8.2); read with a zone too, and with fractions of a second,
as .NET writes them, which are cut off."""
