"""Writes recipients.csv, the sample campaign: ten thousand parcels that wait at a station.

All of it is invented. The numbers have the eleven digits of a mobile and begin with 100, as no
mainland mobile does (those begin with 13 to 19): none of them can be anybody's. The same seed gives
the same bytes on every machine:

    python examples/make_recipients.py
"""

from __future__ import annotations

import csv
import random
from io import StringIO
from pathlib import Path

ROWS = 10_000
SEED = 20180202
FILE = Path(__file__).with_name("recipients.csv")

COLUMNS = ("mobile", "name", "order", "city", "station", "amount", "code", "until")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英晨宇轩欣怡梓涵浩然思远若曦"
CITIES = {
    "北京": ("望京东园驿站", "中关村软件园店", "亦庄荣华路店"),
    "上海": ("张江高科驿站", "徐家汇店(地铁3号口)", "虹桥天地店"),
    "广州": ("天河体育西店", "番禺市桥驿站", "白云新城店"),
    "深圳": ("科技园南区店", "龙华民治驿站", '福田"会展中心"店'),
    "成都": ("春熙路店", "天府三街驿站", "高新西区店,南门"),
    "杭州": ("西溪永乐驿站", "滨江星光店", "余杭仓前店"),
    "乌鲁木齐": ("天山区友好北路店", "水磨沟驿站"),
    "呼和浩特": ("赛罕区大学西街店", "新城北门驿站"),
}


def make_recipients() -> bytes:
    """The file: UTF-8, LF, with a header."""
    chance = random.Random(SEED)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number in chance.sample(range(100_000_000), ROWS):
        city = chance.choice(tuple(CITIES))
        writer.writerow(
            (
                f"100{number:08}",
                chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2))),
                f"EX{chance.randrange(10**10):010}",
                city,
                chance.choice(CITIES[city]),
                f"{chance.randrange(100, 60_000) / 100:.2f}",
                f"{chance.randint(1, 30)}-{chance.randint(1, 9)}-{chance.randrange(10_000):04}",
                f"{chance.randint(2, 9)}月{chance.randint(1, 28)}日{chance.randint(9, 21)}:00",
            )
        )
    return out.getvalue().encode()


if __name__ == "__main__":
    FILE.write_bytes(make_recipients())
