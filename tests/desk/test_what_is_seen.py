"""What a reader may not see is not shown beside what they may: links, searches, messages that are kept up to date."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from bot.desk import agreements, ledger, post
from bot.procedure.words import N_
from bot.reminders.renderer import Desktop
from bot.storage import outbox, records
from bot.storage.rows import RecordRow
from bot.storage.tables import record
from bot.storage.tx import Tx
from tests.desk.office import LEADER, LI, SALES, SUN, WANG, ZHANG, ZHAO, Office
from tests.desk.test_archive import JOB, REPORT
from tests.desk.test_refusing import AGREEMENT, MANAGEMENT_REP

PROJECT_TEAM = 1019
INFO: dict[str, Any] = {
    "customer_id": 1, "said_by": "Mr Zheng", "channel": "phone", "received_at": "2026-11-23T00:30:00+00:00",
    "said": "It stalls", "stage": "after_sale", "quality_info": False,
    "urgency": "normal",
}  # fmt: skip


async def told(office: Office, account: int, record_id: int) -> str:
    return (await office.desk.details(await office.actor(account), record_id)).text


async def reported(office: Office) -> RecordRow:
    """A job whose report is quality information."""
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    for action in ("start", "finish"):
        await office.press(LI, job.id, action)
    await office.press(LI, job.id, "report", **{**REPORT, "photos": [await office.photo(LI)], "quality_info": True})
    return await office.record(job.id)


async def test_the_alert_of_a_job_is_named_only_to_those_who_may_see_it(office: Office) -> None:
    job = await reported(office)
    (alert,) = await office.read(lambda tx: [r for r in records.spawned(tx, job.id) if r.kind == "quality_alert"])
    assert alert.number not in await told(office, WANG, job.id)
    for reader in (LI, ZHAO):
        assert alert.number in await told(office, reader, job.id)


async def test_somebody_who_may_see_little_finds_it_among_much(office: Office) -> None:
    mine = await office.part(ZHANG)
    office.clock.advance(hours=1)
    await office.database.write(_crowd, mine.id, 80)
    found = await office.desk.find((await office.actor(ZHANG)).member, "ecu")
    assert [line.number for line in found] == [mine.number]


async def test_a_whole_number_finds_its_record_before_those_that_name_it(office: Office) -> None:
    mine = await office.part(ZHANG)
    office.clock.advance(hours=1)
    await office.database.write(_crowd, mine.id, 30, mine.number.casefold())
    found = await office.desk.find((await office.actor(ZHAO)).member, mine.number)
    assert found[0].number == mine.number


async def test_a_record_is_found_by_who_opened_it_and_by_who_has_it(office: Office) -> None:
    mine = await office.part(ZHANG)
    reader = (await office.actor(ZHAO)).member
    for name in ("zhang lei", "张磊", "Wang Fang"):
        assert mine.number in [line.number for line in await office.desk.find(reader, name)], name
    assert not await office.desk.find(reader, "%")


def _crowd(tx: Tx, record_id: int, many: int, words: str = "ecu") -> None:
    """As many newer records of somebody else that the same words find."""
    like = records.get(tx, record_id)
    assert like is not None
    for n in range(many):
        records.add_record(
            tx, kind=like.kind, route=like.route, number=f"SP-209901-{n:04d}", state="done", data=like.data,
            unit_id=1, created_by=14, search=words, title="", urgency="normal", quality_info=False,
        )  # fmt: skip
    tx.conn.execute(update(record).where(record.c.id == record_id).values(search="ecu"))


async def test_what_became_quality_information_is_redrawn_for_nobody_else(office: Office) -> None:
    info = await office.hand_in(LI, "customer_info", "customer_info", INFO)
    leader = await office.actor(WANG)
    await office.desk.shown(leader, WANG, 77, record_id=info.id)
    await office.press(PROJECT_TEAM, info.id, "to_quality")
    assert await office.database.write(_redrawn, Desktop(office.desk.house), leader.member.id) == []


def _redrawn(tx: Tx, desktop: Desktop, person_id: int) -> list[str]:
    """The texts of what is redrawn for somebody."""
    rows = [r for _ in range(20) for r in outbox.claim(tx, 100) if outbox.sent(tx, r, 1)]
    mine = [r for r in rows if r.kind == "redraw" and r.person_id == person_id]
    assert mine
    return [parcel.text for r in mine for parcel in desktop.render(tx, r)]


async def test_a_record_with_much_written_in_it_fits_a_message(office: Office) -> None:
    """And no mark of it is left open, wherever it has to end."""
    job, reader = await reported(office), await office.actor(LI)
    swapped = [{"old_serial": "&" * 30, "new_serial": "<" * 30, "old_part_kept": True}] * 20
    for length in range(20, 300, 4):
        texts = dict.fromkeys(
            ["symptom_told", "symptom_found", "actions_taken", "opinion", "follow_up_result"], "x" * 290
        )
        data = {**job.data, **texts, "swapped": swapped, "opinion": "y" * length}
        await office.database.write(_rewrite, job.id, data)
        for show in (office.desk.show, office.desk.details):
            text = (await show(reader, job.id)).text
            assert len(text) < 4096
            assert all(text.count(f"<{tag}") == text.count(f"</{tag[:4]}") for tag in ("b>", "code>", "blockquote"))


def _rewrite(tx: Tx, record_id: int, data: dict[str, Any]) -> None:
    tx.conn.execute(update(record).where(record.c.id == record_id).values(data=data))


async def test_every_finding_of_an_agreement_is_told(office: Office) -> None:
    """Also when there were as many before, and they were mended."""
    duty = AGREEMENT["duties"][0]
    unit = (await office.actor(SALES)).member.unit_id
    duties = [{**duty, "unit_id": unit, "verify_on": day} for day in ("2027-03-01", "2027-05-03")]
    agreement = await office.hand_in(SALES, "service_agreement", "service_agreement", {**AGREEMENT, "duties": duties})
    await office.press(LEADER, agreement.id, "approve")
    await office.press(MANAGEMENT_REP, agreement.id, "approve")
    first, _ = await office.read(lambda tx: records.spawned(tx, agreement.id))
    await office.press(LEADER, first.id, "fulfil", done="Rota", proof=[await office.photo(LEADER)])
    office.clock.advance(days=100)
    await sweep(office)
    await office.database.write(ledger.sweep_sleepers, office.desk.house)
    await office.press(SUN, first.id, "effective", verified_how="Five calls")
    office.clock.advance(days=66)  # its day is in a holiday: the working day after it is the last
    await sweep(office)
    told_of = office.rows(
        "SELECT id FROM outbox WHERE key LIKE 'notice:finding:%' AND person_id = ?", agreement.created_by
    )
    assert len(told_of) == 2


async def sweep(office: Office) -> None:
    await office.database.write(agreements.sweep_agreements, office.desk.house)


async def test_a_name_in_a_notice_about_no_record_is_no_markup(office: Office) -> None:
    def notice(tx: Tx) -> list[str]:
        post.tell(
            tx, 1, "x", N_("{name} cannot be reached in chat. What waits for them may need somebody else."), name="<b>"
        )
        row = next(r for _ in range(20) for r in outbox.claim(tx, 100) if r.kind == "notice")
        return [parcel.text for parcel in Desktop(office.desk.house).render(tx, row)]

    (text,) = await office.database.write(notice)
    assert text.startswith("&lt;b&gt; cannot be reached in chat.")


async def test_what_is_late_only_since_closing_time_says_since_when(office: Office) -> None:
    found = await office.part()
    item = await office.item(found.id)
    assert item.due_at is not None
    office.clock.advance(seconds=(item.due_at - office.clock.now()).total_seconds() + 4 * 3600)
    card = await office.desk.show(await office.actor(WANG), found.id)
    assert "Due since today 17:30." in card.text
