"""Putting off the morning message: until when, and what of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.chasing import MORNING
from bot.desk.house import House
from bot.desk.model import Actor, Member, Refused
from bot.procedure.words import N_
from bot.storage import chases, records, trail
from bot.storage.tx import Tx

ONE_WEEK = 7


def next_day(tx: Tx, house: House, member: Member, when: str) -> date:
    """The person's next working day ("tomorrow"), or their first one from next Monday on ("monday").

    Refused for any other word."""
    calendar = house.personal_calendar(tx, member)
    today = calendar.local_date(tx.now)
    match when:
        case "tomorrow":
            return calendar.shift_day(today, 1)
        case "monday":
            return calendar.shift_day(today + timedelta(days=ONE_WEEK - today.weekday() - 1), 1)
    raise Refused(N_("This button is out of date. /menu shows where things stand."))


def snooze(tx: Tx, house: House, actor: Actor, item_ids: list[int], when: str) -> datetime:
    """Put this person's own reminders off until that morning; colleagues who owe the same, and the ladder above, go on.

    When they come again. Refused for a word that is neither "tomorrow" nor "monday"."""
    day = next_day(tx, house, actor.member, when)
    until = datetime.combine(day, MORNING, ZoneInfo(actor.member.zone))
    owed = [i.id for i in records.owed_by(tx, [actor.member]) if not item_ids or i.id in item_ids]
    chases.put_off_until(tx, actor.member.id, owed, until)
    trail.append(tx, "snoozed", actor_id=actor.member.id, data={"until": until.isoformat(), "items": owed})
    return until
