"""MD5 digests and how they are compared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smscodec import errors
from smscodec.primitives.digest import md5_lower, md5_upper, same_digest, secret_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("abc123", "E99A18C428CB38D5F260853678922E03"),  # document 003, section 1.2
        ("testmima20120701231212", "5CC68982F55AC74348E3D819F868FBE1"),  # document 001, section 1.2
        ("test0414174715", "2A8D628159B0D4D3D4D58A3EB17F3082"),  # document 003, section 1.5
        ("", "D41D8CD98F00B204E9800998ECF8427E"),  # RFC 1321
        ("密码", "A8105204604A0B11E916F3879AAE3B0B"),  # printf 密码 | md5sum
    ],
)
def test_known_digests(text: str, digest: str) -> None:
    """The digest is over UTF-8 bytes, in the case the name says."""
    assert md5_upper(text) == digest
    assert md5_lower(text) == digest.lower()


@given(TEXT)
def test_a_digest_is_32_digits(text: str) -> None:
    """Zeros in front are kept."""
    assert re.fullmatch("[0-9a-f]{32}", md5_lower(text))
    assert re.fullmatch("[0-9A-F]{32}", md5_upper(text))


@given(TEXT)
def test_digests_are_compared_without_case(text: str) -> None:
    """Clients of either case are let in."""
    assert same_digest(md5_lower(text), md5_upper(text))
    assert same_digest(md5_upper(text), md5_lower(text))


@pytest.mark.parametrize(
    ("given_digest", "expected"),
    [
        ("", "E99A18C428CB38D5F260853678922E03"),
        ("E99A18C428CB38D5F260853678922E0", "E99A18C428CB38D5F260853678922E03"),
        ("E99A18C428CB38D5F260853678922E02", "E99A18C428CB38D5F260853678922E03"),
        (" E99A18C428CB38D5F260853678922E03", "E99A18C428CB38D5F260853678922E03"),
        ("Ｅ99A18C428CB38D5F260853678922E03", "E99A18C428CB38D5F260853678922E03"),  # full width
        ("\u212a", "k"),  # the Kelvin sign, whose lower case is a plain k
        ("\ud83d", "?"),
    ],
)
def test_other_digests_are_told_apart(given_digest: str, expected: str) -> None:
    """Whatever a stranger sends instead of a digest is a no, not an exception."""
    assert not same_digest(given_digest, expected)


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_gets_a_verdict(left: str, right: str) -> None:
    """Two texts are the same digest exactly if they differ in ASCII case at most."""
    table = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
    assert same_digest(left, right) == (left.translate(table) == right.translate(table))


@pytest.mark.parametrize("call", [secret_bytes, md5_lower, md5_upper])
def test_a_secret_is_never_shown(call: object) -> None:
    """A lone surrogate is an error that shows neither the secret, nor it, nor its place."""
    with pytest.raises(errors.EncodeError) as caught:
        call("secret123\udcff456")  # type: ignore[operator]
    assert str(caught.value) == "a secret holds a lone surrogate, which UTF-8 cannot carry - at `$`"
