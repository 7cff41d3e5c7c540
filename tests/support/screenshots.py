"""The pictures of ``docs/sandbox.md``: ``python -m support.screenshots``, in the folder ``tests``.

It takes Chromium and a font with Chinese in it. ``SHOTS`` says what each shows.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from smscodec import (
    PersonalisedSend,
    Send,
    hashed,
    make_hashed_login,
    make_plain_login,
    make_signed_login,
    plain,
    signed,
)
from smscodec.sandbox import Sandbox, read_config
from smscodec.sandbox.running import Running, running

from .browser import Tab, browsing
from .pages import ROOT

__all__ = ["SHOTS"]

SHOTS = {
    "sandbox-message.png": (700, "", ".rows li:first-child a", "退订回TD"),
    "sandbox-refusal.png": (560, "#/requests", ".rows li:nth-child(2) a", "发票"),
}
"""Files in ``docs``: the height, the place in the page, what is clicked there, and what is seen."""
WIDTH = 1120
SETTINGS = "start = 2026-01-05 09:00:00\n[delivery]\ndelay = 3"
USER = {"user_id": "1", "account": "demo", "password": "secret123"}


def _send(box: Running, endpoint: Any, login: Any, message: Any) -> None:
    request = endpoint.encode_request(login, message)
    headers = {"Content-Type": request.content_type}
    url = f"{box.url}/{request.path.lstrip('/')}"
    httpx.post(url, content=request.body, headers=headers, trust_env=False)


def _play(box: Running) -> None:
    """A morning on the platform."""
    at_once = make_signed_login(**USER, at=box.now)
    texts = [(f"138001380{n:02}", f"【示例】您的取件码：{n * 7919 % 10_000:04}") for n in range(3)]
    _send(box, hashed.send_batch, make_hashed_login(**USER), PersonalisedSend(entries=tuple(texts)))
    box.advance(40)
    refused = Send(mobiles=("13800138004",), content="【示例】代开发票")
    _send(box, signed.send, at_once, refused)
    box.advance(20)
    box.inject_inbound("13800138001", "谢谢，已取")
    message = Send(
        mobiles=("13800138000", "13800138060"),
        content="【示例】尊敬的王先生，您的订单已发出，请留意查收。退订回TD",
        extension="01",
    )
    _send(box, plain.send, make_plain_login(**USER), message)
    box.advance(5)


def _shoot(tab: Tab, url: str, name: str) -> None:
    height, place, clicked, seen = SHOTS[name]
    tab.look(WIDTH, height)
    tab.open("about:blank#")
    tab.open(f"{url}/{place}")
    tab.says(".live", "live")
    tab.click(clicked)
    tab.says("main", seen)
    tab.shot(ROOT / "docs" / name)


if __name__ == "__main__":
    chromium = shutil.which("chromium") or "chromium"
    with (
        TemporaryDirectory() as profile,
        running(Sandbox(read_config(SETTINGS)), port=8028) as box,
        browsing(chromium, Path(profile)) as tab,
    ):
        _play(box)
        for name in SHOTS:
            _shoot(tab, box.url, name)
