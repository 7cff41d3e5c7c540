"""A gateway on 127.0.0.1, in a thread: it reads requests with our gateway side, and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from smscodec.wire.endpoint import Endpoint
from smscodec.wire.request import Request
from smscodec.wire.variant import Call

__all__ = ["Answer", "Gateway", "answering", "gateway"]


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    body: bytes
    content_type: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Gateway:
    """A running gateway, and what has come in."""

    url: str
    requests: list[Request] = field(default_factory=list)
    """As they came, with every header."""
    calls: list[Call[Any, Any]] = field(default_factory=list)
    """As they were understood."""


Answering = Callable[[Gateway, Request], Answer]


def answering(endpoint: Endpoint[Any, Any, Any], reply: Any, status: int = 200) -> Answering:
    """Reads requests of one endpoint and gives all the same reply, in the tongue of each."""

    def answer(gateway: Gateway, request: Request) -> Answer:
        call = endpoint.decode_request(request)
        gateway.calls.append(call)
        response = endpoint.encode_response(reply, call.variant)
        return Answer(response.body, response.content_type, status)

    return answer


@contextmanager
def gateway(answer: Answering) -> Iterator[Gateway]:
    """Serves while the block runs; what goes wrong in ``answer`` is raised at its end."""
    faults: list[Exception] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            path, _, query = self.path.partition("?")
            request = Request(
                path=path,
                method=self.command,
                query=query,
                body=self.rfile.read(int(self.headers.get("Content-Length", 0))),
                content_type=self.headers.get("Content-Type", ""),
                headers=tuple(self.headers.items()),
            )
            running.requests.append(request)
            try:
                self._reply(answer(running, request))
            except Exception as fault:
                faults.append(fault)
                self._reply(Answer(repr(fault).encode(), "text/plain", 500))

        do_GET = do_POST  # noqa: N815

        def _reply(self, answer: Answer) -> None:
            self.send_response(answer.status)
            if answer.content_type:
                self.send_header("Content-Type", answer.content_type)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running = Gateway(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()
    if faults:
        raise faults[0]
