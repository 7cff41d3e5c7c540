"""A sandbox that runs beside a program: for tests, in a thread of its own.

::

    with running(Sandbox()) as box:
        httpx.post(f"{box.url}/sms.aspx", data=…)
        messages = box.do(box.sandbox.messages)

A sandbox belongs to the thread that serves it. So everything that looks into it or changes it goes
through ``do``, which runs there between two requests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread
from typing import Any, TypeVar

from .sandbox import Sandbox
from .server import bind, server

__all__ = ["Running", "running"]

T = TypeVar("T")


class Running:
    """A sandbox that is being served."""

    def __init__(self, sandbox: Sandbox, url: str, loop: asyncio.AbstractEventLoop) -> None:
        self.sandbox = sandbox
        self.url = url
        """Without a slash at its end."""
        self._loop = loop

    def do(self, action: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Calls ``action`` in the sandbox's thread, and returns or raises what it does."""
        done: Future[T] = Future()

        def act() -> None:
            try:
                done.set_result(action(*arguments, **named))
            except BaseException as error:
                done.set_exception(error)

        self._loop.call_soon_threadsafe(act)
        return done.result()


@contextmanager
def running(sandbox: Sandbox, *, host: str = "127.0.0.1", port: int = 0) -> Generator[Running]:
    """Serves a sandbox while the block runs, and closes it then; port 0 is a free one.

    Raises ``ServeError`` where the address cannot be had.
    """
    listening = bind(host, port)
    name, number = listening.getsockname()[:2]
    url = f"http://[{name}]:{number}" if ":" in name else f"http://{name}:{number}"
    serving = server(sandbox, host)
    started: Future[asyncio.AbstractEventLoop] = Future()

    async def serve() -> None:
        task = asyncio.ensure_future(serving.serve(sockets=[listening]))
        while not (serving.started or task.done()):
            await asyncio.sleep(0.001)
        started.set_result(asyncio.get_running_loop())
        await task

    thread = Thread(target=asyncio.run, args=(serve(),), name="smscodec sandbox", daemon=True)
    thread.start()
    try:
        yield Running(sandbox, url, started.result())
    finally:
        serving.should_exit = True
        thread.join()
        listening.close()
        sandbox.close()
