"""Parameters of requests as clients really send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec.errors import DecodeError, LimitError, SmsCodecError
from smscodec.wire.request import MAX_PARAMETERS, Parameters, Request, Response, read_parameters


def read(
    body: bytes = b"", query: str = "", content_type: str = "application/x-www-form-urlencoded"
) -> Parameters:
    return read_parameters(
        Request(path="sms.aspx", query=query, body=body, content_type=content_type)
    )


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b"", {}),
        (b"a=1&b=2", {"a": b"1", "b": b"2"}),
        (b"&a=1&&&b=2&", {"a": b"1", "b": b"2"}),
        (b"a&b=&=c", {"a": b"", "b": b"", "": b"c"}),
        (b"userId=1&SENDTIME=2", {"userid": b"1", "sendtime": b"2"}),
        (b"sign =1& b =2&%20c%20=3", {"sign": b"1", "b": b"2", "c": b"3"}),
        (b"a=1=2==", {"a": b"1=2=="}),
        (b"a=x+y%20z%2B", {"a": b"x y z+"}),
        (b"a=%e5%86%85%E5%AE%B9", {"a": "内容".encode()}),
        ("a=内容".encode(), {"a": "内容".encode()}),
        ("a=内容".encode("gbk"), {"a": "内容".encode("gbk")}),
        (b"a=%E9F", {"a": "镕".encode("gbk")}),
        (b"a=%&b=%zz&c=%4", {"a": b"%", "b": b"%zz", "c": b"%4"}),
        (b"a=%26%3D%2526", {"a": b"&=%26"}),
        (b"%61=%00", {"a": b"\0"}),
    ],
)
def test_forms_are_read(data: bytes, values: dict[str, bytes]) -> None:
    """In the body and in the URL alike, under any content type or none."""
    for kind in ("", "application/x-www-form-urlencoded;charset=GBK", "text/plain", "???"):
        assert read(data, content_type=kind).values == values
    if data.isascii():
        assert read(query=data.decode()).values == values


@pytest.mark.parametrize(
    ("query", "body", "value", "repeated"),
    [
        ("a=1", b"", b"1", ()),
        ("", b"a=1", b"1", ()),
        ("a=1", b"a=1", b"1", ()),
        ("a=1", b"A=2", b"1", ("a",)),
        ("a=", b"a=2", b"2", ()),
        ("a=", b"a=", b"", ()),
        ("a=1", b"a=", b"1", ("a",)),
        ("a=1&A=2", b"", b"1", ("a",)),
        ("a=1&a=1", b"", b"1", ()),
        ("", b"a=1&a=2&a=1", b"1", ("a",)),
        ("", b"a=&a=2", b"", ("a",)),
        ("a=&a=2", b"a=3", b"3", ("a",)),
        ("a=1&b=1", b"b=2&a=2", b"1", ("b", "a")),
    ],
)
def test_url_and_body_are_merged(
    query: str, body: bytes, value: bytes, repeated: tuple[str, ...]
) -> None:
    """The URL's copy wins unless it is empty, in one place the first; a second value is told."""
    found = read(body, query)
    assert found.values["a"] == value
    assert found.repeated == repeated


def test_a_byte_order_mark_is_taken_off_the_body() -> None:
    """As C# ``StreamWriter`` puts one there; in a URL, or of another charset, nobody does."""
    assert read(b"\xef\xbb\xbfa=1&b=2").values == {"a": b"1", "b": b"2"}
    assert read(b"\xef\xbb\xbf <a>&b=1</a>").values == {}
    assert "a" not in read(query="\ufeffa=1").values
    assert "a" not in read("\ufeffa=1".encode("gb18030")).values


@pytest.mark.parametrize("kind", ["text/xml", "application/json; charset=utf-8", "text/plain", "?"])
def test_a_form_is_one_under_any_content_type(kind: str) -> None:
    """As clients set it by hand."""
    assert read(b"a=1&b=2", "c=3", kind).values == {"a": b"1", "b": b"2", "c": b"3"}


def test_multipart_is_a_form_too() -> None:
    """Its values are as they are: nothing is decoded twice."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="Content"\r\n\r\n'
        + "a+b%20\r\n镕".encode("gbk")
        + b"\r\n--x--\r\n"
    )
    found = read(body, "content=&b=1", "multipart/form-data; boundary=x")
    assert found.values == {"content": "a+b%20\r\n镕".encode("gbk"), "b": b"1"}
    assert found.text("CONTENT", "gbk") == "a+b%20\r\n镕"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<Envelope>a=1&b=2</Envelope>", ""),
        (b" \r\n<returnsms/>", "application/x-www-form-urlencoded"),
        (b"\xef\xbb\xbf<a/>", "application/soap+xml; charset=utf-8"),
    ],
)
def test_a_document_is_no_form(body: bytes, kind: str) -> None:
    """Its whole body is one thing; the URL may have parameters."""
    assert read(body, "c=3", kind).values == {"c": b"3"}


def test_a_query_may_be_bytes() -> None:
    """As a server passes them on: unencoded text is UTF-8, surrogates are bytes."""
    assert read(query="a=内容").values["a"] == "内容".encode()
    raw = b"a=\xc4\xda".decode("utf-8", "surrogateescape")
    assert read(query=raw).text("a", "gbk") == "内"
    with pytest.raises(DecodeError, match="half a character"):
        read(query="a=\ud800")


def test_text_is_decoded_strictly() -> None:
    """With the name and the byte; what is not there is empty."""
    found = read(b"a=%E5%86&b=%80")
    assert found.text("nobody", "utf-8") == ""
    assert found.text("b", "gbk") == "€"
    with pytest.raises(DecodeError, match=r"not utf-8 text: .* at `\$\.a`, byte 0"):
        found.text("a", "utf-8")


def test_parameters_are_counted() -> None:
    """URL and body together; so are the separators without anything between."""
    half = "&".join(f"a{n}=1" for n in range(MAX_PARAMETERS // 2))
    assert len(read(half.replace("a", "b").encode(), half).values) == MAX_PARAMETERS
    with pytest.raises(LimitError) as caught:
        read(half.replace("a", "b").encode() + b"&c=1", half)
    assert caught.value.limit == MAX_PARAMETERS
    with pytest.raises(LimitError):
        read(b"&" * (2 * MAX_PARAMETERS + 1))
    assert not read(b"&" * 2 * MAX_PARAMETERS).values
    with pytest.raises(LimitError):
        read(b"a&" * 1001)


def test_what_may_hold_a_secret_is_not_shown() -> None:
    """Query, body and values stand in no ``repr``; path and kind do."""
    request = Request(path="sms.aspx", query="password=S3cret", body=b"S3cret", content_type="x/y")
    assert "S3cret" not in repr(request) + repr(read_parameters(request))
    assert "sms.aspx" in repr(request)
    assert Response(body=b"ok").content_type == ""


@given(st.binary(max_size=60), st.text(st.characters(), max_size=30), st.text(max_size=20))
def test_any_request_has_parameters_or_our_error(body: bytes, query: str, kind: str) -> None:
    """Whatever its bytes, query and content type."""
    try:
        found = read(body, query, kind)
    except SmsCodecError:
        return
    assert set(found.repeated) <= set(found.values)
