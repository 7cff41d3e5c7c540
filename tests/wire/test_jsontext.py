"""JSON of nodes and trees of JSON; ``test_bodies`` has what tables make of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from smscodec.errors import DecodeError
from smscodec.primitives.safejson import JsonNumber
from smscodec.wire.columns import Grid
from smscodec.wire.jsontext import json_of, tree_of_json
from smscodec.wire.trees import Node


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ('镕"\\/\n\x7f', '"镕\\"\\\\/\\n\x7f"'),
        (JsonNumber("-12"), "-12"),
        (JsonNumber("007"), "7"),
        ([], "{}"),
        ((), "[]"),
        ([("a", "1"), ("B", [("c", JsonNumber("2"))])], '{"a":"1","B":{"c":2}}'),
        (([("a", "1")], "x", [("b", ())]), '[{"a":"1"},"x",{"b":[]}]'),
        (Grid(("a",), (["1"],)), '[{"a":"1"}]'),
        (Grid(("a", "b"), (["1", "2"], ['"', "\t"])), '[{"a":"1","b":"\\""},{"a":"2","b":"\\t"}]'),
    ],
)
def test_nodes_are_json(node: Node, text: str) -> None:
    """Without blanks, and no character escaped that need not be."""
    assert json_of(node) == text
    assert json.loads(text) is not None


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('{"A":1,"b":[{"C":1e5}],"c":null}', {"a": "1", "b": [{"c": "1e5"}], "c": None}),
        ('{"a":"\\u0041","b":{}}', {"a": "A", "b": {}}),
        ("[true]", [True]),
    ],
)
def test_texts_are_trees(text: str, tree: Any) -> None:
    """Names in lower case, numbers as the texts they are: of no class of their own."""
    found = tree_of_json(text)
    assert found == tree
    assert not isinstance(found, dict) or type(found["a"]) is str


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a":[{"b":1},{"b":1,"B":2}]}', r"member is said twice - at `\$\.a\[1\]\.B`"),
        ('{"a":["\\ud800"]}', r"a lone surrogate, .* at `\$\.a\[0\]`"),
        ('{"a":1,"a":2', "not JSON"),
    ],
)
def test_faults_have_a_place(text: str, words: str) -> None:
    """Where the text is JSON at all."""
    with pytest.raises(DecodeError, match=words):
        tree_of_json(text)


def test_what_is_deeper_than_tables_look_is_no_matter() -> None:
    """The last of two counts there, and nobody will read it."""
    deep = "[" * 20 + '{"a":1,"A":2}' + "]" * 20
    found = tree_of_json(f'{{"x":{deep}}}')["x"]
    for _ in range(20):
        (found,) = found
    assert found == {"a": "2"}
