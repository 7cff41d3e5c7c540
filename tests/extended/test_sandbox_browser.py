"""The sandbox's page in a real browser: Chromium, headless, and a sandbox on loopback."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.browser import Tab, browsing
from support.png import colours, solid_png

from smscodec import (
    FetchReports,
    Frame,
    Part,
    PersonalisedSend,
    Send,
    SendMms,
    hashed,
    make_hashed_login,
    make_plain_login,
    mms,
    plain,
)
from smscodec.sandbox import Sandbox, read_config
from smscodec.sandbox.running import Running, running

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

PLAIN = make_plain_login(user_id="1", account="demo", password="secret123")
HASHED = make_hashed_login(user_id="1", account="demo", password="secret123")
LIGHT, DARK = (253, 253, 252), (26, 27, 31)
RED = (200, 30, 90)

HOSTILE = (
    "</script><script>document.title='broken'</script>",
    "<img src=x onerror=\"document.title='broken'\">",
    "'\"></pre></textarea><svg onload=document.title='broken'>",
    "<iframe srcdoc=\"<script>parent.document.title='broken'</script>\"></iframe>",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """One browser for all: it takes a second to start."""
    flag = "--autoplay-policy=no-user-gesture-required"
    with browsing(CHROMIUM or "", tmp_path_factory.mktemp("profile"), flag) as tab:
        yield tab


@pytest.fixture
def served() -> Iterator[Running]:
    """A sandbox of its own for every test; its clock stands still."""
    with running(Sandbox(read_config("start = 2026-01-05 09:00:00"))) as served:
        yield served


@pytest.fixture
def tab(browser: Tab, served: Running) -> Iterator[Tab]:
    """The page, in English, opened, live, and without a complaint at the end."""
    browser.look()
    browser.complaints.clear()
    browser.open(f"{served.url}/")
    browser.run("localStorage.clear()")
    browser.says(".live", "live")
    yield browser
    assert not browser.complaints
    browser.open("about:blank#done")


def send(served: Running, endpoint: Any, login: Any, message: Any) -> str:
    """A client sends; the id of the task."""
    request = endpoint.encode_request(login, message)
    url = f"{served.url}/{request.path.lstrip('/')}"
    headers = {"Content-Type": request.content_type}
    reply = httpx.post(url, content=request.body, headers=headers, trust_env=False)
    return str(getattr(endpoint.decode_response(reply.content), "task_id", ""))


def text(served: Running, content: str = "【示例】您好", *mobiles: str) -> str:
    return send(
        served, plain.send, PLAIN, Send(mobiles=mobiles or ("13800138000",), content=content)
    )


def messages(served: Running, **which: str) -> list[Any]:
    return served.do(served.sandbox.messages, **which)


# ---- what comes ------------------------------------------------------------------------------


def test_the_first_screen_shows_how_to_begin(tab: Tab, served: Running) -> None:
    """And what it shows works, word for word, in a shell."""
    command = tab.run("document.querySelector('.command pre').textContent")
    assert f"{served.url}/sms.aspx" in command
    subprocess.run(["sh", "-c", command.replace("curl ", "curl -s ", 1)], check=True, timeout=20)
    tab.says(".rows", "【Example】Your code is 1234")
    assert [each.content for each in messages(served)] == ["【Example】Your code is 1234"]


def test_messages_arrive_by_themselves(tab: Tab, served: Running) -> None:
    """The newest on top, and told to who cannot see."""
    first = text(served, "【示例】一号")
    tab.says(".rows li:first-child", "一号")
    text(served, "【示例】二号", "13800138001", "13800138002")
    tab.says(".rows li:first-child", "二号")
    tab.says(".rows li:first-child", "+1")
    tab.says(".rows li:nth-child(2)", "一号")
    assert tab.text("#said") == "1 new"
    assert tab.run("document.querySelector('.rows li:nth-child(2) a').hash") == f"#/sent/{first}"


def test_one_message_with_everything(tab: Tab, served: Running) -> None:
    """Text, signature, cost, dialect, and the request with its secrets masked, explained."""
    text(served, "【示例】" + "您好" * 40, "13800138000", "13800138060")
    tab.click(".rows a")
    tab.says(".detail", "Report as the carrier")
    figures = tab.text(".figures").replace("\n", " ")
    for said in ("Signature 示例", "Characters 84", "Segments 2", "Cost 4", "Accepted 2 / 2"):
        assert said in figures
    assert "plain.send document 000" in figures
    assert tab.text(".bubble").endswith("您好")
    assert [row.split("\t") for row in tab.text("tbody").split("\n")] == [
        ["1", "13800138000", "report ready", "DELIVRD"],
        ["2", "13800138060", "report ready", "UNDELIV"],
    ]
    shown = tab.text(".detail")
    assert "send one text to these mobiles" in shown
    assert "password=***" in shown
    assert "secret123" not in shown
    send(served, plain.fetch_reports, PLAIN, FetchReports())
    tab.says("tbody tr", "report fetched")
    tab.says(".figures", "2 / 2")


def test_refused_calls_say_why(tab: Tab, served: Running) -> None:
    """They stand among the requests, and nowhere else."""
    wrong = make_plain_login(user_id="1", account="demo", password="wrong")
    send(served, plain.send, wrong, Send(mobiles=("13800138000",), content="x"))
    tab.press("3")
    tab.says(".rows", "refused")
    tab.press("j")
    tab.says(".figures", "refused")
    assert "password=***" in tab.text(".detail pre")
    tab.press("1")
    tab.says(".detail", "Nothing has been sent yet")


def test_a_schedule_and_a_clock(tab: Tab, served: Running) -> None:
    """What is sent later changes when the clock is moved."""
    later = served.do(served.sandbox.clock.now) + timedelta(minutes=30)
    message = Send(mobiles=("13800138000",), content="x", send_at=later)
    send(served, plain.send, PLAIN, message)
    tab.says(".rows", "scheduled")
    tab.press("j")
    tab.says("tbody", "scheduled")
    served.do(served.sandbox.advance, timedelta(hours=1))
    tab.says("tbody", "report ready")
    assert tab.text(".clock") == "2026-01-05 10:00:00"


def test_a_sandbox_that_went_away_is_found_again(browser: Tab, tmp_path: Path) -> None:
    """The page says so, and reads everything anew when it is back."""
    browser.look()
    with running(Sandbox(store=tmp_path / "store")) as served:
        text(served, "【示例】一号")
        browser.open(f"{served.url}/")
        browser.says(".rows", "一号")
        port = int(served.url.rpartition(":")[2])
    browser.says(".live", "reconnecting")
    with running(Sandbox(store=tmp_path / "store"), port=port) as served:
        text(served, "【示例】二号")
        browser.says(".live", "live")
        browser.says(".rows", "二号")
        browser.says(".rows", "一号")
        text(served, "【示例】三号")
        browser.says(".rows", "三号")
        browser.open("about:blank#done")


# ---- what people do --------------------------------------------------------------------------


def test_answering_as_the_phone(tab: Tab, served: Running) -> None:
    """The answer belongs to the message, and stands among what came in."""
    task = text(served)
    tab.says(".rows", "您好")
    tab.press("j")
    tab.says(".detail", "Answer as the phone")
    tab.press("a")
    tab.call("Input.insertText", text="收到 <b>ok</b>")
    tab.click(".card .do")
    tab.says("output", "on its way")
    (inbound,) = served.do(served.sandbox.store.latest_inbound, 10)
    assert (inbound.mobile, inbound.content, inbound.task_id) == (
        "13800138000",
        "收到 <b>ok</b>",
        task,
    )
    tab.press("Escape", "2")
    tab.says(".rows", "收到 <b>ok</b>")
    tab.click(".rows a")
    tab.says(".figures", task)


def test_writing_as_a_phone_without_a_message(tab: Tab, served: Running) -> None:
    """The empty list of inbound messages begins with the form."""
    tab.press("2")
    tab.says(".detail", "No phone has written yet")
    tab.write(".card input", "13800138009")
    tab.write(".card textarea", "TD")
    tab.click(".card .do")
    tab.says(".rows", "TD")
    (inbound,) = served.do(served.sandbox.store.latest_inbound, 10)
    assert (inbound.mobile, inbound.content, inbound.task_id) == ("13800138009", "TD", "")


def test_setting_a_report(tab: Tab, served: Running) -> None:
    """For one number, then for all; a mistake is said in words."""
    text(served, "【示例】您好", "13800138000", "13800138001")
    tab.says(".rows", "您好")
    tab.press("j")
    tab.click("tbody tr:nth-child(2) .pick")
    tab.click(".card:nth-child(2) .do")
    tab.says("tbody tr:nth-child(2)", "UNDELIV")
    assert "DELIVRD" in tab.text("tbody tr:nth-child(1)")
    assert [each.carrier_code for each in messages(served)] == ["DELIVRD", "UNDELIV"]
    tab.write(".card:nth-child(2) label:nth-of-type(1) input", "13900000000")
    tab.click(".card:nth-child(2) .do")
    tab.says("output.bad", "13900000000")
    tab.run(
        "document.querySelectorAll('.card:nth-child(2) input').forEach(e => e.value = 'MA:0006')"
    )
    tab.run("document.querySelector('.card:nth-child(2) input').value = ''")
    tab.click(".card:nth-child(2) .do")
    tab.says("tbody tr:nth-child(1)", "MA:0006")
    assert [each.carrier_code for each in messages(served)] == ["MA:0006", "MA:0006"]
    tab.complaints.clear()  # of the request that was refused


def test_the_platform_is_moved_and_begun_anew(tab: Tab, served: Running) -> None:
    """Clock, balance, reset."""
    text(served)
    tab.press("4")
    tab.says(".detail table", "999,999")
    tab.click(".keys button:nth-child(3)")
    tab.says(".detail .time", "2026-01-06 09:00:00")
    tab.run("window.confirm = () => true")
    tab.click(".danger")
    tab.says(".detail table", "1,000,000")
    assert messages(served) == []
    tab.press("1")
    tab.says(".detail", "Nothing has been sent yet")


# ---- large and many --------------------------------------------------------------------------


def test_a_batch_is_unfolded_page_by_page(tab: Tab, served: Running) -> None:
    """Ten thousand rows, fifty at a time."""
    rows = tuple((f"138{n:08d}", f"【示例公司】{n} 号") for n in range(10_000))
    send(served, hashed.send_batch, HASHED, PersonalisedSend(entries=rows))
    tab.says(".rows", "batch of 10,000")
    tab.press("j")
    tab.says(".detail .pager", "1–50 of 10,000")
    tab.click("[data-to=last]")
    tab.says(".detail .pager", "9,951–10,000 of 10,000")
    assert "【示例公司】9999 号" in tab.text("tbody tr:last-child")
    tab.click("[data-to=previous]")
    tab.says("tbody", "【示例公司】9901 号")
    assert tab.run("document.querySelectorAll('tbody tr').length") == 50
    assert tab.run("document.querySelectorAll('*').length") < 1500


def many(served: Running, numbers: range) -> None:
    """Messages in one go, which leaves the feed no time in between."""

    def send_them() -> None:
        for n in numbers:
            message = Send(mobiles=("13800138000",), content=f"【示例】第 {n} 条")
            served.sandbox.answer(plain.send.encode_request(PLAIN, message))

    served.do(send_them)


def test_thousands_of_messages_are_not_thousands_of_elements(tab: Tab, served: Running) -> None:
    """The list keeps the last two hundred; the others are a page further."""
    for start in range(0, 1500, 300):
        many(served, range(start, start + 300))
        tab.says(".rows li:first-child", f"第 {start + 299} 条")
    assert tab.run("document.querySelectorAll('.rows li').length") == 200
    assert tab.run("document.querySelectorAll('*').length") < 3000
    for last in (1299, 1199, 1099):
        tab.click(".side .pager button:last-child")
        tab.says(".rows li:first-child", f"第 {last} 条")
        assert tab.run("document.querySelectorAll('.rows li').length") == 100
    text(served, "【示例】新的")
    tab.says("#news", "1 new")
    assert "新的" not in tab.text(".rows")
    tab.click("#news")
    tab.says(".rows li:first-child", "新的")


def test_what_was_missed_is_read_anew(tab: Tab, served: Running) -> None:
    """The feed keeps a thousand events; who is slower asks for the list again, and goes on."""
    many(served, range(1500))
    tab.says(".rows li:first-child", "第 1499 条")
    text(served, "【示例】新的")
    tab.says(".rows li:first-child", "新的")
    tab.says(".rows li:nth-child(2)", "第 1499 条")


def test_the_filter_hides_what_does_not_match(tab: Tab, served: Running) -> None:
    """By number, text, endpoint or task."""
    text(served, "【示例】一号", "13800138001")
    text(served, "【示例】二号", "13800138002")
    tab.says(".rows", "一号")
    tab.press("/")
    tab.call("Input.insertText", text="8002")
    tab.until("document.querySelectorAll('.rows li:not([hidden])').length === 1")
    assert "二号" in tab.text(".rows")
    tab.call("Input.insertText", text="x")
    assert tab.run("document.querySelector('.rows').dataset.none") == (
        "Nothing listed here matches."
    )


# ---- MMS ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("aside", [0, 74], ids=["play", "next"])
def test_an_mms_plays_frame_by_frame(tab: Tab, served: Running, aside: int) -> None:
    """In its frame, which has no origin, by its own buttons; nothing moves before."""
    picture = Frame(60, (Part("png", solid_png(8, 6, RED)),))
    frames = (Frame(1, (Part("txt", "第一页".encode("gbk")),)), picture)
    message = SendMms(mobiles=("13800138000",), subject="秋日", frames=frames)
    send(served, mms.send, PLAIN, message)
    tab.says(".rows", "秋日")
    tab.press("j")
    tab.until("performance.getEntriesByType('resource').some((one) => one.name.includes('/mms?'))")
    frame = "document.querySelector('iframe')"
    assert tab.run(f"{frame}.contentDocument") is None
    tab.run("new Promise((done) => setTimeout(done, 1500))")
    assert colours(tab.shot())[RED] == 0
    at = f"{frame}.getBoundingClientRect()"
    x, y, width = (tab.run(f"{at}.{each}") for each in ("x", "y", "width"))
    for kind in ("mousePressed", "mouseReleased"):
        place = {"x": x + width / 2 + aside, "y": y + 492, "button": "left", "clickCount": 1}
        tab.call("Input.dispatchMouseEvent", type=kind, **place)
    tab.run("new Promise((done) => setTimeout(done, 1500))")
    assert colours(tab.shot())[RED] > 20_000


# ---- language, keyboard, looks -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said", "html"),
    [
        ("zh-CN", "还没有收到任何消息", "zh-CN"),
        ("zh-TW,en", "还没有收到任何消息", "zh-CN"),
        ("en-GB", "Nothing has been sent yet", "en"),
        ("fr-FR,zh", "还没有收到任何消息", "zh-CN"),
        ("fr-FR", "Nothing has been sent yet", "en"),
    ],
)
def test_the_browser_decides_the_language(
    tab: Tab, served: Running, language: str, said: str, html: str
) -> None:
    """The first of the two that it wants; English for all others."""
    tab.look(language=language)
    tab.open(f"{served.url}/#/sent?")
    tab.call("Page.reload")
    tab.says(".detail", said)
    assert tab.run("document.documentElement.lang") == html


def test_the_language_is_switched_and_remembered(tab: Tab, served: Running) -> None:
    """Everything that is shown is said anew."""
    text(served)
    tab.says(".rows", "cost 1")
    tab.press("j")
    tab.says(".detail", "Answer as the phone")
    tab.click("#language")
    tab.says(".rows", "计费 1 条")
    tab.says(".detail", "以手机身份回复")
    assert tab.text(".tabs") == "下发\n上行\n请求\n平台"
    tab.call("Page.reload")
    tab.says(".detail", "以手机身份回复")
    tab.press("l")
    tab.says(".detail", "Answer as the phone")


def test_everything_is_reached_by_keys(tab: Tab, served: Running) -> None:
    """Down, up, the forms, back, and help; in a field letters are letters."""
    for n in range(3):
        text(served, f"【示例】{n} 号")
    tab.says(".rows", "2 号")
    tab.press("j", "j", "ArrowDown")
    tab.says(".bubble", "0 号")
    tab.press("k")
    tab.says(".bubble", "1 号")
    tab.press("r")
    assert tab.run("document.activeElement.value") == "UNDELIV"
    tab.press("j")
    assert tab.run("document.activeElement.value") == "j"
    tab.press("Escape", "Escape")
    tab.says(".detail", "Choose one from the list.")
    tab.press("?")
    assert tab.run("document.querySelector('#help').open")
    tab.says("#help", "next, previous in the list")
    tab.click("#help input")
    tab.click("#help .do")
    tab.press("j")
    assert tab.run("location.hash") == "#/sent"
    tab.press("ArrowDown")
    tab.says(".bubble", "2 号")


def test_tab_goes_through_everything(tab: Tab, served: Running) -> None:
    """From the skip link through views, list and forms; every field has a name."""
    text(served)
    tab.says(".rows", "您好")
    tab.press("j")
    tab.says(".detail", "Answer as the phone")
    tab.run("document.activeElement.blur()")
    seen = []
    for _ in range(40):
        tab.press("Tab")
        seen.append(tab.run("document.activeElement.id || document.activeElement.className"))
    assert {"skip", "language", "filter", "row", "pick", "do"} <= set(seen)
    nameless = """[...document.querySelectorAll("input, textarea, select, button, a, iframe")]
      .filter((one) => !(one.labels?.length || one.ariaLabel || one.title
        || one.textContent.trim() || one.hidden))
      .map((one) => one.outerHTML)"""
    assert tab.run(nameless) == []


def test_light_and_dark(tab: Tab, served: Running) -> None:
    """The page takes the side of the system."""
    light = colours(tab.shot())
    tab.look(dark=True)
    dark = colours(tab.shot())
    assert light[LIGHT] > 500_000 > light[DARK]
    assert dark[DARK] > 500_000 > dark[LIGHT]


@pytest.mark.parametrize("path", ["", "#/sent/{}", "#/requests/1", "#/inbound/1", "#/platform"])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_wider_than_a_phone(tab: Tab, served: Running, width: int, path: str) -> None:
    """One pane at a time, and a way back."""
    task = text(served, "【示例】" + "a" * 900)
    served.do(served.sandbox.inject_inbound, "13800138000", "b" * 500)
    tab.look(width, 800)
    tab.open(f"{served.url}/?{width}{path.format(task)}")
    tab.says(".live", "live")
    tab.until("document.querySelector(location.hash ? '.detail h2' : '.rows li')")
    assert tab.run("document.documentElement.scrollWidth") == width
    shown = tab.run(
        "['.side', '.detail'].filter((one) => document.querySelector(one).offsetParent).join()"
    )
    assert shown == (".detail" if path else ".side")
    if "/" in path and "platform" not in path:
        tab.click(".back")
        tab.until("document.querySelector('.side').offsetParent")


# ---- what must not happen ----------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_stay_texts(tab: Tab, served: Running, hostile: str) -> None:
    """Wherever a client or a phone can put them."""
    frame = Frame(1, (Part("txt", hostile.encode()),))
    task = text(served, hostile)
    message = SendMms(mobiles=("13800138000",), subject=hostile, frames=(frame,))
    show = send(served, mms.send, PLAIN, message)
    served.do(served.sandbox.inject_inbound, hostile, hostile)
    said = {"action": "send", "userid": "1", "account": hostile, "mobile": hostile}
    httpx.post(f"{served.url}/sms.aspx", data=said, trust_env=False)
    for place, said in [
        ("#/sent", ".rows"),
        (f"#/sent/{task}", ".bubble"),
        (f"#/sent/{show}", ".detail h2"),
        ("#/inbound/1", ".bubble"),
        ("#/inbound/1", ".detail h2"),
    ]:
        tab.run(f"location.hash = {place!r}")
        tab.until(f"document.querySelector({said!r})?.textContent.includes({hostile!r})")
    tab.run("location.hash = '#/requests'")
    tab.says(".rows", "refused")
    tab.press("j")
    tab.until("document.querySelector('.detail pre')")
    assert tab.run("document.title") == "smscodec sandbox"
    assert tab.run("document.querySelectorAll('.detail :is(script, img, svg, b b)').length") == 0


@pytest.mark.parametrize(
    ("intrusion", "works"),
    [
        ("document.body.innerHTML = '<b>x</b>'", False),
        ("document.body.insertAdjacentHTML('beforeend', '<b>x</b>')", False),
        ("document.write('x')", False),
        ("document.querySelector('.detail').append('<b>x</b>')", True),
    ],
)
def test_the_policy_closes_the_ways_to_markup(tab: Tab, intrusion: str, works: bool) -> None:
    """Were there ever a hole in the scripts, nothing would come through it."""
    said = tab.run(f"(() => {{ try {{ {intrusion}; return true }} catch {{ return false }} }})()")
    assert said is works
    tab.complaints.clear()  # that is what the browser says of it


def test_scripts_from_elsewhere_do_not_run(tab: Tab) -> None:
    """Neither inline ones, nor handlers, nor those of a data address."""
    tab.run(
        """(() => {
      const image = document.createElement("img");
      image.setAttribute("src", "x");
      document.body.append(image);
      try {
        image.setAttribute("onerror", "document.title = 'broken'");
      } catch {}
      const script = document.createElement("script");
      try {
        script.append("document.title = 'broken'");
        document.body.append(script);
      } catch {}
    })()"""
    )
    tab.run("new Promise((done) => setTimeout(done, 300))")
    assert tab.run("document.title") == "smscodec sandbox"
    tab.complaints.clear()


def test_pages_elsewhere_can_do_nothing(tab: Tab, served: Running) -> None:
    """A page of another origin cannot post, read or frame the sandbox."""
    with running(Sandbox()) as elsewhere:
        tab.open(f"{elsewhere.url}/")
        tab.says(".live", "live")
        asked = f"""(async () => {{
          const said = [];
          for (const [type, mode] of [["application/json", "cors"], ["text/plain", "no-cors"]]) {{
            const body = JSON.stringify({{ mobile: "13800138000", content: "x" }});
            const headers = {{ "Content-Type": type }};
            await fetch("{served.url}/_sandbox/inbound", {{ method: "POST", body, headers, mode }})
              .then((answer) => said.push(answer.type), () => said.push("stopped"));
          }}
          return said;
        }})()"""
        tab.call("Page.setBypassCSP", enabled=True)
        try:
            tab.call("Page.reload")
            tab.says(".live", "live")
            assert tab.run(asked) in (["stopped", "opaque"], ["stopped", "stopped"])
        finally:
            tab.call("Page.setBypassCSP", enabled=False)
        tab.open("about:blank#between")
    assert served.do(served.sandbox.store.latest_inbound, 10) == []
    tab.complaints.clear()
