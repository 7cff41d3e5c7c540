"""An HTTP client of an ASGI application, without a network; each request is on its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

__all__ = ["Web"]


@dataclass
class Web:
    """What a browser or a client would be."""

    app: Any
    ip: str = "127.0.0.1"

    def request(self, method: str, path: str, **said: Any) -> httpx.Response:
        """The answer; an exception of the application is one here."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(self.ip, 50000))
            async with httpx.AsyncClient(transport=transport, base_url="http://box") as client:
                return await client.request(method, path, **said)

        return asyncio.run(ask())

    def get(self, path: str, **said: Any) -> httpx.Response:
        """GET."""
        return self.request("GET", path, **said)

    def post(self, path: str, **said: Any) -> httpx.Response:
        """POST."""
        return self.request("POST", path, **said)
