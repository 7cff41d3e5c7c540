"""What the platform of document 003 refuses in a multimedia message, by its own error names.

The document lists none of them; the names come from the enumeration of its SOAP service, and what
each stands for is our reading:

``SizeLong``           the container has more than ``max_bytes`` bytes
``ElementNameRepeat``  a name stands there already, compared without case
``ElementError``       a name that is no file name, a type that is not one of ``ELEMENT_TYPES``, an
                       element of no bytes (but for ``txt``), a SMIL that cannot be read
``SmilEmpty``          no SMIL, or one of no bytes
``SmilExcessive``      more than one SMIL
``FramesEmpty``        no page, or one that shows nothing: no reference, or only to empty elements
``FrameError``         a page refers to an element that is not there
``FrameSizeLong``      the elements of a page have more than ``max_frame_bytes`` bytes together

``SubjectEmpty`` and ``SubjectLong`` belong to the message around the container. An element that no
page refers to breaks no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ..errors import DecodeError
from .smil import SmilPage, read_smil
from .tms import MAX_BYTES, Element, element_type, name_fault, name_key, tms_size

__all__ = ["ELEMENT_TYPES", "TmsRule", "TmsViolation", "check_tms", "find_smil"]

TmsRule = Literal[
    "SizeLong",
    "ElementNameRepeat",
    "ElementError",
    "SmilEmpty",
    "SmilExcessive",
    "FramesEmpty",
    "FrameError",
    "FrameSizeLong",
]

ELEMENT_TYPES = frozenset(
    ("jpg", "gif", "png", "bmp", "smil", "wav", "mid", "amr", "mp3", "mp4", "txt", "xml")
)
"""The extensions that the platform knows."""


class TmsViolation(NamedTuple):
    """One rule broken, and where."""

    rule: TmsRule
    """The platform's own name for it."""
    reason: str
    path: str
    """``$``, an element ``$[2]``, or a page of the SMIL that is an element, ``$[2].pages[0]``."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason} - at `{self.path}`"


def check_tms(
    elements: Iterable[Element],
    *,
    max_bytes: int = MAX_BYTES,
    max_frame_bytes: int = MAX_BYTES,
) -> tuple[TmsViolation, ...]:
    """Every violation: of the container first, then of its elements, then of the pages."""
    elements = tuple(elements)
    size = tms_size(elements)
    found: list[TmsViolation] = []
    if size > max_bytes:
        reason = f"the container has {size} bytes, more than {max_bytes}"
        found.append(TmsViolation("SizeLong", reason, "$"))
    found += _element_violations(elements)
    found += _smil_violations(elements)
    found += _page_violations(elements, max_frame_bytes)
    return tuple(found)


def find_smil(elements: Iterable[Element]) -> int | None:
    """Number of the first element that is a SMIL."""
    types = (element_type(element.name) for element in elements)
    return next((number for number, found in enumerate(types) if found == "smil"), None)


def _element_violations(elements: tuple[Element, ...]) -> Iterator[TmsViolation]:
    first_of: dict[str, int] = {}
    for number, (name, data) in enumerate(elements):
        path, kind = f"$[{number}]", element_type(name)
        first = first_of.setdefault(name_key(name), number)
        if first != number:
            reason = f"element {first} has the name {name!r} already"
            yield TmsViolation("ElementNameRepeat", reason, path)
        fault = name_fault(name)
        if fault:
            yield TmsViolation("ElementError", fault, path)
        if kind not in ELEMENT_TYPES:
            yield TmsViolation("ElementError", f"the type of {name!r} is unknown", path)
        elif not data and kind not in ("txt", "smil"):
            yield TmsViolation("ElementError", f"{name!r} has no bytes", path)


def _smil_violations(elements: tuple[Element, ...]) -> Iterator[TmsViolation]:
    smil = find_smil(elements)
    if smil is None:
        yield TmsViolation("SmilEmpty", "there is no SMIL", "$")
        return
    if not elements[smil].data.strip():
        yield TmsViolation("SmilEmpty", "the SMIL has no bytes", f"$[{smil}]")
    for number, element in enumerate(elements):
        if number > smil and element_type(element.name) == "smil":
            reason = f"element {smil} is a SMIL already"
            yield TmsViolation("SmilExcessive", reason, f"$[{number}]")


def _page_violations(elements: tuple[Element, ...], max_frame_bytes: int) -> Iterator[TmsViolation]:
    """What is wrong with the pages of the first SMIL, as far as there are pages to look at."""
    smil = find_smil(elements)
    if smil is None or not elements[smil].data.strip():
        if not elements:
            yield TmsViolation("FramesEmpty", "there are no elements", "$")
        return
    try:
        pages = read_smil(elements[smil].data, max_bytes=len(elements[smil].data))
    except DecodeError as error:
        reason = f"the SMIL cannot be read: {error}"
        yield TmsViolation("ElementError", reason, f"$[{smil}]")
        return
    if not pages:
        yield TmsViolation("FramesEmpty", "the SMIL has no pages", f"$[{smil}]")
    size_of = {name_key(name): len(data) for name, data in elements}
    for number, page in enumerate(pages):
        for rule, reason in _page_faults(page, size_of, max_frame_bytes):
            yield TmsViolation(rule, reason, f"$[{smil}].pages[{number}]")


def _page_faults(
    page: SmilPage, size_of: dict[str, int], max_frame_bytes: int
) -> Iterator[tuple[TmsRule, str]]:
    names = {name_key(ref.src): ref.src for ref in page.refs}
    missing = [name for name in names if name not in size_of]
    size = sum(size_of[name] for name in names if name in size_of)
    for name in missing:
        yield "FrameError", f"the page refers to {names[name][:40]!r}, which is not there"
    if size == 0 and not missing:
        yield "FramesEmpty", "the page shows nothing"
    if size > max_frame_bytes:
        yield "FrameSizeLong", f"the page has {size} bytes, more than {max_frame_bytes}"
