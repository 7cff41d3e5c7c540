"""SMIL against f-strings, ElementTree and lxml by hand; and whole slide shows.

By hand nothing is checked: no duration, no nesting, no region; a name with a quote breaks the
f-string, and ElementTree and lxml, as they are by default, take a DOCTYPE from anyone.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import etree

from smscodec import (
    Page,
    Part,
    Slideshow,
    pack_tms,
    slideshow_from_elements,
    slideshow_to_elements,
    unpack_tms,
)
from smscodec.formats.smil import SmilPage, SmilRef, build_smil, read_smil

from .race import Race, Rival, each
from .shows import SHAPES, Shape

Pages = tuple[SmilPage, ...]

# ---- SMIL ----------------------------------------------------------------------------------------

HEAD = (
    '<smil><head><layout><root-layout width="240" height="320"/>'
    '<region id="Text" left="0" top="50%" width="100%" height="50%"/>'
    '<region id="Image" left="0" top="0" width="100%" height="50%" fit="meet"/>'
    "</layout></head><body>"
)
TAIL = "</body></smil>"


def build_by_hand(pages: Pages) -> bytes:
    pars = [
        f'<par dur="{(page.duration_ms or 0) // 1000}s">'
        + "".join([f'<{ref.tag} src="{ref.src}" region="{ref.region}"/>' for ref in page.refs])
        + "</par>"
        for page in pages
    ]
    return f"{HEAD}{''.join(pars)}{TAIL}".encode()


def build_by_element_tree(pages: Pages) -> bytes:
    root = ElementTree.fromstring(HEAD + TAIL)
    body = root[1]
    for page in pages:
        par = ElementTree.SubElement(body, "par", dur=f"{(page.duration_ms or 0) // 1000}s")
        for tag, src, region in page.refs:
            ElementTree.SubElement(par, tag, src=src, region=region)
    return ElementTree.tostring(root)


def read_with(parse: Callable[[bytes], Any]) -> Callable[[bytes], Pages]:
    """ElementTree and lxml have the same elements."""

    def read(data: bytes) -> Pages:
        return tuple(
            SmilPage(
                int(par.get("dur").rstrip("s")) * 1000,
                tuple(SmilRef(ref.tag, ref.get("src"), ref.get("region", "")) for ref in par),
            )
            for par in parse(data).iter("par")
        )

    return read


read_by_element_tree = read_with(ElementTree.fromstring)
read_by_lxml = read_with(etree.fromstring)


def pages_of_many(count: int) -> Callable[[int], list[Pages]]:
    """A hundred lists of so many pages each."""

    def case(number: int) -> list[Pages]:
        return [tuple(page(number + row + n) for n in range(count)) for row in range(100)]

    def page(number: int) -> SmilPage:
        text = SmilRef("text", f"{number}.txt", "Text")
        return SmilPage(number % 9 * 1000, (text, SmilRef("img", f"{number}.jpg", "Image")))

    return case


@pytest.mark.parametrize(("title", "count"), [("a page", 1), ("20 pages", 20)])
def test_build(race: Callable[[Race], None], title: str, count: int) -> None:
    """What every rival makes is read back by ElementTree."""
    race(
        Race(
            title=f"SMIL build: {title}",
            rivals=(
                Rival("f-strings by hand", each(build_by_hand)),
                Rival("ElementTree by hand", each(build_by_element_tree)),
                Rival("build_smil", each(build_smil), ours=True),
            ),
            rounds=41,
            item="SMIL",
            items=100,
            case=pages_of_many(count),
            arguments=lambda case: (list(case),),
            check=lambda case, built: require_equal(case, [*map(read_by_element_tree, built)]),
        )
    )


@pytest.mark.parametrize(("title", "count"), [("a page", 1), ("20 pages", 20)])
def test_read(race: Callable[[Race], None], title: str, count: int) -> None:
    """Every rival finds the same pages."""
    race(
        Race(
            title=f"SMIL read: {title}",
            rivals=(
                Rival("ElementTree by hand", each(read_by_element_tree)),
                Rival("lxml by hand", each(read_by_lxml)),
                Rival("read_smil", each(read_smil), ours=True),
            ),
            rounds=41,
            item="SMIL",
            items=100,
            case=pages_of_many(count),
            arguments=lambda case: ([build_by_hand(pages) for pages in case],),
            check=require_equal,
        )
    )


# ---- whole slide shows ---------------------------------------------------------------------------

LENGTH = struct.Struct("<I")


def pack_show_by_hand(show: Slideshow) -> bytes:
    parts: list[bytes] = []
    pages: list[SmilPage] = []

    def put(name: str, data: bytes) -> None:
        parts.append(name.encode("gbk") + b"\0" + LENGTH.pack(len(data)) + data)

    for number, page in enumerate(show.pages, 1):
        refs = [SmilRef("text", f"{number}.txt", "Text")]
        put(f"{number}.txt", (page.text or "").encode("gbk"))
        if page.image:
            refs.append(SmilRef("img", f"{number}.{page.image.type}", "Image"))
            put(f"{number}.{page.image.type}", page.image.data)
        pages.append(SmilPage(page.duration_ms, tuple(refs)))
    put("mms.smil", build_by_hand(tuple(pages)))
    return b"".join(parts)


def read_show_by_hand(container: bytes) -> Slideshow:
    data_of: dict[str, bytes] = {}
    at = 0
    while at < len(container):
        nul = container.index(0, at)
        (size,) = LENGTH.unpack_from(container, nul + 1)
        data_of[container[at:nul].decode("gbk")] = container[nul + 5 : nul + 5 + size]
        at = nul + 5 + size
    pages: list[Page] = []
    for duration_ms, refs in read_by_element_tree(data_of["mms.smil"]):
        text, image = None, None
        for ref in refs:
            if ref.tag == "text":
                text = data_of[ref.src].decode("gbk")
            else:
                image = Part(ref.src.rpartition(".")[2], data_of[ref.src])
        pages.append(Page(duration_ms=duration_ms, text=text, image=image))
    return Slideshow(tuple(pages))


def pack_show(show: Slideshow) -> bytes:
    return pack_tms(slideshow_to_elements(show))


def read_show(container: bytes) -> Slideshow:
    return slideshow_from_elements(unpack_tms(container))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_pack_show(race: Callable[[Race], None], shape: Shape) -> None:
    """From a slide show to the bytes of its container, which are read back by hand."""
    race(
        Race(
            title=f"slide show to TMS: {shape.title}",
            rivals=(
                Rival("f-strings and struct by hand", each(pack_show_by_hand)),
                Rival("slideshow_to_elements, pack_tms", each(pack_show), ours=True),
            ),
            rounds=41,
            item="message",
            items=shape.shows,
            case=shape.make,
            arguments=lambda case: (list(case),),
            check=lambda case, packed: require_equal(case, [*map(read_show_by_hand, packed)]),
        )
    )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.title)
def test_read_show(race: Callable[[Race], None], shape: Shape) -> None:
    """And back."""
    race(
        Race(
            title=f"slide show from TMS: {shape.title}",
            rivals=(
                Rival("struct and ElementTree by hand", each(read_show_by_hand)),
                Rival("unpack_tms, slideshow_from_elements", each(read_show), ours=True),
            ),
            rounds=41,
            item="message",
            items=shape.shows,
            case=shape.make,
            arguments=lambda case: ([pack_show_by_hand(show) for show in case],),
            check=require_equal,
        )
    )


def require_equal(case: Sequence[Any], found: Sequence[Any]) -> None:
    assert found == case
