"""What is served at ``/``, and that nothing in it or behind it can become markup."""

from __future__ import annotations

import re
from contextlib import ExitStack
from html.parser import HTMLParser
from importlib.resources import files
from itertools import islice
from urllib.parse import urljoin

import httpx
import pytest
from support.asgi import Web

from smscodec import (
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
from smscodec.sandbox import Sandbox
from smscodec.sandbox.page import POLICY
from smscodec.sandbox.running import running
from smscodec.sandbox.server import Application

FOLDER = files("smscodec.sandbox.page")
SCRIPTS = {
    each.name: each.read_text("utf-8") for each in FOLDER.iterdir() if each.name.endswith(".js")
}
INDEX = FOLDER.joinpath("index.html").read_text("utf-8")
WORDS = SCRIPTS["words.js"]

PLAIN = make_plain_login(user_id="1", account="demo", password="secret123")
HASHED = make_hashed_login(user_id="1", account="demo", password="secret123")

HOSTILE = (
    "</script><script>document.title='broken'</script>",
    "<img src=x onerror=\"document.title='broken'\">",
    "'\"></pre><svg onload=alert(1)>",
    "\u202e\u2066\u0000\u0007\u009b\ufffe",
    "</title><meta http-equiv=refresh content='0;url=//evil.example'>",
)


class Elements(HTMLParser):
    """The elements of a document with their attributes, and the texts of scripts and styles."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._in = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in = tag

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in in ("script", "style") and data.strip():
            self.inline.append(data)

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.found]


@pytest.fixture
def app(box: Sandbox) -> Application:
    return Application(box)


def get(app: Application, path: str) -> httpx.Response:
    answer = Web(app).request("GET", path)
    assert answer.status_code == 200
    return answer


def send(app: Application, endpoint: object, login: object, message: object) -> None:
    """A client sends a message."""
    request = endpoint.encode_request(login, message)  # type: ignore[attr-defined]
    headers = {"Content-Type": request.content_type}
    path = f"/{request.path.lstrip('/')}"
    answer = Web(app).request("POST", path, content=request.body, headers=headers)
    assert answer.status_code == 200


# ---- what is served --------------------------------------------------------------------------


def test_the_page_comes_with_its_policy(app: Application) -> None:
    """Scripts and styles of this server only, and no way from a string to markup."""
    answer = get(app, "/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    said = dict(each.strip().partition(" ")[::2] for each in POLICY.split(";"))
    assert said["default-src"] == said["base-uri"] == said["form-action"] == "'none'"
    assert said["script-src"] == said["style-src"] == "'self'"
    assert said["require-trusted-types-for"] == "'script'"
    assert said["trusted-types"] == "'none'"


def test_every_file_is_there_with_its_type(app: Application) -> None:
    """What the document names, what the scripts import, and nothing of Python."""
    named = {
        value
        for _, attributes in Elements(INDEX).found
        for name, value in attributes.items()
        if name in ("href", "src") and value and value.startswith("/_sandbox/page/")
    }
    for name, script in SCRIPTS.items():
        imported = re.findall(r'from "(.*?)"', script)
        named |= {urljoin(f"/_sandbox/page/{name}", each) for each in imported}
    assert {f"/_sandbox/page/{name}" for name in SCRIPTS} <= named
    types = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
    for path in named:
        answer = get(app, path)
        extension = path.rpartition(".")[2]
        assert answer.headers["content-type"] == types.get(extension, "image/svg+xml")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content
    assert Web(app).request("GET", "/_sandbox/page/__init__.py").status_code == 404
    assert Web(app).request("GET", "/_sandbox/page/..%2Fcontrol.py").status_code == 404


def test_nothing_is_inline() -> None:
    """No script, style or handler in the document, which the policy would stop anyway."""
    found = Elements(INDEX)
    assert not found.inline
    for tag, attributes in found.found:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        assert tag != "script" or attributes["src"]


def test_the_scripts_know_no_way_to_markup() -> None:
    """They make elements and texts."""
    sinks = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML|DOMParser|srcdoc|"
        r"createContextualFragment|\beval\b|new Function|\.style\.cssText|javascript:"
    )
    assert not [name for name, script in SCRIPTS.items() if sinks.search(script)]


# ---- words -----------------------------------------------------------------------------------


def words(language: str) -> dict[str, str]:
    """What the page says in a language."""
    ((table),) = re.findall(rf"^  {language}: \{{\n(.*?)^  \}},$", WORDS, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r'^    (\w+):\s+"(.*?)",$', table.replace("\\\n", ""), re.MULTILINE))


def test_both_languages_say_the_same_things() -> None:
    """Name by name, with the same blanks to fill."""
    english, chinese = words("en"), words("zh")
    assert len(english) > 100
    assert english.keys() == chinese.keys()
    for name, text in english.items():
        assert set(re.findall(r"\{\d\}", text)) == set(re.findall(r"\{\d\}", chinese[name])), name


def test_every_word_that_is_asked_for_is_known() -> None:
    """In the document and in the scripts."""
    asked = set(re.findall(r'data-t(?:-\w+)?="(\w+)"', INDEX))
    for script in SCRIPTS.values():
        asked |= set(re.findall(r'\bt\("(\w+)"', script))
        asked |= set(re.findall(r'\bsection\("(\w+)"', script))
    assert asked - {"name"} <= words("en").keys()


# ---- what was sent -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_as_they_were_sent(app: Application, text: str) -> None:
    """In JSON that no browser takes for a page, for the scripts to show as texts."""
    send(app, plain.send, PLAIN, Send(mobiles=("13800138000",), content=text))
    answer = get(app, "/_sandbox/tasks")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    (task,) = answer.json()["tasks"]
    assert (task["mobile"], task["content"]) == ("13800138000", text)
    answer = get(app, f"/_sandbox/tasks/{task['task_id']}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["messages"][0]["content"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_an_mms_stays_its_own_text(app: Application, text: str) -> None:
    """The page in the frame has the elements that it has for a harmless one."""

    def played(text: str) -> httpx.Response:
        part = Part("txt", text.encode("gbk", "replace"))
        message = SendMms(mobiles=("13800138000",), subject=text, frames=(Frame(1, (part,)),))
        send(app, mms.send, PLAIN, message)
        task = get(app, "/_sandbox/tasks").json()["tasks"][0]["task_id"]
        return get(app, f"/_sandbox/tasks/{task}/mms?language=en")

    hostile, harmless = played(text), played("x")
    assert Elements(hostile.text).tags == Elements(harmless.text).tags
    assert "default-src 'none'" in hostile.text
    assert hostile.headers["content-security-policy"] == "frame-ancestors 'self'"


# ---- tasks in short ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("【示例公司】一号", "【示例公司】一号"),
        ("【示例公司】first\nsecond, third", "【示例公司】first\nsecond, third"),
        ("【示例公司】" + "长" * 900, "【示例公司】" + "长" * 900),
    ],
)
def test_a_batch_shows_its_first_message(app: Application, content: str, shown: str) -> None:
    """As it is, line breaks too; the others are asked for page by page."""
    rest = tuple((f"138001{n:05d}", f"【示例公司】{n} 号") for n in range(500))
    message = PersonalisedSend(entries=(("13800138000", content), *rest))
    send(app, hashed.send_batch, HASHED, message)
    (task,) = get(app, "/_sandbox/tasks").json()["tasks"]
    assert (task["mobile"], task["content"], task["rows"]) == ("13800138000", shown, 501)
    assert task["signature"] == "示例公司"
    page = get(app, f"/_sandbox/tasks/{task['task_id']}?after=450&limit=50").json()
    assert [each["row"] for each in page["messages"]] == [*range(450, 500)]
    assert page["after"] == 500


def test_a_mass_text_shows_its_first_number(app: Application) -> None:
    """And an MMS no text."""
    send(app, plain.send, PLAIN, Send(mobiles=("13800138001", "13800138000"), content="x"))
    frame = Frame(1, (Part("txt", b"y"),))
    send(app, mms.send, PLAIN, SendMms(mobiles=("13800138002",), subject="s", frames=(frame,)))
    shown = [
        (each["mobile"], each["content"]) for each in get(app, "/_sandbox/tasks").json()["tasks"]
    ]
    assert shown == [("13800138002", ""), ("13800138001", "x")]


# ---- the live feed -----------------------------------------------------------------------------


def test_who_watches_is_sent_away_at_the_end() -> None:
    """The feed ends as it should; nobody waits for an open page, and nothing is broken off."""
    with ExitStack() as stack:
        with running(Sandbox()) as served:
            url = f"{served.url}/_sandbox/events"
            live = stack.enter_context(httpx.stream("GET", url, trust_env=False))
            lines = live.iter_lines()
            assert next(lines) == ": here"
            served.do(served.sandbox.reset)
            assert list(islice(lines, 4)) == ["", "id: 1", "event: reset", "data: {}"]
        assert list(lines) == [""]
