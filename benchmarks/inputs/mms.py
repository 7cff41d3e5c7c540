"""Multimedia messages: TMS, SMIL, slide shows, frames."""

from __future__ import annotations

from functools import partial

from smscodec import (
    Element,
    Frame,
    Part,
    check_tms,
    pack_tms,
    read_frames,
    slideshow_from_elements,
    slideshow_from_frames,
    unpack_frames,
    unpack_tms,
)
from smscodec.formats.mms_file import read_mms_file
from smscodec.formats.smil import read_smil

from .growing import NEVER, Make, encoded, filled, inputs, numbered

__all__ = ["CASES"]

PICTURE = bytes(range(256))
TEXT = "文".encode("gbk")

# ---- TMS and slide shows -------------------------------------------------------------------------


def smil(count: int, page: str) -> Element:
    """So many pages, each ``{0}`` in them counted from 1."""
    body = "".join(map(page.format, range(1, count + 1)))
    return Element("mms.smil", f"<smil><body>{body}</body></smil>".encode())


def pages(size: int) -> list[Element]:
    """Pages with a text and a picture each."""
    count = max(1, size // 540)
    texts = [Element(f"{n}.txt", TEXT * 100) for n in range(1, count + 1)]
    pictures = [Element(f"{n}.jpg", PICTURE) for n in range(1, count + 1)]
    page = '<par dur="5s"><text src="{0}.txt"/><img src="{0}.jpg"/></par>'
    return [*texts, *pictures, smil(count, page)]


def one_text_on_every_page(size: int) -> list[Element]:
    """Half of the bytes are the text, half the pages that show it."""
    page = '<par><text src="1.txt"/></par>'
    return [Element("1.txt", TEXT * (size // 4)), smil(size // 2 // len(page), page)]


def one_picture(size: int) -> list[Element]:
    return [Element("1.jpg", PICTURE * (size // 256)), smil(1, '<par><img src="1.jpg"/></par>')]


def names_alike(size: int) -> list[Element]:
    return [Element("1.txt", b"a")] * (size // 11)


def packed(make: Make, size: int) -> bytes:
    return pack_tms(make(size), max_bytes=NEVER, max_elements=NEVER)


unbounded = partial(unpack_tms, max_bytes=NEVER, max_elements=NEVER, max_name=NEVER)

CONTAINERS = (
    *inputs(
        "unpack_tms",
        unbounded,
        ordinary=partial(packed, pages),
        smallest_elements=lambda size: b"".join(b"%x\0\0\0\0\0" % n for n in range(size // 9)),
        one_picture=partial(packed, one_picture),
        no_end_of_the_name=filled(b"a"),
        a_long_name=filled(TEXT, after=bytes(5)),
        euro_signs_for_a_name=filled(b"\x80", after=bytes(5)),
        claims_too_much_at_the_end=filled(b"a\0\0\0\0\0", after=b"a\0\xff\xff\xff\xff"),
    ),
    *inputs(
        "unpack_tms unique=False",
        partial(unbounded, unique=False),
        names_alike=filled(b"1.txt\0\1\0\0\0a"),
    ),
    *inputs("unpack_tms as it is", unpack_tms, smallest_elements=filled(b"a\0\0\0\0\0")),
    *inputs(
        "check_tms",
        partial(check_tms, max_bytes=NEVER),
        ordinary=pages,
        one_text_on_every_page=one_text_on_every_page,
        names_alike=names_alike,
        nothing_is_there=lambda size: [smil(size // 32, '<par><img src="{0}.jpg"/></par>')],
    ),
    *inputs(
        "slideshow_from_elements",
        partial(slideshow_from_elements, max_bytes=NEVER),
        ordinary=pages,
        one_text_on_every_page=one_text_on_every_page,
    ),
    *inputs(
        "read_mms_file",
        partial(read_mms_file, on_warning=lambda warning: None),
        ordinary=partial(packed, one_picture),
        one_text_on_every_page=partial(packed, one_text_on_every_page),
    ),
)

SMIL = inputs(
    "read_smil",
    partial(read_smil, max_bytes=NEVER),
    ordinary=encoded(
        numbered('<par dur="5s"><text src="{0}.txt"/></par>', "<smil><body>", "</body></smil>")
    ),
    one_page=encoded(numbered('<img src="{0}.jpg"/>', "<smil><par>", "</par></smil>")),
    pages_in_a_page=filled(b"<par/>", b"<smil><par>", b"</par></smil>"),
    regions=encoded(numbered('<region id="{0}"/>', "<smil><head>", "</head></smil>")),
    attributes=encoded(numbered('a{0}="" ', "<smil><par><img ", "/></par></smil>")),
    a_long_duration=filled(b"1", b"<smil><par dur='", b"s'/></smil>"),
)

# ---- frames --------------------------------------------------------------------------------------

SHOWN = Part("jpg", PICTURE)

FRAMES = (
    *inputs(
        "read_frames",
        partial(read_frames, max_bytes=NEVER, max_parts=NEVER),
        ordinary=filled(f"5,txt|xOO6ww==,jpg|{'/9j/' * 60};"),
        one_picture=filled("/9j/", "5,jpg|"),
        shortest_frames=filled("5,a|;"),
        parts_of_no_bytes=filled(",a|", "5"),
        semicolons=filled(";"),
        semicolons_after_a_frame=filled(";", "5,a|"),
        commas=filled(","),
        bars=filled("|"),
        bars_in_frames=filled("|;"),
        blanks=filled(" "),
        blanks_around_parts=filled(" ,a| ", "5"),
        a_long_type=filled("A", "5,", "|"),
        percent_encoded=filled("5%2Ca%7C%3B"),
        percents=filled("%7c"),
    ),
    *inputs(
        "unpack_frames",
        partial(unpack_frames, max_bytes=NEVER),
        one_picture=filled("/9j/", "5,jpg|"),
    ),
    *inputs(
        "unpack_frames as it is",
        unpack_frames,
        separators=filled(",;|"),
        bars=filled("|"),
        commas_after_a_frame=filled(",", "5,a|"),
    ),
    *inputs(
        "slideshow_from_frames",
        slideshow_from_frames,
        ordinary=lambda size: [Frame(5, (Part("txt", TEXT * 100), SHOWN))] * (size // 456),
        many_parts=lambda size: [Frame(5, (SHOWN,) * (size // 256))],
    ),
)

CASES = (*CONTAINERS, *SMIL, *FRAMES)
