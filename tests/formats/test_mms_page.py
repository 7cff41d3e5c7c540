"""A page that shows whatever a message holds, and lets none of it become markup."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.media import GIF, JPEG, MIDI, PNG

from smscodec.errors import EncodeError
from smscodec.formats.mms_page import (
    DEFAULT_MS,
    MAX_SHOWN,
    Language,
    played_ms,
    player_markup,
    render_page,
    show_size,
)
from smscodec.formats.mms_player import PLAYER_SCRIPT, PLAYER_STYLE
from smscodec.formats.parts import Part
from smscodec.formats.slideshow import Page, Slideshow
from smscodec.formats.smil import MAX_DURATION_MS

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style></title></p></section><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "javascript:alert(1)",
    "<!-- --><![CDATA[ ]]>&lt;b&gt;&#60;b&#62;&amp",
    "\x00<\x00script\x00>\x1b]0;x\x07\x85\ud800\u202e",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(),
    st.text("<>&\"'/=!-\r\n\t\0 scriptonload中文"),
)
VOID = {"meta", "img"}


class Parsed(HTMLParser):
    """Elements and attributes of a page, its texts by the class or tag of their element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(dict(attrs).get("class") or tag)
            self.texts.setdefault(self._open[-1], []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a page has no comments")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("a page has no declarations")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each such element."""
        return [attributes for name, attributes in self.elements if name == tag]


def show(*pages: Page) -> Slideshow:
    return Slideshow(pages)


def text_page(text: str) -> Slideshow:
    return show(Page(duration_ms=5000, text=text))


EVERYTHING = show(
    Page(duration_ms=3000, text="文本\n二", image=Part("jpg", JPEG)),
    Page(duration_ms=None, image=Part("gif", GIF), sound=Part("mp3", b"ID3")),
    Page(duration_ms=2500, video=Part("mp4", b"video"), sound=Part("mid", MIDI)),
)


# ---- nothing in a message becomes markup ---------------------------------------------------


@given(TEXTS, TEXTS.filter(bool))
@example(HOSTILE[0], HOSTILE[0])
@example(HOSTILE[1], HOSTILE[1])
@example(HOSTILE[2], HOSTILE[2])
@example(HOSTILE[5], HOSTILE[5])
def test_whatever_a_message_says_the_elements_are_the_same(subject: str, text: str) -> None:
    """Elements and attributes do not depend on it."""
    harmless = Parsed(render_page(text_page("x"), subject="y"))
    assert Parsed(render_page(text_page(text), subject=subject)).elements == harmless.elements


@given(TEXTS.filter(bool))
def test_a_text_is_shown_as_it_is(text: str) -> None:
    """To the letter: line breaks as LF, and what nobody could see or write made visible."""
    expected = re.sub(r"\r\n?", "\n", text)
    expected = re.sub(r"[\0-\x08\x0b-\x1f]", lambda c: chr(0x2400 + ord(c[0])), expected)
    expected = re.sub(r"[\x80-\x9f\ud800-\udfff]", "\ufffd", expected.replace("\x7f", "␡"))
    page = render_page(text_page(text), subject=text)
    found = Parsed(page).texts
    assert found["text"] == found["title"] == found["h1"] == [expected]
    page.encode()  # nothing in it that UTF-8 cannot carry


@given(st.binary(min_size=1), st.sampled_from(["jpg", "gif", "png", "bmp"]))
def test_bytes_are_base64_under_a_type_of_ours(data: bytes, kind: str) -> None:
    """Whatever they look like, an SVG for one."""
    (found,) = Parsed(render_page(show(Page(duration_ms=1, image=Part(kind, data))))).all("img")
    source = found["src"] or ""
    mime, _, packed = source.partition(";base64,")
    assert mime == f"data:image/{'jpeg' if kind == 'jpg' else kind}"
    assert b64decode(packed, validate=True) == data


@pytest.mark.parametrize(
    ("slot", "part"),
    [
        ("image", Part("svg", b"<svg onload=alert(1)>")),
        ("image", Part("mp4", b"x")),
        ("image", Part('jpg" onerror="alert(1)', JPEG)),
        ("video", Part("jpg", JPEG)),
        ("sound", Part("html", b"<script>")),
        ("sound", Part("", b"x")),
    ],
)
def test_a_type_out_of_its_place_is_refused(slot: Any, part: Part) -> None:
    """Types come from the table, never from the message."""
    page = Page(duration_ms=1, **{slot: part})
    with pytest.raises(EncodeError, match=f"is no type of {slot} - at `") as caught:
        render_page(show(Page(duration_ms=1, text="x"), page))
    assert caught.value.path == f"$.pages[1].{slot}.type"


# ---- the policy ----------------------------------------------------------------------------


def policy(page: str) -> dict[str, str]:
    (content,) = (
        meta["content"]
        for meta in Parsed(page).all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert content is not None
    return dict(rule.split(" ", 1) for rule in content.split("; "))


def test_policy_names_the_style_and_the_script_by_their_hashes() -> None:
    """The bytes between the tags, each of which is there once."""
    page = render_page(EVERYTHING)
    rules = policy(page)
    for tag in ("style", "script"):
        (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(sha256(inline.encode()).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "media-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_policy_comes_before_all_it_governs() -> None:
    """A policy in the document governs only what follows it."""
    tags = [tag for tag, _ in Parsed(render_page(EVERYTHING)).elements]
    assert tags[:4] == ["html", "head", "meta", "meta"]


def test_style_and_script_hold_nothing_that_ends_them() -> None:
    """So the parser reads them whole."""
    assert not re.search(r"</|<!--|\]\]>|<script", PLAYER_SCRIPT)
    assert "<" not in PLAYER_STYLE


def test_nothing_is_fetched() -> None:
    """No address but data, no style and no handler in an attribute."""
    page = render_page(EVERYTHING, subject="http://example.com/")
    for _, attributes in Parsed(page).elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        for name in ("src", "href"):
            assert (attributes.get(name) or "data:").startswith("data:")
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp|import\(", PLAYER_STYLE + PLAYER_SCRIPT)


# ---- what is shown -------------------------------------------------------------------------


def test_all_pages_are_there_in_turn() -> None:
    """Readable without the script: nothing is hidden but the keys."""
    found = Parsed(render_page(EVERYTHING))
    pages = [of for of in found.all("li") if of["class"] == "page"]
    assert [of["data-ms"] for of in pages] == ["3000", str(DEFAULT_MS), "2500"]
    assert [tag for tag, of in found.elements if "hidden" in of] == ["div"]
    assert found.texts["note"] == [
        f"第 1 页，共 3 页 · 3 秒 · {len(JPEG) + 7} B",
        f"第 2 页，共 3 页 · 5 秒（未注明） · {len(GIF) + 3} B",
        f"第 3 页，共 3 页 · 2.5 秒 · {len(MIDI) + 5} B",
    ]
    assert found.texts["sum"] == [f"共 10.5 秒 · {show_size(EVERYTHING)} B"]
    assert [image["alt"] for image in found.all("img")] == ["第 1 页的图片", "第 2 页的图片"]


def test_sounds_that_browsers_do_not_play_can_be_saved() -> None:
    """Under a name of ours."""
    found = Parsed(render_page(EVERYTHING, language="en"))
    (audio,), (link,) = found.all("audio"), found.all("a")
    assert audio["src"] == "data:audio/mpeg;base64," + b64encode(b"ID3").decode()
    assert link == {
        "download": "3.mid",
        "href": "data:audio/midi;base64," + b64encode(MIDI).decode(),
    }
    assert found.texts["sound"][1] == "MID · 26 B · phones play it, browsers do not · "


@pytest.mark.parametrize(("language", "title"), [("zh", "彩信"), ("en", "Multimedia message")])
def test_words_are_those_of_the_language(language: Language, title: str) -> None:
    """``lang`` says which; a message without a subject is called what it is."""
    found = Parsed(render_page(EVERYTHING, language=language))
    assert found.all("html") == [{"lang": language}]
    assert found.texts["title"] == found.texts["h1"] == [title]
    chinese = re.search("[一-鿿]", "".join(found.texts["note"] + found.texts["sum"]))
    assert bool(chinese) == (language == "zh")


@pytest.mark.parametrize(
    ("duration", "played"), [(None, 5000), (0, 5000), (1, 1), (999_999_000, 999_999_000)]
)
def test_a_page_without_a_duration_is_played_for_five_seconds(
    duration: int | None, played: int
) -> None:
    """And says that nobody said so."""
    page = Page(duration_ms=duration, text="x")
    assert played_ms(page) == played
    found = Parsed(render_page(show(page), language="en"))
    assert ("(not said)" in found.texts["note"][0]) == (not duration)


def test_sizes_are_those_on_the_wire() -> None:
    """Texts count in GBK, a character that it lacks as one; in KB from a thousand bytes on."""
    assert show_size(text_page("文本a😀")) == 6
    assert Parsed(render_page(text_page("a" * 999))).texts["sum"] == ["共 5 秒 · 999 B"]
    assert Parsed(render_page(text_page("a" * 1536))).texts["sum"] == ["共 5 秒 · 1.5 KB"]


@pytest.mark.parametrize("duration", [-1, MAX_DURATION_MS + 1])
def test_an_impossible_duration_is_refused(duration: int) -> None:
    """As when it is sent."""
    with pytest.raises(EncodeError, match=r"is not within 0 to .* at `\$.pages\[0\].duration_ms`"):
        render_page(show(Page(duration_ms=duration, text="x")))


def test_a_part_shared_by_very_many_pages_is_refused() -> None:
    """100 KB on a thousand pages would be 100 MB of HTML."""
    page = Page(duration_ms=1000, text="x" * (MAX_SHOWN // 100))
    assert len(render_page(Slideshow((page,) * 100))) > MAX_SHOWN
    with pytest.raises(EncodeError, match=r"more than 8388608 - at `\$.pages`"):
        render_page(Slideshow((page,) * 101))


def test_no_pages_are_refused() -> None:
    """There is nothing to show."""
    with pytest.raises(EncodeError, match=r"there are no pages - at `\$.pages`"):
        render_page(show())


def test_the_player_is_a_fragment_of_its_own() -> None:
    """One element, the same in the document; and the same message gives the same page."""
    markup = player_markup(EVERYTHING, subject="主题")
    assert Parsed(markup).elements[0] == ("section", {"class": "mms", "lang": "zh"})
    assert markup in render_page(EVERYTHING, subject="主题")
    assert render_page(EVERYTHING) == render_page(EVERYTHING)


def test_picture_types() -> None:
    """Each has its own MIME type, and so has a video."""
    pages = (Page(duration_ms=1, image=Part(kind, PNG)) for kind in ("jpg", "gif", "png", "bmp"))
    found = Parsed(render_page(show(*pages, Page(duration_ms=1, video=Part("mp4", b"v")))))
    kinds = [(of["src"] or "").partition(";")[0] for of in found.all("img") + found.all("video")]
    assert kinds == [f"data:image/{kind}" for kind in ("jpeg", "gif", "png", "bmp")] + [
        "data:video/mp4"
    ]
