"""Text64 against json, pycryptodome and base64 by hand.

By hand the message is a dict, as ``json`` gives it, and nothing in it is looked at.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from Crypto.Cipher import DES
from Crypto.Util.Padding import pad, unpad

from smscodec import (
    SealedMessage,
    make_secret,
    open_message,
    open_text64,
    seal_message,
    seal_text64,
)

from . import mixes
from .race import Race, Rival, each

PASSWORD = "secret123"
KEY = PASSWORD.encode()[:8]
STAMP = "0414174715"

Members = dict[str, Any]


def seal_by_hand(plain: bytes) -> str:
    cipher = DES.new(KEY, DES.MODE_CBC, KEY)
    return b64encode(cipher.encrypt(pad(plain, 8))).decode()


def open_by_hand(text64: str) -> bytes:
    cipher = DES.new(KEY, DES.MODE_CBC, KEY)
    return unpad(cipher.decrypt(b64decode(text64)), 8)


def seal_message_by_hand(message: SealedMessage) -> str:
    members = {
        "UserName": message.user_name,
        "Secret": message.secret,
        "Stamp": message.stamp,
        "Moblie": ",".join(message.mobiles),
        "Text": message.text,
        "Ext": message.extension,
        "SendTime": message.send_at.strftime("%Y-%m-%d %H:%M:%S") if message.send_at else "",
    }
    return seal_by_hand(json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode())


def open_message_by_hand(text64: str) -> Members:
    members: Members = json.loads(open_by_hand(text64))
    members["Moblie"] = members["Moblie"].split(",")
    return members


def messages(count: int, mobiles: int) -> Callable[[int], list[SealedMessage]]:
    """So many messages to so many mobiles each."""

    def case(number: int) -> list[SealedMessage]:
        texts = mixes.contents("A", count, number)
        return [
            SealedMessage(
                user_name="demo",
                secret=make_secret(PASSWORD, STAMP),
                stamp=STAMP,
                mobiles=tuple(mixes.mobiles(mobiles, number * count + row)),
                text=text,
            )
            for row, text in enumerate(texts)
        ]

    return case


SHAPES = (
    pytest.param("one mobile", 200, 1, id="one"),
    pytest.param("1,000 mobiles", 20, 1000, id="thousand"),
)


@pytest.mark.parametrize(("title", "count", "mobiles"), SHAPES)
def test_seal(race: Callable[[Race], None], title: str, count: int, mobiles: int) -> None:
    """What every rival makes can be opened by hand."""
    race(
        Race(
            title=f"Text64 seal: {title}",
            rivals=(
                Rival("json and pycryptodome by hand", each(seal_message_by_hand)),
                Rival("seal_message", each(seal_message, PASSWORD), ours=True),
            ),
            rounds=41,
            item="message",
            items=count,
            case=messages(count, mobiles),
            arguments=lambda case: (list(case),),
            check=require_sealed,
        )
    )


@pytest.mark.parametrize(("title", "count", "mobiles"), SHAPES)
def test_open(race: Callable[[Race], None], title: str, count: int, mobiles: int) -> None:
    """Every rival finds the same message."""
    race(
        Race(
            title=f"Text64 open: {title}",
            rivals=(
                Rival("json and pycryptodome by hand", each(open_message_by_hand)),
                Rival("open_message", each(open_message, PASSWORD), ours=True),
            ),
            rounds=41,
            item="message",
            items=count,
            case=messages(count, mobiles),
            arguments=lambda case: ([seal_message_by_hand(message) for message in case],),
            check=require_opened,
        )
    )


def test_envelope(race: Callable[[Race], None]) -> None:
    """The envelope alone, sealed and opened, with a kilobyte in it."""
    race(
        Race(
            title="Text64 envelope and back, 1 KiB",
            rivals=(
                Rival(
                    "pycryptodome by hand", each(lambda plain: open_by_hand(seal_by_hand(plain)))
                ),
                Rival(
                    "seal_text64, open_text64",
                    each(lambda plain: open_text64(seal_text64(plain, PASSWORD), PASSWORD)),
                    ours=True,
                ),
            ),
            rounds=41,
            item="envelope",
            items=100,
            case=lambda number: [bytes((number % 256,)) * (1000 + row) for row in range(100)],
            arguments=lambda case: (list(case),),
            check=require_equal,
        )
    )


def said(message: SealedMessage) -> Members:
    assert not message.extension
    assert not message.send_at
    return {
        "UserName": message.user_name,
        "Secret": message.secret,
        "Stamp": message.stamp,
        "Moblie": list(message.mobiles),
        "Text": message.text,
        "Ext": "",
        "SendTime": "",
    }


def require_sealed(case: Sequence[SealedMessage], sealed: Sequence[str]) -> None:
    assert [open_message_by_hand(text64) for text64 in sealed] == [said(each) for each in case]


def require_opened(
    case: Sequence[SealedMessage], opened: Sequence[SealedMessage | Members]
) -> None:
    for message, found in zip(case, opened, strict=True):
        assert (found if isinstance(found, dict) else said(found)) == said(message)


def require_equal(case: Sequence[bytes], opened: Sequence[bytes]) -> None:
    assert opened == case
