"""When the sweeps run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.reminders.ticks import SWEEPS, Ticks
from tests.desk.office import Office


async def test_every_sweep_has_run_a_minute_after_the_start(office: Office) -> None:
    """A bot that is started anew every half an hour would else never look at what is due once a year."""
    ticks = Ticks(office.database, office.desk.house)
    ticks.start()
    due = [job.next_run_time for job in ticks._scheduler.get_jobs()]
    ticks.stop()
    assert len(due) == len(SWEEPS)
    assert max(due) <= datetime.now(UTC) + timedelta(minutes=1)
