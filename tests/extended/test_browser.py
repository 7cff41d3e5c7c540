"""The page of a multimedia message in a real browser: Chromium, headless, without a network."""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
import sys
import wave
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from support.browser import FLAGS
from support.png import colours, solid_png

from smscodec.formats.mms_page import render_page
from smscodec.formats.mms_player import PLAYER_SCRIPT
from smscodec.formats.parts import Part
from smscodec.formats.slideshow import Page, Slideshow

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

RED = (200, 30, 90)
LIGHT, DARK = (253, 253, 252), (29, 30, 34)
"""The phone's screen."""

Browser = Callable[..., str]


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """Opens a page for so many milliseconds of its own time; what has become of the document."""

    def browser(page: str, *flags: str, fragment: str = "", milliseconds: int = 200) -> str:
        path = tmp_path / "page.html"
        path.write_bytes(page.encode())
        profile = tmp_path / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        budget = f"--virtual-time-budget={milliseconds}"
        command = [
            CHROMIUM or "",
            *FLAGS,
            "--window-size=400,800",
            f"--user-data-dir={profile}",
            budget,
            *flags,
        ]
        done = subprocess.run(
            [*command, "--dump-dom", path.as_uri() + fragment],
            capture_output=True,
            timeout=120,
            check=True,
        )
        return done.stdout.decode()

    return browser


def screenshot(
    browser: Browser, tmp_path: Path, page: str, *flags: str, **options: object
) -> bytes:
    """The picture of a page; with ``--dump-dom`` Chromium takes one as well."""
    path = tmp_path / "shot.png"
    browser(page, f"--screenshot={path}", *flags, **options)
    return path.read_bytes()


def chime() -> bytes:
    """A second of 440 Hz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(round(128 + 90 * math.sin(n * 0.3456)) for n in range(8000)))
    return out.getvalue()


def sample() -> Slideshow:
    """Three pages: a text, a picture, a sound."""
    return Slideshow(
        (
            Page(duration_ms=3000, text="第一页：秋日上新\n\n凭本彩信可享八折【示例】"),
            Page(duration_ms=2000, text="第二页", image=Part("png", solid_png(8, 6, RED))),
            Page(duration_ms=None, text="第三页", sound=Part("wav", chime())),
        )
    )


def shown(document: str) -> list[int]:
    """The pages that are not hidden, from 1."""
    pages = re.findall(r'<li class="page"[^>]*>', document)
    return [number for number, page in enumerate(pages, 1) if "hidden" not in page]


def playing(document: str) -> bool:
    (classes,) = re.findall(r'<section class="([^"]*)"', document)
    return "playing" in classes.split()


def with_script(page: str, script: str) -> str:
    """The page with one more script at its end, which its policy is made to allow."""
    allowed = f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
    page = page.replace("script-src ", f"script-src {allowed} ")
    return page.replace("</body>", f"<script>{script}</script>\n</body>")


# ---- the player ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("milliseconds", "page", "runs"),
    [(500, 1, True), (2500, 1, True), (3500, 2, True), (5500, 3, True), (11_000, 3, False)],
)
def test_pages_come_in_turn(browser: Browser, milliseconds: int, page: int, runs: bool) -> None:
    """Each for its time, then it stops at the last."""
    document = browser(render_page(sample()), fragment="#play", milliseconds=milliseconds)
    assert (shown(document), playing(document)) == ([page], runs)


def test_nothing_moves_before_somebody_asks(browser: Browser) -> None:
    """One page, and the keys."""
    document = browser(render_page(sample()), milliseconds=20_000)
    assert (shown(document), playing(document)) == ([1], False)
    assert re.search(r'<div class="keys">', document)


def test_reduced_motion_keeps_it_still(browser: Browser) -> None:
    """Even where it was to start by itself."""
    flag = "--force-prefers-reduced-motion"
    document = browser(render_page(sample()), flag, fragment="#play", milliseconds=20_000)
    assert (shown(document), playing(document)) == ([1], False)


@pytest.mark.parametrize(
    ("keys", "page", "runs"),
    [
        ("ArrowRight", 2, False),
        ("ArrowRight ArrowRight ArrowRight ArrowLeft", 2, False),
        ("ArrowLeft", 1, False),
        ("Control+ArrowRight", 1, False),
        ("Space ArrowRight", 2, True),
        ("Space Space", 1, False),
        ("a", 1, False),
    ],
)
def test_the_keyboard_turns_and_plays(browser: Browser, keys: str, page: int, runs: bool) -> None:
    """Arrows turn, the space bar starts and stops; nothing else does anything."""
    script = """
for (const name of "%s".split(" ")) {
  const ctrlKey = name.startsWith("Control+");
  const key = name.replace("Control+", "").replace("Space", " ");
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true }));
}
"""
    document = browser(with_script(render_page(sample()), script % keys))
    assert (shown(document), playing(document)) == ([page], runs)


@pytest.mark.parametrize(
    ("clicks", "page", "runs"),
    [("2", 2, False), ("2 2 2 0", 2, False), ("1", 1, True), ("1 1", 1, False), ("1 2", 2, True)],
)
def test_the_buttons_turn_and_play(browser: Browser, clicks: str, page: int, runs: bool) -> None:
    """Previous, play, next; and play is called pause while it plays."""
    script = """
const buttons = document.querySelectorAll("button");
for (const one of "%s".split(" ")) buttons[one].click();
document.title = buttons[1].ariaLabel;
"""
    document = browser(with_script(render_page(sample()), script % clicks))
    assert (shown(document), playing(document)) == ([page], runs)
    assert f"<title>{'暂停' if runs else '播放'}</title>" in document


def test_a_sound_begins_with_its_page(browser: Browser) -> None:
    """The policy lets it load, and it is not started before."""
    script = """
const audio = document.querySelector("audio");
audio.onplaying = () => { document.title = `playing on ${document.querySelectorAll(
  ".page:not([hidden]) audio").length}`; };
audio.onerror = () => { document.title = "failed"; };
"""
    page = with_script(render_page(sample()), script)
    flag = "--autoplay-policy=no-user-gesture-required"
    document = browser(page, flag, fragment="#play", milliseconds=5500)
    assert "<title>playing on 1</title>" in document
    assert "<title>彩信</title>" in browser(page, flag, fragment="#play", milliseconds=4000)


# ---- what is seen ----------------------------------------------------------------------------


def test_the_picture_is_seen_on_its_page(browser: Browser, tmp_path: Path) -> None:
    """The policy lets it load; on page 1 there is none of it."""
    page = render_page(sample())
    turned = with_script(page, "document.querySelectorAll('button')[2].click();")
    at_once = "--force-prefers-reduced-motion"
    assert colours(screenshot(browser, tmp_path, page, at_once))[RED] == 0
    assert colours(screenshot(browser, tmp_path, turned, at_once))[RED] > 50_000


def test_light_and_dark(browser: Browser, tmp_path: Path) -> None:
    """The page takes the side of the system."""
    page = render_page(sample())
    light = colours(screenshot(browser, tmp_path, page))
    dark = colours(screenshot(browser, tmp_path, page, "--blink-settings=preferredColorScheme=0"))
    assert light[LIGHT] > 100_000 > light[DARK]
    assert dark[DARK] > 100_000 > dark[LIGHT]


# ---- what must not happen --------------------------------------------------------------------

HOSTILE = (
    "</script><script>document.title='broken'</script>",
    "</title></style></p><img src=x onerror=\"document.title='broken'\">",
    "'\"><svg onload=document.title='broken'><iframe srcdoc='<script>1</script>'>",
    "<a href=javascript:document.title='broken' autofocus onfocus=document.title='broken'>",
)


def elements(document: str) -> list[str]:
    """The start tags of a document, their texts and titles aside."""
    return [tag for tag in re.findall(r"<[a-z][^>]*>", document) if not tag.startswith("<title")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(browser: Browser, text: str) -> None:
    """The browser sees the elements that it sees for a harmless one, and runs nothing."""
    page = Page(duration_ms=1000, text=text)
    document = browser(render_page(Slideshow((page,)), subject=text))
    harmless = Page(duration_ms=1000, text="x" * len(text))
    assert elements(document) == elements(browser(render_page(Slideshow((harmless,)))))
    assert "<title>broken</title>" not in document


@pytest.mark.parametrize(
    "intruder",
    [
        "<script>document.title = 'broken'</script>",
        "<img src=x onerror=\"document.title = 'broken'\">",
        "<iframe srcdoc=\"<script>parent.document.title = 'broken'</script>\"></iframe>",
        "<script src=\"data:text/javascript,document.title='broken'\"></script>",
    ],
)
def test_the_policy_stops_what_gets_past_the_escaping(browser: Browser, intruder: str) -> None:
    """Were there ever a hole, no script would come through it."""
    page = render_page(sample()).replace('<p class="sum">', f'{intruder}<p class="sum">')
    document = browser(page)
    assert "<title>彩信</title>" in document
    loose = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert "<title>broken</title>" in browser(loose)


def test_without_its_script_all_pages_are_there(browser: Browser, tmp_path: Path) -> None:
    """As with one that was tampered with, which the policy keeps from running."""
    page = render_page(sample()).replace(PLAYER_SCRIPT, PLAYER_SCRIPT + "//")
    document = browser(page, fragment="#play", milliseconds=10_000)
    assert shown(document) == [1, 2, 3]
    assert re.search(r'<div class="keys" hidden="">', document)
    shot = screenshot(browser, tmp_path, page, "--window-size=400,1400")
    assert colours(shot)[RED] > 50_000


# ---- from a folder to the browser ------------------------------------------------------------


def test_a_built_folder_plays(browser: Browser, tmp_path: Path) -> None:
    """The two commands, one after the other."""
    slides = tmp_path / "slides"
    slides.mkdir()
    (slides / "01.txt").write_text("你好", "utf-8")
    (slides / "02.png").write_bytes(solid_png(8, 6, RED))
    (slides / "03.wav").write_bytes(chime())
    (slides / "durations.txt").write_text("1 1.5\n")
    command = [sys.executable, "-m", "smscodec.cli", "mms"]
    message, page = tmp_path / "out.tms", tmp_path / "out.html"
    subprocess.run([*command, "build", slides, "--out", message], check=True)
    subprocess.run([*command, "preview", message, "--out", page], check=True)
    document = browser(page.read_text("utf-8"), fragment="#play", milliseconds=2000)
    assert (shown(document), playing(document)) == ([2], True)
