"""Large bodies made small: the first of many rows stand for all of them."""

# pyright: reportUnknownVariableType=false
from __future__ import annotations

import json
from typing import Any

from lxml import etree

from ..primitives.safejson import JsonObject, parse_json
from ..primitives.safexml import parse_xml_text, settle_charset

__all__ = ["pruned"]

SMALL = 64 << 10
ROWS = 50


def pruned(body: bytes, content_type: str = "") -> bytes:
    """The body itself if it is small, else with ``ROWS`` children or items of each thing at most.

    Raises ``DecodeError`` where it is neither XML nor JSON.
    """
    if len(body) <= SMALL:
        return body
    text = settle_charset(body, content_type=content_type).text
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        root = parse_xml_text(text)
        for element in root.iter():
            del element[ROWS:]
        return etree.tostring(root, encoding="utf-8")
    return json.dumps(_first_rows(parse_json(text))).encode()


def _first_rows(value: Any) -> Any:
    if isinstance(value, JsonObject):
        return {name: _first_rows(inner) for name, inner in value[:ROWS]}
    if isinstance(value, list):
        return [_first_rows(item) for item in value[:ROWS]]
    return value
