"""Rows of campaigns, and tables that are hard on a compressor that knows rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random

__all__ = ["ONE", "OTHER", "TABLES", "campaign", "joined", "noise"]


def joined(rows: Sequence[bytes]) -> tuple[bytes, list[int]]:
    """The lines of rows, and where each ends."""
    return b"\r\n".join(rows), [end - 2 for end in accumulate(len(row) + 2 for row in rows)]


def filled(template: str, random: Random) -> str:
    names = "王李张刘陈杨赵黄周吴"
    return template.format(
        name="".join(random.choices(names, k=random.choice((1, 2, 3)))),
        code=f"{random.randrange(10**6):06}",
        long=f"{random.randrange(10**12):012}",
    )


def campaign(templates: Sequence[str], rows: int, *, grouped: bool = False) -> list[bytes]:
    """So many rows of templates with {name}, {code} and {long}, each chosen at random."""
    random = Random(f"{templates} {rows}")
    order = [random.randrange(len(templates)) for _ in range(rows)]
    if grouped:
        order.sort()
    return [
        f"100{row * 48_271_093 % 10**8:08},{filled(templates[which], random)}".encode()
        for row, which in enumerate(order)
    ]


def invented(count: int) -> list[str]:
    """Templates of random words around one to three values."""
    random = Random(count)
    words = ["".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(3)) for _ in range(400)]
    return [
        "【示例】"
        + "".join(
            "".join(random.choices(words, k=random.randrange(1, 8))) + value
            for value in random.sample(["{name}", "{code}", "{long}", ""], k=random.randrange(1, 5))
        )
        for _ in range(count)
    ]


def noise(count: int) -> bytes:
    """So many bytes that nothing can compress, without a line break."""
    return Random(count).randbytes(count).replace(b"\r", b"r").replace(b"\n", b"n")


ONE = "【示例】{name}，您的订单{long}已发出，取件码{code}，请凭码到小区门口的快递柜领取。"
OTHER = "【示例】停电通知：{name}您好，您所在的小区明天九点停电，户号{long}，敬请谅解{code}"
TABLES: dict[str, list[bytes]] = {
    "one row": campaign([ONE], 1),
    "one template": campaign([ONE], 3000),
    "two templates": campaign([ONE, OTHER], 3000),
    "a template that changes midway": campaign([ONE], 1500) + campaign([OTHER], 1500),
    "nothing but values": campaign(["{code}{name}{long}"], 2000),
    "rows that are all equal": [b"13800138000,same to all of you"] * 4000,
    "rows that are empty": [b""] * 5000,
    "contents that are empty": [b"13800138000,"] * 3000,
    "300 templates, shuffled": campaign(invented(300), 3000),
    "300 templates, grouped": campaign(invented(300), 3000, grouped=True),
    "700 templates, grouped": campaign(invented(700), 6000, grouped=True),
    "names that seldom come again": [
        row.replace("王".encode(), chr(0x5000 + i * 7919 % 3000).encode())
        for i, row in enumerate(campaign([ONE, OTHER, *invented(8)], 4000))
    ],
    "near-templates": campaign(
        [ONE.replace("码", chr(0x4E00 + i)).replace("的", chr(0x5E00 + i)) for i in range(60)], 2000
    ),
    "rows of 100,000 bytes": [
        b"13800138000," + b"template " * 11_000 + str(i).encode() for i in range(9)
    ],
    "one row of 3,000,000 bytes": [b"13800138000," + b"ab" * 1_500_000],
    "noise in one row": [noise(400_000)],
    "noise in 64 KiB": [noise(65_536)],
    "noise in rows": [noise(300 + i) for i in range(1000)],
    "noise after text": campaign([ONE], 1500) + [noise(200 + i) for i in range(1500)],
    "long runs": [
        b"13800138000," + b"0" * (i * 37 % 2000) + b"x" * (i % 600) for i in range(600)
    ],
    "noise and rows in turn": [
        row for i, good in enumerate(campaign([ONE], 1500)) for row in (good, noise(i))
    ],
    "values that come again": campaign(["【示例】{name}{name}，{name}已发出" + OTHER], 2500),
    "a window's distance": [
        *campaign([ONE], 5), noise(32_500), noise(32_501), noise(32_502), *campaign([ONE], 5)
    ],
    "more rows than a chunk has": campaign([ONE, "{code}"], 1030),
}  # fmt: skip
