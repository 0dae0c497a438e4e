"""A press on what is settled: whoever had a card learns who was faster, and nobody else learns anything (R25)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.desk.model import Refused
from bot.storage.tables import work_item
from tests.desk.office import ALERT, LI, SALES, SUN, ZHAO, Office

LATE = "SELECT telegram_id FROM event WHERE action = 'refused_late'"


async def test_only_those_concerned_are_told_who_did_it(office: Office) -> None:
    alert = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    item = await office.item(alert.id, "take")
    await office.press(ZHAO, alert.id, "take", priority="1")
    pressed = await office.desk.press(await office.actor(SUN), item.id, item.version, "take")
    assert pressed.stale
    assert "Nothing left to do" in pressed.text
    with pytest.raises(Refused, match="not yours"):
        await office.desk.press(await office.actor(SALES), item.id, item.version, "take")
    assert [row["telegram_id"] for row in office.rows(LATE)] == [SUN]


async def test_an_entry_says_as_what_and_for_whom_and_from_which_step_to_which(office: Office) -> None:
    alert = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    item = await office.item(alert.id, "take")
    sun, zhao = (await office.actor(SUN)).member, await office.actor(ZHAO)
    await office.desk.set_absence(
        zhao, person_id=zhao.member.id, deputy_id=sun.id, starts_at=office.clock.now(),
        ends_at=office.clock.now() + timedelta(days=3),
    )  # fmt: skip
    mine = update(work_item).where(work_item.c.id == item.id).values(assignee_id=zhao.member.id)
    await office.database.write(lambda tx: tx.conn.execute(mine) and None)
    await office.press(SUN, alert.id, "take", priority="1")
    (entry,) = office.rows("SELECT version, data FROM event WHERE action = 'take'")
    said = json.loads(entry["data"])
    assert said.pop("put")["priority"] == "1"
    opened = [row["step"] for row in office.rows("SELECT step FROM work_item WHERE state = 'open'")]
    assert entry["version"] == alert.version
    assert said == {
        "step": item.step, "opens": opened, "state": "open", "role": "unit_leader", "unit": sun.unit_id,
        "for": zhao.member.id,
    }  # fmt: skip
