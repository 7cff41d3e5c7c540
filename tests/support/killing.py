"""Clients that send to a sandbox until it is killed, and what has to be in its store then."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from random import Random
from threading import Event, Thread

from smscodec import Accepted, Request, Send, SendPacked, bulk, hashed, make_hashed_login
from smscodec.sandbox import Sandbox, read_config

from .served import Served, served

__all__ = ["Ledger", "check", "kill_often"]

CONFIG = """
mobiles = "100[0-9]{8}"
[[accounts]]
name = "demo"
password = "secret123"
billing = "postpaid"
"""
LOGIN = make_hashed_login(user_id="", account="demo", password="secret123")
CLIENTS, ROWS = 4, 100


@dataclass
class Ledger:
    """What clients know of the requests they made, by number."""

    numbers: Iterator[int] = field(default_factory=count)
    asked: set[int] = field(default_factory=set[int])
    answered: dict[int, str] = field(default_factory=dict[int, str])
    """The id of the task that each answer named."""
    kills: int = 0


def rows(number: int) -> list[tuple[str, str]]:
    """What a request sends: a batch, or every fourth time a single message; nothing twice."""
    size = 1 if number % CLIENTS == 0 else ROWS
    return [(f"100{number:05}{row:03}", f"第{number}批第{row}条【星辰】") for row in range(size)]


def request(number: int) -> Request:
    """The request of that number."""
    sent = rows(number)
    if len(sent) == 1:
        ((mobile, content),) = sent
        return hashed.send.encode_request(LOGIN, Send(mobiles=(mobile,), content=content))
    (batch,) = bulk.pack([mobile for mobile, _ in sent], [content for _, content in sent])
    return hashed.send_packed.encode_request(LOGIN, SendPacked(content=batch.content))


def send_on(sandbox: Served, ledger: Ledger, taken: Event) -> None:
    """Sends one request after the other until there is nobody to answer."""
    connection = HTTPConnection("127.0.0.1", sandbox.port)
    for number in ledger.numbers:
        said = request(number)
        ledger.asked.add(number)
        try:
            headers = {"Content-Type": said.content_type}
            connection.request("POST", f"/{said.path}", said.body, headers)
            body = connection.getresponse().read()
        except (OSError, HTTPException):
            break
        reply = hashed.send.decode_response(body)
        assert isinstance(reply, Accepted), reply
        ledger.answered[number] = reply.task_id
        taken.set()
    connection.close()


def kill_often(store: Path, kills: int, *, seed: int = 0) -> Ledger:
    """Starts a sandbox over one store so many times and kills it while clients send."""
    ledger, random = Ledger(), Random(seed)
    for _ in range(kills):
        with served(config=CONFIG, store=store) as sandbox:
            taken = Event()
            clients = [
                Thread(target=send_on, args=(sandbox, ledger, taken)) for _ in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            assert taken.wait(60)
            time.sleep(random.uniform(0, 0.1))
            sandbox.kill()
            ledger.kills += 1
            for client in clients:
                client.join()
    return ledger


def check(store: Path, ledger: Ledger) -> None:
    """Nothing that was answered is lost, and nothing is there twice or in part."""
    box = Sandbox(read_config(CONFIG), store)
    try:
        tasks, money = box.store.tasks(), box.store.money("demo")
    finally:
        box.close()
    kept = {task.id: [(row.mobile, row.content) for row in task.messages()] for task in tasks}
    assert len(kept) == len(tasks)
    assert all(kept.get(id) == rows(number) for number, id in ledger.answered.items())
    unanswered = ledger.asked - ledger.answered.keys()
    assert ledger.kills <= len(unanswered) <= ledger.kills * CLIENTS, "not killed at work"
    strangers = [kept[id] for id in kept.keys() - set(ledger.answered.values())]
    assert all(sent in map(rows, unanswered) for sent in strangers)
    messages = Counter(mobile for sent in kept.values() for mobile, _ in sent)
    assert set(messages.values()) == {1}
    assert money.used == sum(task.cost for task in tasks) == len(messages)
