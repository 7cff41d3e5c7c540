"""TMS: the container of a multimedia message (document 003, section 2.2).

Element after element, without count or end mark. An element is a file: its name with extension, a
byte 00, the size of its content "as an integer", its content. What the document leaves open:

**The size** is unsigned, 32 bits, little-endian; so the clients write it. A size that only makes
sense the other way round is refused like any other that points past the end, with a hint.

**Names and texts** are GBK (see ``primitives.charset``). A name is a file's: no path separator
(nor ``:``), no control character, not ``.`` or ``..``, up to ``max_name`` bytes; and no two are the
same, compared without case. Whoever must answer a repeated name by the platform's own
``ElementNameRepeat`` reads with ``unique=False`` and asks ``tms_rules.check_tms``.

**Limits.** None is documented; the 102,400 bytes are those of document 002.

A container of no bytes holds no elements: whether that is a message is for ``check_tms`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .._kernels import Code, Fault, KernelFault, scan_tms
from .._kernels import Element as PackedElement
from .._kernels import pack_tms as pack_elements
from ..errors import DecodeError, EncodeError, LimitError, TruncatedError
from ..primitives.charset import decode_text, encode_text

__all__ = [
    "MAX_BYTES",
    "Element",
    "element_type",
    "name_fault",
    "name_key",
    "pack_tms",
    "tms_size",
    "unpack_tms",
]

MAX_BYTES = 102_400
MAX_ELEMENTS = 256
MAX_NAME = 255

_LEAST_ELEMENT = 6  # a name of one byte, 00, four bytes of length
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:]")


class Element(NamedTuple):
    """One file of the container."""

    name: str
    """With its extension, as ``1.jpg``."""
    data: bytes


def element_type(name: str) -> str:
    """The extension, lower-case: ``jpg`` for ``1.JPG``; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def name_key(name: str) -> str:
    """What two names have in common that count as the same."""
    return name.casefold()


def tms_size(elements: Iterable[Element]) -> int:
    """Bytes of the container; a character that GBK lacks, so cannot be packed, counts as one."""
    return sum(len(encode_text(name, "gbk", "replace")) + 5 + len(data) for name, data in elements)


def name_fault(name: str) -> str | None:
    """What is wrong with a name, in words; ``None`` for a good one."""
    if not name:
        return "the name is empty"
    if name in (".", ".."):
        return f"the name is {name!r}, which is a directory's"
    unsafe = _UNSAFE.search(name)
    if not unsafe:
        return None
    what = "path separator" if unsafe[0] in "/\\:" else "control character"
    return f"the name holds the {what} {unsafe[0]!r}"


# ---- writing -------------------------------------------------------------------------------


def pack_tms(
    elements: Iterable[Element],
    *,
    max_bytes: int = MAX_BYTES,
    max_elements: int = MAX_ELEMENTS,
    max_name: int = MAX_NAME,
) -> bytes:
    """The bytes of a container with these elements, in this order.

    Raises ``EncodeError`` for the first name that is not as above, and over a limit: of bytes in
    all, of elements, of bytes of a name.
    """
    elements = tuple(elements)
    if len(elements) > max_elements:
        raise EncodeError(f"{len(elements)} elements, more than {max_elements}")
    packed: list[PackedElement] = []
    names = _Names()
    for number, (name, data) in enumerate(elements):
        path = f"$[{number}].name"
        fault = name_fault(name) or names.repeated(name, number)
        if fault:
            raise EncodeError(fault, path=path)
        try:
            encoded = encode_text(name, "gbk")
        except EncodeError as error:
            raise EncodeError(error.reason, path=path, offset=error.offset) from None
        if len(encoded) > max_name:
            raise EncodeError(f"a name of {len(encoded)} bytes, more than {max_name}", path=path)
        packed.append(PackedElement(encoded, data))
    size = tms_size(elements)
    if size > max_bytes:
        raise EncodeError(f"SizeLong: a container of {size} bytes, more than {max_bytes}")
    try:
        return pack_elements(packed)
    except KernelFault as stop:
        raise EncodeError(_REASON[stop.fault.code], path=f"$[{stop.fault.row}]") from None


class _Names:
    """The names so far."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def repeated(self, name: str, number: int) -> str | None:
        """Words for a name that stood before; any other is remembered."""
        first = self._first.setdefault(name_key(name), number)
        return None if first == number else f"ElementNameRepeat: element {first} has the same name"


# ---- reading -------------------------------------------------------------------------------


def unpack_tms(
    data: bytes,
    *,
    unique: bool = True,
    max_bytes: int = MAX_BYTES,
    max_elements: int = MAX_ELEMENTS,
    max_name: int = MAX_NAME,
) -> tuple[Element, ...]:
    """The elements of a container, in its order. ``unique=False`` lets a name come twice.

    Raises ``LimitError`` over a limit, ``TruncatedError`` for a container that ends too early and
    ``DecodeError`` for a bad name, all with the ``offset`` in the container.
    """
    if len(data) > max_bytes:
        reason = f"SizeLong: a container of {len(data)} bytes, more than {max_bytes}"
        raise LimitError(reason, limit=max_bytes)
    try:
        # the kernel reserves room for as many as it is told, so no more than there can be
        extents = scan_tms(data, min(max_elements, len(data) // _LEAST_ELEMENT))
    except KernelFault as stop:
        raise _scan_error(stop.fault, data, max_elements) from None
    names = _Names()
    elements: list[Element] = []
    for number, extent in enumerate(extents):
        path = f"$[{number}].name"
        if extent.name_size > max_name:
            reason = f"a name of {extent.name_size} bytes, more than {max_name}"
            raise LimitError(reason, limit=max_name, path=path, offset=extent.name)
        try:
            name = decode_text(data[extent.name : extent.name + extent.name_size], "gbk")
        except DecodeError as error:
            offset = extent.name + (error.offset or 0)
            raise DecodeError(error.reason, path=path, offset=offset) from None
        fault = name_fault(name) or (names.repeated(name, number) if unique else None)
        if fault:
            raise DecodeError(fault, path=path, offset=extent.name)
        elements.append(Element(name, data[extent.data : extent.data + extent.data_size]))
    return tuple(elements)


_REASON: dict[Code, str] = {
    Code.TMS_NAME_EMPTY: "the name is empty",
    Code.TMS_NAME_NUL: "the name holds a byte 00",
    Code.TMS_DATA_LONG: "more bytes than a 32-bit length can say",
    Code.TMS_NO_NUL: "the container ends inside a name: no byte 00 after it",
    Code.TMS_NO_LENGTH: "the container ends inside the length of an element",
    Code.TMS_OVERRUN: "an element claims {claimed} bytes, and {left} are left",
    Code.TMS_MANY: "more than {max_elements} elements",
}


def _scan_error(fault: Fault, data: bytes, max_elements: int) -> DecodeError:
    path, left = f"$[{fault.row}]", len(data) - fault.offset - 4
    reason = _REASON[fault.code].format(claimed=fault.other, left=left, max_elements=max_elements)
    if fault.code == Code.TMS_NAME_EMPTY:
        return DecodeError(reason, path=path, offset=fault.offset)
    if fault.code == Code.TMS_MANY:
        return LimitError(reason, limit=max_elements, path=path, offset=fault.offset)
    if fault.code == Code.TMS_OVERRUN:
        swapped = int.from_bytes(data[fault.offset : fault.offset + 4], "big")
        if swapped <= left:
            reason += f" (big-endian it would be {swapped}; it has to be little-endian)"
    return TruncatedError(reason, path=path, offset=fault.offset)
