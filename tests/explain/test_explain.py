"""``explain``: anything captured, in words; secrets masked, time and output bounded."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import FOLDER, cases

from smscodec import messages
from smscodec.dialects import hashed, plain, xunchen
from smscodec.dialects.find import ALL
from smscodec.errors import EncodeError
from smscodec.explain import MAX_BYTES, Explanation, explain, explain_data
from smscodec.explain.sayings import SAYINGS, say
from smscodec.formats.batch import pack_batch
from smscodec.formats.frames import Frame, pack_frames
from smscodec.formats.parts import Part, text_part
from smscodec.formats.sealed import SealedMessage, make_secret, pack_sealed, seal_message
from smscodec.formats.stamp import make_stamp
from smscodec.formats.tms import Element, pack_tms
from smscodec.logins import make_coded_login, make_hashed_login, make_plain_login
from smscodec.messages import DeliveryReport, Refused, Reports, Send
from smscodec.wire.request import Request

LOGIN = make_plain_login(user_id="12", account="demo", password="secret123")
HELLO = Send(mobiles=("13800138000",), content="您好【示例】")
ENDPOINTS = {endpoint.name: endpoint for dialect in ALL for endpoint in dialect.ENDPOINTS}
MAX_OUTPUT = 100_000


def names(found: Explanation) -> list[str]:
    """What it is, and what it may as well be."""
    return [found.name, *(each.name for each in found.others)]


# ---- words -----------------------------------------------------------------------------------


def test_request_in_words() -> None:
    """What it is, who says what, what it may as well be, what is odd."""
    body = (
        "action=send&userid=12&account=demo&password=secret123&mobile=13800138000,13800138001"
        "&content=您好&sendTime=2024-06-02 08:00:00&extno=&taskName=x&content=again"
    )
    assert explain(f"POST /sms.aspx HTTP/1.1\nHost: example.com\n\n{body}").splitlines() == [
        "request plain.send (document 000): send one text to these mobiles",
        "",
        "request  POST /sms.aspx",
        "login",
        "  user id   12",
        "  account   demo",
        "  password  ***",
        "message",
        "  mobiles   13800138000, 13800138001",
        "  content   您好",
        "  send at   2024-06-02 08:00:00",
        "  segments  1",
        "",
        "or request hashed.send",
        "note: content comes with several values",
        "note: without meaning here: taskname",
    ]


def test_reply_in_words() -> None:
    """A code that means different things for different methods is told with all of them."""
    assert explain("<sms><mt><status>105</status></mt></sms>").splitlines() == [
        "reply xunchen.balance (document 004): the platform refuses: wrong veryCode",
        "",
        "code       105",
        "message    认证码错误",
        "reason     wrong veryCode",
        "fix        config",
        "retryable  no",
        "",
        "or reply xunchen.send, reply xunchen.send_template: the platform refuses: bad content",
        "or reply xunchen.fetch_reports, reply xunchen.fetch_inbound",
    ]


def test_rows_in_words() -> None:
    """One on a line, the first of them, and how many there are more."""
    report = DeliveryReport(
        mobile="13800138000",
        task_id="1212",
        status="20",
        carrier_code="MK:0001",
        received_at=datetime(2024, 6, 2, 8),
    )
    body = plain.fetch_reports.encode_response(Reports(reports=(report,) * 10_008)).body
    said = explain(body).splitlines()
    assert (
        said[3:5]
        == [
            "  - mobile 13800138000, task id 1212, status 20, carrier code MK:0001, "
            "received at 2024-06-02 08:00:00, delivered no"
        ]
        * 2
    )
    assert said[13] == "  - and 9,998 more"


def test_data_are_ready_for_json() -> None:
    """The same as plain data; a text of 1,000 characters is cut like a list of 1,000 items."""
    found = explain_data(
        xunchen.send.encode_request(
            make_coded_login(account="demo", password="secret123", very_code="x"),
            Send(mobiles=("13800138000",) * 12, content="长" * 1000, extension="88"),
        )
    )
    assert json.loads(json.dumps(asdict(found))) == {
        "kind": "request",
        "name": "xunchen.send",
        "summary": "send one text to these mobiles",
        "facts": {
            "request": "POST httpInterface.do",
            "login": {"account": "demo", "password": "***", "very_code": "***"},
            "message": {
                "mobiles": ["13800138000"] * 10 + ["and 2 more"],
                "content": "长" * 300 + " … and 700 more characters",
                "extension": "88",
                "segments": 15,
            },
        },
        "notes": [],
        "others": [],
    }


def test_everything_that_can_be_said_has_its_words() -> None:
    """Every request and every reply of every endpoint."""
    assert {cls.__module__ for cls in SAYINGS} == {messages.__name__}
    parts = {"Settlement", "DeliveryReport", "InboundMessage", "Template"}
    named = {cls.__name__ for cls in vars(messages).values() if is_dataclass(cls)}
    assert {cls.__name__ for cls in SAYINGS} == named - parts
    assert say(Refused(reason=messages.Reason.WRONG_IP)).endswith(": IP address not bound")
    assert say(Reports()) == "nothing new"


def test_nothing_moves_the_cursor() -> None:
    """Control and direction characters are shown by their codes."""
    body = "<sms><mo><mobile>1</mobile><content>a\u202eb\x9b2J\r\nc</content></mo></sms>"
    assert "content a\\u202eb\\x9b2J\\nc" in explain(body)
    assert all(line.isprintable() for line in explain(body).splitlines())


# ---- requests --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://121.43.104.172:8030/service/httpService/httpInterface.do?method=getAmount"
        "&username=JSM40001&password=123456&veryCode=453245",
        "/service/httpService/httpInterface.do?method=getAmount&username=a&password=b&veryCode=c",
        "httpInterface.do?method=getAmount&username=a&password=b&veryCode=c",
    ],
)
def test_url_is_a_request(url: str) -> None:
    """As documents print them."""
    assert explain_data(url).name == "xunchen.balance"
    assert explain_data(f"{url}\n".encode()).name == "xunchen.balance"


def test_clues_decide_between_000_and_003() -> None:
    """As they do for ``find``, with a path and without."""
    body = "action=send&userid={}&account=demo&password={}&mobile=1&content=x&sendTime=&extno="
    md5 = make_hashed_login(account="demo", password="secret123").password
    assert names(explain_data(body.format("12", "secret123"))) == [
        "plain.send",
        "hashed.send",
        "hashed.send_json",
    ]
    assert names(explain_data(body.format("", md5))) == [
        "hashed.send",
        "hashed.send_json",
        "plain.send",
    ]


def test_bare_form_is_read_in_gbk_where_it_is_not_utf_8() -> None:
    """That the endpoint has a path for."""
    form = "action=send&userid=1&account=a&password=b&mobile=1&content=您好&sendTime=&extno="
    found = explain_data(form.encode("gbk"))
    assert found.facts["message"]["content"] == "您好"
    assert found.facts["variant"] == {"charset": "gbk"}
    assert found.facts["path"] == "smsGBK.aspx"


def test_request_with_a_fault_is_told_with_it() -> None:
    """Its parameters are shown, but for the secret ones."""
    found = explain_data(
        Request(
            path="/v2sms.aspx",
            body=b"action=send&userid=1&sign=abc&timestamp=1&mobile=1&content=%FF&sendTime=soon",
        )
    )
    assert found.name == "signed.send"
    assert found.notes == (
        "not utf-8 text: byte 0xFF does not belong here - at `$.content`, byte 0",
    )
    assert found.facts["parameters"]["sendtime"] == "soon"
    assert found.facts["parameters"]["sign"] == "***"
    assert found.facts["parameters"]["content"] == "1 bytes"


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("/sms.aspx", "the path belongs to plain.send, plain.balance, plain.check_words, "),
        ("/other.aspx", "no document has the path"),
    ],
)
def test_unknown_operation_is_told(path: str, note: str) -> None:
    """With what is documented of its parameters."""
    found = explain_data(Request(path=path, query="action=fly&password=secret123&other=secret"))
    assert found.summary == "an operation that no document has"
    assert found.notes[0].startswith(note)
    assert found.facts["parameters"] == {"action": "fly", "password": "***"}


@pytest.mark.parametrize("begin", ["?", "&", ";", "#", "/", "%3F"])
@pytest.mark.parametrize("separator", ["&", ";", "%26", " & "])
def test_a_password_is_masked_wherever_parameters_stand(begin: str, separator: str) -> None:
    """In a path, or one in the other."""
    form = separator.join(["action=send", "userid=12", "account=demo", "password =secret123"])
    for request in (
        f"/sms.aspx{begin}{form}",
        f"POST /sms.aspx{begin}{form} HTTP/1.1\n\nmobile=1&content=x",
        f"POST /sms.aspx HTTP/1.1\n\naction=send&userid=12{separator}{form}&mobile=1",
    ):
        assert "secret123" not in explain(request)


def test_another_charset_than_said_is_told() -> None:
    """The text is read, and doubted."""
    body = "<returnsms><returnstatus>Success</returnstatus><message>操作成功</message></returnsms>"
    for charset, doubted in (("utf-8", False), ("gbk", True)):
        found = explain_data(
            b"HTTP/1.1 200 OK\nContent-Type: text/xml; charset=utf-8\n\n" + body.encode(charset)
        )
        assert found.kind == "reply"
        assert any(note.startswith("not in the charset") for note in found.notes) is doubted


def test_pieces_of_a_secret_are_no_strangers() -> None:
    """What stands behind an ``&`` that nobody encoded may be the end of a password."""
    query = "action=overage&userid=1&account=a&password=&secret123&taskName=x"
    assert explain_data(f"/sms.aspx?{query}").notes == ("without meaning here: taskname",)


def test_incomplete_form_is_told() -> None:
    """A few of its parameters are no operation; a word is no parameter."""
    assert explain_data("mobile").kind == "unknown"
    found = explain_data("mobile=13800138000&password=secret123")
    assert found.summary == "a form of which no operation is complete"
    assert found.facts["parameters"] == {"mobile": "13800138000", "password": "***"}


def test_soap_call_at_another_path_is_known_by_its_envelope() -> None:
    """And the path is told."""
    body = next(case for case in load("hashed_soap") if "request" in case)["bytes"]
    found = explain_data(Request(path="/gateway/sms.asmx", body=body, content_type="text/xml"))
    assert found.name == "hashed.send_soap"
    assert found.notes == ("no document has the path",)
    assert explain_data(body).name == "hashed.send_soap"


def test_too_many_parameters_are_told() -> None:
    """Nothing is read then."""
    found = explain_data(Request(path="/sms.aspx", query="&".join(f"a{n}=1" for n in range(1001))))
    assert found.summary == "its parameters cannot be read"
    assert found.notes[0].startswith("more than 1000 parameters")


def load(kind: str) -> list[dict[str, Any]]:
    return [case.values[0] for case in cases(kind)]


# ---- replies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"100:27349872349823", ["mms.send"]),
        (b"7", ["mms.send"]),
        (b"1", ["mms.send", "hashed.push_reports", "hashed.push_inbound"]),
        (b"error", ["hashed.push_reports", "hashed.push_inbound"]),
        (b"hello", [""]),
        (b"<sms/>", ["xunchen.fetch_reports", "xunchen.fetch_inbound"]),
    ],
)
def test_short_replies(body: bytes, expected: list[str]) -> None:
    """Every endpoint that answers so; a text that says nothing is claimed by none."""
    assert names(explain_data(body)) == expected


def test_push_and_reply_have_the_same_body() -> None:
    """Both are told; with a request line it is a push."""
    report = DeliveryReport(mobile="13800138000", task_id="2", status="10")
    body = hashed.push_reports.encode_request(None, Reports(reports=(report,))).body
    found = explain_data(body)
    kinds = {(each.kind, each.name) for each in (found, *found.others)}
    assert {("reply", "hashed.fetch_reports"), ("request", "hashed.push_reports")} <= kinds
    pushed = explain_data(b"POST /hook HTTP/1.1\n\n" + body)
    assert (pushed.name, pushed.others) == ("hashed.push_reports", ())
    assert "login" not in pushed.facts


def test_reply_is_told_with_its_status() -> None:
    """A page of a proxy is recognised as one."""
    page = b"<!DOCTYPE html><html><body>502</body></html>"
    found = explain_data(b"HTTP/1.1 502 Bad Gateway\nContent-Type: text/html\n\n" + page)
    assert (found.kind, found.name) == ("reply", "")
    assert found.summary == "a reply that no document has"
    assert found.facts["http_status"] == 502
    assert "web page" in found.facts["looks_like"]


@pytest.mark.parametrize("nothing", [b"", b" \r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_nothing_is_an_answer(nothing: bytes) -> None:
    """To a poll and to a push."""
    assert explain_data(nothing).summary.startswith("nothing: no new reports")


@pytest.mark.parametrize(
    ("data", "looks"),
    [(b"\xff\xfe\0", "binary data"), (b"a\0b", "binary data"), ("镕".encode("gbk"), "text in gbk")],
)
def test_unknown_is_unknown(data: bytes, looks: str) -> None:
    """And not repeated."""
    found = explain_data(data)
    assert (found.kind, found.name) == ("unknown", "")
    assert found.facts == {"bytes": len(data), "looks_like": looks}


def test_large_reply_with_a_fault_at_its_end_is_told_so_far() -> None:
    """What it is the beginning says."""
    row = "<rpt><mobile>1</mobile><msgid>2</msgid><status>DELIVRD</status><time>{}</time></rpt>"
    rows = row.format("2024-06-02 08:00:00") * 2000 + row.format("soon")
    found = explain_data(f"<sms>{rows}</sms>".encode())
    assert found.name == "xunchen.fetch_reports"
    assert len(found.facts["reports"]) == 11
    assert found.notes == (
        "only its beginning can be read: cannot read 'soon' as datetime - at `$.rpt[2000].time`",
    )


# ---- payloads --------------------------------------------------------------------------------

BATCH = pack_batch([("13800138000", "您好"), ("13800138001", "长" * 71)])
TMS = pack_tms([Element("1.txt", "您好".encode("gbk")), Element("mms.smil", b"<smil/>")])
FRAMES = pack_frames([Frame(3, (text_part("您好"), Part("gif", b"GIF89a")))])
SEALED = SealedMessage(
    user_name="demo",
    secret=make_secret("secret123", "0414174715"),
    stamp="0414174715",
    mobiles=("13800138000",),
    text="您好",
)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (BATCH, "batch"),
        (quote_plus(BATCH), "batch"),
        (f"content={quote_plus(BATCH)}", "batch"),
        (BATCH.replace("+", " "), "batch"),
        (gzip.compress(b"13800138000,a\r\n13800138001,b\r\n"), "batch"),
        (TMS, "tms"),
        (b64encode(TMS), "tms"),
        (quote_plus(b64encode(TMS)), "tms"),
        (FRAMES, "frames"),
        (quote_plus(FRAMES), "frames"),
        (seal_message(SEALED, "secret123"), "text64"),
        (quote_plus(seal_message(SEALED, "secret123")), "text64"),
        (pack_sealed(SEALED), "sealed"),
        (make_stamp(datetime(2024, 2, 29, 8)), "stamp"),
        (gzip.compress(b"something else"), "gzip"),
    ],
)
def test_payloads_are_known(data: str | bytes, name: str) -> None:
    """As they stand in a request, percent-encoded, or raw; with a line break that editors add."""
    found = explain_data(data)
    assert (found.kind, found.name) == ("payload", name)
    if isinstance(data, str):
        assert explain_data(f"\ufeff{data}\r\n").name == name


def test_payloads_say_what_is_in_them() -> None:
    """Rows and what they cost; files and texts; the message that was sealed."""
    batch, tms, frames, sealed, stamp = (
        explain_data(data).facts for data in (BATCH, TMS, FRAMES, pack_sealed(SEALED), SEALED.stamp)
    )
    assert (batch["rows"], batch["segments"]) == (2, 3)
    assert batch["entries"][0] == {"mobile": "13800138000", "content": "您好"}
    assert tms["elements"] == [
        {"name": "1.txt", "bytes": 4, "text": "您好"},
        {"name": "mms.smil", "bytes": 7},
    ]
    gif = {"type": "gif", "bytes": 6}
    text = {"type": "txt", "bytes": 4, "text": "您好"}
    assert frames["frames"] == [{"duration": 3, "parts": [text, gif]}]
    assert sealed["secret"] == "***"
    assert sealed["text"] == "您好"
    assert stamp == {"moment": "04-14 17:47:15", "year": "not said", "time_zone": "Beijing"}


def test_what_is_odd_about_payloads_is_noted() -> None:
    """A number twice, rules broken, durations that look like frame numbers."""
    twice = gzip.compress(b"13800138000,a\r\n13800138001,b\r\n13800138000,c")
    assert explain_data(twice).notes == (
        "13800138000 stands in row 0 and in row 2, counted from 0",
    )
    assert any(note.startswith("FramesEmpty: ") for note in explain_data(TMS).notes)
    numbered = pack_frames([Frame(1, (text_part("a"),)), Frame(2, (text_part("b"),))])
    assert explain_data(numbered).notes == ("the durations count from 1 - at `$`",)


@pytest.mark.parametrize(
    ("data", "name", "note"),
    [
        (BATCH[:-5], "batch", "base64 ends in the middle of a group of four"),
        (gzip.compress(b"13800138000,a")[:-9], "gzip", "gzip stream ends too early"),
        (gzip.compress(b"\0" * 5_000_000), "gzip", "gzip stream holds more than 4194304 bytes"),
        (TMS[:-1], "tms", "an element claims 7 bytes, and 6 are left"),
        (FRAMES[:-1], "frames", "base64 ends in the middle of a group of four"),
    ],
)
def test_damaged_payloads_are_told_with_their_fault(
    data: str | bytes, name: str, note: str
) -> None:
    """Their beginnings say what they were."""
    found = explain_data(data)
    assert (found.kind, found.name) == ("payload", name)
    assert found.notes[0].startswith(note)


def test_batch_in_a_request_is_bounded_too() -> None:
    """One that expands to more than is looked into is not read at all."""
    bomb = quote_plus(b64encode(gzip.compress(b"1,a\r\n" * 1_000_000)))
    form = f"userid=&account=demo&password=x&content={bomb}&sendTime=&extno="
    for thing in (form, Request(path="/BatchSms.ashx", body=form.encode())):
        found = explain_data(thing)
        assert found.name == "hashed.send_batch"
        assert found.notes[0].startswith("gzip stream holds more than 4194304 bytes")


# ---- laws ------------------------------------------------------------------------------------

SECRETS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789+/=&%<>{}\"' 密码", min_size=8).map(
    lambda text: f"Zq{text}7"
)
REQUESTS = [
    case.values[0]
    for kind in sorted(path.stem for path in FOLDER.glob("*.json"))
    for case in cases(kind, request=True, endpoint=True, error=False)
]
BYTES = [case.values[0]["bytes"] for path in FOLDER.glob("*.json") for case in cases(path.stem)]


SECRET_NAMES = sorted(set().union(*(each.form.secrets for each in ENDPOINTS.values())))


def with_secret(thing: Any, secret: str) -> Any:
    """The same login or message with all its secrets replaced."""
    hidden = [each.name for each in fields(thing) if not each.repr] if thing else []
    return replace(thing, **dict.fromkeys(hidden, secret)) if hidden else thing


def told(thing: Any) -> str:
    """All that is said of a thing, in words and as data."""
    return explain(thing) + json.dumps(asdict(explain_data(thing)), ensure_ascii=False)


@given(st.sampled_from(REQUESTS), SECRETS)
def test_secrets_are_never_told(case: dict[str, Any], secret: str) -> None:
    """Of no request of any endpoint: as a value, as bytes with a head, as a bare body."""
    endpoint = ENDPOINTS[case["endpoint"]]
    call = endpoint.decode_request(Request(body=case["bytes"], **case["request"]))
    login, message = with_secret(call.login, secret), with_secret(call.message, secret)
    try:
        request = endpoint.encode_request(login, message, call.variant)
    except EncodeError:
        return
    head = f"POST /{request.path} HTTP/1.1\r\nContent-Type: {request.content_type}\r\n\r\n"
    url = f"http://example.com/{request.path}?{request.body.decode('utf-8', 'replace')}"
    for thing in (request, head.encode() + request.body, request.body, url):
        assert secret not in told(thing)
        assert quote_plus(secret) not in told(thing)


@given(
    st.sampled_from(sorted({n.lower() for e in ENDPOINTS.values() for n in e.form.secrets})),
    SECRETS,
)
def test_secrets_of_forms_nobody_knows_are_never_told(name: str, secret: str) -> None:
    """Whatever else is there, whatever the path, encoded or not."""
    for written in (quote_plus(secret), secret):
        form = f"mobile=13800138000&foo=1&{name}={written}"
        for thing in (form, f"GET /other?{form}", f"GET /sms.aspx?action=send&{form} HTTP/1.0"):
            assert secret not in told(thing)


def damaged(data: bytes, at: int, new: bytes, end: int) -> bytes:
    """With something else in one place, and an earlier end."""
    at %= len(data) + 1
    return (data[:at] + new + data[at + 1 :])[: -(end % (len(data) + 1)) or None]


SAMPLES = st.sampled_from(BYTES)
CAPTURED = st.one_of(
    st.binary(),
    st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    SAMPLES,
    st.builds(damaged, SAMPLES, st.integers(0), st.binary(max_size=3), st.integers(0, 20)),
)
HEADS = st.sampled_from(
    [
        b"",
        b"\xef\xbb\xbf",
        b"content=",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 100\n\nHTTP/1.1 200\nTransfer-Encoding: chunked\n\n5\r\n",
        b"HTTP/1.1 200\nContent-Encoding: gzip\n\n",
        b"POST /sms.aspx HTTP/1.1\nContent-Type: multipart/form-data; boundary=x\n\n--x\r\n",
        b"POST /httpInterface.do HTTP/1.1\n\nmethod=sendMsg&msgtype=1&content=",
        b"POST /webservice.asmx HTTP/1.1\n\n",
        b"GET /BatchSms.ashx?content=",
        b"<returnsms>",
        b'{"status":',
        b"\x1f\x8b",
        b"a.txt\0",
        b"3,txt|",
        b"http://x/?",
    ]
)


@pytest.mark.parametrize("separator", [b";", b"\n", b"&amp;", b", "])
def test_parameters_that_run_on_are_masked(separator: bytes) -> None:
    """Where something else stands for ``&``, one parameter holds the password of another."""
    run_on = separator.join([b"action=send", b"userid=12", b"account=demo", b"Password=secret123"])
    late = b"action=send&account=demo&mobile=1&content=x&sendTime=" + separator + run_on
    for body in (run_on, late):
        for path in ("/sms.aspx", "/nowhere"):
            assert "secret123" not in told(Request(path=path, body=body))
        assert "secret123" not in told(body)


@given(HEADS, CAPTURED)
def test_any_bytes_are_explained(head: bytes, data: bytes) -> None:
    """Nothing raises, all is JSON, and there is an end to it."""
    said = told(head + data)
    assert len(said) < MAX_OUTPUT


@given(st.text(), st.text(), st.text(), st.binary(), st.text())
def test_any_request_is_explained(
    method: str, path: str, query: str, body: bytes, content_type: str
) -> None:
    """However odd its parts."""
    request = Request(method=method, path=path, query=query, body=body, content_type=content_type)
    assert len(told(request)) < MAX_OUTPUT


def test_more_than_the_limit_is_not_looked_into() -> None:
    """Whatever it is."""
    many = "1" * (MAX_BYTES + 1)
    for thing in (many, Request(path="/", body=many.encode()), Request(path="/", query=many)):
        assert explain_data(thing).summary == "more than the 5,242,880 bytes that are looked into"


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" * 300_000,
        b"[" * 1_000_000,
        b"[" + b"{}," * 50_000 + b"{}]",
        b'{"a":[' + b"1," * 100_000 + b"1]}",
        b"<sms>" + b"<mo/>" * 200_000 + b"</sms>",
        b"a=1&" * 300_000,
        b"action=send&content=" + b"%" * 1_000_000,
        b"|" * 1_000_000,
        b"1,txt|;" * 200_000,
        b"a.txt\0\1\0\0\0x" * 100_000,
        b"HTTP/1.1 100\n\n" * 100_000,
        b"HTTP/1.1 200\nTransfer-Encoding: chunked\n\n" + b"1\r\na\r\n" * 200_000 + b"0\r\n\r\n",
        b"POST / HTTP/1.1\n" + b"a: b\n" * 200_000,
        b"GET /" + b"a" * 1_000_000,
        b"%41" * 300_000,
        b"<" * 1_000_000,
        b'{"' + b"a" * 1_000_000,
        "中".encode() * 300_000,
    ],
    ids=lambda data: repr(data[:20]),
)
def test_hostile_bytes_come_to_an_end(data: bytes) -> None:
    """Long things have short explanations."""
    assert len(told(data)) < MAX_OUTPUT
