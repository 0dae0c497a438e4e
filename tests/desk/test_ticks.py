"""When the sweeps run."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.reminders.ticks import SWEEPS, Ticks
from bot.reminders.wall_clock import WallClock
from bot.storage.tx import Tx
from tests.desk.office import Office


async def test_every_sweep_has_run_a_minute_after_the_start(office: Office) -> None:
    """A bot that is started anew every half an hour would else never look at what is due once a year."""
    ticks = Ticks(office.database, office.desk.house)
    ticks.start()
    due = [job.next_run_time for job in ticks._scheduler.get_jobs()]
    ticks.stop()
    assert len(due) == len(SWEEPS)
    assert max(due) <= datetime.now(UTC) + timedelta(minutes=1)


async def test_a_leader_that_leads_again_ticks_once(office: Office) -> None:
    ticks = Ticks(office.database, office.desk.house)
    for _ in range(2):
        ticks.start()
        assert len(ticks._scheduler.get_jobs()) == len(SWEEPS)
        ticks.stop()
        await asyncio.sleep(0)  # a scheduler ends in the loop's next turn


async def test_a_night_that_was_slept_through_is_made_up_for_once(office: Office) -> None:
    """09:00 in Shanghai; the chores are those of two in the morning."""
    nights: list[datetime] = []

    async def chores() -> None:
        nights.append(office.clock.now())

    ticks = Ticks(office.database, office.desk.house, chores)
    await ticks._night()
    assert nights == [], "a new installation begins with the next night"
    office.clock.advance(hours=16, minutes=50)  # 01:50
    await ticks._night()
    assert nights == []
    office.clock.advance(minutes=10)
    for _ in range(2):
        await ticks._night()
    assert len(nights) == 1
    office.clock.advance(days=3, hours=6)
    for _ in range(2):
        await Ticks(office.database, office.desk.house, chores)._night()
    assert len(nights) == 2


async def test_nobody_is_chased_by_a_clock_that_leapt_ahead_until_telegrams_agrees(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    real, set_ahead, swept = office.clock.now(), timedelta(), []
    monotonic, theirs = 0.0, None

    async def ask() -> datetime | None:
        return theirs

    def sweep(tx: Tx, house: object) -> int:
        swept.append(1)
        return 0

    clock = WallClock(ask, lambda: real + timedelta(seconds=monotonic) + set_ahead, lambda: monotonic)
    ticks = Ticks(office.database, office.desk.house, clock=clock)
    monotonic = 3600.0
    await ticks._tick(sweep)
    set_ahead = timedelta(days=3)
    for _ in range(2):
        await ticks._tick(sweep)
    theirs = real + timedelta(seconds=monotonic)
    await ticks._tick(sweep)
    assert len(swept) == 1
    assert caplog.text.count("does not agree") == 1
    set_ahead = timedelta()
    await ticks._tick(sweep)
    set_ahead, theirs = timedelta(minutes=10), real + timedelta(seconds=monotonic, minutes=10)  # a machine that slept
    for _ in range(2):
        await ticks._tick(sweep)
    assert len(swept) == 4
