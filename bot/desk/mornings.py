"""The morning message: to whom it goes, what it tells of, and until when of what it may be put off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.house import House
from bot.desk.model import Actor, Member, Refused
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.words import N_
from bot.storage import chases, outbox, records, trail
from bot.storage.rows import ItemRow
from bot.storage.tx import Tx

MORNING = time(8, 15)
NOON = time(12, 0)
MIDNIGHT = time(23, 59)
GRACE = timedelta(minutes=5)  # what falls due at closing time is looked at a little later and told all the same
JUST_SENT = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
ONE_WEEK = 7


def sweep_mornings(tx: Tx, house: House) -> int:
    """One message a working morning, at 08:15 by the person's clock, to everybody who owes something. How many were
    queued."""
    return sum(_queue(tx, house, member) for member in chases.reachable(tx))


def tells_of(tx: Tx, house: House, member: Member) -> frozenset[int]:
    """The items that the morning message tells this person of in these minutes: it is queued now where it is due, or it
    was an hour ago."""
    local = _local(tx, member)
    if local.time() < MORNING or local.hour > NOON.hour:
        return frozenset()
    queued_at = chases.queued_at(tx, _key(member, local.date())) or (tx.now if _queue(tx, house, member) else None)
    if queued_at is None or abs(tx.now - queued_at) > JUST_SENT:
        return frozenset()
    return frozenset(item.id for item in told_in(tx, member) if item.opened_at <= queued_at)


def told_in(tx: Tx, member: Member) -> list[ItemRow]:
    """What a morning message sent now tells of, the most urgent first."""
    return chases.owes_by(tx, member, tx.now + ONE_DAY)


def _queue(tx: Tx, house: House, member: Member) -> bool:
    local = _local(tx, member)
    if not MORNING <= local.time() < NOON:
        return False
    calendar = house.personal_calendar(tx, member)
    if not calendar.is_working_day(local.date()) or not _anything_to_tell(tx, member, calendar, local):
        return False
    key = _key(member, local.date())
    return outbox.enqueue(tx, key=key, kind="morning", person_id=member.id, params={"day": local.date().isoformat()})


def _anything_to_tell(tx: Tx, member: Member, calendar: WorkingCalendar, local: datetime) -> bool:
    """Not what came in since: its card says so. Nor what a reminder says that waited for this morning."""
    began, midnight = datetime.combine(local, MORNING, local.tzinfo), datetime.combine(local, MIDNIGHT, local.tzinfo)
    owed = {item.id for item in chases.owes_by(tx, member, midnight) if item.opened_at < began}
    return bool(owed) and not owed <= chases.reminded_since(tx, member.id, _last_close(calendar, local.date()))


def _last_close(calendar: WorkingCalendar, day: date) -> datetime:
    """Until when a reminder of the working day before `day` still went out on that day."""
    return calendar.windows(calendar.shift_day(day, -1))[-1][1] + GRACE


def _local(tx: Tx, member: Member) -> datetime:
    return tx.now.astimezone(ZoneInfo(member.zone))


def _key(member: Member, day: date) -> str:
    return f"morning:{member.id}:{day}"


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
