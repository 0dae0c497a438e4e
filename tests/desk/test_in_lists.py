"""What lists and headings say of a record: who has it, and whether it still presses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards.record_card import plain_subject, record_card
from bot.desk import lists, views
from bot.desk.house import tongue_of
from bot.desk.model import Member
from bot.storage import records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue
from tests.desk.office import LI, WANG, Office


async def test_ones_own_turn_is_called_you(office: Office) -> None:
    record = await office.part(LI)
    li, wang = (await office.actor(LI)).member, (await office.actor(WANG)).member
    assert await waits_for(office, li, record) == "Wang Fang"
    await office.press(WANG, record.id, "return", reason="Details are missing")
    assert await waits_for(office, li, record) == "you"
    assert await waits_for(office, wang, record) == "Li Wei"


async def waits_for(office: Office, member: Member, record: RecordRow) -> str:
    changed = await office.record(record.id)
    return await office.read(lambda tx: lists.line_of(tx, member, changed).waits_for)


async def test_urgent_is_not_said_any_more_when_a_month_is_left(office: Office) -> None:
    record = await office.part(LI, urgency="urgent")
    assert " · <b>Urgent</b>" in await heading(office, record)
    await office.database.write(_due_in_30_days, record.id)
    assert "Urgent" not in await heading(office, record)


def _due_in_30_days(tx: Tx, record_id: int) -> None:
    for item in records.items(tx, record_id):
        records.note_item(tx, item.id, due_at=tx.now + timedelta(days=30))


async def heading(office: Office, record: RecordRow) -> str:
    member = (await office.actor(LI)).member

    def draw(tx: Tx) -> str:
        return record_card(views.view(tx, office.desk.house, member, record), tongue_of(member, tx)).text

    return (await office.read(draw)).splitlines()[0]


def test_a_quantity_is_written_as_people_write_it() -> None:
    t = Tongue("en", ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 23, tzinfo=UTC))
    assert plain_subject({"part_id": 1, "late_qty": 1200}, {("part", 1): "ECU-2045-B"}, t) == "ECU-2045-B × 1,200"
