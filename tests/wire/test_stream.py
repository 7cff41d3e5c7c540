"""A streamed reply says what the whole one does, one thing after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.endpoints import ENDPOINTS

from smscodec import (
    DecodeError,
    DeliveryReport,
    Inbound,
    LimitError,
    Refused,
    Reports,
    Variant,
    plain,
    xunchen,
)
from smscodec.testing import replies
from smscodec.wire.bodies import Xml
from smscodec.wire.tables import Many

BOX = "<statusbox><mobile>13800138000</mobile><status>10</status></statusbox>"


def has_many(endpoint: Any) -> bool:
    body = endpoint.replies.get("xml")
    tables = getattr(getattr(body, "table", None), "tables", ())
    return any(isinstance(row, Many) for table in tables for row in table.rows)


STREAMED = [name for name, endpoint in ENDPOINTS.items() if has_many(endpoint)]


def test_reports_and_inbound_messages_are_streamed() -> None:
    """Of every dialect that answers in XML."""
    dialects = {name.partition(".")[0] for name in STREAMED}
    assert dialects == {"plain", "signed", "mms", "hashed", "xunchen"}


@pytest.mark.parametrize("name", STREAMED)
def test_a_stream_says_what_the_whole_says(name: str) -> None:
    """Every report or message; a refusal as the only thing; in chunks of any size."""
    endpoint = ENDPOINTS[name]

    @settings(max_examples=30)
    @given(replies(endpoint), st.integers(1, 300))
    def law(reply: Any, size: int) -> None:
        response = endpoint.encode_response(reply)
        body = response.body
        chunks = [body[at : at + size] for at in range(0, len(body), size)]
        streamed = tuple(endpoint.stream_response(chunks, response.content_type))
        match reply:
            case Reports(reports=things) | Inbound(messages=things):
                assert streamed == things
            case _:
                assert streamed == (reply,)

    law()


def stream(text: str, **options: Any) -> list[Any]:
    return list(plain.fetch_reports.stream_response([text.encode()], **options))


@pytest.mark.parametrize(
    "text", ["", " \r\n", "<returnsms/>", "<returnsms>\r\n</returnsms>", "<returnsms>-</returnsms>"]
)
def test_nothing_new_is_nothing(text: str) -> None:
    """However it is said."""
    assert stream(text) == []


def test_things_come_before_the_end_is_there() -> None:
    """They are given as the bytes come in."""

    def endless() -> Iterator[bytes]:
        yield b"<returnsms>"
        while True:
            yield BOX.encode() * 100

    found = plain.fetch_reports.stream_response(endless())
    assert {next(found).mobile for _ in range(5000)} == {"13800138000"}


def test_a_fault_has_its_place() -> None:
    """What was there before it has been given."""
    broken = BOX.replace("</status>", "</status><receivetime>soon</receivetime>")
    found = plain.fetch_reports.stream_response([f"<returnsms>{BOX}{broken}".encode()])
    assert next(found).status == "10"
    with pytest.raises(DecodeError, match="cannot read 'soon' as datetime") as caught:
        next(found)
    assert caught.value.path == "$.statusbox[1].receivetime"
    assert caught.value.where == "plain.fetch_reports response"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html/>", "the root is <html>, not <returnsms>"),
        (f"<returnsms>{BOX}", "not well formed"),
        (
            f"<returnsms>{BOX}<statusbox>1</statusbox></returnsms>",
            r"members .* `\$\.statusbox\[1\]`",
        ),
        ('{"ReturnStatus":"Success"}', "not well formed"),
    ],
)
def test_what_is_no_such_reply(text: str, words: str) -> None:
    """As for the whole."""
    with pytest.raises(DecodeError, match=words):
        stream(text)


def test_a_refusal_beside_reports_counts_for_nothing() -> None:
    """Before or behind them; beside a box with nothing in it, it is one."""
    late = "<errorstatus><error>2</error><remark>x</remark></errorstatus>"
    for both in (f"{BOX}{BOX}{late}", f"{late}{BOX}{BOX}"):
        assert [type(each) for each in stream(f"<returnsms>{both}</returnsms>")] == [
            DeliveryReport, DeliveryReport
        ]  # fmt: skip
    [refused] = stream(f"<returnsms>{late}<statusbox> </statusbox></returnsms>")
    assert isinstance(refused, Refused)
    assert refused.code == "2"


def test_names_without_meaning_are_ignored() -> None:
    """Before and behind what was asked for; alone they are no reply, as for the whole."""
    for endpoint, box in ((plain.fetch_reports, BOX), (xunchen.fetch_reports, "<rpt><a/></rpt>")):
        root = endpoint.replies["xml"].root  # type: ignore[attr-defined]
        body = f"<{root}><count>1</count>{box}<more/></{root}>".encode()
        (report,) = endpoint.stream_response([body])
        assert endpoint.decode_response(body) == Reports(reports=(report,))
        for read in (
            endpoint.decode_response,
            lambda body, e=endpoint: [*e.stream_response([body])],
        ):
            with pytest.raises(DecodeError, match="there is something, but no"):
                read(f"<{root}><count>0</count></{root}>".encode())


def test_other_elements_are_few() -> None:
    """A stranger's endless list of them is not gathered."""
    assert stream(f"<returnsms>{'<a/>' * 100}{BOX}</returnsms>")
    with pytest.raises(LimitError) as caught:
        stream(f"<returnsms>{'<a/>' * 101}{BOX}</returnsms>")
    assert caught.value.limit == 100


def test_the_charset_is_that_of_the_request() -> None:
    """Where nothing else says one."""
    box = BOX.replace("10</status>", "模</status>").encode("gbk")
    body = b"<returnsms>" + box + b"</returnsms>"
    (report,) = plain.fetch_reports.stream_response([body], charset="gbk")
    assert report.status == "模"


def test_only_lists_in_xml_are_streamed() -> None:
    """Anything else is the caller's mistake."""
    with pytest.raises(TypeError, match="nothing comes many times here"):
        list(plain.send.stream_response([b"<returnsms/>"]))
    json_only = ENDPOINTS["hashed.fetch_reports_json"]
    with pytest.raises(TypeError, match="has no reply in XML"):
        list(json_only.stream_response([b"{}"]))
    assert isinstance(plain.fetch_reports.replies["xml"], Xml)
    assert plain.fetch_reports.encode_response(Reports(), Variant()).body
