"""The endpoints a sandbox serves."""

from __future__ import annotations

from smscodec import ALL, hashed
from smscodec.sandbox.endpoints import ENDPOINTS, SHARING, last_part, matches


def test_all_but_pushes_and_unpacked_batches() -> None:
    """A batch is taken as it is packed, at the same path."""
    every = {endpoint.name for dialect in ALL for endpoint in dialect.ENDPOINTS}
    assert every - {endpoint.name for endpoint in ENDPOINTS} == {
        "hashed.push_reports",
        "hashed.push_inbound",
        "hashed.send_batch",
    }
    assert (hashed.send_packed,) == SHARING["batchsms.ashx"].ENDPOINTS


def test_paths_are_known_by_their_last_part() -> None:
    """000 and 003 share four."""
    names = {each.name for each in SHARING["smsgbk.aspx"].ENDPOINTS}
    assert {"plain.send", "hashed.send"} <= names
    assert last_part("/any/Folder/SMS.aspx/") == "sms.aspx"


def test_names_match_whole_or_by_dialect() -> None:
    """``hashed.send`` is not ``hashed.send_json``."""
    assert matches("", "hashed.send")
    assert matches("hashed", "hashed.send")
    assert matches("hashed.templates", "hashed.templates.query")
    assert not matches("hashed.send", "hashed.send_json")
