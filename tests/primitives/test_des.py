"""DES-CBC with PKCS#7 padding, and the keys that are refused elsewhere."""

from __future__ import annotations

import itertools

import pytest
from Crypto.Cipher import DES
from hypothesis import given
from hypothesis import strategies as st

from smscodec import errors
from smscodec.primitives.des import decrypt_cbc, encrypt_cbc, is_weak_key

BLOCK = st.binary(min_size=8, max_size=8)
KEY = b"test\0\0\0\0"

# The 16 keys of NIST SP 800-67, section 3.3.2, with odd parity.
WEAK = ["0101010101010101", "FEFEFEFEFEFEFEFE", "E0E0E0E0F1F1F1F1", "1F1F1F1F0E0E0E0E"]
SEMI_WEAK_PAIRS = [
    ("011F011F010E010E", "1F011F010E010E01"),
    ("01E001E001F101F1", "E001E001F101F101"),
    ("01FE01FE01FE01FE", "FE01FE01FE01FE01"),
    ("1FE01FE00EF10EF1", "E01FE01FF10EF10E"),
    ("1FFE1FFE0EFE0EFE", "FE1FFE1FFE0EFE0E"),
    ("E0FEE0FEF1FEF1FE", "FEE0FEE0FEF1FEF1"),
]
PAIRS = [(key, key) for key in WEAK] + SEMI_WEAK_PAIRS
WEAK_KEYS = [*WEAK, *itertools.chain(*SEMI_WEAK_PAIRS)]


@pytest.mark.parametrize(
    ("plain", "key", "iv", "cipher"),
    [
        # printf x | openssl enc -des-cbc -K 7465737400000000 -iv 7465737400000000 | xxd -p
        (b"x", KEY, KEY, "72590f4c2c8fd4aa"),
        # printf '' | openssl enc -des-cbc -K 7465737400000000 -iv 7465737400000000 | xxd -p
        (b"", KEY, KEY, "385d9409dd0998ec"),
        # printf 12345678 | openssl enc -des-cbc -K 7465737400000000 -iv 0000000000000000 | xxd -p
        (b"12345678", KEY, bytes(8), "05100ad525490a808f0e2cac2a329656"),
    ],
)
def test_known_ciphertexts(plain: bytes, key: bytes, iv: bytes, cipher: str) -> None:
    """OpenSSL writes the same bytes; a full last block gets a whole block of padding."""
    assert encrypt_cbc(plain, key, iv).hex() == cipher
    assert decrypt_cbc(bytes.fromhex(cipher), key, iv) == plain


@given(st.binary(max_size=100), BLOCK, BLOCK)
def test_what_is_encrypted_comes_back(plain: bytes, key: bytes, iv: bytes) -> None:
    """Any bytes with any key and IV; the ciphertext is one to eight bytes longer."""
    cipher = encrypt_cbc(plain, key, iv)
    assert len(cipher) == (len(plain) // 8 + 1) * 8
    assert decrypt_cbc(cipher, key, iv) == plain


@given(st.binary(max_size=40), BLOCK, BLOCK)
def test_any_bytes_give_a_value_or_our_error(data: bytes, key: bytes, iv: bytes) -> None:
    """Nothing else escapes; what decrypts is what encrypts to the same bytes."""
    try:
        plain = decrypt_cbc(data, key, iv)
    except errors.DecodeError:
        return
    assert encrypt_cbc(plain, key, iv) == data


@pytest.mark.parametrize("size", [0, 1, 7, 9, 15])
def test_ciphertext_is_whole_blocks(size: int) -> None:
    """Nothing at all, or a broken block, was cut off."""
    with pytest.raises(errors.TruncatedError) as caught:
        decrypt_cbc(bytes(size), KEY, KEY)
    assert str(caught.value) == (
        f"{size} bytes are no whole number of DES blocks - at `$`, byte {size}"
    )


@pytest.mark.parametrize(
    "block", ["3132333435363700", "3132333435363709", "3132333435360102", "0708080808080808"]
)
def test_padding_is_checked(block: str) -> None:
    """A count of 0 or 9, and a padding byte that differs, are refused."""
    cipher = DES.new(KEY, DES.MODE_CBC, iv=KEY).encrypt(bytes(8) + bytes.fromhex(block))
    with pytest.raises(errors.DecodeError, match="PKCS#7 padding is wrong") as caught:
        decrypt_cbc(cipher, KEY, KEY)
    assert caught.value.offset == 8


@pytest.mark.parametrize(
    ("key", "iv"), [(b"short", KEY), (KEY, b""), (KEY * 2, KEY), (KEY, KEY * 2)]
)
@pytest.mark.parametrize("call", [encrypt_cbc, decrypt_cbc])
def test_key_and_iv_have_eight_bytes(call: object, key: bytes, iv: bytes) -> None:
    """Other sizes are an error that does not show them."""
    with pytest.raises(errors.EncodeError) as caught:
        call(bytes(8), key, iv)  # type: ignore[operator]
    assert str(caught.value) == "a DES key and its IV have 8 bytes each - at `$.key`"


@pytest.mark.parametrize(("key", "partner"), PAIRS)
@given(block=BLOCK)
def test_weak_keys_undo_each_other(key: str, partner: str, block: bytes) -> None:
    """That is what makes them weak, and proves that the list has no slip of the pen."""
    once = DES.new(bytes.fromhex(key), DES.MODE_ECB).encrypt(block)
    assert DES.new(bytes.fromhex(partner), DES.MODE_ECB).encrypt(once) == block


@pytest.mark.parametrize("key", WEAK_KEYS)
@given(parity=st.lists(st.booleans(), min_size=8, max_size=8))
def test_weak_keys_are_known_by_any_parity(key: str, parity: list[bool]) -> None:
    """Parity bits mean nothing to DES."""
    flipped = bytes(a ^ b for a, b in zip(bytes.fromhex(key), parity, strict=True))
    assert is_weak_key(flipped)


@pytest.mark.parametrize("key", WEAK_KEYS)
def test_a_neighbour_of_a_weak_key_is_none(key: str) -> None:
    """One bit that DES looks at makes the difference."""
    for bit in range(64):
        if bit % 8:
            neighbour = int(key, 16) ^ 1 << bit
            assert not is_weak_key(neighbour.to_bytes(8, "big"))


@pytest.mark.parametrize("key", ["secret12", "test\0\0\0\0", "a\0\0\0\0\0\0\0", "\2\0\0\0\0\0\0\0"])
def test_usual_passwords_are_not_weak(key: str) -> None:
    """A short password is no weak key: one byte that is not 0 or 1 is enough."""
    assert not is_weak_key(key.encode())
