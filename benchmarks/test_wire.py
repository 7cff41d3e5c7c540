"""Requests and replies of document 000, against lxml, json and urllib by hand (``wire_rivals``)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from smscodec.dialects import plain
from smscodec.logins import PlainLogin
from smscodec.messages import Accepted, DeliveryReport, Reports, Send
from smscodec.wire.variant import Variant

from . import mixes
from .race import Race, Rival
from .wire_rivals import READ_REPLY, READ_REPORTS, READ_SEND, WRITE_REPORTS, WRITE_SEND

REPORTS = 4000
SENDS = 500
VARIANTS = {"XML": Variant(), "JSON": Variant(format="json")}


def reports(number: int) -> Reports:
    """A full page of them; one in seven has failed."""
    random = Random(number)
    start = datetime(2024, 6, 1) + timedelta(seconds=number)
    return Reports(
        reports=tuple(
            DeliveryReport(
                mobile=mobile,
                task_id=str(1504080852350206 + at // 100),
                status=status,
                received_at=start + timedelta(seconds=at),
                carrier_code="DELIVRD" if status == "10" else f"MK:{random.randrange(1000):04}",
                extension=str(random.randrange(100)) if at % 2 else "",
            )
            for at, mobile in enumerate(mixes.mobiles(REPORTS, number))
            for status in ["20" if at % 7 == 0 else "10"]
        )
    )


def replies(number: int) -> list[Accepted]:
    """As many sends were answered."""
    return [
        Accepted(
            task_id=str(2734987 + number + at), balance=10**6 - at, accepted_count=1, message="ok"
        )
        for at in range(SENDS)
    ]


def sends(number: int) -> list[tuple[PlainLogin, Send]]:
    """One text to one mobile each."""
    login = PlainLogin(user_id="12", account="demo", password="secret123")
    rows = zip(*mixes.rows("B", SENDS, number), strict=True)
    return [(login, Send(mobiles=(mobile,), content=content)) for mobile, content in rows]


def each(run: Callable[..., Any]) -> Callable[[list[tuple[Any, ...]]], list[Any]]:
    """Runs a function over many: one alone is over before a clock ticks."""
    return lambda many: [run(*one) for one in many]


def over(rivals: tuple[Rival, ...]) -> list[Rival]:
    return [rival._replace(run=each(rival.run)) for rival in rivals]


def require_equal(case: Any, result: Any) -> None:
    assert result == case


@pytest.mark.parametrize("format", VARIANTS)
def test_read_reports(race: Callable[[Race], None], format: str) -> None:
    """Every rival finds every report."""
    race(
        Race(
            title=f"read {REPORTS:,} reports, {format}",
            rivals=READ_REPORTS[format],
            rounds=41,
            item="report",
            items=REPORTS,
            case=reports,
            arguments=lambda case: (
                plain.fetch_reports.encode_response(case, VARIANTS[format]).body,
            ),
            check=require_equal,
        )
    )


@pytest.mark.parametrize("format", VARIANTS)
def test_write_reports(race: Callable[[Race], None], format: str) -> None:
    """Every rival writes the same bytes, which are read as what was written."""

    def check(case: Reports, body: bytes) -> None:
        assert body == plain.fetch_reports.encode_response(case, VARIANTS[format]).body
        assert plain.fetch_reports.decode_response(body) == case

    race(
        Race(
            title=f"write {REPORTS:,} reports, {format}",
            rivals=WRITE_REPORTS[format],
            rounds=41,
            item="report",
            items=REPORTS,
            case=reports,
            arguments=lambda case: (Reports(reports=tuple(case.reports)),),
            check=check,
        )
    )


@pytest.mark.parametrize("format", VARIANTS)
def test_read_reply(race: Callable[[Race], None], format: str) -> None:
    """The reply to one send, many times over."""
    race(
        Race(
            title=f"read the reply to one send, {format}",
            rivals=over(READ_REPLY[format]),
            rounds=41,
            item="reply",
            items=SENDS,
            case=replies,
            arguments=lambda case: (
                [(plain.send.encode_response(reply, VARIANTS[format]).body,) for reply in case],
            ),
            check=require_equal,
        )
    )


def test_read_send(race: Callable[[Race], None]) -> None:
    """One request, many times over."""
    race(
        Race(
            title="read one send",
            rivals=over(READ_SEND),
            rounds=41,
            item="send",
            items=SENDS,
            case=sends,
            arguments=lambda case: ([(plain.send.encode_request(*one).body,) for one in case],),
            check=require_equal,
        )
    )


def test_write_send(race: Callable[[Race], None]) -> None:
    """Every rival writes the same bytes."""

    def check(case: list[tuple[PlainLogin, Send]], bodies: list[bytes]) -> None:
        assert bodies == [plain.send.encode_request(*one).body for one in case]

    race(
        Race(
            title="write one send",
            rivals=over(WRITE_SEND),
            rounds=41,
            item="send",
            items=SENDS,
            case=sends,
            arguments=lambda case: (list(case),),
            check=check,
        )
    )
