"""The sandbox as people start it, in a process of its own: killed, in the way, without room."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from support.killing import check, kill_often
from support.served import Served, served, started

from smscodec import Accepted, Send, count_segments, hashed, make_hashed_login
from smscodec.sandbox import Sandbox

resource = pytest.importorskip("resource")  # Windows has none

LOGIN = make_hashed_login(user_id="", account="demo", password="secret123")
LONG = "长" * 900 + "【星辰】"


def post(client: httpx.Client, number: int) -> tuple[int, bytes]:
    """Sends one long text; the status and the body of the answer."""
    message = Send(mobiles=(f"1380013{number:04}",), content=LONG)
    request = hashed.send.encode_request(LOGIN, message)
    headers = {"Content-Type": request.content_type}
    answer = client.post(request.path, content=request.body, headers=headers)
    return answer.status_code, answer.content


def fill(sandbox: Served, told: str) -> list[str]:
    """Sends until there is no room, of which two requests are told; the tasks that were taken."""
    ids: list[str] = []
    with httpx.Client(base_url=sandbox.url, trust_env=False) as client:
        while (answer := post(client, len(ids)))[0] == 200:
            reply = hashed.send.decode_response(answer[1])
            assert isinstance(reply, Accepted)
            ids.append(reply.task_id)
        assert answer == post(client, 0) == (500, told.encode())
        state = client.get("_sandbox/state").json()
    segments = count_segments(LONG)
    assert state["accounts"][0]["used"] == segments * len(ids)
    return ids


def refusal(*arguments: object) -> str:
    """The words of a sandbox that does not start."""
    with started(*arguments) as process:
        _, words = process.communicate(timeout=60)
    assert process.returncode == 1
    return words


# ---- killed ----------------------------------------------------------------------------------


def test_nothing_is_lost_or_doubled_by_a_kill(tmp_path: Path) -> None:
    """An answer comes when its messages are in the store; the extended run kills 50 times."""
    ledger = kill_often(tmp_path / "store", 3)
    check(tmp_path / "store", ledger)


# ---- in the way ------------------------------------------------------------------------------


def test_store_that_is_open_elsewhere_is_told(tmp_path: Path) -> None:
    """A file belongs to one sandbox at a time."""
    store = tmp_path / "store"
    with served(store=store):
        words = refusal("--port", 0, "--store", store)
    assert words == f"smscodec: {store}: another sandbox has it open\n"


def overwritten(store: Path) -> None:
    with_messages(store)
    data = bytearray(store.read_bytes())
    data[4096 * 4 :] = bytes(len(data) - 4096 * 4)
    store.write_bytes(data)


def cut_short(store: Path) -> None:
    with_messages(store)
    store.write_bytes(store.read_bytes()[: 4096 * 4])


def with_messages(store: Path) -> None:
    box = Sandbox(store=store)
    for number in range(20):
        message = Send(mobiles=(f"138001380{number:02}",), content=LONG)
        box.answer(hashed.send.encode_request(LOGIN, message))
    box.close()


@pytest.mark.parametrize("spoil", [overwritten, cut_short])
def test_store_that_is_damaged_is_told(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """Before anything is served from it."""
    store = tmp_path / "store"
    spoil(store)
    told = "damaged; restore a copy, or start with another file"
    assert refusal("--port", 0, "--store", store) == f"smscodec: {store}: {told}\n"


# ---- without room ----------------------------------------------------------------------------


def few_bytes() -> None:
    """No file may be larger than half a mebibyte."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, 1 << 19))


def check_filled(store: Path, ids: list[str]) -> None:
    """What was answered is there when there is room again, and nothing else."""
    box = Sandbox(store=store)
    try:
        assert [task.id for task in box.store.tasks()] == ids
    finally:
        box.close()


def test_store_without_room_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    """Status 500 says why, and again for the next; the sandbox goes on."""
    store = tmp_path / "store"
    with served(store=store, limits=few_bytes) as sandbox:
        ids = fill(sandbox, f"{store}: the disk fails")
    check_filled(store, ids)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one mebibyte, where we may have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "smscodec", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small file system needs root, and leave to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_full_disk_is_told(small_disk: Path) -> None:
    """In that word; what was taken before stays."""
    store = small_disk / "store"
    with served(store=store) as sandbox:
        ids = fill(sandbox, f"{store}: the disk is full")
    check_filled(store, ids)
