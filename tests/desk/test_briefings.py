"""R28: whoever is sent to a site without a valid briefing is flagged, on whichever way they are sent."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import update

from bot.desk import expiries
from bot.desk.model import Pressed
from bot.storage.tables import person
from tests.desk.office import LI, WANG, ZHANG, Office

ADMIN = 1017
ACTUATORS = 3
JOB: dict[str, Any] = {
    "service_type": "repair",
    "customer_id": 1,
    "site_id": 1,
    "contact_id": 1,
    "contact_phone": "13604310021",
    "product_id": 1,
    "part_id": 1,
    "symptom_told": "Stalls when warm",
    "urgency": "normal",
}


async def sent(office: Office, engineer: int, **other: Any) -> dict[str, Any]:
    """The answers of a job for which Wang Fang sends somebody."""
    engineer_id = (await office.actor(engineer)).member.id
    record = await office.hand_in(WANG, "site_job", "site_job", {**JOB, "engineer_id": engineer_id, **other})
    return record.data


async def test_who_is_briefed_is_not_flagged(office: Office) -> None:
    assert "unbriefed_id" not in await sent(office, ZHANG)


async def test_the_day_of_the_journey_counts(office: Office) -> None:
    """Zhang Lei's briefing ends in 200 days."""
    assert "unbriefed_id" not in await sent(office, ZHANG, promised_on="2027-06-11")
    assert (await sent(office, ZHANG, promised_on="2027-06-12"))["unbriefed_since"] == "2027-06-11"


async def test_the_summary_says_who_lacks_what_since_when(office: Office) -> None:
    zhang = (await office.actor(ZHANG)).member.id
    draft_id = await office.begin(WANG, "site_job", "site_job", {**JOB, "product_id": ACTUATORS, "engineer_id": zhang})
    sitting = await office.desk.sitting((await office.actor(WANG)).member, draft_id)
    assert "was valid until" in sitting.warning
    assert {name: str(value) for name, value in sitting.warned.items()} == {
        "name": "Zhang Lei",
        "product": "Actuators",
        "day": "2026-11-03",
    }


async def test_it_is_said_to_whoever_sends_and_not_at_every_later_form(office: Office) -> None:
    job = await office.hand_in(ZHANG, "site_job", "site_job", {**JOB, "product_id": ACTUATORS})
    assert "unbriefed_id" in job.data
    for action in ("start", "finish"):
        await office.press(ZHANG, job.id, action)
    item = await office.item(job.id, "report")
    pressed = await office.desk.press(await office.actor(ZHANG), item.id, item.version, "report")
    assert not (await office.desk.sitting((await office.actor(ZHANG)).member, pressed.draft_id or 0)).warning


async def test_who_takes_a_job_over_from_somebody_who_left_is_flagged(office: Office) -> None:
    zhang, li = [(await office.actor(account)).member.id for account in (ZHANG, LI)]
    draft_id = await office.begin(WANG, "site_job", "site_job", {**JOB, "product_id": ACTUATORS, "engineer_id": li})
    await office.database.write(
        lambda tx: tx.conn.execute(update(person).where(person.c.id == li).values(active=False))
    )
    job = await office.record((await office.desk.submit(await office.actor(WANG), draft_id)).record_id)
    assert "unbriefed_id" not in job.data

    item = await office.item(job.id, "assign")
    pressed = await office.desk.press(await office.actor(ADMIN), item.id, item.version, "assign")
    assert isinstance(pressed, Pressed)
    assert pressed.draft_id is not None
    await office.put(pressed.draft_id, {"transfer_to": zhang, "reason": "Li Wei left"})
    sitting = await office.desk.sitting((await office.actor(ADMIN)).member, pressed.draft_id)
    assert sitting.warned["name"] == "Zhang Lei"
    await office.desk.submit(await office.actor(ADMIN), pressed.draft_id)
    assert (await office.record(job.id)).data["unbriefed_id"] == zhang


async def test_what_runs_out_is_said_a_month_before_once_each(office: Office) -> None:
    """Luo Cheng's three briefings end in 150 days; his centre has no leader, so Wang Fang above him is told."""

    async def swept() -> int:
        return await office.database.write(expiries.sweep_briefings, office.desk.house)

    assert await swept() == 0
    office.clock.advance(days=119)
    assert await swept() == 0
    office.clock.advance(days=1, hours=-10)
    assert await swept() == 0, "nobody is told at night"
    office.clock.advance(hours=10)
    assert await swept() == 6
    assert await swept() == 0
    told = office.rows(
        "SELECT p.name_en, o.params FROM outbox o JOIN person p ON p.id = o.person_id WHERE o.key LIKE ? ORDER BY o.id",
        "notice:briefing:%",
    )
    assert [row["name_en"] for row in told] == ["Luo Cheng", "Wang Fang"] * 3
    values = json.loads(told[1]["params"])["values"]
    assert (values["name"], values["day"]) == ("Luo Cheng", "Thu 22 Apr")
    office.clock.advance(days=31)
    assert await swept() == 0, "it has run out"
