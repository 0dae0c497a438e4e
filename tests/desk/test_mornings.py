"""What a person is told of in the morning is told once: by the list of the day or by a reminder, not by both."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.desk import chasing, mornings
from bot.storage.tables import account, outbox
from bot.storage.tx import Tx
from tests.desk.office import LI, WANG, Office

CHANGCHUN = ZoneInfo("Asia/Shanghai")


async def heard(office: Office, *moments: str) -> list[list[str]]:
    """What kinds of message are queued for the unit leader at each of these moments ("24 15:30": Tuesday)."""
    return [await office.database.write(_told, office, moment) for moment in moments]


def _told(tx: Tx, office: Office, moment: str) -> list[str]:
    tx.now = datetime.strptime(f"2026-11-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=CHANGCHUN)
    before = _queued(tx)
    chasing.sweep_reminders(tx, office.desk.house)
    mornings.sweep_mornings(tx, office.desk.house)
    return _queued(tx)[len(before) :]


def _queued(tx: Tx) -> list[str]:
    her = select(account.c.person_id).where(account.c.telegram_id == WANG).scalar_subquery()
    chasing_her = (outbox.c.person_id == her, outbox.c.kind.in_(("reminder", "morning")))
    return list(tx.conn.execute(select(outbox.c.kind).where(*chasing_her).order_by(outbox.c.id)).scalars())


async def test_who_comes_back_in_the_morning_hears_of_it_once(office: Office) -> None:
    """The review of Monday 09:00 fell due on Tuesday 17:30; on Wednesday at 14:00 it is told of again."""
    await office.part(LI)
    assert await heard(office, "25 09:40", "25 09:41", "25 14:01") == [["morning"], [], ["reminder"]]


async def test_what_falls_due_in_the_night_is_told_by_the_list_of_the_morning(office: Office) -> None:
    await office.part(LI)
    assert await heard(office, "25 02:00", "25 08:15", "25 08:30", "25 14:01") == [[], ["morning"], [], ["reminder"]]


async def test_a_reminder_hours_after_the_list_still_comes(office: Office) -> None:
    await office.part(LI)
    assert await heard(office, "24 08:15", "24 15:31", "24 17:31") == [["morning"], ["reminder"], ["reminder"]]


async def test_what_comes_in_during_the_morning_has_its_card_and_no_list(office: Office) -> None:
    """An application on Monday 09:00 that is due on the same day."""
    await office.part(LI, urgency="urgent")
    assert await heard(office, "23 09:01", "23 11:59") == [[], []]


async def test_two_rungs_minutes_apart_are_one_message(office: Office) -> None:
    """Nothing ran from Tuesday noon to Wednesday 13:58; at 14:00 it is told of again."""
    await office.part(LI)
    assert await heard(office, "25 13:58", "25 14:00", "25 17:31") == [["reminder"], [], []]
