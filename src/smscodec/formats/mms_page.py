"""A multimedia message to look at: one HTML page that plays it the way a phone would.

No document has a word on it; the page is for people who build or receive messages (documents 002
and 003, sections 2). It is a single file and fetches nothing: pictures, videos and sounds are
``data:`` URIs. ``formats.mms_player`` says how it behaves.

**Nothing in a message becomes markup.** Texts are escaped. What a part is comes from the table
here, never from the message, so there is no SVG and no script among the pictures. The page's own
Content-Security-Policy allows the one style and the one script it has, by their hashes, and
``data:`` media; no other script, no connection, no form. Control characters are shown as what they
are (``␀``), a lone surrogate as U+FFFD; CR LF and CR are line breaks.

**What we chose.** The picture stands above the text, as in ``formats.smil``. A page that does not
say how long it lasts, or says 0, is played for 5 seconds and says so. A page is left when its time
is over, whatever still sounds. Sizes are those of the parts, texts in GBK. MIDI and AMR, which
phones play and browsers do not, can be saved. Texts are taken for Chinese when glyphs are chosen.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Literal, NamedTuple

from ..errors import EncodeError
from ..primitives.charset import encode_text
from .mms_player import PLAYER_SCRIPT, PLAYER_STYLE
from .parts import Part
from .slideshow import Page, Slideshow
from .smil import MAX_DURATION_MS

__all__ = [
    "DEFAULT_MS",
    "MAX_SHOWN",
    "Language",
    "played_ms",
    "player_markup",
    "render_page",
    "show_size",
]

Language = Literal["zh", "en"]

DEFAULT_MS = 5000
"""How long a page is played that does not say."""

MAX_SHOWN = 8 << 20
"""Bytes of all parts, counted on every page they are on. A message is 100 KB, but pages may share a
part, and hostile ones share it a thousand times."""

_Medium = Literal["image", "video", "sound"]

_MIME: dict[_Medium, dict[str, str]] = {
    "image": {"jpg": "image/jpeg", "gif": "image/gif", "png": "image/png", "bmp": "image/bmp"},
    "video": {"mp4": "video/mp4"},
    "sound": {"wav": "audio/wav", "mp3": "audio/mpeg", "mid": "audio/midi", "amr": "audio/amr"},
}
_PLAYED_BY_BROWSERS = frozenset({"wav", "mp3"})


class _Words(NamedTuple):
    """What the page itself says."""

    title: str
    page: str
    seconds: str
    seconds_unsaid: str
    in_all: str
    image: str
    video: str
    sound: str
    unplayable: str
    save: str
    previous: str
    play: str
    pause: str
    next: str


_WORDS: dict[Language, _Words] = {
    "zh": _Words(
        title="彩信",
        page="第 {} 页，共 {} 页",
        seconds="{} 秒",
        seconds_unsaid="{} 秒（未注明）",
        in_all="共 {}",
        image="第 {} 页的图片",
        video="第 {} 页的视频",
        sound="第 {} 页的声音",
        unplayable="手机可播放，浏览器不能",
        save="保存",
        previous="上一页",
        play="播放",
        pause="暂停",
        next="下一页",
    ),
    "en": _Words(
        title="Multimedia message",
        page="Page {} of {}",
        seconds="{} s",
        seconds_unsaid="{} s (not said)",
        in_all="{} in all",
        image="Picture of page {}",
        video="Video of page {}",
        sound="Sound of page {}",
        unplayable="phones play it, browsers do not",
        save="save",
        previous="Previous page",
        play="Play",
        pause="Pause",
        next="Next page",
    ),
}

# ---- figures -------------------------------------------------------------------------------


def played_ms(page: Page) -> int:
    """How long a page is played, in milliseconds."""
    return page.duration_ms or DEFAULT_MS


def show_size(slideshow: Slideshow) -> int:
    """Bytes of all parts, texts in GBK; a character that GBK lacks counts as one."""
    return sum(map(_page_size, slideshow.pages))


def _page_size(page: Page) -> int:
    parts = (part for part in (page.image, page.video, page.sound) if part)
    return len(encode_text(page.text or "", "gbk", "replace")) + sum(len(p.data) for p in parts)


def _bytes(count: int) -> str:
    return f"{count} B" if count < 1000 else f"{count / 1024:.1f} KB"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


# ---- the document --------------------------------------------------------------------------

_STYLE = f"""
html {{ color-scheme: light dark; background: #efeeea; }}
@media (prefers-color-scheme: dark) {{ html {{ background: #101114; }} }}
body {{ margin: 0; padding: max(1rem, 4vh) 1rem; }}
{PLAYER_STYLE}"""


def _source(inline: str) -> str:
    """How a Content-Security-Policy names an inline style or script."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode('ascii')}'"


_POLICY = (
    "default-src 'none'; img-src data:; media-src data:; "
    f"style-src {_source(_STYLE)}; script-src {_source(PLAYER_SCRIPT)}; "
    "base-uri 'none'; form-action 'none'"
)


def render_page(slideshow: Slideshow, *, subject: str = "", language: Language = "zh") -> str:
    """The whole document, to be written in UTF-8; the same message gives the same document.

    ``language`` is that of the page's own words. Opened with ``#play`` it starts by itself.
    Raises what ``player_markup`` raises.
    """
    title = _inert(subject) or _WORDS[language].title
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
{player_markup(slideshow, subject=subject, language=language)}
<script>{PLAYER_SCRIPT}</script>
</body>
</html>
"""


# ---- the player ----------------------------------------------------------------------------


def player_markup(slideshow: Slideshow, *, subject: str = "", language: Language = "zh") -> str:
    """The element ``section`` alone, for a document with the style and script of ``mms_player``.

    Raises ``EncodeError`` that names the page for a type out of its place or an impossible
    duration, and for no pages or more than ``MAX_SHOWN`` bytes.
    """
    if not slideshow.pages:
        raise EncodeError("there are no pages", path="$.pages")
    if (size := show_size(slideshow)) > MAX_SHOWN:
        reason = f"the pages show {size} bytes, more than {MAX_SHOWN}"
        raise EncodeError(reason, path="$.pages")
    words, pages = _WORDS[language], slideshow.pages
    shown = "\n".join(_page(page, n, len(pages), words) for n, page in enumerate(pages))
    seconds = words.seconds.format(_seconds(sum(map(played_ms, pages))))
    in_all = words.in_all.format(f"{seconds} · {_bytes(size)}")
    return f"""<section class="mms" lang="{language}">
<div class="phone"><div class="screen">
<h1 lang="zh" dir="auto">{_inert(subject) or words.title}</h1>
<div class="steps" aria-hidden="true">{"<i><b></b></i>" * len(pages)}</div>
<ol class="pages">
{shown}
</ol>
{_keys(words)}
</div></div>
<p class="sum">{in_all}</p>
</section>"""


def _keys(words: _Words) -> str:
    return f"""<div class="keys" hidden>
<button type="button" title="{words.previous}" aria-label="{words.previous}">\
<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15.4 6 14 4.6 6.6 12l7.4 7.4 1.4-1.4-6-6z"/>\
</svg></button>
<button type="button" class="play" data-play="{words.play}" data-pause="{words.pause}">\
<svg viewBox="0 0 24 24" aria-hidden="true"><path class="go" d="M8 5v14l11-7z"/>\
<path class="halt" d="M6.5 5h4v14h-4zM13.5 5h4v14h-4z"/></svg></button>
<button type="button" title="{words.next}" aria-label="{words.next}">\
<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m8.6 6 1.4-1.4 7.4 7.4-7.4 7.4L8.6 18l6-6z"/>\
</svg></button>
</div>"""


def _page(page: Page, number: int, of: int, words: _Words) -> str:
    path, ordinal = f"$.pages[{number}]", number + 1
    if not 0 <= played_ms(page) <= MAX_DURATION_MS:
        reason = f"a duration of {page.duration_ms} ms is not within 0 to {MAX_DURATION_MS}"
        raise EncodeError(reason, path=f"{path}.duration_ms")
    lines = [f'<li class="page" data-ms="{played_ms(page)}">']
    if page.image:
        source, alt = _data_uri("image", page.image, path), words.image.format(ordinal)
        lines.append(f'<figure><img alt="{alt}" src="{source}"></figure>')
    if page.video:
        source, label = _data_uri("video", page.video, path), words.video.format(ordinal)
        lines.append(
            f'<figure><video controls playsinline aria-label="{label}" src="{source}">'
            "</video></figure>"
        )
    if page.text:
        lines.append(f'<p class="text" lang="zh" dir="auto">{_inert(page.text)}</p>')
    if page.sound:
        lines.append(_sound(page.sound, ordinal, path, words))
    seconds = words.seconds if page.duration_ms else words.seconds_unsaid
    note = (
        words.page.format(ordinal, of),
        seconds.format(_seconds(played_ms(page))),
        _bytes(_page_size(page)),
    )
    lines.append(f'<p class="note">{" · ".join(note)}</p></li>')
    return "\n".join(lines)


def _sound(part: Part, ordinal: int, path: str, words: _Words) -> str:
    source = _data_uri("sound", part, path)
    label = words.sound.format(ordinal)
    facts = f"{part.type.upper()} · {_bytes(len(part.data))}"
    if part.type in _PLAYED_BY_BROWSERS:
        player = f'<audio controls aria-label="{label}" src="{source}"></audio>'
        return f'<p class="sound">{facts}{player}</p>'
    save = f'<a download="{ordinal}.{part.type}" href="{source}">{words.save}</a>'
    return f'<p class="sound">{facts} · {words.unplayable} · {save}</p>'


def _data_uri(medium: _Medium, part: Part, path: str) -> str:
    mime = _MIME[medium].get(part.type)
    if mime is None:
        raise EncodeError(f"{part.type!r} is no type of {medium}", path=f"{path}.{medium}.type")
    return f"data:{mime};base64,{b64encode(part.data).decode('ascii')}"


# ---- text ----------------------------------------------------------------------------------

_VISIBLE = {
    **{control: 0x2400 + control for control in range(0x20) if chr(control) not in "\t\n"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD),
}


def _inert(text: str) -> str:
    """The text as HTML in which nothing is markup."""
    return escape(text.replace("\r\n", "\n").replace("\r", "\n").translate(_VISIBLE))
