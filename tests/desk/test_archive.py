"""R49, R51, T16: what is closed is read-only, kept by the longest rule, and disposed of only by an approved record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from bot.desk.model import Refused
from bot.storage import evidence, records
from bot.storage.records import ReadOnly
from bot.storage.rows import RecordRow
from bot.storage.tables import customer, event, file, part, record
from bot.storage.trail import empty, first_broken
from bot.storage.tx import Tx
from tests.desk.office import LI, SUN, WANG, ZHAO, Office

LIN = 1014
YEARS = 3 * 366  # days
JOB: dict[str, Any] = {
    "service_type": "repair", "customer_id": 1, "site_id": 1, "contact_id": 1, "contact_phone": "138 4312 0099",
    "product_id": 1, "part_id": 1, "symptom_told": "Stalls when warm", "urgency": "normal",
}  # fmt: skip
REPORT: dict[str, Any] = {
    "symptom_found": "Resets", "cause_class": "product", "actions_taken": "Swapped it", "parts_swapped": False,
    "result": "solved", "quality_info": False,
}  # fmt: skip


async def archived(office: Office, **more: Any) -> RecordRow:
    """A repair, done, signed and determined; `more` is reported."""
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    for action in ("start", "finish"):
        await office.press(LI, job.id, action)
    await office.press(LI, job.id, "report", **{**REPORT, "photos": [await office.photo(LI)], **more})
    signed = {"signed": False, "refusal_reason": "Nobody there", "score": 4}
    await office.press(LI, job.id, "sign_off", **signed)
    await office.press(LI, job.id, "no_action", reason="One-off, solved")
    await office.press(WANG, job.id, "confirm")
    return await office.record(job.id)


async def write(office: Office, statement: Any) -> None:
    await office.database.write(lambda tx: tx.conn.execute(statement))


async def disposal(office: Office) -> RecordRow:
    """A disposal record whose list is checked."""
    found = await office.hand_in(ZHAO, "disposal", "disposal", {"papers": "No paper copies"})
    await office.press(ZHAO, found.id, "list_is_right")
    return await office.record(found.id)


async def test_nothing_is_completed_before_its_evidence_is_stored(office: Office) -> None:
    """Nor is it waited for what was given up."""
    coming = await office.photo(LI)
    mine = file.c.id == coming
    await write(office, update(file).where(mine).values(stored_at=None))
    with pytest.raises(Refused, match="still being stored"):
        await archived(office, photos=[coming])
    open_job = records_of(office)[-1]
    assert open_job["state"] == "open"
    await write(office, update(file).where(mine).values(attempts=evidence.TRIES))
    await office.press(WANG, open_job["id"], "confirm")
    assert records_of(office)[-1]["state"] == "done"


def records_of(office: Office) -> list[Any]:
    return office.rows("SELECT id, state FROM record ORDER BY id")


async def test_at_the_archive_it_is_filed_by_the_longest_rule(office: Office) -> None:
    assert (await archived(office)).keep_until == date(2029, 11, 23)
    await write(office, update(customer).where(customer.c.id == 1).values(retention_years=10))
    demanded = await archived(office)
    assert (demanded.retention, demanded.keep_until) == ("customer_demand", date(2036, 11, 23))


async def test_nothing_gets_into_an_archived_record(office: Office) -> None:
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    item = await office.item(job.id, "start")
    job = await archived(office)
    before = (job.data, job.state)
    office.clock.advance(minutes=1)

    stale = await office.desk.press(await office.actor(LI), item.id + 1, 1, "report")
    assert not stale.done or stale.record_id != job.id
    old = await office.read(lambda tx: records.items(tx, job.id))
    for one in old:  # every button of every card that it ever had, by a forged press too
        for name in ("start", "finish", "report", "sign_off", "no_action", "confirm", "return", "transfer", "ask"):
            pressed = await office.desk.press(await office.actor(LI), one.id, one.version, name)
            assert (pressed.done, pressed.stale) == (False, True)
    for deed in (office.desk.withdraw, office.desk.urge):
        with pytest.raises(Refused):
            await deed(await office.actor(LI), job.id)
    with pytest.raises(Refused, match="is closed"):
        await office.desk.remark(await office.actor(LI), job.id, "One more thing", None, "")
    with pytest.raises(ReadOnly):
        await office.database.write(lambda tx: _rewrite(tx, job.id))
    after = await office.record(job.id)
    assert (after.data, after.state) == before


def _rewrite(tx: Tx, record_id: int) -> None:
    found = records.get(tx, record_id)
    assert found is not None
    records.change(tx, found, data={**found.data, "result": "unsolved"})


async def test_a_draft_begun_before_the_archive_changes_nothing(office: Office) -> None:
    part_record = await office.part()
    item = await office.item(part_record.id, "return")
    draft = await office.desk.press(await office.actor(WANG), item.id, item.version, "return")
    assert draft.draft_id is not None
    await office.press(WANG, part_record.id, "reject", reason="Not needed")
    await office.put(draft.draft_id, {"reason": "Photo"}) if await _still(office, draft.draft_id) else None
    with pytest.raises(Refused):
        await office.desk.submit(await office.actor(WANG), draft.draft_id)
    assert (await office.record(part_record.id)).state == "rejected"


async def _still(office: Office, draft_id: int) -> bool:
    return bool(office.rows("SELECT 1 FROM draft WHERE id = ?", draft_id))


async def test_disposal_removes_the_content_and_keeps_number_dates_and_class(office: Office) -> None:
    job = await archived(office)
    with pytest.raises(Refused, match="No record is past its date"):
        await office.hand_in(ZHAO, "disposal", "disposal", {"papers": "No paper copies"})
    office.clock.advance(days=YEARS)
    found = await disposal(office)
    assert found.data["classes"] == [{"retention": "service_3y", "count": 1}]
    assert found.data["listed"] == [{"retention": "service_3y", "numbers": job.number}]
    assert (await office.record(job.id)).data  # nothing is gone before it is approved
    await office.press(LIN, found.id, "approve")

    gone = await office.record(job.id)
    assert (gone.data, gone.customer_id, gone.site_id) == ({}, None, None)
    kept = (gone.number, gone.created_at, gone.closed_at, gone.retention, gone.keep_until)
    assert kept == (job.number, job.created_at, job.closed_at, "service_3y", date(2029, 11, 23))
    assert gone.disposed_in == found.id
    assert not office.rows("SELECT 1 FROM work_item WHERE record_id = ? AND (data <> 'null' OR reason <> '')", job.id)
    assert not office.rows("SELECT 1 FROM file WHERE sha256 <> '' OR telegram_file_id <> ''")
    assert (await office.record(found.id)).data["disposed"] == 1
    entries = office.rows("SELECT action, data, reason FROM event WHERE record_id = ? ORDER BY seq", job.id)
    assert entries[0]["action"] == "opened"  # who did what when stays, but not what it was about
    assert {(e["data"], e["reason"]) for e in entries[:-1]} == {("{}", None)}
    assert found.number in entries[-1]["data"]
    assert await office.read(first_broken) is None
    card = await office.desk.details(await office.actor(ZHAO), job.id)
    assert f"Its content was disposed of: <code>{found.number}</code>." in card.text
    assert "Stalls" not in card.text


async def test_nobody_but_the_management_representative_approves_a_disposal(office: Office) -> None:
    await archived(office)
    office.clock.advance(days=YEARS)
    found = await disposal(office)
    item = await office.item(found.id, "approve")
    for other in (ZHAO, SUN, WANG):
        with pytest.raises(Refused):
            await office.desk.press(await office.actor(other), item.id, item.version, "approve")
    with pytest.raises(Refused):
        await office.hand_in(LI, "disposal", "disposal", {"papers": "No paper copies"})


async def test_what_has_an_unknown_end_is_never_listed(office: Office) -> None:
    job = await archived(office)
    await write(office, update(record).where(record.c.id == job.id).values(data={**job.data, "safety": True}))
    office.clock.advance(days=20 * 366)
    await write(office, update(record).where(record.c.id == job.id).values(keep_until=None))
    # A form that has no such answer is not asked; the class of safety counts from the end of production.
    with pytest.raises(Refused, match="No record is past its date"):
        await disposal(office)
    await write(office, update(part).where(part.c.id == 1).values(production_ends=date(2027, 1, 1)))
    assert (await disposal(office)).data["classes"] == [{"retention": "safety_15y", "count": 1}]


async def test_a_legal_hold_spares_a_record_even_after_it_was_listed(office: Office) -> None:
    job = await archived(office)
    office.clock.advance(days=YEARS)
    found = await disposal(office)
    late = await begun(office, LIN, job, "hold")
    await office.desk.submit(await office.actor(SUN), await begun(office, SUN, job, "hold"))
    with pytest.raises(Refused, match="under a legal hold already"):
        await office.desk.submit(await office.actor(LIN), late)
    await office.press(LIN, found.id, "approve")
    spared = await office.record(job.id)
    assert spared.data == job.data
    assert (await office.record(found.id)).data["spared"] == job.number
    card = await office.desk.show(await office.actor(ZHAO), job.id)
    assert "🔒 Legal hold: <code>LH-" in card.text
    (hold,) = await office.read(lambda tx: records.of_kind(tx, "legal_hold"))
    assert "Kept for good\n" in (await office.desk.details(await office.actor(SUN), hold.id)).text

    with pytest.raises(Refused, match="No record is past its date"):
        await disposal(office)
    lifts = [(who, await begun(office, who, job, "lift")) for who in (LIN, SUN)]
    await office.desk.submit(await office.actor(LIN), lifts[0][1])
    with pytest.raises(Refused, match="under no legal hold"):
        await office.desk.submit(await office.actor(SUN), lifts[1][1])
    assert (await disposal(office)).data["count"] == 1


async def test_a_list_that_is_returned_is_counted_anew(office: Office) -> None:
    held, kept = await archived(office), await archived(office)
    office.clock.advance(days=YEARS)
    found = await disposal(office)
    assert found.data["count"] == 2
    await office.press(LIN, found.id, "return", reason="Some are still needed", back_to="applicant")
    await office.desk.submit(await office.actor(SUN), await begun(office, SUN, held, "hold"))
    await office.press(ZHAO, found.id, "resubmit")
    again = await office.record(found.id)
    assert (again.data["count"], again.data["listed"][0]["numbers"]) == (1, kept.number)


async def begun(office: Office, account: int, job: RecordRow, route: str) -> int:
    """The form of a hold, or of its end, begun from the record's details and filled in."""
    draft_id = await office.desk.start(await office.actor(account), "legal_hold", route, job.id)
    await office.put(draft_id, {"reason": "Lawsuit"} if route == "hold" else {"lifted_because": "Settled"})
    return draft_id


@pytest.mark.parametrize("account", [LI, WANG, ZHAO, 1011, 1016])
async def test_only_qualitys_leader_and_the_representative_place_a_hold(office: Office, account: int) -> None:
    job = await archived(office)
    with pytest.raises(Refused, match="does not open this kind"):
        await begun(office, account, job, "hold")
    assert (await office.record(job.id)).held_by is None


async def test_the_trail_of_a_record_that_is_there_is_not_emptied(office: Office) -> None:
    job = await archived(office)
    with pytest.raises(DBAPIError, match="append-only"):
        await office.database.write(lambda tx: empty(tx, job.id))
    # Nor is it one that somebody marked as disposed of: nothing says by which disposal record.
    await write(office, update(record).where(record.c.id == job.id).values(disposed_in=job.id))
    with pytest.raises(DBAPIError, match="append-only"):
        await write(office, update(event).where(event.c.record_id == job.id).values(action="y", data={}, reason=None))
    first = office.rows("SELECT seq FROM event WHERE record_id = ? ORDER BY seq", job.id)[0]["seq"]
    await office.database.write(lambda tx: empty(tx, job.id))
    assert await office.read(first_broken) == first


async def test_a_photo_that_another_record_has_too_stays(office: Office) -> None:
    photo = await office.photo(LI)
    first = await archived(office, photos=[photo])
    office.clock.advance(days=YEARS)
    await archived(office, photos=[photo])
    await office.press(LIN, (await disposal(office)).id, "approve")
    assert (await office.record(first.id)).disposed_in is not None
    assert office.rows("SELECT telegram_file_id FROM file WHERE id = ?", photo)[0]["telegram_file_id"]
