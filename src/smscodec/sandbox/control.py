"""``/_sandbox``: what tests and the page do to a sandbox, and see of it. JSON in, JSON out.

Everything that changes something is a POST of ``application/json`` (so that no web page elsewhere
can do it; see ``guard``) and answers ``{"ok": true, …}``; what cannot be done answers
``{"error": "…"}`` with 400, or 404 for what is not there, or 403 for what comes from elsewhere.
Moments are ``2026-01-05 09:00:00``, Beijing time.

============================================ =====================================================
``GET  /_sandbox/state``                     ``{"now", "running", "seed", "store", "accounts": [{
                                             "name", "user_id", "dialects", "billing", "balance",
                                             "mms_balance", "used", "mms_used", "push_url"}],
                                             "endpoints": […], "faults": […], "refusals": […],
                                             "events": the last event's number}``
``GET  /_sandbox/tasks?before=&limit=``      ``{"tasks": [Task…], "before": n | null}``, latest
                                             first; ``before`` asks for the page behind it
``GET  /_sandbox/tasks/{id}?after=&limit=``  ``{"task": Task, "messages": [Message…], "after": n |
                                             null, "request": Request | null}``
``GET  /_sandbox/tasks/{id}/mms?language=``  an MMS as a page that plays it (``zh``, ``en``)
``GET  /_sandbox/messages?task_id=&mobile=`` ``{"messages": [Message…]}``, all of them
``GET  /_sandbox/calls?after=``              ``{"calls": [Call…]}``: the last calls, refused or not
``GET  /_sandbox/calls/{number}``            ``{"call": Call, "request": Request}``
``GET  /_sandbox/inbound``                   ``{"inbound": [Inbound…]}``, latest first
``GET  /_sandbox/templates``                 ``{"templates": [{"template_id", "account", "text",
                                             "state"}]}``
``GET  /_sandbox/events?after=``             the live feed, server-sent events (below)
``POST /_sandbox/inbound``                   ``{"mobile", "content", "account"?, "extension"?,
                                             "task_id"?}``: a phone sends a text
``POST /_sandbox/report``                    ``{"task_id", "carrier_code", "mobile"?}``: a report
                                             is there now; ``{"ok", "reports": n}``
``POST /_sandbox/clock``                     ``{"set"?, "advance"?: seconds, "run"?: bool}``:
                                             ``{"ok", "now", "running"}``
``POST /_sandbox/fail``                      ``{"code", "endpoint"?, "times"?}``: the next requests
                                             are refused
``POST /_sandbox/fault``                     ``{"mode", "endpoint"?, "rate"?, "seconds"?,
                                             "times"?}``: see ``faults``
``POST /_sandbox/calm``                      ``{}``: no more faults, no more ordered refusals
``POST /_sandbox/template``                  ``{"template_id", "state"}``
``POST /_sandbox/top_up``                    ``{"amount", "account"?, "mms"?}``
``POST /_sandbox/push``                      ``{"url", "account"?}``: reports and inbound messages
                                             are pushed there (003); nowhere if it is empty
``POST /_sandbox/reset``                     ``{}``: as if it had just begun
============================================ =====================================================

``Task``: ``order`` (``before`` counts by it), ``task_id, account, dialect, endpoint, kind`` (text,
batch, frames, elements), ``taken_at, send_at, due_at, extension, subject, mobile, content,
signature`` (of its first message), ``rows, accepted, cost, fetched``. ``Message``: see
``views.Message``. ``Request``: ``method, path, query, content_type, body`` (secrets masked, a batch
left out) and ``explanation`` (``name, summary, facts, notes``). ``Call``: ``number, at, endpoint,
account, ip, status, refused, code, message, why`` (in plainer words), ``task_id``.

**Events** come with their number as ``id``, their type as ``event`` and facts as ``data``: ``call``
(a ``Call``), ``task`` (a ``Task``), ``inbound``, ``report``, ``push``, ``clock``, ``template``,
``reset``. Who comes back with ``Last-Event-ID`` gets what he missed.
"""

# pyright: reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from .. import slideshow_from_elements, slideshow_from_frames
from ..errors import SmsCodecError
from ..formats.mms_page import Language, render_page
from ..formats.slideshow import Slideshow
from .endpoints import ENDPOINTS
from .faults import MODES, Fault
from .feed import Event
from .jsonapi import (
    BadRequestError,
    doing,
    error_answer,
    json_bytes,
    number_in,
    required,
    said_in,
    showing,
)
from .records import Task
from .sandbox import NotFoundError, Sandbox
from .views import captured_view, inbound_view, messages_of, seen_call, task_view, template_view

__all__ = ["Control"]

PAGE = 100
"""Rows of a list when nobody says how many."""


class Control:
    """The routes over one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """For an application; all of them below ``/_sandbox``."""
        shown: Mapping[str, Callable[[Request], Any]] = {
            "state": self._state,
            "tasks": self._tasks,
            "tasks/{id}": self._task,
            "messages": self._messages,
            "calls": self._calls,
            "calls/{number:int}": self._call,
            "inbound": self._inbound,
            "templates": self._templates,
        }
        done: Mapping[str, Callable[[dict[str, Any]], dict[str, Any] | None]] = {
            "inbound": self._inject,
            "report": self._report,
            "clock": self._clock,
            "fail": self._fail,
            "fault": self._fault,
            "calm": self._calm,
            "template": self._template,
            "top_up": self._top_up,
            "push": self._push,
            "reset": self._reset,
        }
        return [
            Route("/_sandbox/tasks/{id}/mms", self._mms, methods=["GET"]),
            Route("/_sandbox/events", self._events, methods=["GET"]),
            *(
                Route(f"/_sandbox/{path}", showing(show), methods=["GET"])
                for path, show in shown.items()
            ),
            *(Route(f"/_sandbox/{path}", doing(do), methods=["POST"]) for path, do in done.items()),
        ]

    # ---- shown --------------------------------------------------------------------------------

    def _state(self, request: Request) -> dict[str, Any]:
        box = self._sandbox
        return {
            "now": box.clock.now(),
            "running": box.clock.running,
            "seed": box.config.seed,
            "store": box.store.path,
            "accounts": [
                {
                    "name": account.name,
                    "user_id": account.user_id,
                    "dialects": account.dialects,
                    "billing": account.billing,
                    "balance": box.store.money(account.name).balance,
                    "mms_balance": box.store.money(account.name, mms=True).balance,
                    "used": box.store.money(account.name).used,
                    "mms_used": box.store.money(account.name, mms=True).used,
                    "push_url": account.push_url,
                }
                for account in box.platform.customers
            ],
            "endpoints": [each.name for each in ENDPOINTS],
            "faults": [asdict(each) for each in box.faults.orders],
            "refusals": [asdict(each) for each in box.platform.forcing.orders],
            "events": box.feed.last,
        }

    def _tasks(self, request: Request) -> dict[str, Any]:
        before, limit = number_in(request, "before", 0), number_in(request, "limit", PAGE)
        found = self._sandbox.store.latest_tasks(before=before or None, limit=limit)
        return {
            "tasks": [task_view(task) for task in found],
            "before": found[-1].number if len(found) == limit else None,
        }

    def _task(self, request: Request) -> dict[str, Any]:
        after, limit = number_in(request, "after", 0), number_in(request, "limit", PAGE)
        box = self._sandbox
        task = box.task(request.path_params["id"])
        captured = box.store.captured(task.number)
        rows = range(after, min(after + limit, task.rows))
        return {
            "task": task_view(task),
            "messages": [asdict(each) for each in messages_of(box.platform, task, rows)],
            "after": rows.stop if rows.stop < task.rows else None,
            "request": captured_view(captured, task.endpoint, task) if captured else None,
        }

    def _messages(self, request: Request) -> dict[str, Any]:
        asked = request.query_params
        found = self._sandbox.messages(
            task_id=asked.get("task_id", ""), mobile=asked.get("mobile", "")
        )
        return {"messages": [asdict(each) for each in found]}

    def _calls(self, request: Request) -> dict[str, Any]:
        calls = self._sandbox.feed.since(number_in(request, "after", 0), "call")
        return {"calls": [asdict(seen_call(each)) for each in calls]}

    def _call(self, request: Request) -> dict[str, Any]:
        number, box = request.path_params["number"], self._sandbox
        for each in box.feed.since(number - 1, "call")[:1]:
            if each["number"] == number:
                task = box.store.task(each["task_id"]) if each["task_id"] else None
                captured = (task and box.store.captured(task.number)) or each["request"]
                return {
                    "call": asdict(seen_call(each)),
                    "request": captured_view(captured, each["endpoint"], task),
                }
        raise NotFoundError(f"call {number} is not kept")

    def _inbound(self, request: Request) -> dict[str, Any]:
        found = self._sandbox.store.latest_inbound(number_in(request, "limit", PAGE))
        return {"inbound": [inbound_view(each) for each in found]}

    def _templates(self, request: Request) -> dict[str, Any]:
        now = self._sandbox.clock.now()
        found = self._sandbox.store.templates()
        return {"templates": [template_view(each, now) for each in found]}

    async def _mms(self, request: Request) -> Response:
        try:
            task = self._sandbox.task(request.path_params["id"])
            language: Language = "en" if request.query_params.get("language") == "en" else "zh"
            show = _slideshow(task)
            return HTMLResponse(render_page(show, subject=task.subject, language=language))
        except (NotFoundError, SmsCodecError) as error:
            return error_answer(error)

    async def _events(self, request: Request) -> Response:
        feed = self._sandbox.feed
        asked = request.headers.get("last-event-id") or request.query_params.get("after", "")
        after = int(asked) if asked.isdecimal() else feed.last

        async def lines() -> AsyncIterator[str]:
            yield ": here\n\n"
            async for event in feed.watch(after):
                data = json_bytes(_event_view(event)).decode()
                yield f"id: {event['number']}\nevent: {event['type']}\ndata: {data}\n\n"

        return StreamingResponse(
            lines(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    # ---- done ---------------------------------------------------------------------------------

    def _inject(self, said: dict[str, Any]) -> None:
        given = said_in(said, mobile=str, content=str, account=str, extension=str, task_id=str)
        mobile, content = required(given, "mobile"), required(given, "content")
        self._sandbox.inject_inbound(mobile, content, **given)

    def _report(self, said: dict[str, Any]) -> dict[str, Any]:
        given = said_in(said, task_id=str, carrier_code=str, mobile=str)
        task_id, code = required(given, "task_id"), required(given, "carrier_code")
        return {"reports": self._sandbox.set_report(task_id, code, **given)}

    def _clock(self, said: dict[str, Any]) -> dict[str, Any]:
        given = said_in(said, set=str, advance=(int, float), run=bool)
        box = self._sandbox
        if "set" in given:
            box.set_clock(datetime.fromisoformat(given["set"]))
        if "run" in given:
            box.clock.run(given["run"])
        if "advance" in given:
            box.advance(timedelta(seconds=given["advance"]))
        return {"now": box.clock.now(), "running": box.clock.running}

    def _fail(self, said: dict[str, Any]) -> None:
        given = said_in(said, code=str, endpoint=str, times=int)
        self._sandbox.fail_next(required(given, "code"), **given)

    def _fault(self, said: dict[str, Any]) -> None:
        kinds = (int, float)
        given = said_in(said, mode=str, endpoint=str, rate=kinds, seconds=kinds, times=int)
        if given.get("mode") not in MODES:
            raise BadRequestError(f"mode has to be one of {', '.join(MODES)}")
        self._sandbox.add_fault(Fault(**given))

    def _calm(self, said: dict[str, Any]) -> None:
        self._sandbox.calm()

    def _template(self, said: dict[str, Any]) -> None:
        given = said_in(said, template_id=str, state=str)
        if given.get("state") not in ("1", "2", "3", "4"):
            raise BadRequestError("state has to be one of 1, 2, 3, 4")
        self._sandbox.set_template(required(given, "template_id"), given["state"])

    def _top_up(self, said: dict[str, Any]) -> None:
        given = said_in(said, amount=int, account=str, mms=bool)
        self._sandbox.top_up(required(given, "amount"), **given)

    def _push(self, said: dict[str, Any]) -> None:
        given = said_in(said, url=str, account=str)
        self._sandbox.push_to(required(given, "url"), **given)

    def _reset(self, said: dict[str, Any]) -> None:
        self._sandbox.reset()


# ---- events and MMS -----------------------------------------------------------------------------


def _event_view(event: Event) -> dict[str, Any]:
    if event["type"] == "call":
        return asdict(seen_call(event))
    return {name: value for name, value in event.items() if name not in ("number", "type")}


def _slideshow(task: Task) -> Slideshow:
    if task.kind == "frames":
        return slideshow_from_frames(task.frames())
    if task.kind == "elements":
        return slideshow_from_elements(task.elements())
    raise NotFoundError("this is no MMS")
