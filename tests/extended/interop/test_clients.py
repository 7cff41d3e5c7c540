"""Six languages against the sandbox: every operation, said as their own tools say it.

A program is run as ``client OPERATION URL < message.json``. It prints what it has understood of the
answer: JSON, or ``name<tab>text`` line by line. What has come in is looked for in the sandbox.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pytest
from support.media import GIF

from smscodec import (
    Frame,
    Part,
    RegisterTemplate,
    Send,
    SendMms,
    count_segments,
    hashed,
    make_hashed_login,
    make_plain_login,
    mms,
    part_text,
    text_part,
)
from smscodec.sandbox.running import Running

from .clients import Client

WIDE = "您的订单：1439 & 100% a+b=c;~*'()!|@\\^ \r\n镕€😀<【腾飞】"
NARROW = WIDE.replace("😀", "")
"""What GBK can carry; the euro sign is the byte 0x80 there, or A2 E3."""
ONE_LINE = WIDE.replace("\r\n", "")
"""What SOAP can carry: a lone CR is none in XML."""
MOBILES = ("13800138000", "13800138001")
LINES = "13800138000,单号：1234，a,b【星辰】\r\n13800138001,second【星辰】\r\n"
REPLY = "好的 <&> 收到😀"
TEMPLATE = "您的订单@已发出【腾飞】"

Pairs = dict[str, str]


class Operation(NamedTuple):
    """What a program is asked to do."""

    endpoint: str
    answered: Pairs
    """Names and texts that it has to have read; ``TASK`` and ``TEMPLATE`` are the sandbox's."""
    content: str = ""
    """What is to be sent, if anything is."""


# ---- what is answered ------------------------------------------------------------------------


def taken(content: str, message: str = "ok", /, **names: str) -> Pairs:
    """A send that was taken."""
    left = str(1_000_000 - 2 * count_segments(content))
    named = {
        "returnstatus": "Success",
        "message": message,
        "remainpoint": left,
        "taskID": "TASK",
        "successCounts": "2",
    }
    return {names.get(name, name): text for name, text in named.items()}


PASCAL = {
    "returnstatus": "ReturnStatus",
    "message": "Message",
    "remainpoint": "RemainPoint",
    "taskID": "TaskID",
    "successCounts": "SuccessCounts",
}
DONE = "操作成功"
MONEY = {"returnstatus": "Sucess", "payinfo": "预付费", "overage": "1000000"}
REPORT = {"mobile": MOBILES[0], "taskid": "TASK", "errorcode": "DELIVRD"}
INBOUND = {"mobile": MOBILES[0], "content": REPLY}
MMS_LEFT = "9998"
SOAP = {
    "StatusCode": "OK",
    "Description": DONE,
    "MsgId": "TASK",
    "SuccessCounts": "2",
    "Amount": str(1_000_000 - 2 * count_segments(ONE_LINE)),
}
SEALED = {**SOAP, "StatusCode": "1"}
TEMPLATE_DONE = {"Status": "Success", "StatusCode": "1", "Description": DONE}
RENDERED = "【腾飞】尊敬的李先生您好，您的验证码为928371。"

OPERATIONS = {
    "plain": Operation("plain.send", taken(WIDE), WIDE),
    "plain json": Operation("plain.send", taken(WIDE, **PASCAL), WIDE),
    "plain get": Operation("plain.send", taken(WIDE), WIDE),
    "plain gbk": Operation("plain.send", taken(NARROW), NARROW),
    "plain multipart": Operation("plain.send", taken(WIDE), WIDE),
    "plain balance": Operation("plain.balance", MONEY),
    "plain words": Operation("plain.check_words", {"message": "没有包含屏蔽词"}),
    "plain reports": Operation("plain.fetch_reports", {**REPORT, "status": "10"}),
    "plain inbound": Operation("plain.fetch_inbound", INBOUND),
    "plain password": Operation("plain.change_password", {"message": "密码修改成功"}),
    "signed": Operation("signed.send", taken(WIDE), WIDE),
    "signed gbk": Operation("signed.send", taken(NARROW), NARROW),
    "signed balance": Operation("signed.balance", MONEY),
    "signed words": Operation("signed.check_words", {"message": "没有包含屏蔽词"}),
    "signed reports": Operation("signed.fetch_reports", {**REPORT, "status": "10"}),
    "signed inbound": Operation("signed.fetch_inbound", INBOUND),
    "mms": Operation("mms.send", {"balance": MMS_LEFT, "task": "TASK"}, NARROW),
    "mms balance": Operation("mms.balance", {"returnstatus": "Success", "overage": "10000"}),
    "mms reports": Operation("mms.fetch_reports", REPORT),
    "hashed": Operation("hashed.send", taken(WIDE, DONE), WIDE),
    "hashed gbk": Operation("hashed.send", taken(NARROW, DONE), NARROW),
    "hashed json": Operation("hashed.send_json", taken(WIDE, DONE), WIDE),
    "hashed sealed": Operation(
        "hashed.send_sealed",
        {**SEALED, "Amount": str(1_000_000 - 2 * count_segments(WIDE))},
        WIDE,
    ),
    "hashed batch": Operation("hashed.send_packed", taken("short", DONE), LINES),
    "hashed tms": Operation(
        "hashed.send_mms", {**taken(NARROW, DONE), "remainpoint": MMS_LEFT}, NARROW
    ),
    "hashed balance": Operation("hashed.balance_json", {"payinfo": "预付", "overage": "1000000"}),
    "hashed reports": Operation("hashed.fetch_reports_json", {**REPORT, "error": "1"}),
    "hashed inbound": Operation("hashed.fetch_inbound_json", {**INBOUND, "error": "1"}),
    "hashed password": Operation("hashed.change_password", {"returnstatus": "Success"}),
    "template add": Operation("hashed.templates.register", TEMPLATE_DONE),
    "template query": Operation(
        "hashed.templates.query", {"TemplateId": "TEMPLATE", "Template": TEMPLATE}
    ),
    "template update": Operation("hashed.templates.amend", TEMPLATE_DONE),
    "template del": Operation("hashed.templates.withdraw", TEMPLATE_DONE),
    "soap 1.1": Operation("hashed.send_soap", SOAP, ONE_LINE),
    "soap 1.2": Operation("hashed.send_soap", SOAP, ONE_LINE),
    "xunchen": Operation("xunchen.send", {"status": "0", "msgid": "TASK"}, WIDE),
    "xunchen gbk": Operation("xunchen.send", {"status": "0", "msgid": "TASK"}, NARROW),
    "xunchen template": Operation(
        "xunchen.send_template", {"status": "0", "msgid": "TASK"}, RENDERED
    ),
    "xunchen balance": Operation("xunchen.balance", {"status": "0", "account": "100000"}),
    "xunchen reports": Operation(
        "xunchen.fetch_reports", {"mobile": MOBILES[0], "msgid": "TASK", "status": "DELIVRD"}
    ),
    "xunchen inbound": Operation("xunchen.fetch_inbound", INBOUND),
}

# ---- what is there before --------------------------------------------------------------------

HASHED = make_hashed_login(user_id="", account="demo", password="secret123")
PLAIN = make_plain_login(user_id="1", account="demo", password="secret123")
SLIDES = (Frame(3, (text_part(NARROW),)), Frame(5, (Part("gif", GIF),)))


def prepare(box: Running, operation: str) -> str:
    """A report, an inbound message or a template, where one is asked for; the template's id."""

    def ask(endpoint: Any, login: Any, message: Any) -> Any:
        answer = box.do(box.sandbox.answer, endpoint.encode_request(login, message))
        return endpoint.decode_response(answer.body)

    if operation == "mms reports":
        message = SendMms(mobiles=MOBILES[:1], subject="标题", frames=SLIDES)
        ask(mms.send, PLAIN, message)
    elif operation.endswith("reports"):
        ask(hashed.send, HASHED, Send(mobiles=MOBILES[:1], content=WIDE))
    elif operation.endswith("inbound"):
        box.do(box.sandbox.inject_inbound, MOBILES[0], REPLY, account="demo")
    elif operation.startswith("template"):
        done = ask(hashed.templates.register, HASHED, RegisterTemplate(text=TEMPLATE))
        return str(done.template_id)
    return ""


# ---- what comes of it ------------------------------------------------------------------------


def leaves(understood: Any) -> Iterator[tuple[str, str]]:
    """Every name and its text; PHP makes an empty list of an element without any."""
    for each in understood if isinstance(understood, list) else [understood]:
        for name, inner in each.items():
            if isinstance(inner, dict | list):
                yield from leaves(inner)
            else:
                yield name, str(inner)


def pairs(printed: str) -> list[tuple[str, str]]:
    """The names and texts that a program has read."""
    if printed.startswith("{"):
        return list(leaves(json.loads(printed)))
    lines = (line.partition("\t") for line in printed.splitlines())
    return [(name, text) for name, _, text in lines]


def sent(box: Running) -> list[tuple[str, str]]:
    """The numbers and texts that have come in."""
    return [(each.mobile, each.content) for each in box.do(box.sandbox.messages)]


def check_shown(task: Any) -> None:
    """The text and the picture of an MMS, and where they stand."""
    assert task.subject == "标题"
    if task.kind == "frames":
        text, picture = task.frames()
        assert (text.duration, part_text(*text.parts), picture) == (3, NARROW, SLIDES[1])
    else:
        elements = {element.name: element.data for element in task.elements()}
        assert list(elements) == ["1.gif", "1.txt", "mms.smil"]
        assert elements["1.gif"] == GIF
        assert part_text(Part("txt", elements["1.txt"])) == NARROW


def expected(operation: str, content: str) -> Iterable[tuple[str, str]]:
    """What should have come in."""
    if operation == "hashed batch":
        return [tuple(line.split(",", 1)) for line in content.splitlines()]  # type: ignore[misc]
    return [(mobile, content) for mobile in MOBILES]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_client_and_sandbox_understand_each_other(
    client: Client, box: Running, operation: str
) -> None:
    """What is said is heard to the character, and what is answered is read."""
    endpoint, answered, content = OPERATIONS[operation]
    template = prepare(box, operation)
    before = box.sandbox.feed.last
    message = {
        "mobile": ",".join(MOBILES),
        "content": content or TEMPLATE,
        "lines": LINES,
        "gif": b64encode(GIF).decode(),
        "template": template,
    }
    understood = pairs(client.run(operation, box.url, given=json.dumps(message)))
    (call,) = box.sandbox.feed.since(before, "call")
    assert call["endpoint"] == endpoint
    assert not call["why"]
    (task, *_) = box.do(box.sandbox.store.latest_tasks, limit=1) or [None]
    stands_for = {"TASK": task.id if task else "", "TEMPLATE": template}
    wanted = {(name, stands_for.get(text, text)) for name, text in answered.items()}
    assert wanted - set(understood) == set()
    if content and task and task.kind in ("frames", "elements"):
        check_shown(task)
    elif content:
        assert sent(box) == list(expected(operation, content))
    if operation.startswith("soap"):
        kind = box.do(box.sandbox.store.captured, task.number).content_type
        assert ("application/soap+xml" in kind) is (operation == "soap 1.2")
    if operation.endswith("password"):
        assert box.do(box.sandbox.store.password, "demo") == "secret456"
    if operation == "template del":
        assert box.do(box.sandbox.store.templates) == []
