"""A sentence for everything that can be said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import messages as m

__all__ = ["SAYINGS", "say"]

# fmt: off
SAYINGS: Mapping[type, str] = {
    m.Send:             "send one text to these mobiles",
    m.PersonalisedSend: "send each of these mobiles its own text",
    m.SendPacked:       "send a batch that is packed",
    m.SendSealed:       "send what is in an envelope, which takes the password to open",
    m.SendMms:          "send a multimedia message to these mobiles",
    m.SendTemplate:     "send a template of the platform, with these values, to these mobiles",
    m.FetchBalance:     "how much is left?",
    m.CheckWords:       "does this text hold restricted words?",
    m.ChangePassword:   "change the password",
    m.FetchReports:     "which messages have arrived?",
    m.FetchInbound:     "what have people answered?",
    m.RegisterTemplate: "register a template",
    m.QueryTemplate:    "how does it stand with this template?",
    m.AmendTemplate:    "change the text of this template",
    m.WithdrawTemplate: "delete this template",
    m.Accepted:         "the platform took the messages",
    m.Balance:          "what is left",
    m.WordsVerdict:     "what the platform found in a text",
    m.PasswordChanged:  "the password is changed",
    m.Reports:          "what became of messages",
    m.Inbound:          "what people have answered",
    m.PushAnswer:       "the answer to a push",
    m.Templates:        "templates as the platform holds them",
    m.TemplateDone:     "it is done",
    m.Refused:          "the platform refuses",
}
# fmt: on


def say(message: Any) -> str:
    """What a message or reply says, in a few words."""
    if isinstance(message, m.Refused):
        return f"the platform refuses: {message.reason.value[0]}"
    if message in (m.Reports(), m.Inbound()):
        return "nothing new"
    return SAYINGS[type(message)]
