"""Who reads what of a customer file: a service centre is a firm outside (R40)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import update

from bot.desk import sittings
from bot.desk.customer_files import AS_ON_FILE
from bot.desk.model import Refused, Sitting
from bot.procedure.kinds import Unreadable
from bot.storage import customer_files as files
from bot.storage import records
from bot.storage.dialect import insert
from bot.storage.tables import contact, customer
from bot.storage.tx import Tx
from tests.desk.office import ALERT, LI, WANG, ZHAO, Office
from tests.desk.test_overseeing import JOB

LUO = 1020  # of the service centre
SECRET = "Prices are fixed until June"


async def put(office: Office, **terms: Any) -> None:
    """Something into the file of customer 1, as its next version."""

    def write(tx: Tx) -> None:
        tx.conn.execute(update(customer).where(customer.c.id == 1).values(**terms))
        files.adopt(tx, 1)

    await office.database.write(write)


async def read(office: Office, account: int) -> str:
    return (await office.desk.customer_file((await office.actor(account)).member, 1)).text


async def test_a_centre_reads_what_a_job_needs_and_no_more(office: Office) -> None:
    await put(office, special_requirements=SECRET, old_part_rule="Every part comes back")
    await office.hand_in(ZHAO, "quality_alert", "quality_alert", ALERT)
    await office.hand_in(LI, "site_job", "site_job", JOB)
    own, centre = await read(office, LI), await read(office, LUO)
    assert SECRET in own
    assert "Every part comes back" in own
    assert SECRET not in centre
    assert "Every part comes back" in centre
    assert "Open records: 2\nLast 12 months: Quality alert × 1\n" in own
    assert "Open records" not in centre


async def test_what_it_does_not_read_it_cannot_change_either(office: Office) -> None:
    """Its report of a change holds what it reads; the rest of the file stays as it is."""
    await put(office, special_requirements=SECRET)
    draft = await office.desk.begin_file_change(await office.actor(LUO), 1)
    data = await drafted(office, LUO, draft)
    assert data["contacts"]
    assert SECRET not in data.values()
    await office.put(draft, {"change": "New fax", "short_name": "FJ"})
    change = await office.record((await office.desk.submit(await office.actor(LUO), draft)).record_id)
    assert change.data["special_requirements"] == SECRET
    details = await office.desk.details(await office.actor(LUO), change.id)
    assert SECRET not in details.text
    assert SECRET in (await office.desk.details(await office.actor(LI), change.id)).text
    # Nor is it told what whoever checks it corrects beside.
    await office.database.write(
        lambda tx: records.change(tx, change, data={**change.data, "differences": f"{SECRET} → none"})
    )
    assert SECRET not in (await office.desk.details(await office.actor(LUO), change.id)).text


async def test_a_strictly_confidential_customer_only_with_dealings(office: Office) -> None:
    await put(office, confidentiality="strict")
    with pytest.raises(Refused, match="no such customer file"):
        await read(office, LUO)
    assert await read(office, LI)
    with pytest.raises(Unreadable, match="strictly confidential"):  # to report a change would open it
        await office.desk.begin_file_change(await office.actor(LUO), 1)
    draft = await office.begin(LUO, "site_job", "site_job", {"service_type": "repair"})
    member = (await office.actor(LUO)).member
    assert 1 not in [o.value for o in await office.desk.options(member, draft, "customer_id", "")]
    assert not await office.desk.options(member, draft, "customer_id", "Jiefang")
    with pytest.raises(Unreadable):
        await office.desk.pick(await office.actor(LUO), draft, "customer_id", 1)
    await office.hand_in(LUO, "site_job", "site_job", JOB)
    assert await read(office, LUO)
    assert await office.desk.options(member, draft, "customer_id", "Jiefang")


async def test_nobody_is_offered_as_their_own_deputy(office: Office) -> None:
    draft = await office.desk.begin_file_change(await office.actor(WANG), 1)
    member = (await office.actor(WANG)).member
    engineer = (await drafted(office, WANG, draft))["engineer_id"]
    assert engineer not in [o.value for o in await office.desk.options(member, draft, "deputy_id", "")]
    assert engineer in [o.value for o in await office.desk.options(member, draft, "engineer_id", "")]


async def test_the_page_says_how_content_the_customer_was(office: Office) -> None:
    alert = await office.hand_in(ZHAO, "quality_alert", "quality_alert", ALERT)
    assert "Satisfaction" not in await read(office, LI)
    await office.database.write(lambda tx: scored(tx, alert.id, 4))
    assert "Satisfaction: 4.0/5 (n=1) · the year before –" in await read(office, LI)
    office.clock.advance(days=400)
    assert "Satisfaction: – · the year before 4.0/5 (n=1)" in await read(office, LI)


def scored(tx: Tx, record_id: int, score: int) -> None:
    """A score as a closed service leaves it."""
    item_id = records.add_item(tx, record_id=record_id, step="ask", round=1, assignee_id=1)
    records.note_item(tx, item_id, state="done", done_at=tx.now)
    found = records.get(tx, record_id)
    assert found is not None
    records.change(tx, found, data={**found.data, "score": score})


async def test_a_plant_that_is_renamed_is_the_same_plant(office: Office) -> None:
    """What was opened about it still is about it."""
    (first, *_) = plants = site_names(office)
    draft = await office.desk.begin_file_change(await office.actor(WANG), 1)
    data = await drafted(office, WANG, draft)
    assert (await sitting(office, WANG, draft)).warning == AS_ON_FILE
    renamed = [{**data["plants"][0], "name": "Plant one, north"}, *data["plants"][1:], {"name": "Plant nine"}]
    await office.put(draft, {"change": "Two plants", "plants": renamed})
    assert not (await sitting(office, WANG, draft)).warning
    change = await office.record((await office.desk.submit(await office.actor(WANG), draft)).record_id)
    await office.press(LI, change.id, "right")
    now = site_names(office)
    assert now == {**plants, first: "Plant one, north", max(now): "Plant nine"}
    assert "Plant one, north" in await read(office, LI)
    # What is in force now is what the next change begins with.
    again = await office.desk.begin_file_change(await office.actor(WANG), 1)
    await office.put(again, {"change": "Nothing at all"})
    same = await office.record((await office.desk.submit(await office.actor(WANG), again)).record_id)
    assert (same.data["nothing_changed"], "differences" in same.data) == (True, False)
    assert "id" not in (await office.desk.details(await office.actor(LI), same.id)).text.split("Plants")[1].split()


def site_names(office: Office) -> dict[int, str]:
    rows = office.rows("SELECT id, name FROM site WHERE customer_id = 1 AND active ORDER BY id")
    return {row["id"]: row["name"] for row in rows}


async def drafted(office: Office, account: int, draft: int) -> Mapping[str, Any]:
    return (await sitting(office, account, draft)).data


async def sitting(office: Office, account: int, draft: int) -> Sitting:
    member = (await office.actor(account)).member
    return await office.read(lambda tx: sittings.show(tx, member, draft))


async def test_a_file_with_very_many_contacts_still_fits(office: Office) -> None:
    await office.database.write(lambda tx: [insert(tx, contact, **line(n)) for n in range(130)])
    text = await read(office, LI)
    assert len(text) < 4096
    assert text.count("&lt;") == text.count("&gt;") == 8
    assert "• &lt;Contact&gt; 7 · 13600000007 · English\n… and 122 more\nResponsible engineer: " in text


def line(n: int) -> dict[str, Any]:
    return {"customer_id": 1, "name": f"<Contact> {n}", "phone": str(13600000000 + n), "language": "en"}
