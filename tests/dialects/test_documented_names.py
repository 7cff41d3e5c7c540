"""Every name the documents print is in a table, and every name in a table is accounted for.

``documented_names.json`` beside this file: ``document`` and section, ``endpoint``, ``part``
(``request``, or a format of the reply), ``names`` as they are printed, and ``beyond``: names that
no document prints for this part, but siblings, platforms or clients do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.endpoints import ENDPOINTS, form_names, wire_names

from smscodec import SealedMessage
from smscodec.formats.sealed import pack_sealed

NAMES = Path(__file__).with_name("documented_names.json")
ROWS: list[dict[str, Any]] = json.loads(NAMES.read_text("utf-8"))


def names_of(endpoint: str, part: str) -> set[str]:
    """What the tables of this part hold."""
    if part == "request":
        return set(form_names(ENDPOINTS[endpoint]))
    return set(wire_names(ENDPOINTS[endpoint].replies["" if part == "soap" else part]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['endpoint']}-{row['part']}")
def test_names_are_those_of_the_document(row: dict[str, Any]) -> None:
    """To the letter, as they are written; and nothing is there that nobody has seen."""
    held = names_of(row["endpoint"], row["part"])
    assert set(row["names"]) <= held
    assert held == {*row["names"], *row.get("beyond", ())}


def test_every_table_is_listed() -> None:
    """Once; the two versions of SOAP have one table, and plain text has none."""
    listed = [(row["endpoint"], row["part"]) for row in ROWS]
    assert len(listed) == len(set(listed))
    parts = {
        (name, part or "soap")
        for name, endpoint in ENDPOINTS.items()
        for part, body in {"request": endpoint.form, **endpoint.replies}.items()
        if part == "request" or (hasattr(body, "table") and part != "soap12")
    }
    assert set(listed) == parts


def test_names_inside_an_encrypted_send() -> None:
    """Document 003, section 1.5; ``Moblie`` is what it prints."""
    message = SealedMessage(user_name="demo", secret="", stamp="", mobiles=(), text="")
    names = ["UserName", "Secret", "Stamp", "Moblie", "Text", "Ext", "SendTime"]
    assert list(json.loads(pack_sealed(message))) == names
