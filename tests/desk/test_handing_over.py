"""What hangs on a step that somebody else gets: the question that was asked, the call for somebody to have it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import choices, ledger
from bot.desk.casework import holders
from bot.desk.model import Refused
from bot.procedure.chapters import chapter
from bot.storage import records
from bot.storage.rows import ItemRow
from bot.storage.tables import person, work_item
from bot.storage.tx import Tx
from tests.desk.office import LEADER, LI, SALES, SUN, WANG, ZHANG, ZHAO, Office
from tests.desk.test_refusing import AGREEMENT, MANAGEMENT_REP

ADMIN = 1017
CENTRE = 4
VERIFIED = {
    "tools_valid": True, "staff_trained": True, "stock_kept": True, "score": 92, "centre_state": "authorised",
    "any_findings": False,
}  # fmt: skip


async def leaves(office: Office, account: int) -> None:
    """Somebody is not with the company any more."""
    who = await id_of(office, account)
    await office.database.write(
        lambda tx: tx.conn.execute(update(person).where(person.c.id == who).values(active=False))
    )


async def open_items(office: Office, record_id: int) -> list[ItemRow]:
    return await office.read(lambda tx: records.items(tx, record_id, only_open=True))


async def id_of(office: Office, account: int) -> int:
    return (await office.actor(account)).member.id


async def test_an_answer_that_somebody_else_gives_lets_the_step_go_on(office: Office) -> None:
    part = await office.part(LI)
    await leaves(office, LI)
    await office.press(WANG, part.id, "ask", reason="Which batch?")
    assert {i.step for i in await open_items(office, part.id)} == {"review", "answer", "assign"}
    await office.press(ADMIN, part.id, "assign", transfer_to=await id_of(office, ZHANG), reason="Left us")
    await office.press(ZHANG, part.id, "answer", reason="20261018")
    (review,) = await open_items(office, part.id)
    assert (review.step, review.paused_at) == ("review", None)
    await office.press(WANG, part.id, "approve")


async def test_what_somebody_owes_who_leaves_is_given_to_another(office: Office) -> None:
    part = await office.part(LI)
    await office.press(WANG, part.id, "approve")
    await office.press(SUN, part.id, "transfer", transfer_to=await id_of(office, ZHAO), reason="Knows the part")
    await leaves(office, ZHAO)
    assert await office.database.write(ledger.sweep_orphans, office.desk.house) == 1
    assert await office.database.write(ledger.sweep_orphans, office.desk.house) == 0
    await office.press(ADMIN, part.id, "assign", transfer_to=await id_of(office, SUN), reason="Left us")
    assert await office.database.write(ledger.sweep_orphans, office.desk.house) == 0
    (confirm,) = await open_items(office, part.id)
    assert (confirm.step, confirm.assignee_id) == ("confirm", await id_of(office, SUN))


async def test_a_question_goes_with_the_step_that_asked_it(office: Office) -> None:
    """Else it would hold the record open when everything else is done."""
    part = await office.part(LI)
    await office.press(WANG, part.id, "approve")
    await office.press(SUN, part.id, "ask", reason="Which batch?")
    await office.press(SUN, part.id, "transfer", transfer_to=await id_of(office, ZHAO), reason="Knows the part")
    (confirm,) = await open_items(office, part.id)
    assert (confirm.step, confirm.assignee_id) == ("confirm", await id_of(office, ZHAO))


async def test_what_no_known_unit_owes_is_owed_by_nobody(office: Office) -> None:
    """Not by everybody: an administrator names somebody."""
    part = await office.part(LI)
    (item,) = await open_items(office, part.id)
    nobody = {"unit_id": None, "unit_kinds": None, "roles": None, "assignee_id": None}
    await office.database.write(
        lambda tx: tx.conn.execute(update(work_item).where(work_item.c.id == item.id).values(**nobody))
    )
    assert await office.read(lambda tx: _holders(tx, item.id)) == []


def _holders(tx: Tx, item_id: int) -> list[str]:
    item = records.item(tx, item_id)
    record = records.get(tx, item.record_id) if item else None
    assert item is not None
    assert record is not None
    step = chapter(record.kind).step(record.route, item.step)
    return [holder.member.name for holder in holders(tx, record, item, step)]


async def test_what_the_representative_decides_goes_to_no_unit_leader(office: Office) -> None:
    agreement = await office.hand_in(SALES, "service_agreement", "service_agreement", AGREEMENT)
    await office.press(LEADER, agreement.id, "approve")
    with pytest.raises(Refused, match="It cannot be passed on"):
        await office.press(
            MANAGEMENT_REP, agreement.id, "transfer", transfer_to=await id_of(office, WANG), reason="Away"
        )


async def test_nobody_signs_for_a_quality_department_without_people(office: Office) -> None:
    part = await office.part()
    await office.press(WANG, part.id, "approve")
    for account in (SUN, ZHAO):
        await leaves(office, account)
    admin, now = (await office.actor(ADMIN)).member, await office.record(part.id)
    signature = await office.item(part.id, "sign")
    assert await office.read(lambda tx: choices.able_takers(tx, admin, now, signature)) == []


async def test_where_the_only_performer_did_it_themselves_those_above_are_named(office: Office) -> None:
    """Sun Hao is all there is of quality, and verified the centre: his superior reviews it, not he."""
    await leaves(office, ZHAO)
    asked = {"centre_id": CENTRE, "verify_by": "2026-12-15", "occasion": "Complaints"}
    centre = await office.hand_in(WANG, "service_centre", "service_centre", asked)
    await office.press(SUN, centre.id, "verify", **VERIFIED)
    (assign,) = [i for i in await open_items(office, centre.id) if i.step == "assign"]
    admin = (await office.actor(ADMIN)).member
    review = await office.item(centre.id, "approve")
    now = await office.record(centre.id)
    able = {m.name_en for m in await office.read(lambda tx: choices.able_takers(tx, admin, now, review))}
    assert "Lin Tao" in able, "his superior, the management representative"
    assert "He Jun" in able, "another leader"
    assert not able & {"Sun Hao", "Wang Fang"}, "who verified it, and who applied for it"
    assert assign.parent_id == review.id
    rep = await id_of(office, MANAGEMENT_REP)
    await office.press(ADMIN, centre.id, "assign", transfer_to=rep, reason="Sun Hao verified it")
    await office.press(MANAGEMENT_REP, centre.id, "approve")
    assert (await office.record(centre.id)).state == "done"
