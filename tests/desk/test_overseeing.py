"""Those above an overdue item urge whoever has it, or give it to somebody else; nobody beside them does."""

from __future__ import annotations

import pytest

from bot.desk.model import Refused
from bot.storage import records
from tests.desk.office import LI, WANG, ZHANG, Office

JOB = {
    "service_type": "repair", "customer_id": 1, "site_id": 1, "contact_id": 1, "contact_phone": "13604310021",
    "product_id": 1, "part_id": 1, "symptom_told": "Stalls when warm", "urgency": "normal",
}  # fmt: skip


async def test_the_leader_gives_a_job_to_another_engineer(office: Office) -> None:
    """Though nobody passes such a step on by themselves."""
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    work = await office.item(job.id, "start")
    draft = await office.desk.begin_passing(await office.actor(WANG), work.id)
    zhang = (await office.actor(ZHANG)).member.id
    await office.put(draft, {"transfer_to": zhang, "reason": "Li Wei is in Wuhan"})
    await office.desk.submit(await office.actor(WANG), draft)
    (now,) = await office.read(lambda tx: records.items(tx, job.id, only_open=True))
    assert (now.step, now.assignee_id) == ("work", zhang)
    assert "Wang Fang passed it on" in (await office.desk.details(await office.actor(LI), job.id)).text


async def test_nobody_else_does(office: Office) -> None:
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    work = await office.item(job.id, "start")
    zhang = await office.actor(ZHANG)
    with pytest.raises(Refused, match="not yours"):
        await office.desk.urge_owner(zhang, work.id)
    with pytest.raises(Refused, match="not yours"):
        await office.desk.begin_passing(zhang, work.id)


async def test_it_is_urged_once_in_four_working_hours(office: Office) -> None:
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    work = await office.item(job.id, "start")
    await office.desk.urge_owner(await office.actor(WANG), work.id)
    with pytest.raises(Refused, match="urged already"):
        await office.desk.urge_owner(await office.actor(WANG), work.id)
