"""The page to look at, at ``/``: a handful of static files, no build step, no framework.

``index.html`` holds what never changes, ``page.css`` how it looks, ``page.js`` begins. The scripts
speak with ``/_sandbox`` (``control``) as anybody else does, and hear of news from its live feed.

**Nothing that was sent becomes markup.** The scripts make elements and texts and nothing else, and
``POLICY`` holds them to it: scripts and styles are files of this server, nothing is inline, and
``trusted-types 'none'`` closes every way from a string to markup or code. An MMS is played in a
frame of its own, without an origin, by the page that ``formats.mms_page`` makes.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

__all__ = ["POLICY", "routes"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""The Content-Security-Policy of the page."""

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def routes() -> list[Route]:
    """For an application: ``/``, and its files below ``/_sandbox/page``."""
    found = [each for each in files(__name__).iterdir() if _type(each.name)]
    return [
        Route(
            "/" if each.name == "index.html" else f"/_sandbox/page/{each.name}",
            _giving(each.read_bytes(), _type(each.name)),
            methods=["GET"],
        )
        for each in found
    ]


def _type(name: str) -> str:
    return _TYPES.get(name.rpartition(".")[2], "")


def _giving(body: bytes, media_type: str) -> Callable[[Request], Response]:
    headers = {"Content-Type": media_type, "Cache-Control": "no-cache"}
    if media_type.startswith("text/html"):
        headers["Content-Security-Policy"] = POLICY

    def endpoint(request: Request) -> Response:
        return Response(body, headers=headers)

    return endpoint
