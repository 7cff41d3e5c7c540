"""What is to be sent, in one shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.caller import batch

from smscodec import (
    Element,
    Entry,
    Frame,
    Part,
    PersonalisedSend,
    Send,
    SendMms,
    SendPacked,
    SendTemplate,
    slideshow_from_frames,
    slideshow_to_elements,
    text_part,
    unpack_frames,
    unpack_tms,
)
from smscodec.primitives.gz import gunzip
from smscodec.sandbox.config import Account, Text
from smscodec.sandbox.profiles import PROFILES
from smscodec.sandbox.refusals import RefusalError
from smscodec.sandbox.submission import Submission, submitted

DEMO = Account(
    name="demo",
    password="secret123",
    signatures=("迅辰001", "迅辰002"),
    texts=(Text(id="7", text="尊敬的@1@，验证码@2@。"),),
)
MOBILES = ("13800138000",)
FRAMES = (Frame(3, (text_part("文本"),)),)
ELEMENTS = slideshow_to_elements(slideshow_from_frames(FRAMES))


def of(message: Any, dialect: str = "hashed", **account: Any) -> Submission:
    """What becomes of a message."""
    return submitted(message, replace(DEMO, **account), PROFILES[dialect])


def refusal(message: Any, dialect: str = "hashed") -> str:
    """Why it cannot even be read."""
    with pytest.raises(RefusalError) as error:
        of(message, dialect)
    return error.value.name or error.value.reason.name


def test_a_number_that_comes_twice_is_sent_to_once() -> None:
    """In the order they came."""
    wanted = of(Send(mobiles=("13800138001", *MOBILES, "13800138001"), content="a"))
    assert wanted.mobiles == ["13800138001", "13800138000"]
    assert (wanted.content(0), wanted.content(1)) == ("a", "a")


def test_a_batch_is_kept_as_it_came_packed() -> None:
    """Its rows are read once."""
    wanted = of(batch(("13800138000", "甲"), ("13800138001", "乙")))
    assert wanted.kind == "batch"
    assert gunzip(wanted.payload).decode() == "13800138000,甲\r\n13800138001,乙"
    assert (wanted.mobiles[1], wanted.content(1)) == ("13800138001", "乙")


def test_a_batch_of_entries_is_the_same() -> None:
    """Though a gateway reads none."""
    wanted = of(PersonalisedSend(entries=(Entry("13800138000", "甲+"),)))
    assert (wanted.mobiles, wanted.contents) == (["13800138000"], ["甲+"])


def test_a_batch_that_cannot_be_opened() -> None:
    """Is bad parameters: base64, but no gzip."""
    assert refusal(SendPacked(content=b"AAAA")) == "BAD_PARAMETERS"


def test_an_mms_is_kept_in_its_own_format() -> None:
    """Frames as text, elements as a container."""
    frames = of(SendMms(mobiles=MOBILES, subject="标题", frames=FRAMES), "mms")
    assert (frames.kind, frames.mms) == ("frames", True)
    assert unpack_frames(frames.payload.decode()) == FRAMES
    elements = of(SendMms(mobiles=MOBILES, subject="标题", elements=ELEMENTS))
    assert (elements.kind, elements.mms) == ("elements", True)
    assert unpack_tms(elements.payload) == ELEMENTS


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (SendMms(mobiles=(), subject="a", elements=ELEMENTS), "EMPTY_MOBILES"),
        (SendMms(mobiles=MOBILES, subject="", elements=ELEMENTS), "EMPTY_SUBJECT"),
        (SendMms(mobiles=MOBILES, subject="a"), "EMPTY_CONTENT"),
        (SendMms(mobiles=MOBILES, subject="a", elements=ELEMENTS[:-1]), "SmilEmpty"),
        (
            SendMms(mobiles=MOBILES, subject="a", elements=(*ELEMENTS, ELEMENTS[0])),
            "ElementNameRepeat",
        ),
        (
            SendMms(
                mobiles=MOBILES, subject="a", elements=(Element("a.jpg", bytes(103_000)), *ELEMENTS)
            ),
            "SizeLong",
        ),
        (
            SendMms(
                mobiles=MOBILES, subject="a", frames=(Frame(3, (Part("jpg", bytes(103_000)),)),)
            ),
            "MMS_TOO_LARGE",
        ),
    ],
)
def test_what_is_wrong_with_an_mms(message: SendMms, why: str) -> None:
    """By the platform's own names where 003 has them."""
    assert refusal(message) == why


def test_004_renders_its_templates() -> None:
    """Known by their numbers, with as many values as they have variables."""
    send = SendTemplate(mobiles=MOBILES, template_id="7", values=("李先生", "1234"))
    assert of(send, "xunchen").content(0) == "【迅辰001】尊敬的李先生，验证码1234。"
    assert refusal(replace(send, template_id="8"), "xunchen") == "WRONG_TEMPLATE"
    assert refusal(replace(send, values=("李先生",)), "xunchen") == "BAD_PARAMETERS"


def test_004_puts_a_signature_in_front() -> None:
    """The first, or the one whose number is said, or one's own where that is allowed."""
    send = Send(mobiles=MOBILES, content="您好")

    def text(**said: Any) -> str:
        account = {"own_signature": said.pop("own")} if "own" in said else {}
        return of(replace(send, **said), "xunchen", **account).content(0)

    assert text() == "【迅辰001】您好"
    assert text(signature_number="2") == "【迅辰002】您好"
    assert text(content="您好【奥创时代】") == "您好【奥创时代】"
    assert text(signature_text="迅辰004") == "【迅辰001】您好"
    assert text(signature_text="【迅辰004】", own=True) == "【迅辰004】您好"
    assert of(send, "xunchen", signatures=()).content(0) == "您好"
    assert of(replace(send, content=""), "xunchen").content(0) == ""
    for number in ("0", "3", "two"):
        assert refusal(replace(send, signature_number=number), "xunchen") == "WRONG_SIGNATURE_TAG"


def test_others_leave_the_text_alone() -> None:
    """The signature is the customer's."""
    assert of(Send(mobiles=MOBILES, content="您好")).content(0) == "您好"
