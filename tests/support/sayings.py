"""Something to say to every endpoint of a sandbox."""

from __future__ import annotations

from typing import Any

from smscodec import (
    AmendTemplate,
    ChangePassword,
    CheckWords,
    FetchBalance,
    FetchInbound,
    FetchReports,
    Frame,
    QueryTemplate,
    RegisterTemplate,
    Send,
    SendMms,
    SendTemplate,
    Variant,
    WithdrawTemplate,
    hashed,
    mms,
    slideshow_from_frames,
    slideshow_to_elements,
    text_part,
)
from smscodec.sandbox import Sandbox
from smscodec.wire.endpoint import Endpoint

from .caller import batch

__all__ = ["ELEMENTS", "FRAMES", "SEND", "message_for", "tongues"]

AnyEndpoint = Endpoint[Any, Any, Any]

SEND = Send(mobiles=("13800138000",), content="测试【星辰】")
_FRAMES = (Frame(3, (text_part("文本"),)),)
FRAMES = SendMms(mobiles=SEND.mobiles, subject="标题", frames=_FRAMES)
ELEMENTS = SendMms(
    mobiles=SEND.mobiles,
    subject="标题",
    elements=slideshow_to_elements(slideshow_from_frames(_FRAMES)),
)
_MESSAGES: dict[str, Any] = {
    "send": SEND,
    "send_json": SEND,
    "send_soap": SEND,
    "send_packed": batch(("13800138000", "测试【星辰】")),
    "send_mms": ELEMENTS,
    "send_template": SendTemplate(mobiles=SEND.mobiles, template_id="1", values=("a",)),
    "balance": FetchBalance(),
    "balance_json": FetchBalance(),
    "balance_mms": FetchBalance(),
    "check_words": CheckWords(content="a"),
    "fetch_reports": FetchReports(),
    "fetch_reports_json": FetchReports(),
    "fetch_inbound": FetchInbound(),
    "fetch_inbound_json": FetchInbound(),
    "change_password": ChangePassword(new_password="secret123"),
    "register": RegisterTemplate(text="a@"),
    "query": QueryTemplate(template_id="2601050000000001"),
    "amend": AmendTemplate(template_id="2601050000000001", text="a"),
    "withdraw": WithdrawTemplate(template_id="2601050000000001"),
}


def message_for(endpoint: AnyEndpoint, box: Sandbox) -> Any:
    """Something that can be said there; of templates, to the first one that is registered."""
    if endpoint is hashed.send_sealed:
        return hashed.seal_send(SEND, account="demo", password="secret123", at=box.clock.now())
    if endpoint is mms.send:
        return FRAMES
    return _MESSAGES[endpoint.name.rpartition(".")[2]]


def tongues(endpoint: AnyEndpoint) -> list[Variant]:
    """Every charset and format it answers in."""
    tried = (Variant(), Variant(charset="gbk"), Variant(format="json"), Variant(format="soap12"))
    return [variant for variant in tried if endpoint.speaks(variant)]
