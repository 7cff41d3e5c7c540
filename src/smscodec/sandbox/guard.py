"""What keeps other people's web pages away from ``/`` and ``/_sandbox``.

A browser that looks at some page elsewhere lets it send requests here. So:

* **Host.** A page whose own name was made to lead here (DNS rebinding) is told by that name: only
  an IP address, a name without a dot (``localhost``, ``sandbox``), one below ``.localhost``, and
  the name the sandbox was told to listen at are answered. Nobody can own one of these elsewhere.
* **Origin.** What changes something and says that it comes from another page is refused. Programs
  say nothing of the kind and are let in; browsers always say it.

Answers may not be framed, embedded or guessed at elsewhere either. The platform's own paths are not
guarded: whoever knows a login may call them, as on the real one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

__all__ = ["Guard"]

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

_HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """An ASGI application in front of another."""

    def __init__(self, app: App, host: str = "") -> None:
        self._app, self._host = app, host.lower()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        fault = self._fault(scope["method"], Headers(scope=scope))
        app = JSONResponse({"error": fault}, status_code=403) if fault else self._app
        await app(scope, receive, guarded)

    def _fault(self, method: str, headers: Headers) -> str:
        host = headers.get("host", "").lower()
        if not self._is_ours(host):
            return f"this is not {host!r:.60}: call it by its IP address, or as localhost"
        origin = headers.get("origin", "").lower()
        if method not in ("GET", "HEAD") and origin not in (
            "",
            f"http://{host}",
            f"https://{host}",
        ):
            return f"a page of {origin!r:.60} may change nothing here"
        return ""

    def _is_ours(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        if "." not in name and ":" not in name:
            return True
        return name == self._host or name.endswith(".localhost") or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
