"""An endpoint is four functions: paths, charsets, formats and limits around its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from smscodec import DecodeError, EncodeError, LimitError, SmsCodecError
from smscodec.wire import endpoint as module
from smscodec.wire.bodies import Json, Layout, Plain, Xml
from smscodec.wire.endpoint import Endpoint
from smscodec.wire.form import Form, Spoken
from smscodec.wire.request import Request
from smscodec.wire.tables import Table, const, field
from smscodec.wire.values import TEXT
from smscodec.wire.variant import Call, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    text: str = ""


WHAT = Table(What, field("text", "text", TEXT))
RT = Spoken(
    "rt",
    say=lambda variant: variant.format,
    hear=lambda text: {"format": "json"} if text == "json" else {},
)
BARE = Layout('<?xml version="1.0" encoding="{charset}"?>', "", "")
SAY: Endpoint[Who, What, What] = Endpoint(
    name="test.say",
    paths={"utf-8": "say.aspx", "gbk": "sayGBK.aspx"},
    form=Form(const("action", "say"), RT, Table(Who, field("user", "name", TEXT)), WHAT),
    replies={"xml": Xml("r", WHAT, BARE), "json": Json(WHAT)},
)
TEXT_ONLY = replace(SAY, replies={"plain": Plain(TEXT)})
ANY_REPLY = replace(TEXT_ONLY, any_reply=True)
GBK, JSON = Variant(charset="gbk"), Variant(format="json")


# ---- requests ------------------------------------------------------------------------------------


def test_a_request_is_posted_to_the_path_of_its_charset() -> None:
    """GBK is declared as the documents call it."""
    request = SAY.encode_request(Who(name="u"), What(text="内"), GBK)
    assert request == Request(
        path="sayGBK.aspx",
        method="POST",
        body=b"action=say&user=u&text=%C4%DA",
        content_type="application/x-www-form-urlencoded; charset=gb2312",
    )
    assert SAY.encode_request(Who(), What()).content_type.endswith("charset=utf-8")
    assert SAY.encode_request(Who(), What()).path == "say.aspx"


@pytest.mark.parametrize("path", ["sayGBK.aspx", "/app/SAYgbk.ASPX", "http://h:80/sayGBK.aspx/"])
def test_the_path_decides_the_charset(path: str) -> None:
    """Its last segment, without case."""
    call = SAY.decode_request(Request(path=path, body=b"action=say&text=%C4%DA"))
    assert call == Call(login=Who(), message=What(text="内"), variant=GBK)


@pytest.mark.parametrize("path", ["", "/", "say", "say.aspx.bak", "xsay.aspx"])
def test_another_path_is_another_endpoint(path: str) -> None:
    """Told by an error, and by ``fits``."""
    request = Request(path=path, body=b"action=say")
    assert not SAY.fits(request)
    with pytest.raises(DecodeError, match=r"path ends in .* not in say\.aspx or sayGBK\.aspx"):
        SAY.decode_request(request)


def test_a_query_in_the_path_is_not_shown() -> None:
    """It belongs elsewhere, and holds a password."""
    with pytest.raises(DecodeError) as caught:
        SAY.decode_request(Request(path="/say.aspx?action=say&key=secret123"))
    assert str(caught.value) == "the path holds a query, which has a place of its own - at `$`"


def test_the_parameters_may_decide_the_charset() -> None:
    """Where the path does not."""
    told = replace(SAY, charset_of=lambda parameters: "gbk" if b"user" else "utf-8")
    call = told.decode_request(Request(path="say.aspx", body=b"action=say&text=%C4%DA"))
    assert (call.message, call.variant) == (What(text="内"), GBK)


def test_only_post_may_be_taken() -> None:
    """Where the document says so."""
    posted = replace(SAY, post_only=True)
    request = Request(path="say.aspx", method="get", query="action=say")
    assert SAY.decode_request(request).message == What()
    assert not posted.fits(request)
    assert posted.decode_request(replace(request, method="post")).message == What()
    with pytest.raises(DecodeError, match="only POST is taken here, not 'get'"):
        posted.decode_request(request)


def test_errors_say_the_endpoint_and_the_direction() -> None:
    """In ``where``, for whoever has many."""
    faults: list[tuple[Any, str]] = [
        (lambda: SAY.encode_request(Who(), What(), Variant(method="x")), "test.say request"),
        (lambda: SAY.decode_request(Request(path="x")), "test.say request"),
        (lambda: SAY.encode_response(What(text="\0")), "test.say response"),
        (lambda: SAY.decode_response(b"<"), "test.say response"),
        (lambda: list(SAY.stream_response([b"<"])), "test.say response"),
    ]
    for fault, where in faults[:4]:
        with pytest.raises(SmsCodecError) as caught:
            fault()
        assert caught.value.where == where


@pytest.mark.parametrize(
    ("endpoint", "variant", "path"),
    [
        (replace(SAY, paths={"utf-8": "say.aspx"}), GBK, "$.charset"),
        (TEXT_ONLY, JSON, "$.format"),
        (SAY, Variant(format="soap12"), "$.format"),
        (SAY, Variant(method="x"), "$.method"),
    ],
)
def test_variants_that_are_not_spoken(endpoint: Any, variant: Variant, path: str) -> None:
    """Refused before anything is written, and known beforehand."""
    assert not endpoint.speaks(variant)
    with pytest.raises(EncodeError, match="there is no") as caught:
        endpoint.encode_request(Who(), What(), variant)
    assert caught.value.path == path


def test_variants_that_are_spoken() -> None:
    """All others."""
    assert all(
        SAY.speaks(variant) for variant in (Variant(), GBK, JSON, replace(GBK, format="json"))
    )


# ---- replies -------------------------------------------------------------------------------------


def test_a_reply_is_in_the_tongue_of_the_request() -> None:
    """Format and charset; with the charset the platform declares."""
    reply = What(text="内")
    assert (
        SAY.encode_response(reply).body
        == "<r><text>内</text></r>".join(['<?xml version="1.0" encoding="utf-8"?>', ""]).encode()
    )
    gbk = SAY.encode_response(reply, GBK)
    assert gbk.content_type == "text/xml; charset=gb2312"
    assert b'encoding="gb2312"?><r><text>\xc4\xda</text>' in gbk.body
    assert SAY.encode_response(reply, JSON).content_type == "application/json; charset=utf-8"
    utf8 = replace(SAY, gbk_replies=False)
    assert utf8.encode_response(reply, GBK) == utf8.encode_response(reply)


def test_what_gbk_lacks_is_an_error_or_what_the_variant_says() -> None:
    """As in a request; where it stands is told, too."""
    with pytest.raises(EncodeError, match=r"gbk cannot carry '😀' .* - at `\$\.text\[1\]`"):
        SAY.encode_response(What(text="内😀"), GBK)
    with pytest.raises(EncodeError, match=r"the lone surrogate U\+D800 - at `\$\.text\[0\]`"):
        SAY.encode_response(What(text="\ud800"), JSON)
    with pytest.raises(EncodeError, match=r"- at `\$\[0\]`"):
        TEXT_ONLY.encode_response("😀", GBK)  # type: ignore[arg-type]
    replaced = replace(GBK, unencodable="replace")
    assert b"<text>\xc4\xda?</text>" in SAY.encode_response(What(text="内😀"), replaced).body


@pytest.mark.parametrize(
    ("body", "content_type", "asked", "text"),
    [
        ("镕".encode(), "", "utf-8", "镕"),
        ("镕".encode("gbk"), "", "utf-8", "镕"),
        ("镕".encode(), "", "gbk", "镕"),
        (b"\xc4\xa3", "", "utf-8", "ģ"),
        (b"\xc4\xa3", "", "gbk", "模"),
        (b"\xc4\xa3", "text/html; charset=GB2312", "utf-8", "模"),
        (b"\xc4\xa3", 'text/html;charset="utf-8"', "gbk", "ģ"),
        (b"\xef\xbb\xbf\xc4\xa3", "text/html; charset=gbk", "gbk", "ģ"),
        (b"\xc4\xda", "text/html; charset=utf-8", "utf-8", "内"),
        (b"\x80", "text/html; charset=gbk", "utf-8", "€"),
        (b"\xc4\xa3", "text/html; charset=utf-16", "gbk", "模"),
    ],
)
def test_the_charset_is_settled(body: bytes, content_type: str, asked: Any, text: str) -> None:
    """Mark, header, then what was asked in; where that cannot be, the other of the two."""
    assert TEXT_ONLY.decode_response(body, content_type, charset=asked) == text  # type: ignore[comparison-overlap]


def test_an_xml_declaration_comes_after_the_header() -> None:
    """And before what was asked in."""
    declared = b'<?xml version="1.0" encoding="gb2312"?><r><text>\xc4\xa3</text></r>'
    assert SAY.decode_response(declared) == What(text="模")
    assert SAY.decode_response(declared, charset="utf-8") == What(text="模")
    assert SAY.decode_response(declared, "text/xml; charset=utf-8") == What(text="ģ")
    assert SAY.decode_response(b"\xef\xbb\xbf" + declared) == What(text="ģ")


def test_bytes_in_no_charset_are_refused() -> None:
    """Neither UTF-8 nor GBK."""
    with pytest.raises(DecodeError, match="not utf-8 text"):
        SAY.decode_response(b"<r>\xff\xff</r>")


def test_gbk_that_reads_as_utf_8_is_not_written() -> None:
    """A text of GBK characters whose bytes are Chinese in UTF-8: no reader could tell."""
    mojibake = "测试".encode().decode("gbk")  # 娴嬭瘯
    assert SAY.decode_request(SAY.encode_request(Who(), What(text=mojibake), GBK)).message == What(
        text=mojibake
    )
    with pytest.raises(EncodeError, match="in GBK this would be read as UTF-8"):
        SAY.encode_response(What(text=mojibake), GBK)
    assert SAY.encode_response(What(text=mojibake + "内"), GBK)


@pytest.mark.parametrize(
    ("body", "reply"),
    [
        (b'{"text":"a"}', What(text="a")),
        (b' \r\n{"text":"a"}', What(text="a")),
        (b"[]", What()),
        (b" null\n", What()),
        (b"<r><text>a</text></r>", What(text="a")),
        (b"\n <?xml version='1.0'?><r><text>a</text></r>", What(text="a")),
        (b"", What()),
        (b" \r\n", What()),
    ],
)
def test_the_format_is_seen(body: bytes, reply: What) -> None:
    """From the first character, whatever the content type says; nothing is the usual one's."""
    for kind in ("", "text/html; charset=utf-8", "application/json", "text/xml"):
        assert SAY.decode_response(body, kind) == reply


@pytest.mark.parametrize("body", [b"502 Bad Gateway", b"nullify", b"1", b'"a"', b"true"])
def test_anything_else_is_no_reply(body: bytes) -> None:
    """Where there is no plain text."""
    with pytest.raises(DecodeError, match="not well formed"):
        SAY.decode_response(body)
    assert TEXT_ONLY.decode_response(body) == body.decode()  # type: ignore[comparison-overlap]


def test_any_reply_can_be_one() -> None:
    """Then no byte of it is an error."""
    assert ANY_REPLY.decode_response(b"\xff1") == "\ufffd1"  # type: ignore[comparison-overlap]


def test_a_reply_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit it is read, one byte above it is not."""
    monkeypatch.setattr(module, "MAX_REPLY", 4)
    assert SAY.decode_response(b"<r/>") == What()
    with pytest.raises(LimitError) as caught:
        SAY.decode_response(b"<r/> ")
    assert caught.value.limit == 4
