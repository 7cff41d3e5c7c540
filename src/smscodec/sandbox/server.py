"""The sandbox over HTTP: one ASGI application, and uvicorn to run it.

Below ``/_sandbox`` and at ``/`` is what people and tests use (``control``); every other path is the
platform's, whatever stands in front of its last part. Bodies are read as the bytes they are: no
framework looks at them.

**Commits.** Requests that are ready together are handled in one turn of the event loop and
committed together at its end; none is answered before. There is one thread, so there is one order.

**Limits.** A body of more than 4 MiB gets status 400 and is not read, as ASP.NET does it.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeAlias

import uvicorn
from starlette.applications import Starlette

from .. import Request
from . import page
from .control import Control
from .database import StoreError
from .faults import Answer
from .guard import Guard
from .protocol import Protocol
from .pushing import Pushing
from .sandbox import Sandbox

__all__ = ["MAX_BODY", "Application", "ServeError", "bind", "serve"]

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_BODY = 4 << 20
"""Bytes of a request."""
_TOO_LARGE = Answer(body=b"Maximum request length exceeded.", content_type="text/plain", status=400)


class ServeError(Exception):
    """The address cannot be had."""

    def __init__(self, reason: str, address: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.reason = reason
        self.address = address


class Application:
    """What an ASGI server runs."""

    def __init__(self, sandbox: Sandbox, host: str = "") -> None:
        """``host`` is the name it is called by, if it is to have one with a dot in it."""
        self.sandbox = sandbox
        self._commits = _Commits(sandbox)
        self._pushing = Pushing(sandbox)
        self._people = Guard(Starlette(routes=[*page.routes(), *Control(sandbox).routes()]), host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            raise TypeError(f"no {scope['type']} here")
        elif scope["path"] == "/" or scope["path"].startswith("/_sandbox"):
            await self._people(scope, receive, send)
            self.wake()
        else:
            await self._platform(scope, receive, send)

    def wake(self) -> None:
        """Something was done to the sandbox from elsewhere: there may be something to push."""
        self._pushing.wake()

    async def _live(self, receive: Receive, send: Send) -> None:
        pusher = asyncio.create_task(self._pushing.run())
        try:
            while True:
                message = await receive()
                if message["type"] == "lifespan.startup":
                    await send({"type": "lifespan.startup.complete"})
                else:
                    break
        finally:
            pusher.cancel()
            with suppress(asyncio.CancelledError):
                await pusher
        await send({"type": "lifespan.shutdown.complete"})

    async def _platform(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _body(scope, receive)
        except ConnectionResetError:
            return
        if body is None:
            await _give(_TOO_LARGE, send, close=True)
            return
        client = scope.get("client")
        try:
            answer = self.sandbox.gateway.answer(
                _request(scope, body), ip=client[0] if client else ""
            )
            await self._commits.wait()
        except StoreError as error:
            self.sandbox.platform.forget()
            print(f"smscodec sandbox: {error}", file=sys.stderr)
            answer = Answer(body=str(error).encode(), content_type="text/plain", status=500)
        self.wake()
        if answer.delay:
            await asyncio.sleep(answer.delay)
        if answer.dropped or answer.cut:
            await _break_off(answer, receive, send)
        else:
            await _give(answer, send)


class _Commits:
    """One commit for all who are ready together."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._next: asyncio.Future[None] | None = None

    async def wait(self) -> None:
        """Until what was changed is there for good; ``StoreError`` where it cannot be."""
        if not self._sandbox.store.dirty:
            return
        if self._next is None:
            loop = asyncio.get_running_loop()
            self._next = loop.create_future()
            loop.call_soon(self._commit, self._next, self._sandbox.store.failures)
        await asyncio.shield(self._next)

    def _commit(self, done: asyncio.Future[None], failures: int) -> None:
        store, self._next = self._sandbox.store, None
        try:
            store.commit()
            if store.failures > failures:  # somebody else has tried before
                raise StoreError("what was taken is lost", store.path)
        except StoreError as error:
            done.set_exception(error)
        else:
            done.set_result(None)


# ---- HTTP ------------------------------------------------------------------------------------


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body; ``None`` for one that is too large."""
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    if length.isdigit() and int(length) > MAX_BODY:
        return None
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the client went away")
        piece = message.get("body", b"")
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BODY:
            return None
        if not message.get("more_body"):
            return b"".join(pieces)


def _request(scope: Scope, body: bytes) -> Request:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
    )
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("utf-8", "surrogateescape"),
        body=body,
        content_type=dict(headers).get("content-type", ""),
        headers=headers,
    )


async def _give(answer: Answer, send: Send, *, close: bool = False) -> None:
    headers = [(b"content-length", str(len(answer.body)).encode())]
    if answer.content_type:
        headers.append((b"content-type", answer.content_type.encode("latin-1")))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _break_off(answer: Answer, receive: Receive, send: Send) -> None:
    """Closes the connection, which ASGI has no word for: uvicorn's own, or an error elsewhere."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if answer.cut:
        headers = [(b"content-length", str(len(answer.body)).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        half = answer.body[: len(answer.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
    if transport is None:
        raise ConnectionResetError("the sandbox was told to drop this connection")
    if answer.cut:
        transport.close()  # after what is written
    else:
        transport.abort()
    await receive()  # until the server knows, or it would miss the answer


# ---- running ---------------------------------------------------------------------------------


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; ``ServeError`` says in words why there is none."""
    if not 0 <= port < 1 << 16:
        raise ServeError("there is no such port", f"{host}:{port}")
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )
        # the protocol is said, as asyncio switches delayed sending off only for what says TCP
        listening = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(1024)
        except OSError:
            listening.close()
            raise
        return listening
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "the port is taken, choose another" if taken else error.strerror or str(error)
        raise ServeError(reason, f"{host}:{port}") from None


def serve(sandbox: Sandbox, listening: socket.socket, host: str = "") -> None:
    """Serves until SIGINT or SIGTERM; ``host`` is what ``Application`` takes."""
    server(sandbox, host).run(sockets=[listening])


def server(sandbox: Sandbox, host: str = "") -> Server:
    """A server of its own for a sandbox."""
    return Server(Application(sandbox, host))


class Server(uvicorn.Server):
    """Ends when it is told, and the live feed first, as it waits for all who are being served."""

    def __init__(self, application: Application) -> None:
        super().__init__(_settings(application))
        self.application = application
        self._ticking: asyncio.Future[None] | None = None

    def stop(self) -> None:
        """Ends it; in its thread."""
        self.should_exit = True
        if self._ticking is not None:
            self._ticking.cancel()

    async def main_loop(self) -> None:
        self._ticking = asyncio.ensure_future(super().main_loop())
        await asyncio.wait({self._ticking})

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.application.sandbox.feed.end()
        for each in self.servers:
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for _ in range(3):  # turns of the loop in which those go whom nobody serves
            await asyncio.sleep(0)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)  # waits, a tenth of a second at least
        else:
            await self.lifespan.shutdown()


def _settings(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=Protocol,
        lifespan="on",
        log_config=None,  # logging belongs to the process, which may be somebody's test run
        server_header=False,
        timeout_graceful_shutdown=1,
        ws="none",
    )
