"""What the bot makes of a downtime: each overdue thing is told of once, and what was left out is on record."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import chasing
from bot.storage import chases
from bot.storage.tx import Tx
from tests.desk.office import LI, Office

CHANGCHUN = ZoneInfo("Asia/Shanghai")


async def sweep(office: Office, moment: str) -> None:
    """Look at what is due at that moment of November 2026."""

    def look(tx: Tx) -> None:
        tx.now = datetime.strptime(f"2026-11-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=CHANGCHUN)
        chasing.sweep_reminders(tx, office.desk.house)

    await office.database.write(look)


def rungs(office: Office) -> list[tuple[int, str]]:
    return [(row["level"], row["outcome"]) for row in office.rows("SELECT * FROM reminder ORDER BY level, key")]


async def test_rungs_that_nobody_heard_of_are_noted_as_skipped(office: Office) -> None:
    await office.part(LI)
    await sweep(office, "27 10:00")
    skipped = [(level, "skipped(downtime)") for level in range(3)]
    assert rungs(office)[:3] == skipped
    assert {outcome for _, outcome in rungs(office)[3:]} <= {"sent", "skipped(downtime)"}
    assert await office.database.read(chases.count, 1) == 1  # what was skipped is no reminder


async def test_while_it_runs_none_is_skipped(office: Office) -> None:
    await office.part(LI)
    for moment in ("24 15:31", "24 17:31", "25 14:01", "27 10:00"):
        await sweep(office, moment)
    assert {outcome for _, outcome in rungs(office)[:3]} == {"sent"}


async def test_what_has_escalated_goes_first(office: Office) -> None:
    """The leader's own reminder, of the second part, was due two hours before that of whoever is above her."""
    await office.part(LI)
    office.clock.advance(days=1)
    await office.part(LI)
    await sweep(office, "25 14:01")
    await sweep(office, "25 17:31")
    reminders = office.rows("SELECT params FROM outbox WHERE kind = 'reminder' ORDER BY id")[1:]
    told = [{to for _, to, _ in json.loads(row["params"])["items"]} for row in reminders]
    assert told == [{"unit_leader"}, {"performer"}]
