"""A sandbox that runs beside a program: for tests, in a thread of its own.

::

    with running(Sandbox()) as box:
        httpx.post(f"{box.url}/sms.aspx", data=…)
        (message,) = box.messages

The fixture ``sms_sandbox`` of the pytest plugin is a ``Running``, too.

A sandbox belongs to the thread that serves it. So whatever looks into it or changes it goes through
``do``, which runs there between two requests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Thread
from typing import Any, TypeVar

from .config import Account
from .faults import Fault, Mode
from .sandbox import Sandbox
from .server import Server, bind, server
from .views import Message, SeenCall, seen_call

__all__ = ["Running", "running"]

T = TypeVar("T")


class Running:
    """A sandbox that is being served.

    What cannot be done raises ``NotFoundError`` (no such account, task, message, endpoint or code)
    or ``ValueError``. An account that is not said is the first.
    """

    def __init__(
        self, sandbox: Sandbox, url: str, loop: asyncio.AbstractEventLoop, server: Server
    ) -> None:
        self.sandbox = sandbox
        """What is served; only for ``do``."""
        self.url = url
        """Without a slash at its end."""
        self._loop, self._server = loop, server

    def do(self, action: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Calls ``action`` in the sandbox's thread, and returns or raises what it does."""
        done: Future[T] = Future()

        def act() -> None:
            try:
                done.set_result(action(*arguments, **named))
            except BaseException as error:
                done.set_exception(error)
            self._server.application.wake()

        self._loop.call_soon_threadsafe(act)
        return done.result()

    # ---- seen ---------------------------------------------------------------------------------

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Who may call."""
        return self.sandbox.config.accounts

    @property
    def messages(self) -> list[Message]:
        """All messages that were taken, in the order they came."""
        return self.do(self.sandbox.messages)

    @property
    def reports(self) -> list[Message]:
        """The messages whose report is there, whether it was handed out or not."""
        return [each for each in self.messages if each.state in ("reported", "fetched")]

    @property
    def calls(self) -> list[SeenCall]:
        """The last thousand requests, refused or not."""
        return [seen_call(each) for each in self.do(self.sandbox.feed.since, 0, "call")]

    @property
    def now(self) -> datetime:
        """The time of the sandbox, in Beijing."""
        return self.do(self.sandbox.clock.now)

    def balance(self, *, account: str = "", mms: bool = False) -> int:
        """What is left, in messages."""
        return self.do(self.sandbox.balance, account=account, mms=mms)

    # ---- done ---------------------------------------------------------------------------------

    def inject_inbound(
        self,
        mobile: str,
        content: str,
        *,
        account: str = "",
        extension: str = "",
        task_id: str = "",
    ) -> None:
        """A phone sends a text; without a task it answers the last one sent to it."""
        said = {"account": account, "extension": extension, "task_id": task_id}
        self.do(self.sandbox.inject_inbound, mobile, content, **said)

    def set_report(self, task_id: str, carrier_code: str, *, mobile: str = "") -> int:
        """What the carrier says of a task's messages, now; how many they are."""
        return self.do(self.sandbox.set_report, task_id, carrier_code, mobile=mobile)

    def set_template(self, template_id: str, state: str) -> None:
        """Ends the review of a template: 1 in use, 2 disabled, 3 under review, 4 returned."""
        self.do(self.sandbox.set_template, template_id, state)

    def push_to(self, url: str, *, account: str = "") -> None:
        """Reports and inbound messages are pushed there from now on (003); "" for nowhere."""
        self.do(self.sandbox.push_to, url, account=account)

    def top_up(self, amount: int, *, account: str = "", mms: bool = False) -> None:
        """Somebody buys messages."""
        self.do(self.sandbox.top_up, amount, account=account, mms=mms)

    def advance(self, by: timedelta | float) -> None:
        """So much later; a number is of seconds."""
        later = by if isinstance(by, timedelta) else timedelta(seconds=by)
        self.do(self.sandbox.advance, later)

    def set_clock(self, at: datetime) -> None:
        """It is this time now."""
        self.do(self.sandbox.set_clock, at)

    def reset(self) -> None:
        """As if it had just begun."""
        self.do(self.sandbox.reset)

    # ---- going wrong --------------------------------------------------------------------------

    def fail_next(self, code: str, *, endpoint: str = "", times: int = 1) -> None:
        """The next requests are refused: by a code, name or phrase of the endpoint's table, or by
        the name of a ``Reason``. ``endpoint`` is a name, a dialect, or any.
        """
        self.do(self.sandbox.fail_next, code, endpoint=endpoint, times=times)

    def add_fault(
        self,
        mode: Mode,
        *,
        endpoint: str = "",
        rate: float = 1.0,
        seconds: float = 1.0,
        times: int | None = None,
    ) -> None:
        """Something goes wrong on the way, see ``faults``: ``times`` times, or until ``calm``."""
        fault = Fault(mode=mode, endpoint=endpoint, rate=rate, seconds=seconds, times=times)
        self.do(self.sandbox.add_fault, fault)

    def calm(self) -> None:
        """No more faults, no more ordered refusals."""
        self.do(self.sandbox.calm)


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
    loop = started.result()
    try:
        yield Running(sandbox, url, loop, serving)
    finally:
        loop.call_soon_threadsafe(serving.stop)
        thread.join()
        listening.close()
        sandbox.close()
