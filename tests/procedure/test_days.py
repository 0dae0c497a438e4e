"""A day as people write it, and as the bot itself does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.procedure.kinds import Day, Reading, Unreadable
from bot.procedure.reading import read_day
from bot.tongue import Tongue

ZONE = ZoneInfo("Asia/Shanghai")
NINE = Reading(datetime(2026, 11, 23, 1, tzinfo=UTC), ZONE)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("12 Dec", "2026-12-12"),
        ("Sat 12 Dec", "2026-12-12"),
        ("December 12th", "2026-12-12"),
        ("12 September 2027", "2027-09-12"),
        ("5 Jan", "2027-01-05"),
        ("12月5日(周六)", "2026-12-05"),
        ("12月5日（星期六）", "2026-12-05"),
        ("1.12.2026", "2026-12-01"),
    ],
)
def test_months_and_weekdays_are_understood_by_name(said: str, meant: str) -> None:
    assert str(read_day(said, NINE)) == meant


@pytest.mark.parametrize("said", ["12 Foo", "Dec", "31 Feb 2027", "Sat", "soon", "三天后"])
def test_what_is_no_day_is_none(said: str) -> None:
    assert read_day(said, NINE) is None


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_the_bot_writes_it_reads(language: str) -> None:
    t = Tongue("en" if language == "en" else "zh_CN", ZONE, NINE.now)
    for days in range(-30, 200, 7):
        day = date(2026, 11, 23) + timedelta(days=days)
        assert read_day(t.dated(day), NINE) == day


@pytest.mark.parametrize("text", ["9999-12-31", "2999-01-01", "0001-01-01"])
def test_a_year_that_was_typed_wrongly_is_no_answer(text: str) -> None:
    """Deadlines are counted from it, and calendars end."""
    with pytest.raises(Unreadable, match="too far away"):
        Day().read(text, NINE)
