"""003, chapter 6: delivery reports and inbound messages, posted to an address of the customer's.

Here the platform is the client. It posts the XML of ``fetch_reports`` or ``fetch_inbound`` as the
whole body; whoever receives it looks at no parameter and no content type, and answers ``1``, or
``error`` to get it once more. Any other answer and none at all count as ``1``.

There is no login: nothing proves who pushes. An address nobody can guess is all there is.
"""

from __future__ import annotations

from ...messages import Inbound, PushAnswer, Reports
from ...wire.bodies import Plain
from ...wire.document import Push
from ...wire.endpoint import Endpoint
from ...wire.nested import holding
from ...wire.tables import Table, many
from ...wire.values import Value
from ..rows import REPORT_XML
from .reports import INBOUND_XML
from .shared import LINES

__all__ = ["MAX_ATTEMPTS", "push_again", "push_inbound", "push_reports"]

MAX_ATTEMPTS = 3
"""The first one counted."""


def _write_answer(answer: object) -> str:
    if not isinstance(answer, PushAnswer):
        raise ValueError(f"cannot say {type(answer).__name__} here, only PushAnswer")
    return "1" if answer.taken else "error"


ANSWER: Value[PushAnswer] = Value(
    "answer", _write_answer, lambda text: PushAnswer(taken=text.strip() != "error")
)

# fmt: off

push_reports: Endpoint[None, Reports, PushAnswer] = Endpoint(
    name      = "hashed.push_reports",
    paths     = {"utf-8": ""},
    form      = Push("returnsms", Table(Reports,
        holding("statusbox"),
        many("statusbox", "reports", REPORT_XML),
    ), LINES),
    replies   = {"plain": Plain(ANSWER)},
    any_reply = True,
)

push_inbound: Endpoint[None, Inbound, PushAnswer] = Endpoint(
    name      = "hashed.push_inbound",
    paths     = {"utf-8": ""},
    form      = Push("returnsms", Table(Inbound,
        holding("callbox"),
        many("callbox", "messages", INBOUND_XML),
    ), LINES),
    replies   = {"plain": Plain(ANSWER)},
    any_reply = True,
)

# fmt: on


def push_again(attempts: int, answer: PushAnswer | None) -> bool:
    """Whether to push once more after so many attempts; ``None`` is a fault of the network."""
    return attempts < MAX_ATTEMPTS and (answer is None or not answer.taken)
