"""A sandbox that runs beside a program."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx
import pytest

from smscodec.sandbox import NotFoundError, Sandbox
from smscodec.sandbox.running import running
from smscodec.sandbox.server import ServeError, bind


def test_it_runs_in_its_own_thread_and_ends_with_the_block(
    open_box: Callable[..., Sandbox],
) -> None:
    """What is done with it is done there."""
    before = threading.active_count()
    with running(open_box()) as box:
        assert threading.active_count() == before + 1
        assert box.do(threading.current_thread) is not threading.current_thread()
        assert box.do(box.sandbox.clock.now).year == 2026
        url = box.url
        assert httpx.get(f"{url}/_sandbox/state", trust_env=False).status_code == 200
    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_what_goes_wrong_there_is_raised_here(open_box: Callable[..., Sandbox]) -> None:
    """As the same exception."""
    with running(open_box()) as box, pytest.raises(NotFoundError):
        box.do(box.sandbox.task, "0")


def test_many_may_run_at_once(open_box: Callable[..., Sandbox]) -> None:
    """Each for itself."""
    with running(open_box()) as one, running(open_box()) as other:
        assert one.url != other.url


def test_a_port_that_is_taken(open_box: Callable[..., Sandbox]) -> None:
    """Is told at once."""
    with bind("127.0.0.1", 0) as listening:
        taken = running(open_box(), port=listening.getsockname()[1])
        with pytest.raises(ServeError, match="taken"):
            taken.__enter__()


def test_it_ends_although_somebody_still_waits(open_box: Callable[..., Sandbox]) -> None:
    """A watcher of events does not hold it up."""
    with httpx.Client(trust_env=False, timeout=5) as client:
        with running(open_box()) as box:
            stream = client.send(
                client.build_request("GET", f"{box.url}/_sandbox/events"), stream=True
            )
            next(stream.iter_raw())
        stream.close()
