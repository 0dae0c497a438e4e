"""Chasing what is owed: the ladder of reminders, and drafts that fell asleep.

Each sweep reads indexed rows and queues messages; unique keys make sure that none is sent twice."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.desk import mornings
from bot.desk.casework import escalates_at, holders
from bot.desk.house import House
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.chapters import chapter
from bot.procedure.ladder import (
    AROUND_THE_CLOCK,
    ESCALATED,
    THOSE_WHO_OWE,
    Audience,
    Rung,
    highest_due,
    next_allowed,
    next_rung,
    rungs,
)
from bot.procedure.people import Member
from bot.procedure.roles import Role, Urgency
from bot.storage import chases, drafts, outbox, people, records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

Told = tuple[int, str, int]  # item, audience, level


def first_reminder(tx: Tx, house: House, record: RecordRow, item: ItemRow) -> tuple[datetime | None, int]:
    """When an item is first reminded of, and the level of that rung."""
    found = next_rung(ladder_of(tx, house, record, item)) if item.due_at else None
    return (found.at, found.level) if found else (None, 0)


def ladder_of(tx: Tx, house: House, record: RecordRow, item: ItemRow) -> list[Rung]:
    """The rungs of an item, each on the calendar of whoever it goes to. The item must have a deadline."""
    assert item.due_at is not None
    company, owing = house.company_calendar(tx), _owing(tx, record, item)
    calendars = {a: _calendar(tx, house, _told(tx, owing, a), company) for a in Audience}
    line_down, later = record.urgency == Urgency.LINE_DOWN, escalates_at(tx, house, record, item)
    if later is None:
        return rungs(item.opened_at, item.due_at, calendars, line_down=line_down)
    below = rungs(item.opened_at, item.due_at, calendars, line_down=line_down, ladder=THOSE_WHO_OWE)
    return below + rungs(item.opened_at, later, calendars, line_down=line_down, ladder=ESCALATED)


def _calendar(tx: Tx, house: House, members: list[Member], company: WorkingCalendar) -> WorkingCalendar:
    return house.personal_calendar(tx, members[0], company) if members else company


def audience(tx: Tx, record: RecordRow, item: ItemRow, to: Audience) -> list[Member]:
    """Who is told on a rung: those who owe it, the leader above them, or the management representative."""
    return _told(tx, _owing(tx, record, item), to)


def _owing(tx: Tx, record: RecordRow, item: ItemRow) -> list[Member]:
    return [h.member for h in holders(tx, record, item, chapter(record.kind).step(record.route, item.step))]


def _told(tx: Tx, owing: list[Member], to: Audience) -> list[Member]:
    if to is Audience.PERFORMER:
        return owing
    if to is Audience.UNIT_LEADER:
        return leaders_above(tx, owing)
    return people.matching(tx, roles=[Role.MANAGEMENT_REP.value])


def leaders_above(tx: Tx, owing: list[Member]) -> list[Member]:
    """The leaders of the units that owe it; for a leader, their supervisor."""
    found: dict[int, Member] = {}
    for member in owing:
        leaders = (
            people.matching(tx, unit_ids=[member.unit_id], roles=[Role.UNIT_LEADER.value]) if member.unit_id else []
        )
        above = [m for m in leaders if m.id != member.id and member.role is not Role.UNIT_LEADER]
        supervisor = people.by_id(tx, member.supervisor_id)
        for leader in above or ([supervisor] if supervisor else []):
            found[leader.id] = leader
    return list(found.values())


def sweep_reminders(tx: Tx, house: House) -> int:
    """Climb every ladder that is due by one rung (the highest due: after an outage one reminder, not the backlog) and
    queue one merged message a person, those to whom something has escalated first. How many messages were queued."""
    told: dict[int, list[Told]] = defaultdict(list)
    for item in records.due_reminders(tx):
        record = records.get(tx, item.record_id)
        if record is not None and item.due_at is not None:
            _climb(tx, house, record, item, told)
    first = sorted(told.items(), key=lambda each: all(to == Audience.PERFORMER for _, to, _ in each[1]))
    return sum(_send(tx, house, person_id, items) for person_id, items in first)


def _climb(tx: Tx, house: House, record: RecordRow, item: ItemRow, told: dict[int, list[Told]]) -> None:
    ladder = ladder_of(tx, house, record, item)
    rung = _due_rung(ladder, tx.now, item.next_level - 1)
    members = audience(tx, record, item, rung.audience) if rung else []
    following = next_rung(ladder, rung.level if rung else item.next_level - 1)
    wakes = _wakes(tx, house, record, members)
    if wakes > tx.now:  # an outage ended at night: in the morning the morning message may tell of it
        records.note_item(tx, item.id, next_reminder_at=min(wakes, following.at) if following else wakes)
        return
    for member in members:
        if rung and _is_to_hear(tx, house, record, item, rung, member):
            told[member.id].append((item.id, rung.audience.value, rung.level))
    for missed in _missed(ladder, rung, item.next_level, tx.now):
        chases.note_skipped(tx, item, missed.key, missed.level)
    # A rung that is not due yet only moves the look (the calendar may have changed since).
    records.note_item(
        tx,
        item.id,
        next_reminder_at=following.at if following else None,
        next_level=following.level if following else item.next_level,
    )


def _due_rung(ladder: list[Rung], now: datetime, reached: int) -> Rung | None:
    """The highest rung that is due, or the next for the same people if that is minutes away: one message says both."""
    found = highest_due(ladder, now, reached)
    alike = (rung for rung in ladder if found and rung.audience is found.audience)
    return highest_due(alike, now + mornings.GRACE, reached)


def _missed(ladder: list[Rung], climbed: Rung | None, from_level: int, now: datetime) -> list[Rung]:
    """The rungs below the one that is climbed whose time came and went: nobody hears of them any more."""
    below = range(from_level, climbed.level if climbed else 0)
    return [rung for rung in ladder if rung.level in below and rung.at < now - mornings.GRACE]


def _wakes(tx: Tx, house: House, record: RecordRow, members: list[Member]) -> datetime:
    """When the first of them may be written to; now where there is nobody."""
    line_down = record.urgency == Urgency.LINE_DOWN
    calendars = (house.personal_calendar(tx, m) for m in members)
    opens = (next_allowed(tx.now - mornings.GRACE, calendar, line_down=line_down) for calendar in calendars)
    return min(opens, default=tx.now)


def _is_to_hear(tx: Tx, house: House, record: RecordRow, item: ItemRow, rung: Rung, member: Member) -> bool:
    """Note the rung for this person. Whether it is to be told: not twice, and not beside the morning message."""
    own = rung.audience is Audience.PERFORMER
    if own and item.id in chases.put_off(tx, member.id):
        return False
    line_down = record.urgency == Urgency.LINE_DOWN
    merged = own and not line_down and item.id in mornings.tells_of(tx, house, member)
    return chases.note(tx, item, rung.key, rung.level, member.id, "merged" if merged else "sent") and not merged


def _send(tx: Tx, house: House, person_id: int, items: list[Told]) -> int:
    member = people.by_id(tx, person_id)
    if member is None:
        return 0
    line_down = any(_is_line_down(tx, item_id) for item_id, _, _ in items)
    calendar = AROUND_THE_CLOCK if line_down else house.personal_calendar(tx, member)
    return outbox.enqueue(
        tx,
        key=f"reminder:{person_id}:{_fingerprint(items)}:{int(tx.now.timestamp())}",
        kind="reminder",
        person_id=person_id,
        params={"items": [list(i) for i in sorted(items)]},
        not_before=max(tx.now, next_allowed(tx.now - mornings.GRACE, calendar, line_down=line_down)),
    )


def _is_line_down(tx: Tx, item_id: int) -> bool:
    item = records.item(tx, item_id)
    record = records.get(tx, item.record_id) if item else None
    return record is not None and record.urgency == Urgency.LINE_DOWN


def _fingerprint(items: Iterable[Told]) -> str:
    return hashlib.sha256(repr(sorted(items)).encode()).hexdigest()[:16]


# --- drafts that fell asleep ------------------------------------------------------------------------------------------


def sweep_drafts(tx: Tx, house: House) -> int:
    """Say once, a working day later, that a form is still half filled."""
    asleep = drafts.fallen_asleep(tx, tx.now - timedelta(hours=20))
    return sum(_remind_of_draft(tx, house, row.id, row.person_id) for row in asleep)


def _remind_of_draft(tx: Tx, house: House, draft_id: int, person_id: int) -> int:
    member = people.by_id(tx, person_id)
    drafts.note_reminded(tx, draft_id)
    if member is None:
        return 0
    return outbox.enqueue(
        tx,
        key=f"draft:{draft_id}",
        kind="draft",
        person_id=person_id,
        params={"draft": draft_id},
        not_before=next_allowed(tx.now, house.personal_calendar(tx, member)),
    )
