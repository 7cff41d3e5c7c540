"""Wire samples as data: ``tests/vectors/<name>.json``, each a list of cases.

``id``
    unique; starts with the document's number
``wire`` / ``wire_base64``
    the exact bytes: UTF-8 text (CR LF kept), or base64 for anything else
``profile``
    ``strict``: any reader gives ``value``; ``lenient``: the default reader does, a strict one may
    refuse; ``decision``: the documents leave it open and ``value`` is our reading
``origin``
    the client code that wrote the bytes, or the document's section
``value``
    what the bytes say; its shape belongs to the kind of vector
``error``
    instead of ``value``: a word that names the fault
``reproducible``
    true: encoding ``value`` gives the same bytes
"""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "vectors"


def load(name: str) -> list[dict[str, Any]]:
    """The cases of one file; ``case["bytes"]`` are the bytes of the wire."""
    cases: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for case in cases:
        wire = case.get("wire")
        case["bytes"] = b64decode(case["wire_base64"]) if wire is None else wire.encode()
    return cases


def cases(name: str, **wanted: Any) -> list[Any]:
    """The cases of one file as pytest parameters; ``error=True`` keeps those with an error, etc."""
    return [
        pytest.param(case, id=case["id"])
        for case in load(name)
        if all((key in case) == value for key, value in wanted.items())
    ]
