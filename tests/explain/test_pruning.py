"""Large bodies made small."""

from __future__ import annotations

import json

import pytest

from smscodec.errors import DecodeError
from smscodec.explain.pruning import ROWS, SMALL, pruned
from smscodec.primitives.safexml import parse_xml


def test_small_bodies_are_left_alone() -> None:
    """To the byte, whatever they are."""
    for body in (b"", b"hello", b"<sms>" + b"<mo/>" * 100 + b"</sms>"):
        assert pruned(body) is body


def test_xml_keeps_the_first_children() -> None:
    """Of every element, in their order; GBK becomes UTF-8."""
    rows = "".join(f"<mo><n>{n}</n><content>长</content></mo>" for n in range(SMALL // 30))
    root = parse_xml(pruned(f"<sms>{rows}</sms>".encode("gbk"), "text/xml; charset=gbk"))
    assert [row[0].text for row in root] == [str(n) for n in range(ROWS)]
    assert root[0][1].text == "长"


def test_json_keeps_the_first_items_and_members() -> None:
    """Of every array and object; numbers stay as they are written, as texts."""
    body = {"rows": [{"n": n} for n in range(SMALL)], "x": {str(n): n for n in range(100)}}
    found = json.loads(pruned(json.dumps(body).encode()))
    assert found == {
        "rows": [{"n": str(n)} for n in range(ROWS)],
        "x": {str(n): str(n) for n in range(ROWS)},
    }


@pytest.mark.parametrize("body", [b"1" + b"x" * SMALL, b"<sms>" * SMALL, b"[" * SMALL + b"x"])
def test_what_is_neither_is_an_error(body: bytes) -> None:
    """Ours."""
    with pytest.raises(DecodeError):
        pruned(body)
