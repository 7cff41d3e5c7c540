"""JSON over HTTP for ``control``: requests read strictly, answers and errors written alike."""

# pyright: reportUnknownArgumentType=false
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from .sandbox import NotFoundError

__all__ = [
    "BadRequestError",
    "answer",
    "doing",
    "error_answer",
    "json_bytes",
    "number_in",
    "required",
    "said_in",
    "showing",
]


class BadRequestError(ValueError):
    """A request that cannot be understood."""


def showing(show: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """A route that answers what ``show`` returns."""

    async def endpoint(request: Request) -> Response:
        try:
            return answer(show(request))
        except (NotFoundError, ValueError) as error:
            return error_answer(error)

    return endpoint


def doing(do: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Callable[[Request], Any]:
    """A route that does something with the object that is posted, and answers what came of it."""

    async def endpoint(request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return error_answer(BadRequestError("the content type has to be application/json"))
        try:
            said: Any = json.loads(await request.body())
            if type(said) is not dict:
                raise BadRequestError("the body has to be an object")
            return answer({"ok": True, **(do(said) or {})})
        except (NotFoundError, ValueError, OverflowError, RecursionError) as error:
            return error_answer(error)

    return endpoint


def said_in(said: dict[str, Any], **kinds: type | tuple[type, ...]) -> dict[str, Any]:
    """The values of the names that are known, each of its type."""
    for name, value in said.items():
        if name not in kinds:
            raise BadRequestError(f"there is no {name!r:.40} here, only {', '.join(kinds)}")
        kind = kinds[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadRequestError(f"{name} is of the wrong type")
    return dict(said)


def required(given: dict[str, Any], name: str) -> Any:
    """Takes out a value that has to be there."""
    if name not in given:
        raise BadRequestError(f"{name} has to be said")
    return given.pop(name)


def number_in(request: Request, name: str, default: int) -> int:
    """A whole number of the query."""
    text = request.query_params.get(name, "") or str(default)
    if not text.isdecimal() or len(text) > 9:
        raise BadRequestError(f"{name} has to be a number")
    return int(text)


def answer(content: Any) -> Response:
    """What was asked for."""
    return Response(json_bytes(content), media_type="application/json")


def error_answer(error: Exception) -> Response:
    """Why something cannot be done: 404 for what is not there, 400 for all else."""
    status = 404 if isinstance(error, NotFoundError) else 400
    return Response(json_bytes({"error": str(error)}), status, media_type="application/json")


def json_bytes(content: Any) -> bytes:
    """JSON in UTF-8, moments as texts."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    raise TypeError(f"no JSON for {type(value).__name__}")
