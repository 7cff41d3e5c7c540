"""Reports and inbound messages pushed to customers who have an address (003, chapter 6).

What is there is taken as if it was fetched, so it comes once, and posted as it is documented. An
answer of ``error`` or a broken connection means once more, three times in all; then it is lost, as
the document has it. Everything else, and nothing, counts as received.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import httpx

from .. import Inbound, PushAnswer, Reports, hashed
from .config import Account
from .database import StoreError
from .records import Wanted
from .sandbox import Sandbox

__all__ = ["Pushing"]

TIMEOUT = 10.0
"""Seconds that a customer has to answer."""


class Pushing:
    """The platform as a client."""

    def __init__(
        self, sandbox: Sandbox, client: Callable[[], httpx.AsyncClient] | None = None
    ) -> None:
        self._sandbox = sandbox
        self._client = client or (lambda: httpx.AsyncClient(timeout=TIMEOUT, trust_env=False))
        self._news: asyncio.Event | None = None

    def wake(self) -> None:
        """There may be something to push."""
        if self._news is not None:
            self._news.set()

    async def run(self) -> None:
        """Pushes what is there, when it is there, for ever."""
        self._news = asyncio.Event()
        self._sandbox.clock.listeners.append(self.wake)
        while not self._customers():
            await self._news.wait()
            self._news.clear()
        async with self._client() as client:  # made now, as that takes a while
            while True:
                self._news.clear()
                customers = self._customers()
                try:
                    for account in customers:
                        await self._push(client, account)
                except StoreError as error:
                    self._sandbox.platform.forget()
                    print(f"smscodec sandbox: {error}", file=sys.stderr)
                await self._wait(customers)

    def _customers(self) -> list[Account]:
        return [each for each in self._sandbox.platform.customers if each.push_url]

    async def _wait(self, customers: list[Account]) -> None:
        """Until there is news, or the next report is due."""
        assert self._news is not None
        store, clock = self._sandbox.store, self._sandbox.clock
        times = [store.next_due(each.name, clock.now()) for each in customers]
        seconds = [clock.seconds_until(at) for at in times if at is not None]
        soonest = min((each for each in seconds if each is not None), default=None)
        try:
            await asyncio.wait_for(self._news.wait(), soonest)
        except asyncio.TimeoutError:
            pass

    async def _push(self, client: httpx.AsyncClient, account: Account) -> None:
        box = self._sandbox
        collecting, limit = box.platform.collecting, hashed.REPORTS_AT_ONCE
        while True:
            wanted = Wanted(account=account.name, since=datetime.min, until=box.clock.now())
            with box.store.changes():
                reports = collecting.take_reports(account, wanted, limit)
                messages = collecting.take_inbound(account, wanted, limit)
            box.store.commit()
            if reports:
                await self._post(client, account, hashed.push_reports, Reports(reports=reports))
            if messages:
                plain = tuple(replace(each, task_id="", receiver="") for each in messages)
                await self._post(client, account, hashed.push_inbound, Inbound(messages=plain))
            if not (reports or messages):
                return

    async def _post(
        self, client: httpx.AsyncClient, account: Account, endpoint: Any, message: Any
    ) -> None:
        request = endpoint.encode_request(None, message)
        attempts = 0
        while True:
            attempts += 1
            answer = await self._attempt(client, account, endpoint, request)
            self._sandbox.feed.publish(
                "push",
                account=account.name,
                endpoint=endpoint.name,
                attempt=attempts,
                taken=bool(answer and answer.taken),
                reached=answer is not None,
            )
            if not hashed.push_again(attempts, answer):
                return
            await asyncio.sleep(self._sandbox.config.delivery.push_retry)

    async def _attempt(
        self, client: httpx.AsyncClient, account: Account, endpoint: Any, request: Any
    ) -> PushAnswer | None:
        try:
            reply = await client.post(
                account.push_url,
                content=request.body,
                headers={"Content-Type": request.content_type},
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        answer: PushAnswer = endpoint.decode_response(reply.content)
        return answer
