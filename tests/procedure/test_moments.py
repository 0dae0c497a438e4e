"""A moment as people say it, and the choices of which several hold."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.procedure.forms import all_chosen, left_out
from bot.procedure.kinds import NEAR_MOMENTS, Moment, Reading, Unreadable
from bot.procedure.roles import Urgency

NINE = Reading(datetime(2026, 11, 23, 1, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("now", "2026-11-23T01:00"),
        ("8:30", "2026-11-23T00:30"),
        ("８：３０", "2026-11-23T00:30"),
        ("yesterday 16:00", "2026-11-22T08:00"),
        ("昨天 16:00", "2026-11-22T08:00"),
        ("11-20, 9:15", "2026-11-20T01:15"),
        ("2026-11-20 09:15", "2026-11-20T01:15"),
        ("-3h", "2026-11-22T22:00"),
        ("2026-11-22T22:00:00+00:00", "2026-11-22T22:00"),
    ],
)
def test_a_moment_is_read_in_the_readers_zone(said: str, meant: str) -> None:
    assert Moment().read(said, NINE) == f"{meant}:00+00:00"


@pytest.mark.parametrize("said", ["lately", "25:00", "8:61", "", "tomorrow", "2026-13-01 08:00", "9"])
def test_what_is_no_moment_is_said(said: str) -> None:
    with pytest.raises(Unreadable, match="for example 8:30 or yesterday 16:00"):
        Moment().read(said, NINE)


@pytest.mark.parametrize("said", ["9:01", "tomorrow 8:00", "2026-12-01 08:00"])
def test_a_moment_is_not_to_come(said: str) -> None:
    with pytest.raises(Unreadable, match="still to come"):
        Moment().read(said, NINE)


def test_every_button_is_a_moment() -> None:
    assert all(Moment().read(code, NINE) <= "2026-11-23T01:00:00+00:00" for code, _ in NEAR_MOMENTS)


def test_all_of_several_or_some_left_out() -> None:
    everything, lacking = all_chosen("levels", Urgency), left_out("levels", Urgency)
    full: dict[str, object] = {"levels": [choice.value for choice in Urgency]}
    for data, is_full in ((full, True), ({"levels": ["normal"]}, False), ({}, False)):
        assert (everything.holds(data), lacking.holds(data)) == (is_full, not is_full)
