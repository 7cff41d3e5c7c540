"""JSON and XML, and the message that travels as encrypted JSON."""

from __future__ import annotations

from functools import partial

from smscodec import open_message, open_text64, seal_text64
from smscodec.formats.sealed import unpack_sealed
from smscodec.primitives.safejson import parse_json
from smscodec.primitives.safexml import parse_xml
from smscodec.primitives.xmlstream import stream_children

from .growing import NEVER, Make, encoded, filled, inputs, numbered

__all__ = ["CASES"]

# ---- JSON ----------------------------------------------------------------------------------------

HEAD = '{"UserName":"demo","Secret":"00","Stamp":"0414174715",'
"""All members of a sealed message but ``Moblie`` and ``Text``."""


def a_text(unit: str) -> Make:
    """The JSON of a message with this text."""
    return filled(unit, HEAD + '"Moblie":"13800138000","Text":"', '"}')


JSON: dict[str, Make] = {
    "ordinary": a_text("您的验证码"),
    "many_mobiles": filled("13800138000,", HEAD + '"Text":"a","Moblie":"', '1"}'),
    "escapes": a_text(r"\u5b57"),
    "half_pairs_escaped": a_text(r"\ud83d"),
    "backslashes": a_text(r"\\"),
    "no_end_of_the_text": filled("a", '{"Text":"'),
    "unknown_members": numbered('"{0}":"",', "{", HEAD[1:] + '"Moblie":"1","Text":"a"}'),
    "one_member_again_and_again": filled('"x":"",', "{", '"x":""}'),
    "a_number_of_many_digits": filled("1", HEAD + '"Text":"a","Moblie":', "}"),
    "a_fraction_of_many_digits": filled("1", '{"x":0.', "e9}"),
    "nested": filled('{"x":'),
    "arrays_of_nothing": filled("[],", "[", "0]"),
    "blanks": filled(" "),
}

# ---- Text64 --------------------------------------------------------------------------------------

PASSWORD = "secret123"


def sealed(make: Make, size: int) -> str:
    return seal_text64(make(size).encode(), PASSWORD)


def in_lines(size: int) -> str:
    text = sealed(JSON["ordinary"], size * 3 // 4)
    return "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))


TEXT64 = (
    *inputs("parse_json", parse_json, **JSON),
    *inputs(
        "unpack_sealed", unpack_sealed, **{title: encoded(make) for title, make in JSON.items()}
    ),
    *inputs(
        "open_message",
        partial(open_message, password=PASSWORD, max_length=NEVER),
        **{title: partial(sealed, make) for title, make in JSON.items()},
    ),
    *inputs(
        "open_text64",
        partial(open_text64, password=PASSWORD, max_length=NEVER),
        in_lines=in_lines,
        another_key=filled("A" * 32),
        line_breaks=filled("\n", "QQ=", "="),
        blanks=filled(" "),
    ),
)

# ---- XML -----------------------------------------------------------------------------------------

BOX = "<statusbox><mobile>1380013{0:04}</mobile><taskid>1</taskid></statusbox>"

XML: dict[str, Make] = {
    "ordinary": encoded(numbered(BOX, "<returnsms>", "</returnsms>")),
    "elements": filled(b"<a/>", b"<a>", b"</a>"),
    "elements_in_elements": filled(b"<a>" * 14 + b"</a>" * 14, b"<a>", b"</a>"),
    "too_deep": filled(b"<a>" * 17 + b"</a>" * 17, b"<a>", b"</a>"),
    "nested": filled(b"<a>"),
    "names": encoded(numbered("<a{0}/>", "<a>", "</a>")),
    "attributes": encoded(numbered('a{0}="" ', "<a><b ", "/></a>")),
    "namespaces": encoded(numbered('xmlns:a{0}="{0}" ', "<a><b ", "/></a>")),
    "namespaces_used": encoded(numbered('xmlns:a{0}="{0}" a{0}:b="" ', "<a><b ", "/></a>")),
    "a_long_attribute": filled(b"&lt;", b"<a><b c='", b"'/></a>"),
    "a_long_text": filled(b"a", b"<a><b>", b"</b></a>"),
    "gbk": filled(b"\xd7\xd6", b"<a><b>", b"</b></a>"),
    "references": filled(b"&#65;", b"<a><b>", b"</b></a>"),
    "unknown_entities": filled(b"&b;", b"<a>", b"</a>"),
    "comments": filled(b"a<!---->", b"<a>", b"</a>"),
    "cdata": filled(b"a<![CDATA[b]]>", b"<a>", b"</a>"),
    "text_between": filled(b"a<b/>&lt;", b"<a>", b"</a>"),
    "doctypes": filled(b"<!DOCTYPE ", b"<a>"),
    "a_long_declaration": filled(b" encoding", b"<?xml", b"?><a/>"),
    "blanks_before": filled(b" ", after=b"<a/>"),
    "angle_brackets": filled(b"<"),
    "ampersands": filled(b"&", b"<a>", b"</a>"),
}


def streamed(chunk: int, data: bytes) -> None:
    chunks = (data[at : at + chunk] for at in range(0, len(data), chunk))
    for _ in stream_children(chunks, max_child=NEVER):
        pass


DOCUMENTS = (
    *inputs("parse_xml", partial(parse_xml, max_bytes=NEVER), **XML),
    *inputs("stream_children", partial(streamed, 1 << 16), **XML),
    *inputs(
        "stream_children, small chunks",
        partial(streamed, 16),
        ordinary=XML["ordinary"],
        a_long_text=XML["a_long_text"],
    ),
)

CASES = (*TEXT64, *DOCUMENTS)
