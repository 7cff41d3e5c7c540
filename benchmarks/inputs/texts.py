"""Charsets, base64, segments, signatures, values, templates."""

from __future__ import annotations

from base64 import b64encode
from functools import partial

from smscodec import (
    count_many_segments,
    count_segments,
    decode_text,
    find_signature,
    matches,
    preview,
    render,
    split_segments,
    unpack_values,
    unsendable,
)
from smscodec.primitives.base64text import decode_base64
from smscodec.primitives.safexml import settle_charset

from .growing import encoded, filled, inputs, numbered

__all__ = ["CASES"]

ORDINARY = filled("您的验证码是，十分钟内有效。")
SEPARATORS = "\0\x1f\x1e\x1d\x1c\x1b\x1a\x19"
"""All that the core tries to join texts with."""

CHARSETS = (
    *inputs(
        "decode_text utf-8",
        decode_text,
        ordinary=encoded(ORDINARY),
        bad_at_the_end=filled("字".encode(), after=b"\x80"),
    ),
    *inputs(
        "decode_text gbk",
        partial(decode_text, charset="gbk"),
        ordinary=encoded(ORDINARY, "gbk"),
        euro_signs=filled(b"\x80"),
        euro_signs_apart=filled(b"\x80a"),
        four_byte_forms=filled(b"\x81\x30\x81\x30"),
        bad_at_the_end=filled(b"\xd7\xd6", after=b"\xff"),
    ),
    *inputs(
        "settle_charset",
        settle_charset,
        gbk_said_to_be_utf_8=filled(b"\xd7\xd6"),
        utf_8_said_to_be_gbk=filled("字".encode(), b"<?xml encoding='gbk'?>"),
        in_neither=filled(b"\xd7\xd6", after=b"\xff"),
        declared_in_vain=filled(b"encoding = ", b"<?xml "),
        declared_after_blanks=filled(b" ", after=b"<?xml encoding='gbk'?>"),
    ),
    *inputs("unsendable", unsendable, not_in_gbk=filled("😀字")),
)

BASE64 = inputs(
    "decode_base64",
    decode_base64,
    ordinary=lambda size: b64encode(bytes(size * 3 // 4)).decode(),
    lines_of_76=filled("QUJD" * 19 + "\r\n"),
    line_breaks=filled("\r\n"),
    padding_then_line_breaks=filled("\n", "QQ=", "="),
    padding_again_and_again=filled("=\r\n"),
    blanks=filled(" "),
    stray_at_the_end=filled("QUJD", after="*"),
    not_ascii=filled("字"),
)

SEGMENTS = (
    *inputs(
        "count_segments",
        count_segments,
        ordinary=ORDINARY,
        emoji=filled("😀"),
        half_pairs=filled("\ud83d"),
    ),
    *inputs(
        "count_many_segments",
        count_many_segments,
        ordinary=lambda size: [ORDINARY(160)] * (size // 160),
        every_separator_in_every_text=lambda size: [SEPARATORS] * (size // 8),
    ),
    *inputs("split_segments", split_segments, ordinary=ORDINARY, emoji=filled("a" + "😀" * 33)),
    *inputs("find_signature", find_signature, brackets=filled("【", "【】", "】")),
    *inputs(
        "preview",
        preview,
        ordinary=ORDINARY,
        opening_brackets=filled("【"),
        closing_brackets=filled("】", "【"),
        not_in_gbk=filled("😀字"),
        every_character=lambda size: "".join(map(chr, range(0xE000, 0xE000 + size // 4))),
    ),
)

VALUES = (
    *inputs(
        "unpack_values",
        unpack_values,
        ordinary=lambda size: numbered(",@{0}@=值")(size)[1:],
        one_value_again_and_again=lambda size: filled("@1@=,")(size)[:-1],
        commas=filled(",", "@1@="),
        seams_that_are_none=filled(",@1", "@1@="),
        a_number_of_many_digits=filled("1", "@", "@="),
        digits_after_a_comma=filled("1", "@1@=,@"),
    ),
    *inputs(
        "render",
        lambda given: render(*given),
        ordinary=lambda size: (numbered("@{0}@")(size), ["值"] * (size // len("@10000@"))),
    ),
)

TEMPLATE = "您的验证码：@，@分钟内有效。@【示例】"
TEXT = filled("a", "您的验证码：1，5分钟内有效。", "【示例】")
HAN = "".join(map(chr, range(0x4E00, 0x5E00)))
"""More different characters than ``matches`` remembers the places of."""


def every_character(size: int) -> str:
    return (HAN * (size // len(HAN) + 1))[:size]


TEMPLATES = (
    *inputs(
        "matches, a longer text",
        lambda given: matches(*given),
        ordinary=lambda size: (TEMPLATE, TEXT(size)),
        marks=lambda size: ("@" * 500 + "x", "a" * size),
        many_readings=lambda size: ("@a" * 200, "a" * size),
        no_reading=lambda size: ("@a" * 200 + "x", "a" * size),
        every_character=lambda size: ("@".join(HAN), every_character(size)),
    ),
    *inputs(
        "matches, a longer template",
        lambda given: matches(*given),
        marks=lambda size: ("@" * size + "x", "a" * 1000),
        one_constant=lambda size: ("@" + "a" * size, "a" * 1000),
        many_readings=lambda size: ("@a" * (size // 2), "a" * 1000),
        every_character=lambda size: ("@".join(every_character(size // 2)), HAN),
    ),
)

PRODUCTS = [
    case._replace(growing=2)
    for case in inputs(
        "matches, both longer",
        lambda given: matches(*given),
        many_readings=lambda size: ("@a" * (size // 2), "a" * size),
        no_reading=lambda size: ("@a" * (size // 2) + "x", "a" * size),
    )
]

CASES = (*CHARSETS, *BASE64, *SEGMENTS, *VALUES, *TEMPLATES, *PRODUCTS)
