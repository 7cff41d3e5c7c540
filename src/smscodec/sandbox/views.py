"""What the sandbox shows: messages and tasks as people see them, ready for JSON."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from .. import DecodeError, Request, count_segments, find_signature, hashed
from ..explain import explain_data
from ..explain.requests import facts_of_call
from ..explain.sayings import say
from ..formats.batch import read_lines
from .capture import restored
from .endpoints import ENDPOINTS, AnyEndpoint
from .feed import Event
from .platform import Platform
from .profiles import dialect_of
from .records import Captured, SetReport, StoredInbound, StoredTemplate, Task
from .registry import state_of

__all__ = [
    "Message",
    "SeenCall",
    "State",
    "captured_view",
    "inbound_view",
    "messages_of",
    "seen_call",
    "task_view",
    "template_view",
]

State = Literal["refused", "scheduled", "sent", "reported", "fetched"]
"""Not taken; waiting for its time; without a report yet; with one that is there; that was handed
out."""
BEGINNING = 16 << 10
"""Bytes of a batch that are read for its first row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one phone."""

    task_id: str
    row: int
    account: str
    dialect: str
    endpoint: str
    mobile: str
    content: str
    """"" for an MMS."""
    subject: str
    extension: str
    signature: str
    segments: int
    """What it costs; 1 for an MMS."""
    taken_at: datetime
    send_at: datetime | None
    state: State
    carrier_code: str
    """Of its report, if that is there."""
    refused: str
    """Why it was not taken."""


_REFUSED: tuple[State, str] = ("refused", "")


def messages_of(platform: Platform, task: Task, rows: range | None = None) -> Iterator[Message]:
    """The messages of a task, or some of them."""
    refused, unlike = dict(task.refused), platform.store.set_reports(task.number)
    mms = task.kind in ("frames", "elements")
    wanted = slice(rows.start, rows.stop) if rows is not None else slice(None)
    for row, mobile, content in task.messages()[wanted]:
        signature = find_signature(content)
        if row in refused:
            state, code = _REFUSED
        else:
            state, code = _fate(platform, task, row, unlike.get(row))
        yield Message(
            task_id=task.id,
            row=row,
            account=task.account,
            dialect=dialect_of(task.endpoint),
            endpoint=task.endpoint,
            mobile=mobile,
            content=content,
            subject=task.subject,
            extension=task.extension,
            signature=signature.name if signature else "",
            segments=1 if mms else count_segments(content),
            taken_at=task.taken_at,
            send_at=task.send_at,
            state=state,
            carrier_code=code,
            refused=refused.get(row, ""),
        )


def _fate(
    platform: Platform, task: Task, row: int, unlike: tuple[SetReport, bool] | None
) -> tuple[State, str]:
    """How far a message has come, and the carrier's code once that is known."""
    now, handed, due_at = platform.clock.now(), row < task.handed, task.due_at
    code = platform.chance.carrier_code(task.number, row)
    if unlike is not None:
        report, handed = unlike
        code, due_at = report.carrier_code, report.due_at
    if code and due_at <= now:
        return ("fetched" if handed else "reported"), code
    return ("scheduled" if task.send_at and task.send_at > now else "sent"), ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCall:
    """One request of a client, and what came of it."""

    number: int
    at: datetime
    endpoint: str
    account: str
    """Who called, if he was let in."""
    ip: str
    status: int
    """Of HTTP."""
    refused: bool
    code: str
    """Of the refusal."""
    message: str
    """What the platform said of it."""
    why: str
    """Why it was refused, in plainer words."""
    task_id: str
    """What was taken."""


def seen_call(event: Event) -> SeenCall:
    """An event of the type ``call`` without its request."""
    return SeenCall(**{each.name: event[each.name] for each in fields(SeenCall)})


def task_view(task: Task) -> dict[str, Any]:
    """A task in short, by its first message."""
    mobile, text = _first(task)
    return {
        "order": task.number,
        "task_id": task.id,
        "account": task.account,
        "dialect": dialect_of(task.endpoint),
        "endpoint": task.endpoint,
        "kind": task.kind,
        "taken_at": task.taken_at,
        "send_at": task.send_at,
        "due_at": task.due_at,
        "extension": task.extension,
        "subject": task.subject,
        "mobile": mobile,
        "content": text,
        "signature": (find_signature(text) or ("",))[0],
        "rows": task.rows,
        "accepted": task.accepted,
        "cost": task.cost,
        "fetched": task.handed,
    }


def _first(task: Task) -> tuple[str, str]:
    """The number and the text of a task's first message; a batch is opened no further."""
    if task.kind != "batch":
        text = task.content.decode() if task.kind == "text" else ""
        return task.mobiles.partition(",")[0], text
    lines = zlib.decompressobj(wbits=31).decompress(task.content, BEGINNING)
    line = lines.partition(b"\r\n")[0].decode("utf-8", "ignore").encode()
    return next(zip(*read_lines(line, "backslash"), strict=True), ("", ""))


def captured_view(
    captured: Captured, endpoint: str = "", task: Task | None = None
) -> dict[str, Any]:
    """A request as it came, secrets masked, and what it says there."""
    return {
        "method": captured.method,
        "path": captured.path,
        "query": captured.query,
        "content_type": captured.content_type,
        "body": captured.body.decode("utf-8", "replace"),
        "explanation": _explanation(restored(captured, task), _READABLE.get(endpoint)),
    }


_READABLE = {each.name: each for each in (*ENDPOINTS, hashed.send_batch)}
_READABLE[hashed.send_packed.name] = hashed.send_batch


def _explanation(request: Request, endpoint: AnyEndpoint | None) -> dict[str, Any]:
    """By the endpoint that answered, as a masked password no longer tells 000 from 003."""
    try:
        if endpoint is None:
            raise DecodeError("no document has this path")
        call = endpoint.decode_request(request)
    except DecodeError as error:
        found = explain_data(request)
        name, summary, facts = found.name, found.summary, found.facts
        notes = list(dict.fromkeys((*found.notes, str(error))))
    else:
        name, summary, facts = endpoint.name, say(call.message), facts_of_call(call)
        notes = [f"{each} comes with several values" for each in call.repeated]
    return {"name": name, "summary": summary, "facts": facts, "notes": notes}


def inbound_view(message: StoredInbound) -> dict[str, Any]:
    """A message from a phone."""
    return {
        "number": message.number,
        "account": message.account,
        "mobile": message.mobile,
        "content": message.content,
        "received_at": message.received_at,
        "task_id": message.task_id,
        "extension": message.extension,
        "fetched": bool(message.handed),
    }


def template_view(template: StoredTemplate, now: datetime) -> dict[str, Any]:
    """A template and its state now."""
    return {
        "template_id": template.id,
        "account": template.account,
        "text": template.text,
        "state": state_of(template, now),
    }
