"""How much the sandbox takes a second: a client and a server in processes of their own.

::

    python -m benchmarks.sandbox_load load.json

Batches of 2,000 rows and sends to one number, as document 003 has them, over a few connections that
stay open; every request is made before the clock runs. The store is a file, and an answer comes
only when its messages are in there: at the end they are counted by SQLite. Seconds are real ones,
so the machine should have nothing else to do; the processor time of the server stands beside them,
for a machine that has. Linux only, where that time can be read.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from smscodec import Request, Send, SendPacked, bulk, hashed, make_hashed_login

from . import mixes

BATCH_ROWS, BATCHES, SINGLES = 2_000, 300, 10_000
WANTED = {"batches": 100_000, "singles": 1_500}
"""Messages a second."""
CONNECTIONS = {"batches": 4, "singles": 8}
SIGNATURE = "【示例】"
CONFIG = """
mobiles = "100[0-9]{8}"
[[accounts]]
name = "demo"
password = "secret123"
billing = "postpaid"
"""
LOGIN = make_hashed_login(user_id="", account="demo", password="secret123")
PROGRAM = "from smscodec.cli import main; main()"


class Served(NamedTuple):
    """A sandbox in a process of its own."""

    port: int
    process: int

    def processor_time(self) -> float:
        """Seconds that it has used."""
        said = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(store: Path) -> Generator[Served]:
    """A sandbox with a file for its store."""
    config = store.with_suffix(".toml")
    config.write_text(CONFIG)
    arguments = ("sandbox", "--port", "0", "--config", str(config), "--store", str(store))
    command = [sys.executable, "-c", PROGRAM, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r":(\d+)/", process.stdout.readline())
            assert found, "the sandbox did not start"
            yield Served(int(found[1]), process.pid)
        finally:
            process.terminate()


def kept(store: Path) -> int:
    """Messages in a store that nobody has open."""
    with closing(sqlite3.connect(store)) as database:
        return int(database.execute("SELECT sum(accepted) FROM tasks").fetchone()[0])


# ---- what is sent ----------------------------------------------------------------------------


def signed_rows(mix: mixes.Mix, count: int) -> mixes.Rows:
    """Rows of a mix with the signature at the end, where 003 wants it."""
    mobiles, contents = mixes.rows(mix, count, seed=1)
    return mixes.Rows(mobiles, [text.removeprefix(SIGNATURE) + SIGNATURE for text in contents])


def batches(mix: mixes.Mix) -> Iterator[Request]:
    """Requests of 2,000 rows each."""
    packed = bulk.pack(*signed_rows(mix, BATCHES * BATCH_ROWS), max_rows=BATCH_ROWS)
    for batch in packed:
        yield hashed.send_packed.encode_request(LOGIN, SendPacked(content=batch.content))


def singles() -> Iterator[Request]:
    """Requests of one row each."""
    for mobile, content in zip(*signed_rows("A", SINGLES), strict=True):
        yield hashed.send.encode_request(LOGIN, Send(mobiles=(mobile,), content=content))


# ---- sending ---------------------------------------------------------------------------------


def post_all(port: int, requests: Iterable[Request], rows: int) -> list[float]:
    """Posts one after the other over one connection; seconds until each answer was there."""
    connection, seconds = HTTPConnection("127.0.0.1", port), list[float]()
    for request in requests:
        start = time.perf_counter()
        headers = {"Content-Type": request.content_type}
        connection.request("POST", f"/{request.path}", request.body, headers)
        reply = hashed.send.decode_response(connection.getresponse().read())
        seconds.append(time.perf_counter() - start)
        assert getattr(reply, "accepted_count", None) == rows, reply
    connection.close()
    return seconds


def measure(kind: str, mix: mixes.Mix) -> dict[str, Any]:
    """One sandbox, one load; what came into its store is what was sent."""
    requests = list(batches(mix) if kind == "batches" else singles())
    rows, connections = BATCH_ROWS if kind == "batches" else 1, CONNECTIONS[kind]
    shares = [requests[first::connections] for first in range(connections)]
    with TemporaryDirectory() as folder:
        store = Path(folder, "store")
        with served(store) as sandbox, ThreadPoolExecutor(connections) as pool:
            before, start = sandbox.processor_time(), time.perf_counter()
            done = pool.map(lambda share: post_all(sandbox.port, share, rows), shares)
            waited = [seconds for share in done for seconds in share]
            seconds = time.perf_counter() - start
            used = sandbox.processor_time() - before
        messages = len(requests) * rows
        assert kept(store) == messages
    slow = quantiles(waited, n=100)
    return {
        "mix": mix,
        "rows": rows,
        "requests": len(requests),
        "messages_a_second": messages / seconds,
        "messages_a_processor_second": messages / used,
        "median": slow[49],
        "slowest_of_a_hundred": slow[98],
        "wanted": WANTED[kind],
    }


def main(target: str) -> None:
    measured: list[dict[str, Any]] = []
    for kind, mix in [*(("batches", mix) for mix in mixes.MIXES), ("singles", "A")]:
        found = measure(kind, mix)
        measured.append(found)
        print(
            f"{kind} {mix} {found['messages_a_second']:>9,.0f} messages/s"
            f" (wanted {found['wanted']:,}), {found['messages_a_processor_second']:>9,.0f} for a"
            f" second of the server's processor; answered in {found['median'] * 1e3:.1f} ms,"
            f" 99 of 100 in {found['slowest_of_a_hundred'] * 1e3:.1f} ms",
            flush=True,
        )
    Path(target).write_text(json.dumps(measured, indent=4) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [target]:
            main(target)
        case _:
            sys.exit(__doc__)
