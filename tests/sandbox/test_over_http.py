"""Every endpoint over HTTP, asked as the documents print it: what is done, and every code.

The requests are those of ``support.documented``, in which nothing is ours, over httpx and a server
on loopback. Codes come by order (``/_sandbox/fail``) first, all of them everywhere; then by what
brings them about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
import pytest
from support.documented import ASKED, NOW, TEXT, Asked, Said

from smscodec.dialects.hashed import codes
from smscodec.dialects.reasons import RESULT_CODES
from smscodec.sandbox import Sandbox, read_config
from smscodec.sandbox.endpoints import ENDPOINTS
from smscodec.sandbox.refusals import codes_of
from smscodec.sandbox.running import Running, running

ACCOUNTS = {
    "demo": "",
    "poor": "balance = 0\nmms_balance = 0",
    "stopped": "stopped = true",
    "elsewhere": 'ips = ["192.0.2.1"]',
    "deaf": "reports = false",
    "textual": "mms = false",
    "stranded": "channel = false",
    "empty": "product = false",
    "unregistered": "registers_templates = false",
    "closed": 'dialects = ["plain"]',
}
TEMPLATE = '[[accounts.texts]]\nid = "T-1"\ntext = "尊敬的@1@，您的号码为@2@。"\n'
CONFIG = f'start = {NOW}\nblacklist = ["13800138099"]\n' + "".join(
    f'[[accounts]]\nname = "{name}"\npassword = "secret123"\n{more}\n{TEMPLATE}'
    for name, more in ACCOUNTS.items()
)
BY_NAME = {each.name: each for each in ENDPOINTS}


class Client(NamedTuple):
    """A customer's httpx, and the sandbox it speaks to."""

    http: httpx.Client
    box: Running

    def ask(self, asked: Asked, said: Said = Said(), *, get: bool = False) -> str:  # noqa: B008
        """What is answered."""
        written = asked.write(said)
        if not isinstance(written, str):
            written = urlencode(written, encoding=asked.charset)
        if get:
            answer = self.http.get(f"/{asked.path}?{written}")
        else:
            headers = {"Content-Type": asked.content_type}
            answer = self.http.post(f"/{asked.path}", content=written, headers=headers)
        return answer.content.decode("gbk" if "gb" in answer.headers["Content-Type"] else "utf-8")

    def prepare(self) -> Said:
        """A new day: reports and an inbound message wait, and there is a template."""
        self.box.do(self.box.sandbox.reset)
        for endpoint in ("hashed.send", "mms.send"):
            self.ask(named(endpoint))
        self.box.do(self.box.sandbox.inject_inbound, "13800138000", "收到")
        registered = self.ask(named("hashed.templates.register"))
        return Said(template=registered.partition('"TemplateId":"')[2].partition('"')[0])


def named(endpoint: str) -> Asked:
    """The first request there is for an endpoint."""
    return next(each for each in ASKED if each.endpoint == endpoint)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """One sandbox for all."""
    with (
        running(Sandbox(read_config(CONFIG))) as box,
        httpx.Client(base_url=box.url, trust_env=False) as http,
    ):
        yield Client(http, box)


def test_every_endpoint_is_asked() -> None:
    """In every format it answers in, and in both charsets where it has two paths."""
    tongues = {
        (each.name, format, charset)
        for each in ENDPOINTS
        for format in each.replies
        for charset in each.paths
    }
    assert {(each.endpoint, each.format, each.charset) for each in ASKED} == tongues


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: f"{each.endpoint}-{each.format}")
def test_what_is_documented_is_done(client: Client, asked: Asked) -> None:
    """And said in the document's own words."""
    said = client.prepare()
    assert asked.words.taken in client.ask(asked, said)


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: f"{each.endpoint}-{each.format}")
def test_get_does_the_same(client: Client, asked: Asked) -> None:
    """As many clients send it, but for batches and SOAP."""
    said = client.prepare()
    done = asked.words.taken in client.ask(asked, said, get=True)
    assert done is (asked.endpoint not in ("hashed.send_packed", "hashed.send_soap"))


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: f"{each.endpoint}-{each.format}")
def test_every_code_is_answered(client: Client, asked: Asked) -> None:
    """Whatever the table of the endpoint holds, in the place the document gives it."""
    said = client.prepare()
    for code in codes_of(BY_NAME[asked.endpoint], asked.format):
        order = {"code": code, "endpoint": asked.endpoint}
        assert client.http.post("/_sandbox/fail", json=order).json() == {"ok": True}
        assert asked.words.refused.format(code) in client.ask(asked, said)
    assert asked.words.taken in client.ask(asked, said)


# ---- what brings a code about ----------------------------------------------------------------

Cause = tuple[Mapping[str, Any], str]

# fmt: off
LOGIN_000: tuple[Cause, ...] = (
    ({"password": ""},                              "用户名或密码不能为空"),
    ({"password": "wrong"},                         "用户名或密码错误"),
)
SEND_000: tuple[Cause, ...] = (
    *LOGIN_000,
    ({"content": "a' or 1=1"},                      "发送内容包含sql注入字符"),
    ({"mobile": ""},                                "短信号码不能为空"),
    ({"content": ""},                               "短信内容不能为空"),
    ({"content": "发票和赌博"},                     "包含非法字符：发票,赌博"),
    ({"account": "poor"},                           "对不起，您当前要发送的量大于您当前余额"),
    ({"mobile": "13800138095"},                     "其他错误"),
)
WORDS_000: tuple[Cause, ...] = (*LOGIN_000, ({"content": "发票"}, "包含屏蔽词：发票"))
FETCH: tuple[Cause, ...] = (
    ({"password": ""},                              "1"),
    ({"password": "wrong"},                         "2"),
    ({"account": "deaf"},                           "3"),
)
REPORTS: tuple[Cause, ...] = (*FETCH, ({"more": {"statusNum": "all"}}, "4"))
FRAMES: tuple[Cause, ...] = (
    ({"more": {"content": "3,txt|?"}},              "0"),
    ({"password": ""},                              "1"),
    ({"password": "wrong"},                         "2"),
    ({"mobile": ""},                                "3"),
    ({"content": ""},                               "4"),
    ({"mobile": ",".join(f"1380013{n:04}" for n in range(2001))}, "5"),
    ({"account": "poor"},                           "6"),
    ({"mobile": "13800138095"},                     "7"),
    ({"content": "长" * 51_200},                    "9"),
    ({"account": "textual"},                        "10"),
)
ACCOUNT_003: tuple[Cause, ...] = (
    ({"account": ""},                               "1002"),
    ({"password": ""},                              "1003"),
    ({"account": "nobody"},                         "1004"),
    ({"password": "wrong"},                         "1005"),
    ({"account": "elsewhere"},                      "1006"),
    ({"account": "stopped"},                        "1007"),
)
MESSAGE_003: tuple[Cause, ...] = (
    ({"content": ""},                               "2001"),
    ({"mobile": ""},                                "1103"),
    ({"extension": "123456"},                       "1104"),
    ({"content": "长" * 1000 + TEXT},               "2105"),
    ({"account": "stranded"},                       "1106"),
    ({"mobile": "138"},                             "1108"),
    ({"mobile": "13800138099"},                     "1109"),
    ({"mobile": "13800138081"},                     "1110"),
    ({"account": "poor"},                           "1111"),
    ({"account": "empty"},                          "1112"),
    ({"content": "没有签名"},                       "2113"),
    ({"content": "签名太长【一二三四五六七八九】"}, "2114"),
    ({"mobile": "13800138095"},                     "9999"),
)
ENVELOPE: tuple[Cause, ...] = (
    ({"more": {"UserId": "x"}},                     "1008"),
    ({"more": {"UserId": "77"}},                    "1008"),
    ({"more": {"Text64": "AAAA"}},                  "1009"),
    ({"password": "wrong"},                         "1009"),
    ({"more": {"Stamp": "0105085459"}},             "1010"),
    ({"account": "elsewhere"},                      "1006"),
    ({"account": "stopped"},                        "1007"),
)
CONTAINER: tuple[Cause, ...] = (
    *ACCOUNT_003,
    ({"more": {"subject": ""}},                     "3001"),
    ({"more": {"content": "AAAA"}},                 "1001"),
    ({"mobile": ""},                                "1103"),
    ({"account": "poor"},                           "1111"),
)
BATCH: tuple[Cause, ...] = (
    *ACCOUNT_003,
    ({"more": {"content": "AAAA"}},                 "1001"),
    ({"content": "没有签名"},                       "2113"),
    ({"account": "poor"},                           "1111"),
)
TEMPLATES: tuple[Cause, ...] = (
    *ACCOUNT_003,
    ({"account": "unregistered"},                   "1119"),
    ({"template": "no such", "more": {"template": "@@@@@@"}}, "1001"),
)
ACCOUNT_004: tuple[Cause, ...] = (
    ({"password": "wrong"},                         "101"),
    ({"account": "nobody"},                         "101"),
    ({"account": "stopped"},                        "102"),
    ({"account": "closed"},                         "117"),
)
QUERY_004: tuple[Cause, ...] = (*ACCOUNT_004, ({"more": {"veryCode": "wrong"}}, "105"))
SEND_004: tuple[Cause, ...] = (
    *ACCOUNT_004,
    ({"mobile": "13800138095"},                     "100"),
    ({"more": {"sendtime": "tomorrow"}},            "103"),
    ({"content": ""},                               "105"),
    ({"content": "长" * 301},                       "105"),
    ({"mobile": "138"},                             "106"),
    ({"mobile": ",".join(f"1380013{n:04}" for n in range(101))}, "106"),
    ({"account": "poor"},                           "108"),
    ({"account": "elsewhere"},                      "109"),
    ({"content": "发票和赌博"},                     "110#(发票,赌博)"),
    ({"more": {"signtag": "9"}},                    "115"),
    ({"more": {"veryCode": "wrong"}},               "116"),
)
VALUES_004: tuple[Cause, ...] = (*ACCOUNT_004, ({"more": {"tempid": "T-9"}}, "114"))
# fmt: on


def in_words(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """003 in XML says what its numbers mean."""
    return tuple((said, RESULT_CODES[code][0]) for said, code in causes)


def in_names(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """And its web service what they are called."""
    return tuple((said, codes.NAMES[code]) for said, code in causes)


RESTRICTED = {"content": f"发票{TEXT}"}
SENT_003 = (*in_words(ACCOUNT_003 + MESSAGE_003), (RESTRICTED, "敏感词汇：发票"))
TWICE = ({"mobile": "13800138001"}, "MsisdnRepeat")

CAUSES: Mapping[str, tuple[Cause, ...]] = {
    "plain.send": SEND_000,
    "plain.balance": LOGIN_000,
    "plain.check_words": WORDS_000,
    "plain.fetch_reports": REPORTS,
    "plain.fetch_inbound": FETCH,
    "plain.change_password": LOGIN_000,
    "signed.send": SEND_000,
    "signed.balance": LOGIN_000,
    "signed.check_words": WORDS_000,
    "signed.fetch_reports": REPORTS,
    "signed.fetch_inbound": FETCH,
    "mms.send": FRAMES,
    "mms.balance": LOGIN_000,
    "mms.fetch_reports": REPORTS,
    "hashed.send": SENT_003,
    "hashed.send_json": SENT_003,
    "hashed.send_sealed": (*MESSAGE_003, *ENVELOPE, (RESTRICTED, "2107")),
    "hashed.send_packed": (*in_words(BATCH), TWICE),
    "hashed.send_mms": in_words(CONTAINER),
    "hashed.send_soap": (*in_names(ACCOUNT_003 + MESSAGE_003), (RESTRICTED, "SensitiveWords")),
    "hashed.balance": LOGIN_000,
    "hashed.balance_json": LOGIN_000,
    "hashed.balance_mms": LOGIN_000,
    "hashed.fetch_reports": REPORTS,
    "hashed.fetch_reports_json": ACCOUNT_003,
    "hashed.fetch_inbound": FETCH,
    "hashed.fetch_inbound_json": ACCOUNT_003,
    "hashed.change_password": in_words(ACCOUNT_003),
    "hashed.templates.register": TEMPLATES,
    "hashed.templates.query": TEMPLATES,
    "hashed.templates.amend": TEMPLATES,
    "hashed.templates.withdraw": TEMPLATES,
    "xunchen.balance": QUERY_004,
    "xunchen.send": SEND_004,
    "xunchen.send_template": VALUES_004,
    "xunchen.fetch_reports": QUERY_004,
    "xunchen.fetch_inbound": QUERY_004,
}


@pytest.mark.parametrize("endpoint", CAUSES)
def test_code_comes_of_its_cause(client: Client, endpoint: str) -> None:
    """Nothing is ordered here: logins are wrong, texts too long, balances empty."""
    asked, ordinary = named(endpoint), client.prepare()
    for changed, code in CAUSES[endpoint]:
        answer = client.ask(asked, replace(ordinary, **changed))
        assert asked.words.refused.format(code) in answer, changed
