"""SMIL: the play list of a multimedia message, the element ``mms.smil`` of a TMS container.

Document 003 wants the file and does not describe it. What its clients write is a layout with one
region for text and one for pictures, and a ``<par>`` for each page::

    <smil><head><layout>…</layout></head><body>
    <par dur="5s"><text src="1.txt" region="Text"/><img src="1.jpg" region="Image"/></par>
    </body></smil>

**Written** in that way, in ASCII (any other character as a reference, so no charset can spoil it),
without blanks between the elements and without a declaration; every region referred to is declared.

**Read** is any well-formed SMIL up to 16 elements deep: a root ``smil``, in any namespace or none;
attributes in any order; ``dur`` as ``5s``, ``2.5s``, ``5000ms`` or bare seconds; no ``dur`` at all;
a region that nobody declared. Text between the elements and everything that is no page and no
reference are ignored. Charsets are those of ``primitives.safexml``, and GBK where none is declared,
against the rule of XML: so the names in the container are, and many a GBK name is valid UTF-8 too.

Not kept: the layout beyond the names of the regions, titles, transitions, and the timing of a
reference inside its page. A reference outside of a page, or a page in a page, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from ..errors import DecodeError, EncodeError
from ..primitives.safexml import XmlElement, parse_xml

__all__ = ["MAX_DURATION_MS", "TAGS", "SmilPage", "SmilRef", "build_smil", "read_smil"]

MAX_BYTES = 102_400
MAX_DURATION_MS = 999_999_000
"""Eleven days; a bound for the numbers, not a recommendation."""

TAGS = ("text", "img", "audio", "video", "ref", "animation", "textstream")
"""The references of SMIL."""

_UPPER_HALF = {"left": "0", "top": "0", "width": "100%", "height": "50%", "fit": "meet"}
_LOWER_HALF = {"left": "0", "top": "50%", "width": "100%", "height": "50%"}
_WHOLE = {"left": "0", "top": "0", "width": "100%", "height": "100%", "fit": "meet"}
_GEOMETRY = {"Image": _UPPER_HALF, "Text": _LOWER_HALF}

_DURATION = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,9}))?(ms|s)?")


class SmilRef(NamedTuple):
    """One thing shown or played on a page."""

    tag: str
    """One of ``TAGS``."""
    src: str
    """Name of an element of the container; empty where the reference has none."""
    region: str = ""
    """Where it is shown; empty where nothing is said."""


class SmilPage(NamedTuple):
    """One ``<par>``."""

    duration_ms: int | None
    """Milliseconds, or ``None`` where nothing is said."""
    refs: tuple[SmilRef, ...]
    """In the document's order."""


# ---- writing -------------------------------------------------------------------------------


def build_smil(pages: Iterable[SmilPage]) -> bytes:
    """The bytes of ``mms.smil``.

    Region ``Image`` is the upper half of the screen, ``Text`` the lower, any other the whole.
    Raises ``EncodeError`` for a duration out of 0 to ``MAX_DURATION_MS``, an unknown tag, or a name
    with a character that XML cannot carry.
    """
    pages = tuple(pages)
    root = etree.Element("smil")
    layout = etree.SubElement(etree.SubElement(root, "head"), "layout")
    body = etree.SubElement(root, "body")
    etree.SubElement(layout, "root-layout", width="240", height="320")
    declared: set[str] = set()
    for number, page in enumerate(pages):
        par = etree.SubElement(body, "par", _written_duration(page.duration_ms, number))
        for place, ref in enumerate(page.refs):
            path = f"$[{number}].refs[{place}]"
            if ref.tag not in TAGS:
                raise EncodeError(f"<{ref.tag}> is no reference of SMIL", path=f"{path}.tag")
            try:
                etree.SubElement(par, ref.tag, _attributes(ref))
                if ref.region and ref.region not in declared:
                    geometry = _GEOMETRY.get(ref.region, _WHOLE)
                    etree.SubElement(layout, "region", {"id": ref.region, **geometry})
            except ValueError:  # lxml's word for NUL, other controls and lone surrogates
                raise EncodeError("a character that XML cannot carry", path=path) from None
            declared.add(ref.region)
    return etree.tostring(root)


def _attributes(ref: SmilRef) -> dict[str, str]:
    return {"src": ref.src, "region": ref.region} if ref.region else {"src": ref.src}


def _written_duration(duration_ms: int | None, number: int) -> dict[str, str]:
    if duration_ms is None:
        return {}
    if not 0 <= duration_ms <= MAX_DURATION_MS:
        raise EncodeError(
            f"a duration of {duration_ms} ms is not within 0 to {MAX_DURATION_MS}",
            path=f"$[{number}].duration_ms",
        )
    seconds, rest = divmod(duration_ms, 1000)
    return {"dur": f"{duration_ms}ms" if rest else f"{seconds}s"}


# ---- reading -------------------------------------------------------------------------------


def read_smil(data: bytes, *, max_bytes: int = MAX_BYTES) -> tuple[SmilPage, ...]:
    """The pages of a SMIL document, in its order.

    Raises ``LimitError`` over ``max_bytes`` or 16 levels, and ``DecodeError`` for a DOCTYPE, for
    anything that is no well-formed SMIL, and for a duration that is not one of the forms above.
    """
    root = parse_xml(data, default="gbk", max_bytes=max_bytes)
    if _local_name(root) != "smil":
        raise DecodeError(f"the root is <{_local_name(root)}>, not <smil>")
    pars = list(root.iter("{*}par"))
    pages = tuple(_read_page(par, number) for number, par in enumerate(pars))
    if sum(len(page.refs) for page in pages) != len(_references(root)):
        raise DecodeError("a reference stands outside of <par>")
    return pages


def _read_page(par: XmlElement, number: int) -> SmilPage:
    if any(_local_name(above) == "par" for above in par.iterancestors()):
        raise DecodeError("a <par> inside of a <par>", path=f"$[{number}]")
    refs = (
        SmilRef(_local_name(ref), ref.get("src", ""), ref.get("region", ""))
        for ref in _references(par)
    )
    return SmilPage(_read_duration(par.get("dur"), number), tuple(refs))


def _references(element: XmlElement) -> list[XmlElement]:
    return list(element.iter(*(f"{{*}}{tag}" for tag in TAGS)))


def _local_name(element: XmlElement) -> str:
    return element.tag.rpartition("}")[2]


def _read_duration(text: str | None, number: int) -> int | None:
    if text is None:
        return None
    found = _DURATION.fullmatch(text.strip())
    if found:
        whole, fraction, places = found[1], found[2] or "", 0 if found[3] == "ms" else 3
        duration = int(whole + fraction[:places].ljust(places, "0"))
        if not fraction[places:].strip("0") and duration <= MAX_DURATION_MS:
            return duration
    raise DecodeError(
        f"cannot read dur={text[:20]!r}: it should be like 5s, 5000ms or 5", path=f"$[{number}].dur"
    )
