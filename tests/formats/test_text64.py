"""The envelope: known answers, every fault alike, nothing told to a stranger."""

from __future__ import annotations

import copy
import pickle
from base64 import b64decode, b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.vectors import cases

from smscodec import errors
from smscodec.formats.text64 import (
    TEXT64_ERROR,
    USER_ID_ERROR,
    Text64Error,
    is_user_id,
    open_text64,
    seal_text64,
)
from smscodec.primitives.des import decrypt_cbc, encrypt_cbc, is_weak_key

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PASSWORD = TEXT.filter(lambda text: not is_weak_key(text.encode()[:8].ljust(8, b"\0")))

# Document 003, section 1.5, steps 2 and 4.
PRINTED_HEX = """
7B 22 55 73 65 72 4E 61 6D 65 22 3A 22 74 65 73 74 22 2C 22 53 65 63 72 65 74 22 3A 22 32 41 38
44 36 32 38 31 35 39 42 30 44 34 44 33 44 34 44 35 38 41 33 45 42 31 37 46 33 30 38 32 22 2C 22
53 74 61 6D 70 22 3A 22 30 34 31 34 31 37 34 37 31 35 22 2C 22 4D 6F 62 6C 69 65 22 3A 22 31 35
35 31 30 33 33 31 38 37 35 22 2C 22 54 65 78 74 22 3A 22 E6 88 91 E7 9A 84 E9 AA 8C E8 AF 81 E7
A0 81 E6 98 AF EF BC 9A 37 38 39 30 E3 80 82 E3 80 90 E5 A5 A5 E5 88 9B E6 97 B6 E4 BB A3 E3 80
91 22 2C 22 45 78 74 22 3A 22 22 2C 22 53 65 6E 64 54 69 6D 65 22 3A 22 22 7D
"""
PRINTED_TEXT64 = (
    "0DqKGm9MWnsFM2wlYEW65VXylBxJGBiuZzP5dTp1ALdK7QaTgx0cR5GftknjiNJBOd46tdJp+6J3OYAoukEBOKlfsExTaF"
    "YC7X514PyLC+NrwhDLKYOvFAb7gBo+dqkslvVJklz4qm7/gUHrHAT2d7hEcQxhDMD+Ij8NIy1kvHqU3noZTqjlC1PaaFYy"
    "6zifBr5ND+V4UK0xM7scF/avfVKW/0k16qqVzDDJocRkTz0jqvtJYfo1liuI2+h2fRkK"
)


def sealed(plain: bytes, key: bytes = b"secret12") -> str:
    """A Text64 whatever the key."""
    return b64encode(encrypt_cbc(plain, key, key)).decode()


def test_the_printed_example() -> None:
    """186 bytes, the password ``test``, and the printed value, in both directions."""
    plain = bytes.fromhex(PRINTED_HEX)
    assert len(plain) == 186
    assert seal_text64(plain, "test") == PRINTED_TEXT64
    assert open_text64(PRINTED_TEXT64, "test") == plain


@given(st.binary(max_size=200), PASSWORD)
def test_what_is_sealed_opens(plain: bytes, password: str) -> None:
    """Any bytes, on one line of base64."""
    text64 = seal_text64(plain, password)
    assert text64.isascii()
    assert not set(text64) & set(" \r\n")
    assert open_text64(text64, password) == plain


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("test", b"test\0\0\0\0"),
        ("a", b"a\0\0\0\0\0\0\0"),
        ("secret1", b"secret1\0"),
        ("secret12", b"secret12"),
        ("secret123", b"secret12"),
        ("密码", b"\xe5\xaf\x86\xe7\xa0\x81\0\0"),
        ("密码密码", b"\xe5\xaf\x86\xe7\xa0\x81\xe5\xaf"),  # cut inside a character
        ("secret1é", b"secret1\xc3"),
        ("😀😀", b"\xf0\x9f\x98\x80\xf0\x9f\x98\x80"),
    ],
)
def test_the_key_is_the_first_eight_bytes(password: str, key: bytes) -> None:
    """Bytes of UTF-8, not characters; zero bytes on the right; the IV is the same."""
    assert decrypt_cbc(b64decode(seal_text64(b"{}", password)), key, key) == b"{}"
    assert open_text64(sealed(b"{}", key), password) == b"{}"


def test_only_eight_bytes_of_the_password_count() -> None:
    """An envelope that opens is no proof of the password: the secret in it is."""
    assert open_text64(seal_text64(b"{}", "secret123"), "secret12?") == b"{}"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "\0",
        "\1",
        "\1" * 8,
        "\1" * 9,
        "\0\1" * 4,
        "\x1f" * 4 + "\x0e" * 4,
        "\x1e\x1f\x1e\x1f\x0e\x0f\x0e\x0f",
        "\1\x1f\1\x1f\1\x0e\1\x0e",
        "\0" * 8 + "secret123",
    ],
)
def test_weak_keys_are_refused_when_sealing(password: str) -> None:
    """.NET throws at them; who seals with one would only get a 1009 back."""
    with pytest.raises(errors.EncodeError) as caught:
        seal_text64(b"{}", password)
    assert (
        str(caught.value) == "password makes a weak DES key, which .NET refuses - at `$.password`"
    )


def test_weak_keys_open() -> None:
    """Java, PHP and OpenSSL do seal with an empty password."""
    assert open_text64(sealed(b"{}", bytes(8)), "") == b"{}"


@pytest.mark.parametrize("call", [seal_text64, open_text64])
def test_a_password_is_never_shown(call: Any) -> None:
    """The lone surrogate in it is not shown either."""
    with pytest.raises(errors.EncodeError) as caught:
        call("AAAAAAAAAAA=" if call is open_text64 else b"", "secret\udcff")
    assert "secret\udcff" not in str(caught.value)
    assert "dcff" not in str(caught.value).lower()


# ---- how it arrives ------------------------------------------------------------------------------


@given(st.binary(min_size=60, max_size=300), st.sampled_from(["\r\n", "\n", "\r"]))
def test_lines_of_base64(plain: bytes, line_break: str) -> None:
    """MIME encoders break lines at 76 columns, OpenSSL at 64 and at the end."""
    text64 = seal_text64(plain, "secret123")
    lines = [text64[at : at + 76] for at in range(0, len(text64), 76)]
    assert open_text64(line_break.join(lines), "secret123") == plain
    assert open_text64(line_break.join([*lines, ""]), "secret123") == plain


@given(st.binary(max_size=300))
def test_blanks_for_plus(plain: bytes) -> None:
    """A value that was not percent-encoded loses its plus signs in any form reader."""
    assert open_text64(seal_text64(plain, "secret123").replace("+", " "), "secret123") == plain


# ---- faults --------------------------------------------------------------------------------------

FAULTS = {
    "empty": "",
    "stray character": "您好",
    "cut base64": "AAAAAAAAAA",
    "wrong base64 padding": "AAAA====",
    "half a block": "AAAAAAA=",
    "wrong PKCS#7 padding": b64encode(bytes(16)).decode(),
    "another key": sealed(b"{}", b"other123"),
}


@pytest.mark.parametrize("text64", FAULTS.values(), ids=FAULTS)
def test_every_fault_looks_the_same(text64: str) -> None:
    """No word, place or attribute tells a stranger which step it was: no padding oracle."""
    with pytest.raises(Text64Error) as caught:
        open_text64(text64, "secret123")
    error = caught.value
    assert type(error) is Text64Error
    assert (error.code, error.args) == (1009, Text64Error().args)
    assert vars(error) == vars(Text64Error())
    assert str(error) == (
        "not base64, not encrypted with this password or not the JSON of a message - at `$.Text64`"
    )


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("stray character", "'您' does not belong in base64 - at `$`, byte 0"),
        ("half a block", "5 bytes are no whole number of DES blocks - at `$`, byte 5"),
        (
            "wrong PKCS#7 padding",
            "PKCS#7 padding is wrong: another key, or damaged ciphertext - at `$`, byte 8",
        ),
    ],
)
def test_the_cause_is_for_the_log(fault: str, cause: str) -> None:
    """One's own log may know more."""
    with pytest.raises(Text64Error) as caught:
        open_text64(FAULTS[fault], "secret123")
    assert str(caught.value.__cause__) == cause


def test_size_is_limited() -> None:
    """A guard before any work is done; it looks like the other faults."""
    text64 = seal_text64(bytes(100), "secret123")
    assert open_text64(text64, "secret123", max_length=len(text64)) == bytes(100)
    with pytest.raises(Text64Error) as caught:
        open_text64(text64, "secret123", max_length=len(text64) - 1)
    assert vars(caught.value) == vars(Text64Error())
    assert isinstance(caught.value.__cause__, errors.LimitError)


def test_the_error_survives_copies_and_pickles() -> None:
    """It may cross a process; its cause does not, which is no loss."""
    for twin in (copy.copy(Text64Error()), pickle.loads(pickle.dumps(Text64Error()))):
        assert isinstance(twin, Text64Error)
        assert (twin.code, str(twin)) == (1009, str(Text64Error()))


@given(st.one_of(st.text(st.characters()), st.binary().map(lambda data: b64encode(data).decode())))
def test_any_text_gives_bytes_or_our_error(text64: str) -> None:
    """Nothing else escapes."""
    try:
        assert isinstance(open_text64(text64, "secret123"), bytes)
    except errors.DecodeError as error:
        assert type(error) is Text64Error


@pytest.mark.parametrize("case", cases("text64", password=True, value=True))
def test_vectors_open(case: dict[str, Any]) -> None:
    """What Java, OpenSSL, PHP, C#, Go, Python and Node clients seal opens as it is."""
    plain = open_text64(case["wire"], case["password"])
    if case.get("reproducible"):
        assert seal_text64(plain, case["password"]) == case["wire"]


# ---- UserId --------------------------------------------------------------------------------------


@pytest.mark.parametrize("user_id", ["1001", "0", "007", "123456789012345678901234567890"])
def test_a_user_id_is_a_number(user_id: str) -> None:
    """Any number of digits: how long it may be is not said."""
    assert is_user_id(user_id)


@pytest.mark.parametrize(
    "user_id", ["", "demo", "１００１", "10 01", " 1001", "-1", "1.0", "1001\n", "²"]
)
def test_anything_else_is_a_1008(user_id: str) -> None:
    """Empty, letters, other digits, blanks and signs."""
    assert not is_user_id(user_id)


def test_codes() -> None:
    """Document 003, chapter 10: UserIdError and Text64Error."""
    assert (USER_ID_ERROR, TEXT64_ERROR) == (1008, 1009)
