"""Which replies are read as pages, and which are left to be read whole.

That both find the same is for ``tests/bulk/test_reports.py`` to say.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from smscodec.dialects import hashed, plain
from smscodec.messages import DeliveryReport, InboundMessage
from smscodec.wire.pages import read_page

BOX = "<statusbox>\r\n <mobile>13800138000</mobile><status> 10 </status><extno/> </statusbox>"
XML = f"<?xml version='1.0'?><returnsms>\n{BOX}\n{BOX}</returnsms>"
ITEM = '{"Mobile":"13800138000","TaskID" : "7",\n"ReceiveTime":"2024-06-01 08:00:00"}'
JSON = f'{{"ReturnStatus":"Success","Message":"ok","Task":[ {ITEM},\n{ITEM} ]}}'


def test_page_in_xml() -> None:
    """Whatever blanks are between, and with an element that is empty."""
    page = read_page(plain.fetch_reports, XML, DeliveryReport)
    assert page is not None
    assert page.columns == {
        "mobile": ["13800138000"] * 2,
        "task_id": [""] * 2,
        "status": ["10"] * 2,
        "received_at": [None] * 2,
        "carrier_code": [""] * 2,
        "extension": [""] * 2,
    }
    assert len(page.reply.reports) == 1


def test_page_in_json() -> None:
    """With what stands beside the list."""
    page = read_page(plain.fetch_reports, JSON, DeliveryReport)
    assert page is not None
    assert page.columns["received_at"] == [datetime(2024, 6, 1, 8)] * 2
    assert page.columns["task_id"] == ["7", "7"]
    assert page.reply.message == "ok"


UNUSUAL = {
    "nothing": "",
    "no list": "<returnsms/>",
    "something between": XML.replace(f"{BOX}\n", f"{BOX}\n<!-- -->"),
    "text between": XML.replace(f"{BOX}\n", f"{BOX}\nx"),
    "other names": XML.replace("status>", "state>", 2),
    "one name less": XML.replace("<extno/> </statusbox></", "</statusbox></"),
    "escaped": XML.replace(" 10 ", "&amp;", 1),
    "greater": XML.replace(" 10 ", "]]>", 1),
    "too long": XML.replace(" 10 ", "1" * 1_048_577, 1),
    "control": XML.replace(" 10 ", "\x01", 1),
    "carriage return": XML.replace(" 10 ", "\r", 1),
    "twice": XML.replace("status>", "mobile>"),
    "attribute": XML.replace("<statusbox>", "<statusbox a='b'>", 1),
    "comment around": XML.replace("<returnsms>", "<returnsms><!--").replace("</ret", "--></ret"),
    "bad time": XML.replace("<extno/>", "<receivetime>x</receivetime>"),
    "JSON refused": JSON.replace('"Success"', '"Faild"'),
    "not well formed": XML.replace("</returnsms>", ""),
    "JSON no list": '{"ReturnStatus":"Success"}',
    "JSON empty": '{"ReturnStatus":"Success","Task":[{}]}',
    "JSON number": JSON.replace('"7"', "7"),
    "JSON escape": JSON.replace('"7"', r'"\u0037"'),
    "JSON control": JSON.replace('"7"', '"\t"'),
    "JSON comma": JSON.replace(" ]", ", ]"),
    "JSON no comma": JSON.replace("},", "}"),
    "JSON list twice": JSON.replace("]}", f'],"task":[{ITEM}]}}'),
    "JSON cut": JSON[:-1],
}


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_anything_unusual_is_no_page(text: str) -> None:
    """Read whole, it may well be a reply."""
    assert read_page(plain.fetch_reports, text, DeliveryReport) is None


def test_only_what_comes_many_times_makes_a_page() -> None:
    """Things of another class, or none."""
    assert read_page(plain.fetch_reports, XML, InboundMessage) is None
    assert read_page(hashed.balance, XML, DeliveryReport) is None
    inbox = XML.replace("statusbox", "callbox").replace("status>", "content>")
    page = read_page(plain.fetch_inbound, inbox, InboundMessage)
    assert page is not None
    assert page.columns["content"] == [" 10 ", " 10 "]
