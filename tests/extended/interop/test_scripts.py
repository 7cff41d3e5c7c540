"""Programs of PHP and Node, as customers write them, against our gateway side."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from support.gateway import gateway
from support.media import GIF
from support.platform import TASK, Platform

from smscodec.formats.batch import Entry
from smscodec.formats.frames import Frame
from smscodec.formats.parts import Part, text_part
from smscodec.messages import (
    FetchReports,
    PersonalisedSend,
    RegisterTemplate,
    Send,
    SendMms,
)

HERE = Path(__file__).parent
SCRIPTS = {"php": HERE / "client.php", "node": HERE / "client.mjs"}

WIDE = "您的验证码：1439 & 100% a+b=c;~*'()!|@\\^ \r\n镕€😀<【腾飞】"
NARROW = WIDE.replace("😀", "")
"""What GBK can carry; the euro sign is the byte 0x80 there."""
MOBILES = ("13800138000", "13800138001")
LINES = "13800138000,验证码：1234，a,b【星辰】\r\n13800138001,second\r\n"

# ---- what is said, and what is answered ------------------------------------------------------

SENT = Send(mobiles=MOBILES, content=WIDE)
SENT_NARROW = Send(mobiles=MOBILES, content=NARROW)
BATCH = PersonalisedSend(
    entries=(
        Entry("13800138000", "验证码：1234，a,b【星辰】"),
        Entry("13800138001", "second"),
    )
)
MEDIA = Frame(5, (Part("gif", GIF),))

XML = {
    "returnstatus": "Success",
    "message": "ok",
    "remainpoint": "1286",
    "taskID": TASK,
    "successCounts": "2",
}
JSON = {
    "ReturnStatus": "Success",
    "Message": "ok",
    "RemainPoint": 1286,
    "TaskID": int(TASK),
    "SuccessCounts": 2,
}
SEALED = {
    "StatusCode": 1,
    "Description": "ok",
    "MsgId": TASK,
    "Amount": 1286,
    "SuccessCounts": 2,
    "Errors": [],
}
SOAP = {
    "StatusCode": "OK",
    "Description": "ok",
    "MsgId": TASK,
    "SuccessCounts": 2,
    "Amount": 1286,
    "Errors": [],
}
ONE_LINE = {"status": "0", "msgid": TASK}
TEMPLATE = {"Status": "Success", "StatusCode": "1", "Description": "ok", "TemplateId": "1001"}
REPORTS: Any = {  # what is empty is an empty list, as PHP makes arrays of XML
    "statusbox": [
        {
            "mobile": "13800138000",
            "taskid": TASK,
            "status": "10",
            "receivetime": "2018-02-02 09:08:10",
            "errorcode": "DELIVRD",
            "extno": [],
        },
        {
            "mobile": "13800138001",
            "taskid": TASK,
            "status": "20",
            "receivetime": [],
            "errorcode": "<&>",
            "extno": [],
        },
    ]
}

CASES = [
    ("php", "plain", "plain.send", SENT, XML),
    ("php", "plain json", "plain.send", SENT, JSON),
    ("php", "plain gbk", "plain.send", SENT_NARROW, XML),
    ("php", "plain multipart", "plain.send", SENT, JSON),
    ("php", "plain multipart gbk", "plain.send", SENT_NARROW, XML),
    ("php", "plain reports", "plain.fetch_reports", FetchReports(), REPORTS),
    ("php", "signed", "signed.send", SENT, XML),
    (
        "php",
        "mms",
        "mms.send",
        SendMms(mobiles=MOBILES, subject="标题", frames=(Frame(3, (text_part(NARROW),)), MEDIA)),
        {"answer": f"1286:{TASK}"},
    ),
    ("php", "hashed", "hashed.send", SENT, XML),
    ("php", "hashed json", "hashed.send_json", SENT, XML),
    ("php", "hashed batch", "hashed.send_batch", BATCH, XML),
    ("php", "hashed sealed", "hashed.send_sealed", SENT, SEALED),
    ("php", "soap 1.1", "hashed.send_soap", SENT, SOAP),
    ("php", "soap 1.2", "hashed.send_soap", SENT, SOAP),
    ("php", "xunchen get", "xunchen.send", SENT, {"mt": ONE_LINE}),
    ("php", "xunchen gbk", "xunchen.send", SENT_NARROW, ONE_LINE),
    ("node", "plain", "plain.send", SENT, XML),
    ("node", "plain json", "plain.send", SENT, JSON),
    ("node", "plain get", "plain.send", SENT, XML),
    ("node", "plain multipart", "plain.send", SENT, XML),
    ("node", "signed", "signed.send", SENT, XML),
    (
        "node",
        "mms",
        "mms.send",
        SendMms(mobiles=MOBILES, subject="标题", frames=(MEDIA,)),
        {"answer": f"1286:{TASK}"},
    ),
    ("node", "hashed json", "hashed.send_json", SENT, XML),
    ("node", "hashed batch", "hashed.send_batch", BATCH, XML),
    ("node", "hashed sealed", "hashed.send_sealed", SENT, SEALED),
    ("node", "template", "hashed.templates.register", RegisterTemplate(text=WIDE), TEMPLATE),
    ("node", "xunchen get", "xunchen.send", SENT, ONE_LINE),
]


def run(program: str, script: Path, operation: str, url: str, message: dict[str, str]) -> Any:
    """What the program has understood of the answer."""
    done = subprocess.run(
        [program, script, operation, url],
        input=json.dumps(message).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("language", "operation", "endpoint", "said", "answered"),
    CASES,
    ids=[f"{language}-{operation}" for language, operation, *_ in CASES],
)
def test_client_and_gateway_understand_each_other(
    request: pytest.FixtureRequest,
    language: str,
    operation: str,
    endpoint: str,
    said: Any,
    answered: Any,
) -> None:
    """What the client says is heard to the character, and what is answered as well."""
    program = request.getfixturevalue(language)
    content = NARROW if "gbk" in operation or operation == "mms" else WIDE
    message = {"mobile": ",".join(MOBILES), "content": content}
    if operation == "mms":
        message["gif"] = b64encode(GIF).decode()
    if operation == "hashed batch":
        message = {"lines": LINES}
    platform = Platform()
    with gateway(platform) as running:
        understood = run(program, SCRIPTS[language], operation, running.url, message)
    ((heard, call),) = platform.heard
    assert (heard, call.message) == (endpoint, said)
    assert call.repeated == ()
    assert understood == answered
