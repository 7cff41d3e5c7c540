"""Bytes that are nearly right, and texts made of the right words in the wrong places."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import strategies as st

__all__ = ["json_of", "mangled", "xml_of"]

PIECES = (
    b"", b"\0", b"\xff", b"\x80", b"&", b"=", b"%", b"+", b"<", b">", b"/>", b'"', b"{", b"}",
    b"[", b"]", b",", b":", b"null", b"\xef\xbb\xbf", b"<!DOCTYPE a>", b"&#0;", b"&x;", b"]]>",
    b"\\ud800", b"1e999", b"NaN", b"9" * 400, b"<a>" * 40, b"[" * 40, b"\r\n", b"\xe5\x86",
    b"%E5%86",
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, valid: st.SearchStrategy[bytes]) -> bytes:
    """Bytes of which some were cut out and others put in, up to three times."""
    data = draw(valid)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 12)) | st.just(len(data)))
        stray = draw(
            st.sampled_from(PIECES) | st.binary(max_size=4) | st.just(data[end : end + 40])
        )
        data = data[:start] + stray + data[end:]
    return data


def json_of(names: Sequence[str]) -> st.SearchStrategy[bytes]:
    """JSON of any shape, with these names in it."""
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.sampled_from(("", "0", "1", "Success", "Faild", "104", "2024-01-01 00:00:00"))
        | st.text(st.characters(), max_size=5)
    )
    name = st.sampled_from(names) | st.text(max_size=3)
    anything = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(name, inner, max_size=5),
        max_leaves=8,
    )
    shallow = st.dictionaries(name, anything, max_size=6)
    return st.builds(
        lambda thing, ascii: json.dumps(thing, ensure_ascii=ascii).encode("utf-8", "surrogatepass"),
        anything | shallow,
        st.booleans(),
    )


def xml_of(names: Sequence[str], root: str) -> st.SearchStrategy[bytes]:
    """XML of any shape, with these names in it."""
    leaf = st.sampled_from(
        ("", "0", "1", "Success", "Faild", "104", " x ", "<![CDATA[y]]>", "<b/>")
    )
    name = st.sampled_from(names)

    def element(name: str, inner: str) -> str:
        return f"<{name}>{inner}</{name}>"

    inside = st.recursive(
        leaf,
        lambda inner: st.lists(st.builds(element, name, inner), max_size=5).map("\n".join),
        max_leaves=8,
    )
    return st.builds(element, st.just(root) | name, inside).map(str.encode)
