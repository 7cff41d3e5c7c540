"""``find``: which endpoints a request may be for, the likeliest first."""

from __future__ import annotations

from typing import Any

import pytest
from support.vectors import FOLDER, cases

from smscodec.dialects import hashed, mms, plain, signed, xunchen
from smscodec.dialects.find import ALL, find
from smscodec.logins import make_soap_login
from smscodec.messages import Send
from smscodec.wire.request import Request

MD5 = "5D7845AC6EE7CFFFAFC5FE5F35CF666D"


def names(path: str, query: str = "", body: bytes = b"", **more: Any) -> list[str]:
    """What is found, by name."""
    request = Request(path=path, query=query, body=body, **more)
    return [endpoint.name for endpoint in find(request)]


def every_request() -> list[Any]:
    """Those of the vectors that can be read."""
    kinds = sorted(path.stem for path in FOLDER.glob("*.json"))
    return [
        case for kind in kinds for case in cases(kind, request=True, endpoint=True, error=False)
    ]


@pytest.mark.parametrize("case", every_request())
def test_every_request_is_found(case: dict[str, Any]) -> None:
    """For the endpoint that reads it, be it behind another."""
    request = Request(body=case["bytes"], **case["request"])
    assert case["endpoint"] in [endpoint.name for endpoint in find(request)]


# ---- 000 and 003 -----------------------------------------------------------------------------

BOTH = (
    ("sms.aspx", "send", "send"),
    ("smsGBK.aspx", "send", "send"),
    ("sms.aspx", "overage", "balance"),
    ("smsGBK.aspx", "overage", "balance"),
    ("statusApi.aspx", "query", "fetch_reports"),
    ("callApi.aspx", "query", "fetch_inbound"),
)


@pytest.mark.parametrize(("path", "action", "name"), BOTH)
@pytest.mark.parametrize(
    ("parameters", "first"),
    [
        ("userid=12&account=demo&password=secret123", "plain"),
        (f"userid=12&account=demo&password={MD5}", "hashed"),
        (f"userid=12&account=demo&password={MD5.lower()}", "hashed"),
        (f"userid=12&account=demo&password={MD5}&rt=json", "hashed"),
        ("userid=&account=demo&password=secret123", "hashed"),
        ("account=demo&password=secret123", "hashed"),
        ("userid=&account=demo&password=secret123&rt=json", "plain"),
        ("userid=&account=demo&password=secret123&ownExt=1", "plain"),
        ("userid=12&account=demo&password=secret123&taskid=1523516", "hashed"),
        ("userid=12&account=demo&password=secret123&taskid=", "plain"),
        ("userid=12&account=demo&password=secret123&rt=", "plain"),
    ],
)
def test_shared_paths_go_by_clues(
    path: str, action: str, name: str, parameters: str, first: str
) -> None:
    """An MD5, a task, an empty userid: 003. rt, ownExt: 000. The other one comes behind."""
    second = {"plain": "hashed", "hashed": "plain"}[first]
    expected = [f"{first}.{name}", f"{second}.{name}"]
    query = f"ACTION={action}&{parameters}"
    assert names(f"/any/folder/{path.upper()}", query) == expected
    assert names(path, body=query.encode()) == expected


def test_dialects_to_choose_from_are_the_callers() -> None:
    """A gateway that knows the account's dialect asks for that one."""
    request = Request(path="sms.aspx", body=b"action=send&userid=12&password=x")
    assert find(request, (hashed,)) == (hashed.send,)
    assert find(request, (signed, mms, xunchen)) == ()
    assert find(request, ALL) == find(request)


# ---- all others ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        ("sms.aspx", "action=checkkeyword", "plain.check_words"),
        ("smsGBK.aspx", "action=changespwd", "plain.change_password"),
        ("v2sms.aspx", "action=send", "signed.send"),
        ("v2smsGBK.aspx", "action=overage", "signed.balance"),
        ("v2statusApi.aspx", "action=query", "signed.fetch_reports"),
        ("sendmms.aspx", "action=send", "mms.send"),
        ("sendmms.aspx", "action=overage", "mms.balance"),
        ("smsJson.aspx", "action=send", "hashed.send_json"),
        ("smsJson.aspx", "action=overage", "hashed.balance_json"),
        ("mms.aspx", "action=send", "hashed.send_mms"),
        ("mms.aspx", "action=overage", "hashed.balance_mms"),
        ("ensms.ashx", "", "hashed.send_sealed"),
        ("pwd.aspx", "", "hashed.change_password"),
        ("freeTemplate.aspx", "action=Add", "hashed.templates.register"),
        ("freeTemplate.aspx", "action=QUERY", "hashed.templates.query"),
        ("freeTemplate.aspx", "action=update", "hashed.templates.amend"),
        ("freeTemplate.aspx", "action=del", "hashed.templates.withdraw"),
        ("httpInterface.do", "method=getAmount", "xunchen.balance"),
        ("httpInterface.do", "method=sendMsg&msgtype=1", "xunchen.send"),
        ("httpInterface.do", "method=sendGbkMsg&msgtype=1", "xunchen.send"),
        ("httpInterface.do", "method=SENDUTF8MSG&msgtype=2", "xunchen.send_template"),
        ("httpInterface.do", "method=queryReport", "xunchen.fetch_reports"),
        ("httpInterface.do", "method=queryMo", "xunchen.fetch_inbound"),
    ],
)
def test_path_and_fixed_parameter_decide(path: str, query: str, name: str) -> None:
    """Nothing else has to be there."""
    assert names(path, query) == [name]


def test_what_cannot_be_read_is_found_all_the_same() -> None:
    """For a gateway to answer in its dialect: bytes of another charset, a code that is none."""
    assert names("v2sms.aspx", "action=send&content=%FF") == ["signed.send"]
    assert names("httpInterface.do", "method=sendMsg&msgtype=1&code=big5") == ["xunchen.send"]


def test_batches_are_one_of_two() -> None:
    """Packed here or packed already: a gateway reads the rows; and GET is no way to send them."""
    assert names("BatchSms.ashx") == ["hashed.send_batch", "hashed.send_packed"]
    assert names("BatchSms.ashx", method="GET") == []


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("<returnsms><statusbox><mobile>1</mobile></statusbox></returnsms>", "push_reports"),
        ("<returnsms><callbox><mobile>1</mobile></callbox></returnsms>", "push_inbound"),
    ],
)
@pytest.mark.parametrize("kind", ["", "text/xml", "application/x-www-form-urlencoded"])
def test_push_is_known_by_its_body(body: str, name: str, kind: str) -> None:
    """Its path is the customer's own, and so is its query."""
    assert names("/hook", "a=b", body.encode(), content_type=kind) == [f"hashed.{name}"]


def test_soap_is_known_by_path_and_envelope() -> None:
    """The path in any case, with ``wsdl`` behind it or not."""
    login = make_soap_login(account="demo", password="secret123")
    message = Send(mobiles=("13800138000",), content="您好")
    body = hashed.send_soap.encode_request(login, message).body
    for query in ("", "wsdl"):
        assert names("/webservice.ASMX", query, body, content_type="text/xml") == [
            "hashed.send_soap"
        ]
    assert names("/sms.aspx", "", body, content_type="text/xml") == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("", ""),
        ("other.aspx", "action=send"),
        ("sms.aspx", ""),
        ("sms.aspx", "action=other"),
        ("httpInterface.do", "method=sendMsg"),
        ("httpInterface.do", "method=sendMsg&msgtype=3"),
        ("sms.aspx", "&".join(f"a{n}=1" for n in range(1001)) + "&action=send"),
    ],
)
def test_what_nobody_documents_is_not_found(path: str, query: str) -> None:
    """An empty answer, no error: also where the parameters are too many to be read."""
    assert names(path, query) == []


def test_every_endpoint_is_found_by_name() -> None:
    """Names are unique, and begin with that of their dialect."""
    everyone = [endpoint.name for dialect in ALL for endpoint in dialect.ENDPOINTS]
    assert len(everyone) == len(set(everyone))
    for dialect, module in zip(ALL, (plain, signed, mms, hashed, xunchen), strict=True):
        prefix = module.__name__.rpartition(".")[2]
        assert {endpoint.name.partition(".")[0] for endpoint in dialect.ENDPOINTS} == {prefix}
