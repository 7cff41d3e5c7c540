"""Invented rows, the same for the same seed.

====== ==================================================== ======================
mix    contents                                             bytes of UTF-8, about
====== ==================================================== ======================
``A``  one template with three variables                    200
``B``  eight templates shuffled, two or three variables     200
``C``  free text: words drawn from 12,000, few of them often 160
====== ==================================================== ======================

Every mobile has 11 digits and starts with 100, which no mobile of the mainland does. Within one
call none comes twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Literal, NamedTuple

__all__ = [
    "MIXES",
    "TEMPLATES",
    "Mix",
    "Rows",
    "campaign",
    "contents",
    "mobiles",
    "rows",
    "size",
    "variables",
]

Mix = Literal["A", "B", "C"]
MIXES: tuple[Mix, ...] = ("A", "B", "C")


AT_MOST = int(os.environ.get("BENCHMARK_ROWS", 10**9))


def size(rows: int) -> int:
    """So many rows, or ``BENCHMARK_ROWS`` where that is less: for a run that only shows it runs."""
    return min(rows, AT_MOST)


class Rows(NamedTuple):
    """Two columns of the same length."""

    mobiles: list[str]
    contents: list[str]

    def fresh(self) -> Rows:
        """The same texts in new lists of new ``str`` objects.

        CPython keeps some encodings of a ``str`` inside it: a second run over the same objects may
        measure the first run's cache.
        """
        return Rows(*([text.encode().decode() for text in column] for column in self))


def rows(mix: Mix, count: int, seed: int) -> Rows:
    """So many rows of a mix."""
    return Rows(list(mobiles(count, seed)), list(contents(mix, count, seed)))


def mobiles(count: int, seed: int) -> Iterator[str]:
    """Scattered numbers, none twice: the step has no factor in common with 10**8."""
    return (f"100{(seed + row) * 48_271_093 % 10**8:08}" for row in range(count))


def contents(mix: Mix, count: int, seed: int) -> Iterator[str]:
    """The texts of a mix, one after the other."""
    random = Random(f"{mix} {seed}")
    if mix == "C":
        return (_free_text(random) for _ in range(count))
    templates = TEMPLATES[:1] if mix == "A" else TEMPLATES
    return (_filled(random.choice(templates), random) for _ in range(count))


# ---- A and B: templates --------------------------------------------------------------------------

TEMPLATES = (
    "【示例】尊敬的{name}，您的订单{order}已由仓库发出，预计三天内送达，请保持电话畅通。"
    "取件码{code}，凭码到小区门口的快递柜领取，七天内有效。",
    "【示例】{name}您好，验证码{code}，用于登录账户，十分钟内有效。为了您的账户安全，"
    "工作人员不会向您索要验证码，请勿告诉他人，如非本人操作请忽略本条消息。",
    "【示例】{name}，您尾号{code}的会员卡消费{order}分，余额以账单为准，积分已经到账，"
    "可以在会员中心兑换礼品，感谢您的光临，期待与您再次相见。",
    "【示例】亲爱的{name}家长，本周六上午九点在学校礼堂召开家长会，座位号{code}，"
    "请提前十分钟入场，把手机调成静音，会后班主任会在教室等候，谢谢配合。",
    "【示例】{name}您预约的体检已确认，单号{order}，请于明天早上八点空腹到门诊二楼前台，"
    "出示号码{code}，带好证件，体检前三天请清淡饮食，不要饮酒。",
    "【示例】停电通知：{name}您好，因线路检修，您所在的小区明天九点到十六点停电，户号{order}，"
    "请提前做好准备，不便之处敬请谅解，恢复供电后另行通知。",
    "【示例】{name}，您的包裹{order}已签收，对服务满意请回复1，不满意请回复2，"
    "您的评价会帮助我们做得更好，感谢您一直以来的支持，祝您生活愉快。",
    "【示例】账单提醒：{name}您好，本期应还{code}元，最后还款日是二十五日，请保持账户余额充足，"
    "已经还款请忽略，详情见账单{order}。",
)

FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN_NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"


def _filled(template: str, random: Random) -> str:
    return template.format(**_values(random))


def _values(random: Random) -> dict[str, str]:
    given_name = random.choices(GIVEN_NAMES, k=random.choice((1, 2, 2)))
    return {
        "name": random.choice(FAMILY_NAMES) + "".join(given_name),
        "order": f"{random.randrange(10**12):012}",
        "code": f"{random.randrange(10**6):06}",
    }


def variables(count: int, seed: int) -> dict[str, list[str]]:
    """Columns of values, to be filled into a template."""
    random = Random(seed)
    rows = [_values(random) for _ in range(count)]
    return {name: [row[name] for row in rows] for name in ("name", "order", "code")}


# ---- C: free text --------------------------------------------------------------------------------


def _vocabulary(words: int) -> tuple[str, ...]:
    random = Random("words")
    common = [bytes((high, low)) for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
    letters = [character.decode("gb2312") for character in random.sample(common, 1500)]
    return tuple(
        "".join(random.choices(letters, k=random.choice((1, 2, 2, 2, 3)))) for _ in range(words)
    )


WORDS = _vocabulary(12_000)
WEIGHTS = tuple(accumulate(1 / (rank + 20) for rank in range(len(WORDS))))
MARKS = ("，", "，", "，", "。", "！")


def _free_text(random: Random) -> str:
    words = random.choices(WORDS, cum_weights=WEIGHTS, k=random.randint(21, 30))
    for at in range(5, len(words), 6):
        words[at] += random.choice(MARKS)
    return "".join(words)


# ---- many templates ------------------------------------------------------------------------------


def campaign(templates: int, count: int, seed: int, *, grouped: bool) -> Rows:
    """Rows of so many templates, shuffled or one template after the other."""
    random = Random(f"{templates} {seed}")
    texts = [_template(random) for _ in range(templates)]
    which = [random.randrange(templates) for _ in range(count)]
    if grouped:
        which.sort()
    contents = [_filled(texts[number], random) for number in which]
    return Rows(list(mobiles(count, seed)), contents)


def _template(random: Random) -> str:
    """Free words around one, two or three values."""
    values = random.sample(("{name}", "{code}", "{order}"), k=random.randint(1, 3))
    parts = [_words(random) + value for value in values]
    return "【示例】" + "".join(parts) + _words(random) + "。"


def _words(random: Random) -> str:
    return "".join(random.choices(WORDS, cum_weights=WEIGHTS, k=random.randint(3, 9)))
